import { sql } from 'kysely'
import { addItem, type Item, readItem, removeItem, withdrawItem } from '../catalogue/index.ts'
import { addDays, dateIn, previousOpenDay } from '../kit/calendar/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { nextAccessionNo } from './accession.ts'
import { withCalendars } from './calendars.ts'
import { endLoan } from './check-in.ts'
import { hold, holdTitle } from './hold.ts'
import { recallNotice } from './notices/jobs.ts'
import { close } from './reservations/close.ts'
import { append } from './reservations/place.ts'
import { waiting } from './reservations/queue.ts'
import { reservationColumns, reservationOf } from './reservations/rows.ts'
import { latestDue } from './rules.ts'
import { type CirculationSettings, calendarOf } from './settings.ts'
import type { Loan, Reservation } from './types.ts'

/** The status a lender's item has unless another is chosen. */
export const illStatus = 'ill'

interface Act {
  readonly by: Actor
  readonly now: number
}

/** What is received of a lender. */
export interface AddIllItem extends Act {
  readonly bibId: number
  /** `next` takes the next number of the house's series. */
  readonly accessionNo: string | 'next'
  /** Where it is kept; the pickup branch unless said otherwise. */
  readonly branch?: string | undefined
  readonly location?: string | undefined
  readonly collection?: string | undefined
  /** `ill` unless said otherwise. */
  readonly status?: string | undefined
  readonly callNumber?: string | undefined
  readonly staffNote?: string | undefined
  /** When the lender wants it back, YYYY-MM-DD; none where that was not said. */
  readonly dueAtLender?: string | undefined
  readonly lineId: string
  /** Tells volumes of one line apart. */
  readonly volume?: string | undefined
  readonly requestId: string
  readonly patronId: string
  readonly pickupBranch: string
}

export interface AddedIllItem {
  readonly item: Item
  /** The borrower's reservation of it; none once that has ended. */
  readonly reservation?: Reservation
  /** False when the line had its item already, and nothing was done. */
  readonly made: boolean
}

/**
 * Makes the temporary item of a lender's line, and the borrower's reservation of it: one of each for a volume, however
 * often it is called. Limits and blocks of patrons do not count here: the request was allowed.
 * @throws Problem bib-gone, code-unknown, accession-no-taken
 */
export async function addIllItem(tx: Tx, settings: CirculationSettings, act: AddIllItem): Promise<AddedIllItem> {
  const { bibId, lineId, volume = '', requestId, patronId, pickupBranch, by, now } = act
  await holdLine(tx, lineId)
  await holdTitle(tx, bibId)
  const before = await tx
    .selectFrom('ill_items')
    .select('item_id')
    .where('line_id', '=', lineId)
    .where('volume', '=', volume)
    .executeTakeFirst()
  if (before) return await asItIs(tx, before.item_id)
  const accessionNo = act.accessionNo === 'next' ? await nextAccessionNo(tx, settings) : act.accessionNo
  const fields = {
    accessionNo,
    branch: act.branch ?? pickupBranch,
    location: act.location,
    collection: act.collection,
    status: act.status ?? illStatus,
    callNumber: act.callNumber ?? '',
    publicNote: '',
    staffNote: act.staffNote ?? '',
  }
  const item = await addItem(tx, bibId, fields, by)
  await tx
    .insertInto('ill_items')
    .values({
      item_id: item.id,
      line_id: lineId,
      volume,
      request_id: requestId,
      patron_id: patronId,
      lender_due: act.dueAtLender ?? null,
      added_at: new Date(now),
    })
    .execute()
  await audit(tx, {
    actor: by,
    action: 'ill-item.add',
    subject: { kind: 'item', id: item.id },
    detail: { line: lineId, request: requestId, ...(act.dueAtLender !== undefined && { due: act.dueAtLender }) },
  })
  const placed = await append(tx, { bibId, itemId: item.id, patronId, pickupBranch }, { by, now })
  return { item, ...(placed && { reservation: placed.reservation }), made: true }
}

