import type { RequestHandler } from 'express'
import { z } from 'zod'
import { cancelReservation, type LoanLine, loansOf, renewLoan } from '../../../circulation/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { longDate } from '../../dates.ts'
import { deskBranch } from '../../desk/branch.ts'
import { renewalRefusals } from '../../desk/words.ts'
import type { Door } from '../../door.ts'
import { branchNames } from '../../item-lists.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { count } from '../../text.ts'
import { titlesOf } from '../../titles.ts'
import { deskHref } from './address.ts'
import { LoanList, ReservationList } from './loan-list.tsx'
import { type Reader, readerOf } from './reader.ts'
import { Blocks, WithoutNotices } from './reader-panel.tsx'

const PatronAddress = z.object({ person: z.uuid(), branch: z.string().max(64).optional() })

interface Said {
  readonly notice?: string
  readonly refusal?: string
}

/** What a reader has and wants, for the desk. */
export const patronPage = (door: Door): RequestHandler =>
  route(PatronAddress, (address, exchange) => show(door, address, exchange))

/** Renews a loan of the reader's. */
export const renewAtDesk = (door: Door): RequestHandler =>
  route(PatronAddress, async (address, exchange) => {
    const { loan: loanId } = parse(z.object({ loan: z.uuid() }), formFields(exchange.req, z.object({ loan: z.uuid() })))
    const act = { loanId, patronId: address.person, by: exchange.visitor.actor, now: door.clock.now() }
    const renewed = await door.database.tx((tx) => renewLoan(tx, door.circulation, act))
    if (renewed.done) await show(door, address, exchange, { notice: `Renewed until ${longDate(renewed.loan.dueOn)}.` })
    else await show(door, address, exchange, { refusal: `Not renewed. ${renewalRefusals[renewed.why]}` })
  })

/** Gives up a reservation of the reader's. */
export const cancelAtDesk = (door: Door): RequestHandler =>
  route(PatronAddress, async (address, exchange) => {
    const Form = z.object({ reservation: z.uuid() })
    const { reservation: id } = parse(Form, formFields(exchange.req, Form))
    const act = { id, patronId: address.person, by: exchange.visitor.actor, now: door.clock.now() }
    const cancelled = await door.database.tx((tx) => cancelReservation(tx, act))
    const found = cancelled && cancelled.state !== 'waiting'
    await show(
      door,
      address,
      exchange,
      cancelled
        ? { notice: `Cancelled.${found ? ' Take the copy off the shelf and check it in.' : ''}` }
        : { refusal: 'This reservation has ended already.' },
    )
  })

async function show(
  door: Door,
  { person, branch: asked }: z.output<typeof PatronAddress>,
  exchange: Exchange,
  said: Said = {},
) {
  const { db } = door.database
  const { branch } = await deskBranch(door, exchange, asked)
  const reader = await readerOf(door, person, branch.code)
  const loans = await loansOf(db, door.circulation, person, door.clock.now())
  const titles = await titlesOf(
    db,
    [...loans, ...reader.reservations].map(({ bibId }) => bibId),
  )
  const names = await branchNames(db)
  sendPage(
    exchange.res,
    <PatronPage {...{ door, reader, loans, titles, said }} branch={branch.code} branchName={names} />,
    said.refusal ? 409 : 200,
  )
}

interface PatronPageProps {
  readonly door: Door
  readonly reader: Reader
  readonly loans: readonly LoanLine[]
  readonly titles: ReadonlyMap<number, string>
  readonly branch: string
  readonly branchName: (code: string) => string
  readonly said: Said
}

function PatronPage({ door, reader, loans, titles, branch, branchName, said }: PatronPageProps) {
  const { patron, blocks, limits, reservations } = reader
  const group = patron.group && (door.circulation.patrons.groups[patron.group]?.label ?? patron.group)
  const act = (name: string) => () => `/desk/patrons/${patron.id}/${name}?branch=${branch}`
  return (
    <Layout door={door} title={patron.name}>
      <nav class="bar neighbours" aria-label="Front desk">
        <Link to={deskHref({ mode: 'find', branch })}>‹ Front desk</Link>
      </nav>
      <div class="desk">
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
        <div class="bar heading">
          <h1>{patron.name}</h1>
          <Link class="btn primary" to={deskHref({ mode: 'out', branch, patron: patron.id })}>
            Check out to this reader
          </Link>
        </div>
        <p>
          <span class="code">{patron.card}</span> <Blocks blocks={blocks} />
        </p>
        <p class="hint">
          {[
            group,
            patron.expiresOn && `Card valid until ${longDate(patron.expiresOn)}`,
            `${patron.loans} of ${count(limits.loans, 'loan')}`,
            `${patron.reservations} of ${count(limits.reservations, 'reservation')}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <WithoutNotices patron={patron} />
        <section aria-labelledby="loans">
          <h2 id="loans">On loan</h2>
          {loans.length === 0 && <p class="hint">Nothing.</p>}
          <LoanList loans={loans} titles={titles} renewal={act('renew')} staff />
        </section>
        <section aria-labelledby="reservations">
          <h2 id="reservations">Reserved</h2>
          {reservations.length === 0 && <p class="hint">Nothing.</p>}
          <ReservationList {...{ reservations, titles, branchName }} cancelling={act('cancel')} staff />
        </section>
      </div>
    </Layout>
  )
}
