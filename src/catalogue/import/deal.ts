import { type Candidates, knownAs } from './candidates.ts'
import { type Decision, decide, type Known } from './decide.ts'
import type { Accepted, Incoming } from './incoming-record.ts'
import type { ImportProfile } from './profile.ts'
import type { ImportCode, ImportCounts, ImportOutcome } from './types.ts'
import { noCounts } from './types.ts'

/** What became of one record of a group. */
export interface Dealt {
  readonly incoming: Incoming
  readonly outcome: ImportOutcome
  readonly code?: ImportCode | undefined
  readonly detail?: string | undefined
  /** The record of the catalogue it is, was laid over, or was left for. */
  readonly known?: Known | undefined
  readonly previousVersion?: number
}

/** A record that is to be given its next version. */
export type Laying = Pick<Extract<Decision, { outcome: 'overlaid' | 'merged' }>, 'outcome' | 'next'> & {
  readonly bibId: number
  /** The one it has. */
  readonly version: number
}

/**
 * Deals with the records of a group one after the other, as if each came alone: a record meets what those before it
 * left. New ones are added together all the same, as late as can be, by `add`, which gives their ids in order; what is
 * laid over others is left to the caller, in the order in which it is to be done.
 */
export async function deal(
  group: readonly Incoming[],
  candidates: Candidates,
  profile: ImportProfile,
  add: (records: readonly Accepted[]) => Promise<readonly number[]>,
): Promise<{ readonly dealt: readonly Dealt[]; readonly layings: readonly Laying[] }> {
  const waiting: { readonly incoming: Accepted; readonly known: Known }[] = []
  const dealt: Dealt[] = []
  const layings: Laying[] = []
  let at = 0
  for (const incoming of group) {
    if (incoming.rejected !== undefined) {
      dealt.push({ incoming, outcome: 'rejected', code: incoming.rejected, detail: incoming.detail })
      continue
    }
    const decision = decide(incoming, candidates.of(at++, incoming), profile)
    if (decision.outcome === 'new') {
      const known = knownAs(incoming, incoming.ordinal, 1)
      waiting.push({ incoming, known })
      candidates.add(known, incoming.prepared)
      dealt.push({ incoming, outcome: 'new', known })
    } else if (decision.outcome === 'overlaid' || decision.outcome === 'merged')
      dealt.push(await lay(incoming, decision))
    else dealt.push({ incoming, ...decision })
  }
  await addWaiting()
  return { dealt, layings }

  async function lay(
    incoming: Accepted,
    { known, next, outcome }: Extract<Decision, { outcome: Laying['outcome'] }>,
  ): Promise<Dealt> {
    if (known.bibId === undefined) await addWaiting()
    const bibId = known.bibId!
    layings.push({ outcome, next, bibId, version: known.version })
    const now = knownAs(next, incoming.ordinal, known.version + 1, bibId)
    candidates.add(now, next.prepared)
    return { incoming, outcome, known: now, previousVersion: known.version }
  }

  async function addWaiting(): Promise<void> {
    const ids = await add(waiting.map(({ incoming }) => incoming))
    waiting.forEach(({ known }, i) => {
      known.bibId = ids[i]!
    })
    waiting.length = 0
  }
}

/** Adds to counts what became of a group and of the items that came with it. */
export function counted(
  counts: ImportCounts,
  dealt: readonly Dealt[],
  items: Pick<ImportCounts, 'items' | 'itemsReplaced' | 'itemErrors'>,
): ImportCounts {
  const sum = { ...noCounts(), ...counts }
  for (const { outcome, incoming } of dealt) {
    sum[outcome] += 1
    if (incoming.repaired) sum.repaired += 1
  }
  for (const kind of ['items', 'itemsReplaced', 'itemErrors'] as const) sum[kind] += items[kind]
  return sum
}