async function asItIs(tx: Tx, itemId: number): Promise<AddedIllItem> {
  const item = await readItem(tx, itemId)
  if (!item) throw new Problem('item-gone', { item: itemId })
  const row = await tx
    .selectFrom('reservations')
    .select(reservationColumns)
    .where('item_id', '=', itemId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return { item, ...(row && { reservation: reservationOf(row) }), made: false }
}

/** What changed of a loan with the lender's date. */
export interface LenderDueSet {
  readonly items: readonly Item[]
  /** Loans that are due earlier now. A later date lengthens none: that takes a renewal. */
  readonly shortened: readonly (Loan & { readonly was: string })[]
}

/** Writes down when a lender wants the items of a line back; `undefined` where it says no date. */
export async function setLenderDue(
  tx: Tx,
  rules: CirculationSettings,
  { lineId, date, by, now }: { readonly lineId: string; readonly date: string | undefined } & Act,
): Promise<LenderDueSet> {
  const settings = await withCalendars(tx, rules)
  await holdLine(tx, lineId)
  const items: Item[] = []
  const shortened: (Loan & { was: string })[] = []
  const latest = latestDue(settings, { lenderDue: date })
  for (const itemId of await openItemsOf(tx, lineId)) {
    const { item, loan, ill } = await hold(tx, itemId)
    items.push(item)
    if (ill?.lenderDue === date) continue
    await tx
      .updateTable('ill_items')
      .set({ lender_due: date ?? null })
      .where('item_id', '=', itemId)
      .execute()
    const last = loan && latest !== undefined && previousOpenDay(calendarOf(settings, loan.branch), latest)
    const cut = loan && last && last < loan.dueOn ? last : undefined
    if (loan && cut !== undefined) {
      // That it is wanted back says the new date: no reminder of the same days follows.
      const isSoon =
        cut <= addDays(dateIn(calendarOf(settings, loan.branch).timeZone, now), settings.overdue.remindBefore)
      const isToldNow = isSoon && settings.notices.recalled
      await tx
        .updateTable('loans')
        .set({ due_on: cut, notices: 0, noticed_at: null, ...(isToldNow && { reminded_of: cut }) })
        .where('id', '=', loan.id)
        .execute()
      await recallNotice(tx, settings, { id: loan.id, dueOn: cut })
      shortened.push({ ...loan, dueOn: cut, was: loan.dueOn })
    }
    await audit(tx, {
      actor: by,
      action: 'ill-item.due',
      subject: { kind: 'item', id: itemId },
      detail: { line: lineId, due: date, was: ill?.lenderDue, ...(cut !== undefined && { loan: loan?.id, cut }) },
    })
  }
  return { items, shortened }
}

/**
 * Sends the items of a line home: they leave the library and its catalogue as readers see it, and are kept for their
 * history. A loan or reservation that is still open ends with it. Gives the items that left now; none the second time.
 */
export async function closeIllItem(
  tx: Tx,
  { lineId, by, now, branch }: { readonly lineId: string; readonly branch?: string | undefined } & Act,
): Promise<readonly Item[]> {
  await holdLine(tx, lineId)
  const closed: Item[] = []
  for (const itemId of await openItemsOf(tx, lineId)) {
    const { item, loan, allocated } = await hold(tx, itemId)
    if (loan) await endLoan(tx, loan, { branch: branch ?? item.branch, now })
    const wishes = await waiting(tx, { bibId: item.bibId, itemId })
    for (const wish of allocated ? [allocated, ...wishes] : wishes) await close(tx, wish, 'cancelled', { by, now })
    await withdrawItem(tx, itemId)
    await tx
      .updateTable('ill_items')
      .set({ closed_at: new Date(now) })
      .where('item_id', '=', itemId)
      .execute()
    await audit(tx, {
      actor: by,
      action: 'ill-item.close',
      subject: { kind: 'item', id: itemId },
      detail: { line: lineId, ...(loan && { loan: loan.id }) },
    })
    closed.push(item)
  }
  return closed
}

/**
 * Takes back the receipt of a line's items, as if it had not been: as long as nobody has borrowed one.
 * @throws Problem undo-refused
 */
export async function removeIllItem(tx: Tx, { lineId, by, now }: { readonly lineId: string } & Act): Promise<void> {
  await holdLine(tx, lineId)
  for (const itemId of await openItemsOf(tx, lineId)) {
    const { item, loan, allocated } = await hold(tx, itemId)
    const lent = await tx.selectFrom('loans').select('id').where('item_id', '=', itemId).limit(1).executeTakeFirst()
    if (loan || lent) throw new Problem('undo-refused', { reason: `item ${item.accessionNo} has been lent` })
    const wishes = await waiting(tx, { bibId: item.bibId, itemId })
    for (const wish of allocated ? [allocated, ...wishes] : wishes) await close(tx, wish, 'cancelled', { by, now })
    await tx.deleteFrom('ill_items').where('item_id', '=', itemId).execute()
    await removeItem(tx, itemId, item.version, by)
  }
}

/** Whether a reader has an item of a line, and has not brought it back. */
export async function isLentOut(tx: Tx, lineId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('ill_items')
    .innerJoin('loans', 'loans.item_id', 'ill_items.item_id')
    .select('loans.id')
    .where('line_id', '=', lineId)
    .where('returned_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Two who act on one line take turns. Always before the title. */
const holdLine = (tx: Tx, lineId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended('farshelf lender line ' || ${lineId}, 0))`.execute(tx)

/** The items of a line that are with us, in the order their titles are held in. */
async function openItemsOf(tx: Tx, lineId: string): Promise<number[]> {
  const rows = await tx
    .selectFrom('ill_items')
    .innerJoin('items', 'items.id', 'ill_items.item_id')
    .select('item_id')
    .where('line_id', '=', lineId)
    .where('closed_at', 'is', null)
    .orderBy('items.bib_id')
    .orderBy('item_id')
    .execute()
  return rows.map(({ item_id }) => item_id)
}
