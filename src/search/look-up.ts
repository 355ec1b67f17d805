import type { Brief } from '../bib/index.ts'
import type { Log } from '../kit/index.ts'
import type { Decoded, Flavour } from '../standards/marc/index.ts'
import type { FieldedSearch } from '../standards/query/index.ts'
import { type TargetClient, TargetFailure } from '../zoom/index.ts'
import { createBudget } from './budget.ts'
import { queryFor } from './query.ts'
import { type BriefRecord, readRemote, type WholeRecord } from './records.ts'
import type { Target } from './settings.ts'
import { type Shared, TargetRun } from './target-run.ts'
import type { FailureWords } from './types.ts'

/** A record that a target holds, whole. */
export interface LookedUpRecord {
  /** 1-based, in the target's answer. */
  readonly position: number
  readonly brief: Brief
  readonly decoded: Decoded
  readonly flavour: Flavour
}

/** What a target answered to a search that nobody watches. */
export interface LookedUp {
  readonly label: string
  /** What came, in the target's order, also where it failed on the way. */
  readonly records: readonly LookedUpRecord[]
  readonly failure?: FailureWords
}

interface LookUpMeans {
  readonly target: Target
  readonly client: TargetClient
  readonly shared: Shared
  readonly log: Log
}

/**
 * Searches one target for its first records, at most `most`, reads them whole and holds nothing of it. It is asked in a
 * simpler way where it refuses, as in every search.
 * @throws the signal's reason; Problem of `queryFor`
 */
export async function lookUp(
  { target, client, shared, log }: LookUpMeans,
  query: FieldedSearch,
  { most, signal }: { readonly most: number; readonly signal?: AbortSignal | undefined },
): Promise<LookedUp> {
  const found: BriefRecord[] = []
  const run = new TargetRun({
    ...{ target, client, shared },
    wanted: { query: queryFor(query, target), keepsFields: false },
    budget: createBudget(most),
    batch: Math.min(most, target.firstRecords),
    listener: {
      status: () => undefined,
      records: (_target, records) => void found.push(...records),
      broken: (error) => log.error({ err: error, target: target.id }, 'looking up broke'),
    },
  })
  const stop = () => run.stop()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    signal?.throwIfAborted()
    await run.advance()
    signal?.throwIfAborted()
    const records: LookedUpRecord[] = []
    for (const { position, brief } of found) {
      const whole = await wholeAt(run, position)
      if (whole) records.push({ position, brief, decoded: whole.decoded, flavour: whole.flavour })
    }
    const { failure } = run.status
    return { label: target.label, records, ...(failure && { failure }) }
  } finally {
    signal?.removeEventListener('abort', stop)
    run.leave()
  }
}

/** The whole of a record that came a moment ago: mostly it is held still. */
async function wholeAt(run: TargetRun, position: number): Promise<WholeRecord | undefined> {
  const received = await run.remote(position).catch((error: unknown) => {
    if (error instanceof TargetFailure) return undefined
    throw error
  })
  const whole = received && (await readRemote(received.remote, run.target))
  return whole && 'decoded' in whole ? whole : undefined
}
