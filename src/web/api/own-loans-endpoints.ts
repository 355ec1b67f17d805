import { readPerson, setNoticesOff } from '../../accounts/index.ts'
import {
  cancelReservation,
  courtesies,
  loansOf,
  noticeKinds,
  noticesSent,
  placeReservation,
  renewLoan,
  reservationsOf,
} from '../../circulation/index.ts'
import { Problem } from '../../problems.ts'
import { ownPlaceRefusals, ownRenewalRefusals } from '../desk/words.ts'
import type { Door } from '../door.ts'
import type { Exchange } from '../route.ts'
import { gone } from './circulation-endpoints.ts'
import * as schemas from './circulation-schemas.ts'
import { loanLine, loanView, reservationLine } from './circulation-views.ts'
import { type Endpoint, endpoint } from './endpoint.ts'

/** What readers do with their own loans. */
export function ownLoansEndpoints({ database, circulation, clock }: Door): readonly Endpoint[] {
  /** @throws Problem not-found for who has no card */
  const whose = ({ visitor: { person, actor } }: Exchange) => {
    if (person?.kind !== 'patron') throw new Problem('not-found', { what: 'reader’s card' })
    return { patronId: person.id, by: actor, now: clock.now() }
  }
  const noticesOf = async (id: string) => {
    const off = (await readPerson(database.db, id))?.noticesOff ?? []
    const sent = noticesSent(circulation)
    return {
      notices: Object.entries(noticeKinds).map(([name, { label, optional }]) => ({
        ...{ name, label, optional, wanted: !off.includes(name) },
        sent: sent[name as keyof typeof noticeKinds],
      })),
    }
  }
  return [
    endpoint({
      method: 'get',
      path: '/account/loans',
      summary: 'What one has and waits for',
      answers: [{ status: 200, description: 'Loans and reservations', schema: schemas.OwnLoans }],
      problems: [401, 403, 404],
      handle: async (_input, exchange) => {
        const { patronId, now } = whose(exchange)
        const loans = (await loansOf(database.db, circulation, patronId, now)).map(loanLine)
        const reservations = (await reservationsOf(database.db, patronId)).map(reservationLine)
        exchange.res.json({ loans, reservations })
      },
    }),
    endpoint({
      method: 'post',
      path: '/account/loans/{loan}/renew',
      summary: 'Renew one’s own loan',
      params: schemas.LoanParams,
      answers: [{ status: 200, description: 'Renewed', schema: schemas.LoanView }],
      problems: [400, 401, 403, 404, 409],
      handle: async ({ params }, exchange) => {
        const act = { loanId: params.loan, ...whose(exchange) }
        const renewed = await database.tx((tx) => renewLoan(tx, circulation, act))
        if (!renewed.done)
          throw new Problem('renewal-refused', { why: renewed.why, detail: ownRenewalRefusals[renewed.why] })
        exchange.res.json(loanView(renewed.loan))
      },
    }),
    endpoint({
      method: 'get',
      path: '/account/notices',
      summary: 'Which notices one is sent by e-mail, and which of them one may do without',
      answers: [{ status: 200, description: 'Every kind there is', schema: schemas.OwnNotices }],
      problems: [401, 403, 404],
      handle: async (_input, exchange) => {
        const { patronId } = whose(exchange)
        exchange.res.json(await noticesOf(patronId))
      },
    }),
    endpoint({
      method: 'patch',
      path: '/account/notices',
      summary: 'Choose which notices one is sent by e-mail; what is left out stays as it is',
      body: schemas.NoticesChoice,
      answers: [{ status: 200, description: 'As it is now', schema: schemas.OwnNotices }],
      problems: [400, 401, 403, 404],
      handle: async ({ body }, exchange) => {
        const { patronId, by } = whose(exchange)
        await database.tx(async (tx) => {
          const before = (await readPerson(tx, patronId))?.noticesOff ?? []
          const off = courtesies.filter((name) => !(body[name] ?? !before.includes(name)))
          await setNoticesOff(tx, patronId, off, by)
        })
        exchange.res.json(await noticesOf(patronId))
      },
    }),
    endpoint({
      method: 'post',
      path: '/account/reservations',
      summary: 'Reserve any copy of a record',
      body: schemas.OwnNewReservation,
      answers: [{ status: 201, description: 'Placed', schema: schemas.Placed }],
      problems: [400, 401, 403, 404, 409],
      handle: async ({ body }, exchange) => {
        const act = { ...body, ...whose(exchange) }
        const placed = await database.tx((tx) => placeReservation(tx, circulation, act))
        if (!placed.done)
          throw new Problem('reservation-refused', { why: placed.why, detail: ownPlaceRefusals[placed.why] })
        exchange.res.status(201).json({ id: placed.reservation.id, place: placed.place })
      },
    }),
    endpoint({
      method: 'post',
      path: '/account/reservations/{reservation}/cancel',
      summary: 'Cancel one’s own reservation',
      params: schemas.ReservationParams,
      answers: [{ status: 204, description: 'Cancelled' }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, exchange) => {
        const act = { id: params.reservation, ...whose(exchange) }
        if (!(await database.tx((tx) => cancelReservation(tx, act)))) throw gone()
        exchange.res.status(204).end()
      },
    }),
  ]
}
