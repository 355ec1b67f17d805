import { Problem } from '../../problems.ts'
import type { LookedUp, LookedUpRecord } from '../look-up.ts'
import { within } from '../turns.ts'
import type { SearchService } from '../types.ts'
import { judgeRecords, type PassedOver } from './good.ts'
import type { WantedNumber } from './numbers.ts'

/** What one source had to say to a number for which its record was not taken. */
export interface Try {
  readonly source: string
  readonly label: string
  readonly said: PassedOver | 'failed'
  /** Of a failure, for staff. */
  readonly detail?: string
}

/** What became of a number: the first good record, or what every source said. */
export type Finding =
  | {
      readonly outcome: 'found'
      readonly source: string
      readonly label: string
      readonly record: LookedUpRecord
      readonly tries: readonly Try[]
    }
  /** Failed: nothing was found, and some source could not be asked. */
  | { readonly outcome: 'not-found' | 'failed'; readonly tries: readonly Try[] }

export interface FindOptions {
  readonly service: Pick<SearchService, 'lookUp'>
  /** Ids, the preferred one first. */
  readonly sources: readonly string[]
  readonly fullOnly: boolean
  readonly signal?: AbortSignal | undefined
}

/** Records of one source that are looked at for a number. */
const most = 10
/** A source that is busy is waited for, at most so often and for so long each time. */
const busyWaits = 12
const busyPause = 5_000

/**
 * Asks the sources in their order for the first good record. A brief one is kept, and taken where no later source has a
 * fuller one. A source that fails keeps no other from being asked.
 * @throws the signal's reason
 */
export async function findFirst(wanted: WantedNumber, options: FindOptions): Promise<Finding> {
  const { sources, fullOnly, signal } = options
  const tries: Try[] = []
  let brief: { source: string; label: string; record: LookedUpRecord } | undefined
  for (const source of sources) {
    const { label, records, failure } = await ask(source, wanted, options)
    const verdict = judgeRecords(records, wanted, { fullOnly })
    signal?.throwIfAborted()
    if (typeof verdict === 'string') {
      const said = failure ? 'failed' : verdict
      tries.push({ source, label, said, ...(failure && { detail: failure.detail }) })
    } else if (verdict.record.brief.level !== 'brief') {
      return { outcome: 'found', source, label, record: verdict.record, tries }
    } else if (brief) tries.push({ source, label, said: 'brief' })
    else brief = { source, label, record: verdict.record }
  }
  if (brief) return { outcome: 'found', ...brief, tries }
  return { outcome: tries.some(({ said }) => said === 'failed') ? 'failed' : 'not-found', tries }
}

async function ask(source: string, wanted: WantedNumber, { service, signal }: FindOptions): Promise<LookedUp> {
  try {
    for (let waits = 0; ; waits++) {
      const answer = await service.lookUp(source, { [wanted.kind]: wanted.value }, { most, signal })
      if (answer.failure?.kind !== 'busy' || waits === busyWaits) return answer
      await within(busyPause, signal)
    }
  } catch (error) {
    // It was taken off the list of libraries meanwhile, or its settings do not let a number be asked for.
    if (!(error instanceof Problem) || error.status >= 500) throw error
    return {
      label: source,
      records: [],
      failure: { kind: 'misconfigured', phrase: error.message, detail: error.message },
    }
  }
}
