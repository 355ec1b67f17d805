import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { calendarInUse } from '../../../circulation/index.ts'
import { type LenderLine, openLending, readLender, searchLenders } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import type { Complaints } from '../../complaints.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { whoIs } from '../../requests.ts'
import { exchangeOf, formFields, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { afterAct } from '../requests/opened.ts'
import { OrderFields, orderField, orderSelect } from './order-fields.tsx'
import { complaintsOf, OrderForm, orderOf } from './order-form.ts'
import { wayWords } from './words.ts'

const Address = z.object({
  q: z.string().max(200).default(''),
  library: z.coerce.number().int().positive().optional(),
})

/** New incoming request, by hand: first whose it is, then what it wants. */
export const newLendingPage = (door: Door): RequestHandler =>
  route(Address, async ({ q, library }, { res }) => {
    const { db } = door.database
    if (library !== undefined) {
      const lender = await readLender(db, library)
      if (!lender) throw new Problem('not-found', { what: 'library' })
      return sendPage(res, <OrderPage {...{ door, lender, typed: {}, complaints: {} }} />)
    }
    const { lenders, count } = await searchLenders(db, { words: q, page: 1, size: 30 })
    sendPage(res, <ChooseLibrary {...{ door, q, lenders, count }} />)
  })

/** Takes it in. */
export const newLendingAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { visitor } = exchangeOf(req, res)
    const typed = formFields(req, OrderForm)
    const { db } = door.database
    const lender = /^\d{1,15}$/.test(String(typed['library']))
      ? await readLender(db, Number(typed['library']))
      : undefined
    if (!lender) throw new Problem('not-found', { what: 'library' })
    const complaints = complaintsOf(typed)
    if (Object.keys(complaints).length > 0)
      return sendPage(res, <OrderPage {...{ door, lender, typed, complaints }} />, 422)
    const form = OrderForm.parse(typed)
    const { calendar } = await calendarInUse(db, door.circulation, undefined)
    const { lending } = await door.database.tx((tx) =>
      openLending(
        tx,
        orderOf(form),
        { actor: whoIs(visitor), via: 'page', ...(form.key && { key: `page:${form.key}` }) },
        { engine: door.ill.engine, calendar, now: new Date(door.clock.now()) },
      ),
    )
    afterAct(res, `/lending/${lending.id}`, 'opened')
  }

interface ChooseProps {
  readonly door: Door
  readonly q: string
  readonly lenders: readonly LenderLine[]
  readonly count: number
}

const ChooseLibrary = ({ door, q, lenders, count }: ChooseProps) => (
  <Layout door={door} title="New incoming request">
    <div class="staff">
      <p class="way-back">
        <Link to="/lending">‹ Lending</Link>
      </p>
      <h1>New incoming request</h1>
      <search>
        <form class="find" action="/lending/new">
          <label for="q">Which library asks?</label>
          <input id="q" name="q" type="search" value={q} maxLength={200} autocomplete="off" aria-describedby="q-hint" />
          <button type="submit" class="btn">
            Search
          </button>
          <p class="hint" id="q-hint">
            Words of its name or place, or its symbol
          </p>
        </form>
      </search>
      {lenders.length === 0 ? (
        <div class="panel nothing">
          <p>No library of the directory is called so.</p>
          <p>Administrators add it at Administration, Lenders: it is one directory for both ways.</p>
        </div>
      ) : (
        <div class="panel">
          <ul class="plain-list">
            {lenders.map(({ id, name, symbol, place }) => (
              <li key={id}>
                <Link to={`/lending/new?library=${id}`}>{name}</Link>{' '}
                <span class="hint">{[symbol, place].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {count > lenders.length && <p class="hint">{count} in all: narrow the search.</p>}
    </div>
  </Layout>
)

interface OrderPageProps {
  readonly door: Door
  readonly lender: { readonly id: number; readonly name: string }
  readonly typed: Readonly<Record<string, string | string[]>>
  readonly complaints: Complaints
}

const OrderPage = ({ door, lender, typed, complaints }: OrderPageProps) => (
  <Layout door={door} title="New incoming request">
    <div class="form-page">
      <p class="way-back">
        <Link to="/lending/new">‹ Another library</Link>
      </p>
      <h1>Request of {lender.name}</h1>
      <form method="post" action="/lending/new" class="panel stacked">
        <CsrfField />
        <input type="hidden" name="library" value={lender.id} />
        <input type="hidden" name="key" value={randomUUID()} />
        {orderSelect({ typed, complaints }, 'via', 'How it came', [
          ['email', wayWords.email],
          ['telephone', wayWords.telephone],
          ['post', wayWords.post],
          ['other', wayWords.other],
        ])}
        {orderField({ typed, complaints }, 'theirNumber', 'Their number')}
        <OrderFields typed={typed} complaints={complaints} />
        <div class="acts">
          <button type="submit" class="btn primary">
            Take in
          </button>
          <Link class="btn" to="/lending">
            Cancel
          </Link>
        </div>
      </form>
    </div>
  </Layout>
)
