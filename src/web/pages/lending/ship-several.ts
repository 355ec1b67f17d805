import type { Lending } from '../../../ill/index.ts'
import type { Door } from '../../door.ts'
import type { Chosen } from '../requests/bulk/chosen.ts'
import { usualDueOf } from './opened.ts'
import type { Scans } from './scanned.ts'
import { checksOut } from './shelf.ts'

/** Whether something that was scanned cannot go. */
export const hasFaults = (scans: Scans | undefined): boolean =>
  [...(scans?.values() ?? [])].some(({ fault }) => fault !== undefined)

/** What nothing was scanned for stays here. */
export const unlessScanned = (one: Chosen, scans: Scans): Chosen =>
  one.why === undefined && !scans.get(one.ticked.id)?.number ? { ...one, why: 'no copy was scanned for it' } : one

/** What is said of each that is shipped: its copy, and until when, where that is not said of all. */
export async function ownForms(
  door: Door,
  lendings: readonly Lending[],
  scans: Scans,
  { dueOn }: Readonly<Record<string, unknown>>,
): Promise<ReadonlyMap<number, Readonly<Record<string, unknown>>>> {
  const own = new Map<number, Readonly<Record<string, unknown>>>()
  const asks = dueOn === undefined && !checksOut(door, 'shipped')
  for (const lending of lendings) {
    const due = asks ? { dueOn: await usualDueOf(door, lending) } : {}
    own.set(lending.id, { service: 'loan', itemNo: scans.get(lending.id)?.number, ...due })
  }
  return own
}

/** What is said beside the fields of all that are shipped. */
export const shippedHints = (door: Door) => ({
  dueOn: checksOut(door, 'shipped')
    ? 'The library’s own system says until when: a date here is only wished for.'
    : 'Left empty, each is lent as long as the rules for its library say.',
})
