import { findPerson } from '../../accounts/index.ts'
import { findItem } from '../../catalogue/index.ts'
import {
  cancelReservation,
  checkIn,
  checkOut,
  loansOf,
  moveReservation,
  overdueLoans,
  placeReservation,
  renewLoan,
  reservationsOfBib,
  undoScan,
} from '../../circulation/index.ts'
import { Problem } from '../../problems.ts'
import { loanRefusals, placeRefusals, renewalRefusals, undoRefusals } from '../desk/words.ts'
import type { Door } from '../door.ts'
import { readerOf } from '../pages/desk/reader.ts'
import * as schemas from './circulation-schemas.ts'
import { checkedInView, loanLine, loanView, reservationLine } from './circulation-views.ts'
import { type Endpoint, endpoint } from './endpoint.ts'

/** What the front desk does, for programs. */
export function circulationEndpoints(door: Door): readonly Endpoint[] {
  const { database, circulation, clock } = door
  /** @throws Problem not-found */
  const patronOf = async (card: string) => {
    const person = await findPerson(database.db, 'patron', card)
    if (!person) throw new Problem('not-found', { what: 'reader with this card' })
    return person
  }

  return [
    endpoint({
      method: 'post',
      path: '/circulation/check-outs',
      summary: 'Lend an item',
      body: schemas.CheckOutBody,
      answers: [{ status: 201, description: 'Lent', schema: schemas.LentView }],
      problems: [400, 401, 403, 404, 409],
      handle: async ({ body: { accessionNo, card, branch } }, { res, visitor }) => {
        const patron = await patronOf(card)
        const item = await findItem(database.db, accessionNo)
        if (!item) throw new Problem('item-gone', { item: accessionNo })
        const act = { itemId: item.id, patronId: patron.id, branch, by: visitor.actor, now: clock.now() }
        const lent = await database.tx((tx) => checkOut(tx, circulation, act))
        if (!lent.done) throw new Problem('loan-refused', { why: lent.why, detail: loanRefusals[lent.why] })
        res.status(201).json({ ...loanView(lent.loan), ...(lent.undo !== undefined && { undo: lent.undo }) })
      },
    }),
    endpoint({
      method: 'post',
      path: '/circulation/check-ins',
      summary: 'Take an item back, or in, and say where it goes',
      body: schemas.CheckInBody,
      answers: [{ status: 200, description: 'Where it goes', schema: schemas.CheckedInView }],
      problems: [400, 401, 403],
      handle: async ({ body }, { res, visitor }) => {
        const act = { ...body, by: visitor.actor, now: clock.now() }
        res.json(checkedInView(await database.tx((tx) => checkIn(tx, circulation, act))))
      },
    }),
    endpoint({
      method: 'post',
      path: '/circulation/scans/{scan}/undo',
      summary: 'Take a check-out or check-in back that was done less than half a minute before',
      params: schemas.ScanParams,
      answers: [{ status: 204, description: 'It is as if it had not been' }],
      problems: [400, 401, 403, 409],
      handle: async ({ params }, { res, visitor }) => {
        const act = { id: params.scan, by: visitor.actor, now: clock.now() }
        const undone = await database.tx((tx) => undoScan(tx, act))
        if (!undone.done) throw new Problem('undo-refused', { reason: undoRefusals[undone.why] })
        res.status(204).end()
      },
    }),
    endpoint({
      method: 'post',
      path: '/circulation/loans/{loan}/renew',
      summary: 'Renew a loan',
      params: schemas.LoanParams,
      answers: [{ status: 200, description: 'Renewed', schema: schemas.LoanView }],
      problems: [400, 401, 403, 409],
      handle: async ({ params }, { res, visitor }) => {
        const act = { loanId: params.loan, by: visitor.actor, now: clock.now() }
        const renewed = await database.tx((tx) => renewLoan(tx, circulation, act))
        if (!renewed.done)
          throw new Problem('renewal-refused', { why: renewed.why, detail: renewalRefusals[renewed.why] })
        res.json(loanView(renewed.loan))
      },
    }),
    endpoint({
      method: 'get',
      path: '/circulation/overdue',
      summary: 'What is overdue, the longest first',
      query: schemas.OverdueQuery,
      answers: [{ status: 200, description: 'A page', schema: schemas.Overdue }],
      problems: [400, 401, 403],
      handle: async ({ query: { branch, size, afterDate, afterId } }, { res }) => {
        const after = afterDate !== undefined && afterId !== undefined ? { date: afterDate, id: afterId } : undefined
        const page = await overdueLoans(database.db, circulation, { branch, size, after, now: clock.now() })
        res.json({ loans: page.loans.map(loanLine), ...(page.next && { next: page.next }) })
      },
    }),
    endpoint({
      method: 'get',
      path: '/circulation/patrons/{card}',
      summary: 'What a reader has and wants, and what stands against lending more',
      params: schemas.CardParams,
      answers: [{ status: 200, description: 'The reader', schema: schemas.PatronView }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res }) => {
        const person = await patronOf(params.card)
        const { patron, blocks, reservations } = await readerOf(door, person.id, person.branch ?? '')
        const { id, name, card, group, expiresOn, noticesOff } = patron
        res.json({
          ...{ id, name, card, group, expiresOn, blocks, noticesOff },
          loans: (await loansOf(database.db, circulation, id, clock.now())).map(loanLine),
          reservations: reservations.map(reservationLine),
        })
      },
    }),
    endpoint({
      method: 'get',
      path: '/circulation/records/{id}/reservations',
      summary: 'Who waits for a record, in order; names nobody',
      params: schemas.BibParams,
      answers: [{ status: 200, description: 'The queues', schema: schemas.Reservations }],
      problems: [400, 401, 403],
      handle: async ({ params }, { res }) => {
        res.json({ reservations: (await reservationsOfBib(database.db, params.id)).map(reservationLine) })
      },
    }),
    endpoint({
      method: 'post',
      path: '/circulation/reservations',
      summary: 'Reserve for a reader',
      body: schemas.NewReservation,
      answers: [{ status: 201, description: 'Placed', schema: schemas.Placed }],
      problems: [400, 401, 403, 404, 409],
      handle: async ({ body: { bibId, itemId, card, pickupBranch } }, { res, visitor }) => {
        const wanted = itemId === undefined ? { bibId: bibId! } : { itemId }
        const patronId = (await patronOf(card)).id
        const act = { ...wanted, patronId, pickupBranch, by: visitor.actor, now: clock.now() }
        const placed = await database.tx((tx) => placeReservation(tx, circulation, act))
        if (!placed.done)
          throw new Problem('reservation-refused', { why: placed.why, detail: placeRefusals[placed.why] })
        res.status(201).json({ id: placed.reservation.id, place: placed.place })
      },
    }),
    endpoint({
      method: 'post',
      path: '/circulation/reservations/{reservation}/cancel',
      summary: 'Cancel a reservation',
      params: schemas.ReservationParams,
      answers: [{ status: 204, description: 'Cancelled' }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        const act = { id: params.reservation, by: visitor.actor, now: clock.now() }
        if (!(await database.tx((tx) => cancelReservation(tx, act)))) throw gone()
        res.status(204).end()
      },
    }),
    endpoint({
      method: 'post',
      path: '/circulation/reservations/{reservation}/move',
      summary: 'Give one who waits another place in the queue',
      params: schemas.ReservationParams,
      body: schemas.Move,
      answers: [{ status: 204, description: 'Moved' }],
      problems: [400, 401, 403, 404],
      handle: async ({ params, body: { to } }, { res, visitor }) => {
        const act = { id: params.reservation, to, by: visitor.actor, now: clock.now() }
        if (!(await database.tx((tx) => moveReservation(tx, act)))) throw gone()
        res.status(204).end()
      },
    }),
  ]
}

/** It has ended, or never was. */
export const gone = () => new Problem('not-found', { what: 'open reservation' })
