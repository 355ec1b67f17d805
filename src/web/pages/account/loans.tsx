import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  cancelReservation,
  type LoanLine,
  loansOf,
  type ReservationLine,
  renewLoan,
  reservationsOf,
} from '../../../circulation/index.ts'
import { Problem } from '../../../problems.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { longDate } from '../../dates.ts'
import { ownRenewalRefusals } from '../../desk/words.ts'
import type { Door } from '../../door.ts'
import { branchNames } from '../../item-lists.ts'
import { type Exchange, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { titlesOf } from '../../titles.ts'
import { LoanList, ReservationList } from '../desk/loan-list.tsx'

const done = ['reserved', 'cancelled'] as const
type Done = (typeof done)[number]
const doneWords: Readonly<Record<Done, string>> = {
  reserved: 'Reserved. You will find here when it is ready to fetch.',
  cancelled: 'Cancelled.',
}

/** What a reader has, and waits for. */
export const ownLoansPage = (door: Door): RequestHandler =>
  route(z.object({ done: z.enum(done).optional() }), ({ done }, exchange) =>
    show(door, exchange, done && { notice: doneWords[done] }),
  )

/** Renews one of one's own loans. */
export const renewOwn = (door: Door): RequestHandler =>
  route(z.object({ loan: z.uuid() }), async ({ loan: loanId }, exchange) => {
    const act = { loanId, patronId: readerId(exchange), by: exchange.visitor.actor, now: door.clock.now() }
    const renewed = await door.database.tx((tx) => renewLoan(tx, door.circulation, act))
    const said = renewed.done
      ? { notice: `Renewed until ${longDate(renewed.loan.dueOn)}.` }
      : { refusal: ownRenewalRefusals[renewed.why] }
    await show(door, exchange, said)
  })

/** Gives up one of one's own reservations. */
export const cancelOwn = (door: Door): RequestHandler =>
  route(z.object({ reservation: z.uuid() }), async ({ reservation: id }, exchange) => {
    const act = { id, patronId: readerId(exchange), by: exchange.visitor.actor, now: door.clock.now() }
    const cancelled = await door.database.tx((tx) => cancelReservation(tx, act))
    if (!cancelled) return await show(door, exchange, { refusal: 'This reservation has ended already.' })
    exchange.res.redirect(303, '/account/loans?done=cancelled')
  })

/** @throws Problem not-found for who has no card */
function readerId({ visitor: { person } }: Exchange): string {
  if (person?.kind !== 'patron') throw new Problem('not-found', { what: 'reader’s card' })
  return person.id
}

interface Said {
  readonly notice?: string
  readonly refusal?: string
}

async function show(door: Door, exchange: Exchange, said: Said = {}) {
  const { db } = door.database
  const id = readerId(exchange)
  const loans = await loansOf(db, door.circulation, id, door.clock.now())
  const reservations = await reservationsOf(db, id)
  const titles = await titlesOf(
    db,
    [...loans, ...reservations].map(({ bibId }) => bibId),
  )
  sendPage(
    exchange.res,
    <OwnLoans {...{ door, loans, reservations, titles, said }} branchName={await branchNames(db)} />,
    said.refusal ? 409 : 200,
  )
}

interface OwnLoansProps {
  readonly door: Door
  readonly loans: readonly LoanLine[]
  readonly reservations: readonly ReservationLine[]
  readonly titles: ReadonlyMap<number, string>
  readonly branchName: (code: string) => string
  readonly said: Said
}

const OwnLoans = ({ door, loans, reservations, titles, branchName, said }: OwnLoansProps) => (
  <Layout door={door} title="Your loans">
    <nav class="bar neighbours" aria-label="Your account">
      <Link to="/account">‹ Your account</Link>
    </nav>
    <div class="desk">
      <h1>Your loans</h1>
      {said.notice && (
        <div role="status">
          <Note tone="info">{said.notice}</Note>
        </div>
      )}
      {said.refusal && (
        <div role="alert">
          <Note tone="bad">{said.refusal}</Note>
        </div>
      )}
      <section aria-labelledby="loans">
        <h2 id="loans">On loan</h2>
        {loans.length === 0 && <p class="hint">You have nothing on loan.</p>}
        <LoanList loans={loans} titles={titles} renewal={({ id }) => `/account/loans/${id}/renew`} staff={false} />
      </section>
      <section aria-labelledby="reservations">
        <h2 id="reservations">Reserved</h2>
        {reservations.length === 0 && (
          <p class="hint">You have reserved nothing. Reserve a book on its own page in the catalogue.</p>
        )}
        <ReservationList
          {...{ reservations, titles, branchName }}
          cancelling={({ id }) => `/account/reservations/${id}/cancel`}
          staff={false}
        />
      </section>
    </div>
  </Layout>
)
