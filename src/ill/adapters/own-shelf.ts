import { sql } from 'kysely'
import { findItem, readItem } from '../../catalogue/index.ts'
import {
  type CirculationSettings,
  calendarInUse,
  changeLibraryDue,
  dropLibraryReservation,
  lendToLibrary,
  reserveForLibrary,
  takeBackFromLibrary,
  unlendToLibrary,
} from '../../circulation/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import { auditActor } from '../actors.ts'
import type { LendingAct } from '../lending/types.ts'
import type { Shelf } from '../ports.ts'
import { said } from './said.ts'

/** What we lend to other libraries, circulated by our own desk. */
export function ownShelf(settings: CirculationSettings): Shelf {
  const act = ({ lending, actor, via, at }: LendingAct) => ({
    lendingId: lending.id,
    by: auditActor(actor, via),
    now: at.getTime(),
  })
  const reserve = async (tx: Tx, given: LendingAct) => {
    const { bibId } = given.lending
    // What is kept for it otherwise than by a number in the catalogue, people see to.
    if (bibId !== undefined) await reserveForLibrary(tx, settings, { ...act(given), bibId })
  }
  return {
    calendar: async (tx) => (await calendarInUse(tx, settings, undefined)).calendar,
    async lend(tx, given) {
      const { lending, form } = given
      const item = await itemOf(tx, given)
      // It may have no number of ours: then nothing here knows where it is but the request.
      if (!item) return void (await dropLibraryReservation(tx, act(given)))
      await lendToLibrary(tx, { ...act(given), itemId: item.id, dueOn: String(form['dueOn']) })
      await sql`update ill_lendings set item_id = ${item.id}, bib_id = ${item.bibId} where id = ${lending.id}`.execute(
        tx,
      )
    },
    async unlend(tx, given) {
      if (await itemOf(tx, given)) await unlendToLibrary(tx, act(given))
    },
    async changeDue(tx, given) {
      await changeLibraryDue(tx, { ...act(given), dueOn: String(given.form['dueOn']) })
    },
    takeBack: (tx, given) => takeBackFromLibrary(tx, settings, act(given)),
    hold: reserve,
    async release(tx, given) {
      await dropLibraryReservation(tx, act(given))
    },
    async holdAgain(tx, given) {
      const { rows } = await sql`select from reservations where lending_id = ${given.lending.id} and state = 'cancelled'
        and closed_at = ${given.at}`.execute(tx)
      if (rows.length > 0) await reserve(tx, given)
    },
  }
}

/** The item that is sent: by its number, else the one that was chosen. @throws Problem item-not-free for a number nobody knows */
async function itemOf(tx: Tx, { lending, form }: LendingAct) {
  const number = said(form['itemNo'])
  if (number === undefined) return lending.itemId === undefined ? undefined : await readItem(tx, lending.itemId)
  const item = await findItem(tx, number)
  if (!item) throw new Problem('item-not-free', { item: number, reason: 'no item of ours has this number' })
  return item
}
