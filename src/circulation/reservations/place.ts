import { branches } from '../../catalogue/index.ts'
import { dateIn } from '../../kit/calendar/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { type Actor, audit, mustActIn } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { withCalendars } from '../calendars.ts'
import { hold, holdTitle } from '../hold.ts'
import { patronOf } from '../patrons.ts'
import { type Block, blocksOf, ruleFor } from '../rules.ts'
import { type CirculationSettings, calendarOf } from '../settings.ts'
import type { Reservation } from '../types.ts'
import { lendableCopies } from './queue.ts'
import { reservationColumns, reservationOf } from './rows.ts'

/** Why a reservation is not placed. */
export type PlaceRefusal =
  /** The patron waits for the same already. */
  | 'twice'
  /** The patron has it. */
  | 'has-it'
  /** There is no copy that is lent to this patron. */
  | 'nothing-to-lend'
  | 'no-such-branch'
  | Block

export type Placed =
  | { readonly done: true; readonly reservation: Reservation /** 1 is the next. */; readonly place: number }
  | { readonly done: false; readonly why: PlaceRefusal }

/** What is wanted: a copy, or any copy of a record. */
export type Wanted = { readonly itemId: number } | { readonly bibId: number }

export type Place = Wanted & {
  readonly patronId: string
  readonly pickupBranch: string
  readonly by: Actor
  readonly now: number
}

/**
 * Places a reservation at the end of its queue.
 * @throws Problem not-your-branch, item-gone, bib-gone, not-found where there is no such patron
 */
export async function placeReservation(tx: Tx, rules: CirculationSettings, act: Place): Promise<Placed> {
  const settings = await withCalendars(tx, rules)
  const { patronId, pickupBranch, by, now } = act
  mustActIn(pickupBranch, by)
  const held = 'itemId' in act ? await hold(tx, act.itemId) : undefined
  const bibId = held ? held.item.bibId : (act as { bibId: number }).bibId
  if (!held) await holdTitle(tx, bibId)
  const today = dateIn(calendarOf(settings, pickupBranch).timeZone, now)
  const patron = await patronOf(tx, patronId, today, 'hold')
  const [block] = blocksOf(settings, patron, 'reservation', today)
  if (block) return { done: false, why: block }
  if (!(await branches(tx)).some(({ code, active }) => code === pickupBranch && active))
    return { done: false, why: 'no-such-branch' }
  if (held) {
    const { item, available, ill } = held
    if (item.withdrawn || ill || !ruleFor(settings, item, patron.group, available))
      return { done: false, why: 'nothing-to-lend' }
  } else {
    await refuseGone(tx, bibId)
    if ((await lendableCopies(tx, settings, bibId, patron.group)).length === 0)
      return { done: false, why: 'nothing-to-lend' }
  }
  const has = await tx
    .selectFrom('loans')
    .innerJoin('items', 'items.id', 'loans.item_id')
    .select('loans.id')
    .where('patron_id', '=', patronId)
    .where('returned_at', 'is', null)
    .where(held ? 'items.id' : 'items.bib_id', '=', held ? held.item.id : bibId)
    .limit(1)
    .executeTakeFirst()
  if (has) return { done: false, why: 'has-it' }
  const reservation = await append(tx, { bibId, itemId: held?.item.id, patronId, pickupBranch }, act)
  return reservation ? { done: true, ...reservation } : { done: false, why: 'twice' }
}

/** @throws Problem bib-gone */
async function refuseGone(tx: Tx, bibId: number): Promise<void> {
  const bib = await tx.selectFrom('bibs').select('state').where('id', '=', bibId).executeTakeFirst()
  if (!bib || bib.state === 'deleted') throw new Problem('bib-gone', { bib: bibId })
}

interface Wish {
  readonly bibId: number
  readonly itemId: number | undefined
  readonly patronId: string
  readonly pickupBranch: string
}

/**
 * Puts a wish at the end of its queue whatever rules say; undefined where the patron has the same already. The title is
 * held.
 */
export async function append(
  tx: Tx,
  { bibId, itemId, patronId, pickupBranch }: Wish,
  { by, now }: { readonly by: Actor; readonly now: number },
): Promise<{ readonly reservation: Reservation; readonly place: number } | undefined> {
  const { last, waiting } = await tx
    .selectFrom('reservations')
    .select(({ fn }) => [fn.max('position').as('last'), fn.countAll<number>().as('waiting')])
    .where('bib_id', '=', bibId)
    .where('item_id', itemId === undefined ? 'is' : '=', itemId ?? null)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  const row = await tx
    .insertInto('reservations')
    .values({
      level: itemId === undefined ? 'title' : 'copy',
      bib_id: bibId,
      item_id: itemId ?? null,
      patron_id: patronId,
      pickup_branch: pickupBranch,
      position: (last ?? 0) + 1,
      placed_at: new Date(now),
    })
    .onConflict((oc) => oc.doNothing())
    .returning(reservationColumns)
    .executeTakeFirst()
  if (!row) return undefined
  await audit(tx, {
    actor: by,
    action: 'reservation.place',
    subject: { kind: 'reservation', id: row.id },
    detail: { bib: bibId, patron: patronId, pickup: pickupBranch, ...(itemId !== undefined && { item: itemId }) },
  })
  return { reservation: reservationOf(row), place: waiting + 1 }
}
