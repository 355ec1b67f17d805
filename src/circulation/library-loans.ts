import { type Item, moveItem } from '../catalogue/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { checkIn } from './check-in.ts'
import { hold, holdTitle, loanToLibrary } from './hold.ts'
import { close } from './reservations/close.ts'
import { lendableCopies } from './reservations/queue.ts'
import { reservationColumns, reservationOf } from './reservations/rows.ts'
import type { CirculationSettings } from './settings.ts'
import type { Loan, Reservation } from './types.ts'

/** Somebody acts on what is lent to another library. */
export interface LibraryAct {
  /** Its request. */
  readonly lendingId: number
  readonly by: Actor
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * Lends an item to another library until a day (YYYY-MM-DD). What a reader waits for at the pickup shelf stays there; all
 * other rules are for staff to weigh. What was kept for the request is fulfilled by it.
 * @throws Problem item-gone, item-not-free
 */
export async function lendToLibrary(
  tx: Tx,
  { lendingId, itemId, dueOn, by, now }: LibraryAct & { readonly itemId: number; readonly dueOn: string },
): Promise<void> {
  const { item, loan, allocated, ill } = await hold(tx, itemId)
  const refuse = (reason: string) => new Problem('item-not-free', { item: item.accessionNo, reason })
  if (item.withdrawn) throw refuse('it has left the library')
  if (ill) throw refuse('it belongs to another library')
  if (loan) throw refuse('it is on loan')
  if (allocated && allocated.lendingId !== lendingId) throw refuse('somebody else waits for it')
  const row = await tx
    .insertInto('loans')
    .values({ item_id: itemId, lending_id: lendingId, branch: item.branch, lent_at: new Date(now), due_on: dueOn })
    .returning('id')
    .executeTakeFirstOrThrow()
  await moveItem(tx, itemId, 'on-loan')
  const wish = await wishOf(tx, lendingId)
  if (wish) await close(tx, wish, 'fulfilled', { by, now })
  await audit(tx, {
    actor: by,
    action: 'loan.check-out',
    subject: { kind: 'item', id: itemId },
    detail: { loan: row.id, lending: lendingId, branch: item.branch, due: dueOn },
  })
}

/** Takes back that an item was lent to a library, as if it had not been. @throws Problem undo-refused when it has come back */
export async function unlendToLibrary(tx: Tx, { lendingId, by }: LibraryAct): Promise<void> {
  const loan = await heldLoan(tx, lendingId)
  if (!loan) throw new Problem('undo-refused', { reason: 'the item has come back since' })
  await tx.deleteFrom('loans').where('id', '=', loan.id).execute()
  await moveItem(tx, loan.itemId, undefined)
  await audit(tx, {
    actor: by,
    action: 'item.undo-check-out',
    subject: { kind: 'item', id: loan.itemId },
    detail: { loan: loan.id, lending: lendingId },
  })
}

/** A library may keep an item until another day. Gives the day it was; undefined where it has none of ours. */
export async function changeLibraryDue(
  tx: Tx,
  { lendingId, dueOn, by, now }: LibraryAct & { readonly dueOn: string },
): Promise<string | undefined> {
  const loan = await heldLoan(tx, lendingId)
  if (!loan) return undefined
  await tx
    .updateTable('loans')
    .set({ due_on: dueOn, renewals: loan.renewals + 1, renewed_at: new Date(now) })
    .where('id', '=', loan.id)
    .execute()
  await audit(tx, {
    actor: by,
    action: 'loan.renew',
    subject: { kind: 'item', id: loan.itemId },
    detail: { loan: loan.id, lending: lendingId, due: dueOn, was: loan.dueOn },
  })
  return loan.dueOn
}

/** An item has come back from a library: it goes where anything goes that is checked in where it belongs. */
export async function takeBackFromLibrary(tx: Tx, rules: CirculationSettings, act: LibraryAct): Promise<void> {
  const loan = await heldLoan(tx, act.lendingId)
  if (!loan) return
  const { item } = await hold(tx, loan.itemId)
  await checkIn(tx, rules, { accessionNo: item.accessionNo, branch: item.branch, by: act.by, now: act.now })
}

/** The copies of a record that are lent at all, and those of them that are at their place and wanted by nobody. */
export async function copiesForLibraries(
  tx: Tx,
  rules: CirculationSettings,
  bibId: number,
): Promise<{ readonly lendable: readonly Item[]; readonly free: readonly Item[] }> {
  const lendable = await lendableCopies(tx, rules, bibId)
  const { waiting } = await tx
    .selectFrom('reservations')
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where('bib_id', '=', bibId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  const here = lendable.filter(({ circulation }) => circulation === undefined)
  return { lendable, free: here.slice(Number(waiting)) }
}

/** The open loan with its title held. */
async function heldLoan(tx: Tx, lendingId: number): Promise<Loan | undefined> {
  const known = await loanToLibrary(tx, lendingId)
  if (!known) return undefined
  await hold(tx, known.itemId)
  return await loanToLibrary(tx, lendingId)
}

/**
 * Keeps the next copy of a record that comes in for a library, behind whoever waits already.
 * @throws Problem item-not-free where the record has no copy that is lent
 */
export async function reserveForLibrary(
  tx: Tx,
  rules: CirculationSettings,
  { lendingId, bibId, by, now }: LibraryAct & { readonly bibId: number },
): Promise<void> {
  await holdTitle(tx, bibId)
  const [copy] = await lendableCopies(tx, rules, bibId)
  if (!copy) throw new Problem('item-not-free', { item: 'of this record', reason: 'none is lent' })
  const { last } = await tx
    .selectFrom('reservations')
    .select(({ fn }) => fn.max('position').as('last'))
    .where('bib_id', '=', bibId)
    .where('item_id', 'is', null)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  const row = await tx
    .insertInto('reservations')
    .values({
      ...{ level: 'title', bib_id: bibId, lending_id: lendingId, pickup_branch: copy.branch },
      ...{ position: (last ?? 0) + 1, placed_at: new Date(now) },
    })
    .onConflict((oc) => oc.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return
  await audit(tx, {
    actor: by,
    action: 'reservation.place',
    subject: { kind: 'reservation', id: row.id },
    detail: { bib: bibId, lending: lendingId, pickup: copy.branch },
  })
}

/** Keeps nothing for a library any more. */
export async function dropLibraryReservation(tx: Tx, { lendingId, by, now }: LibraryAct): Promise<boolean> {
  const known = await wishOf(tx, lendingId)
  if (!known) return false
  await holdTitle(tx, known.bibId)
  const wish = await wishOf(tx, lendingId)
  if (wish) await close(tx, wish, 'cancelled', { by, now })
  return wish !== undefined
}

/** What is kept for a library, or will be. */
async function wishOf(tx: Tx, lendingId: number): Promise<Reservation | undefined> {
  const row = await tx
    .selectFrom('reservations')
    .select(reservationColumns)
    .where('lending_id', '=', lendingId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return row && reservationOf(row)
}
