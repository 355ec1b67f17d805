import {
  type Branch,
  branches,
  type Code,
  type CodeFields,
  type CodeList,
  codeList,
  removeBranch,
  removeCode,
  saveBranch,
  saveCode,
} from '../catalogue/index.ts'
import type { Tx } from '../kit/db/index.ts'
import type { Actor } from '../kit/index.ts'

/** The lists of Administration: branches are one of them to whoever keeps them. */
export const managedLists = ['branch', 'location', 'collection', 'item-status'] as const satisfies readonly (
  | CodeList
  | 'branch'
)[]
export type ManagedList = (typeof managedLists)[number]

export const listNames: Readonly<
  Record<ManagedList, { readonly label: string; readonly one: string; readonly about: string }>
> = {
  branch: { label: 'Branches', one: 'a branch', about: 'The houses that have items and readers.' },
  location: { label: 'Locations', one: 'a location', about: 'Where in a branch items stand.' },
  collection: { label: 'Collections', one: 'a collection', about: 'What belongs together, wherever it stands.' },
  'item-status': {
    label: 'Item statuses',
    one: 'an item status',
    about: 'What can be said of an item. Some count as available: readers find such an item on the shelf.',
  },
}

export const readList = async (tx: Tx, list: ManagedList): Promise<readonly Code[]> =>
  list === 'branch'
    ? (await branches(tx)).map((branch: Branch) => ({ ...branch, available: false, builtIn: false }))
    : await codeList(tx, list)

export const saveEntry = (tx: Tx, list: ManagedList, code: CodeFields, actor: Actor): Promise<void> =>
  list === 'branch' ? saveBranch(tx, code, actor) : saveCode(tx, list, code, actor)

export const removeEntry = (tx: Tx, list: ManagedList, code: string, actor: Actor): Promise<void> =>
  list === 'branch' ? removeBranch(tx, code, actor) : removeCode(tx, list, code, actor)

/** What a form says of the entries of a list, in the order it has them. */
export interface ListChange {
  readonly code: readonly string[]
  readonly label: readonly string[]
  readonly active: readonly string[]
  readonly available: readonly string[]
  /** "up:main", "down:main": one entry changes places with its neighbour. */
  readonly move?: string | undefined
}

/** The entries of a list as a form wants them; entries it does not name stay at the end, as they are. */
export function changedList(now: readonly Code[], change: ListChange): Code[] {
  const known = new Map(now.map((code) => [code.code, code]))
  const named = change.code.flatMap((code, n): Code[] => {
    const entry = known.get(code)
    known.delete(code)
    const label = change.label[n]?.trim()
    return entry
      ? [
          {
            ...entry,
            label: label || entry.label,
            active: change.active.includes(code),
            available: change.available.includes(code),
          },
        ]
      : []
  })
  const [way, moved] = change.move?.split(/:(.*)/s) ?? []
  const from = named.findIndex(({ code }) => code === moved)
  const to = from + (way === 'up' ? -1 : 1)
  const [mover, other] = [named[from], named[to]]
  if (mover && other) {
    named[from] = other
    named[to] = mover
  }
  return [...named, ...known.values()].map((entry, position) => ({ ...entry, position }))
}

/** Stores what changed of a list, and nothing else: every change is audited. */
export async function storeList(
  tx: Tx,
  list: ManagedList,
  before: readonly Code[],
  after: readonly Code[],
  actor: Actor,
): Promise<void> {
  for (const entry of after) {
    const was = before.find(({ code }) => code === entry.code)
    const same =
      was &&
      was.label === entry.label &&
      was.active === entry.active &&
      was.available === entry.available &&
      was.position === entry.position
    if (!same) await saveEntry(tx, list, entry, actor)
  }
}
