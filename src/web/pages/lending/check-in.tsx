import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Lending, lendingOfItem, parseLendingNumber, readLending } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { whoIs } from '../../requests.ts'
import { exchangeOf, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'

const Form = z.object({ number: z.string().trim().max(80).default('') })

interface Answer {
  readonly tone: 'ok' | 'bad'
  readonly said: string
  readonly lending?: Lending
}

/** Check in by scan: the number of an item, or of its request. */
export const checkInPage = (door: Door): RequestHandler =>
  route(z.object({}), (_input, { res }) => sendPage(res, <CheckIn door={door} />))

/** One scan, one act. */
export const checkInAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { visitor } = exchangeOf(req, res)
    const { number } = parse(Form, formFields(req, Form))
    const { db } = door.database
    const id = parseLendingNumber(number)
    const lending = id === undefined ? await lendingOfItem(db, [number]) : await readLending(db, id)
    const show = (answer: Answer) =>
      sendPage(res, <CheckIn door={door} answer={answer} />, answer.tone === 'ok' ? 200 : 422)
    if (!lending) return show({ tone: 'bad', said: `Nothing is lent to another library with the number ${number}.` })
    try {
      await door.database.tx((tx) =>
        door.ill.engine.act(tx, lending.id, 'checkedIn', { actor: whoIs(visitor), via: 'page', form: {} }),
      )
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return show({ tone: 'bad', said: error.message, lending })
      throw error
    }
    show({ tone: 'ok', said: `Checked in, from ${lending.partner.name}.`, lending })
  }

const CheckIn = ({ door, answer }: { readonly door: Door; readonly answer?: Answer }) => (
  <Layout door={door} title="Check in by scan">
    <div class="staff">
      <p class="way-back">
        <Link to="/lending">‹ Lending</Link>
      </p>
      <h1>Check in by scan</h1>
      {answer && (
        <div role={answer.tone === 'ok' ? 'status' : 'alert'}>
          <Note tone={answer.tone === 'ok' ? 'info' : 'bad'}>
            {answer.said}
            {answer.lending && (
              <>
                {' '}
                <Link to={`/lending/${answer.lending.id}`}>
                  {answer.lending.number} {answer.lending.title}
                </Link>
              </>
            )}
          </Note>
        </div>
      )}
      <form method="post" action="/lending/check-in" class="find">
        <CsrfField />
        <label for="number">Number of the item, or of the request</label>
        <input id="number" name="number" type="text" maxLength={80} autocomplete="off" required autofocus />
        <button type="submit" class="btn primary">
          Check in
        </button>
      </form>
    </div>
  </Layout>
)
