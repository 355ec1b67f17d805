import type { Tx } from '../../kit/db/index.ts'
import type { Dealt } from './deal.ts'
import type { ItemMapping } from './profile.ts'
import { replaceItems } from './replace-items.ts'
import { codeFaults, type Refusal, storeItems, type WantedItem } from './store-items.ts'
import type { ImportOutcome } from './types.ts'

const isMatch = (outcome: ImportOutcome): boolean =>
  outcome === 'overlaid' || outcome === 'merged' || outcome === 'unchanged' || outcome === 'kept'

/** Whether the items of a record are added, by what became of the record. */
const adds: Readonly<Record<ItemMapping['action'], (outcome: ImportOutcome) => boolean>> = {
  always: (outcome) => outcome === 'new' || isMatch(outcome),
  new: (outcome) => outcome === 'new',
  matches: isMatch,
  replace: (outcome) => outcome === 'new' || isMatch(outcome),
  ignore: () => false,
}

/** An item that came with a record of a group, and which of its records that is. */
export type Wanted = WantedItem & { readonly at: number; readonly ordinal: number }

/** The items of a group's records that are to be added. */
export const wantedItems = (mapping: ItemMapping | undefined, dealt: readonly Dealt[]): readonly Wanted[] =>
  mapping
    ? dealt.flatMap(({ incoming, outcome, known }, at) =>
        incoming.rejected === undefined && known?.bibId !== undefined && adds[mapping.action](outcome)
          ? incoming.items.map((item) => ({ at, ordinal: incoming.ordinal, bibId: known.bibId!, item }))
          : [],
      )
    : []

/** What became of a group's items, and its records with what is to be said of those that were refused. */
export interface ItemCounts {
  readonly items: number
  readonly itemsReplaced: number
  readonly itemErrors: number
  readonly noted: readonly Dealt[]
}

/**
 * Adds items that came with a group's records, or puts them in the place of those there are. One that can't be is said
 * in its record's detail, and the rest goes on; one that its record has already is not added twice.
 */
export async function addItems(
  tx: Tx,
  batchId: number,
  dealt: readonly Dealt[],
  wanted: readonly Wanted[],
  action: ItemMapping['action'],
): Promise<ItemCounts> {
  if (wanted.length === 0) return countItems(dealt, new Map(), new Map())
  const fault = await codeFaults(tx)
  const there = action === 'replace' ? await replaceItems(tx, batchId, wanted, fault) : new Map<Wanted, Refusal>()
  const others = wanted.filter((one) => !there.has(one))
  const refusals = await storeItems(tx, batchId, others, fault)
  return countItems(dealt, there, new Map(others.map((other, i) => [other, refusals[i]])))
}

/** Counts what became of items, those in the place of others and the rest, and says it of their records. */
export function countItems(
  dealt: readonly Dealt[],
  replaced: ReadonlyMap<Wanted, Refusal>,
  others: ReadonlyMap<Wanted, Refusal>,
): ItemCounts {
  const taken = (some: typeof others) => [...some.values()].filter((refused) => refused === undefined).length
  const errors = new Map<number, string[]>()
  let itemErrors = 0
  for (const [one, refused] of [...replaced, ...others]) {
    if (refused === undefined || refused === '') continue
    itemErrors += 1
    errors.set(one.at, [...(errors.get(one.at) ?? []), `item ${one.item.fields.accessionNo}: ${refused}`])
  }
  const noted = dealt.map((one, at) => {
    const said = errors.get(at)
    return said ? { ...one, detail: [one.detail, ...said].filter(Boolean).join('; ') } : one
  })
  return { items: taken(others), itemsReplaced: taken(replaced), itemErrors, noted }
}
