import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Branch, branches } from '../../../catalogue/index.ts'
import { placeReservation } from '../../../circulation/index.ts'
import { Problem } from '../../../problems.ts'
import { SelectField } from '../../components/choice.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import { ownPlaceRefusals } from '../../desk/words.ts'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import { ourBib } from '../../our-bib.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { titlesOf } from '../../titles.ts'
import { BibAddress } from './bib-address.ts'

/** Where a reader says where something is to be fetched, and reserves it. */
export const reservePage = (door: Door): RequestHandler =>
  route(BibAddress, ({ id }, exchange) => show(door, exchange, id))

const Form = z.object({ pickup: z.string().max(64).default('') })

/** Reserves any copy of a record for whoever is signed in. */
export const reserveAct = (door: Door): RequestHandler =>
  route(BibAddress, async ({ id }, exchange) => {
    const { req, res, visitor } = exchange
    await ourBib(door.database.db, id, false)
    const { pickup: pickupBranch } = parse(Form, formFields(req, Form))
    const act = { patronId: reader(exchange).id, pickupBranch, by: visitor.actor, now: door.clock.now() }
    const placed = await door.database.tx((tx) => placeReservation(tx, door.circulation, { bibId: id, ...act }))
    if (!placed.done) return await show(door, exchange, id, ownPlaceRefusals[placed.why], pickupBranch)
    res.redirect(303, '/account/loans?done=reserved#reservations')
  })

/** @throws Problem not-found for who has no card */
function reader({ visitor: { person } }: Exchange) {
  if (person?.kind !== 'patron') throw new Problem('not-found', { what: 'reader’s card' })
  return person
}

async function show(door: Door, exchange: Exchange, id: number, refusal?: string, chosen?: string) {
  const { db } = door.database
  const person = reader(exchange)
  await ourBib(db, id, false)
  const places = (await branches(db)).filter(({ active }) => active)
  const own = places.some(({ code }) => code === person.branch) ? person.branch : places[0]?.code
  const title = (await titlesOf(db, [id])).get(id) ?? ''
  sendPage(
    exchange.res,
    <ReservePage {...{ door, id, title, places, refusal }} chosen={chosen ?? own ?? ''} />,
    refusal ? 409 : 200,
  )
}

interface ReservePageProps {
  readonly door: Door
  readonly id: number
  readonly title: string
  readonly places: readonly Branch[]
  readonly chosen: string
  readonly refusal: string | undefined
}

const ReservePage = ({ door, id, title, places, chosen, refusal }: ReservePageProps) => (
  <Layout door={door} title={`Reserve ${title}`}>
    <div class="narrow">
      <h1>Reserve</h1>
      <p>
        <Link to={bibHref(id)}>
          <Words text={title} most={160} />
        </Link>
      </p>
      {refusal && (
        <div role="alert">
          <Note tone="bad">{refusal}</Note>
        </div>
      )}
      <form method="post" action={bibHref(id, '/reserve')} class="stacked">
        <CsrfField />
        <SelectField
          id="pickup"
          label="Where you want to fetch it"
          options={places.map(({ code, label }) => [code, label] as const)}
          value={chosen}
        />
        <button type="submit" class="btn primary">
          Reserve
        </button>
      </form>
    </div>
  </Layout>
)
