import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { Person } from '../../../accounts/index.ts'
import { brokenOff, downloadOwn, linesOf, listRequests, type Request, readRequest } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import { DayAt } from '../../components/instant.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { longestCursor, requestCursors } from '../../list-cursor.ts'
import { ownHistory } from '../../own-history.ts'
import { isShown, type OwnRequest, ownRequests, shownTo } from '../../own-requests.ts'
import { expectedOn } from '../../own-standing.ts'
import { whoIs } from '../../requests.ts'
import { exchangeOf, formFields, parse, route } from '../../route.ts'
import { sendDocument } from '../../send-document.ts'
import { sendPage } from '../../send-page.ts'
import type { Visitor } from '../../visitor.ts'
import { dayAtWords, dayWords } from '../requests/words.ts'
import { OwnCopies } from './own-copy.tsx'
import { OwnState } from './own-state.tsx'

const Cursor = z.string().max(longestCursor).optional()
const OneAddress = z.object({ publicId: z.uuid(), done: z.enum(['placed', 'cancelled', 'late']).optional() })
const CopyAddress = OneAddress.extend({ document: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
const CancelForm = z.object({ key: z.uuid().optional() })
const ListAddress = z.object({ current: Cursor, past: Cursor })
const pageSize = 25

const doneWords = {
  placed: ({ number }: Request) => `Your request is placed: its number is ${number}.`,
  cancelled: () => 'Your request is cancelled.',
  late: () => 'It cannot be cancelled any more: you see below where it stands.',
}

/** One's own requests: those that go on, and those of the last half year; where an address leads on in one, it alone. */
export const myRequests = (door: Door): RequestHandler =>
  route(ListAddress, async (address, { res, visitor }) => {
    const reader = readerOf(visitor)
    const { keepsHistory } = reader
    const isFirst = address.current === undefined && address.past === undefined
    const current = (isFirst || address.current !== undefined) && (await pageOf(door, reader, 'current', address))
    const past = (isFirst || address.past !== undefined) && (await pageOf(door, reader, 'past', address))
    sendPage(
      res,
      <Layout door={door} title="My requests">
        <div class="form-page">
          <p class="way-back">
            <Link to="/account">‹ My account</Link>
          </p>
          <div class="bar heading">
            <h1>My requests</h1>
            <Link class="btn" to="/request/new">
              New request
            </Link>
          </div>
          {current && <List door={door} title="Current" page={current} nothing="Nothing is on its way to you." />}
          {past && (
            <List
              door={door}
              title="Past"
              page={past}
              nothing={keepsHistory ? 'Nothing yet.' : 'Nothing in the last six months.'}
            />
          )}
          {past && !keepsHistory && (
            <p class="hint">
              What has ended is shown for six months. You can change that in <Link to="/account">your account</Link>.
            </p>
          )}
        </div>
      </Layout>,
    )
  })

/** Whose requests they are. @throws Problem not-found for those who have no card */
function readerOf({ person }: Visitor): Person {
  if (person?.kind !== 'patron') throw new Problem('not-found', { what: 'reader’s card' })
  return person
}

interface Page {
  readonly requests: readonly OwnRequest[]
  readonly isFirst: boolean
  /** Where the next page is. */
  readonly further: string | undefined
}

/** The newest of one's requests that go on, or have ended, or those after where an address has the page before end. */
async function pageOf(
  door: Door,
  reader: Person,
  which: 'current' | 'past',
  address: z.output<typeof ListAddress>,
): Promise<Page> {
  const { db } = door.database
  const now = door.clock.now()
  const cursor = address[which]
  const after = cursor === undefined ? undefined : requestCursors.read('newest', cursor)
  const query = { completed: true, ...shownTo(reader, now, which) }
  const { requests, next } = await listRequests(db, query, { sort: 'newest', limit: pageSize, ...(after && { after }) })
  const ids = requests.map(({ id }) => id)
  return {
    requests: await ownRequests(door, db, requests, await linesOf(db, ids, new Date(now))),
    isFirst: after === undefined,
    further: next && `/account/requests?${which}=${requestCursors.write('newest', next)}`,
  }
}

interface ListProps {
  readonly door: Door
  readonly title: 'Current' | 'Past'
  readonly page: Page
  readonly nothing: string
}

const List = ({ door, title, page: { requests, isFirst, further }, nothing }: ListProps) => (
  <section>
    <h2>{title}</h2>
    {requests.length === 0 && <p class="hint">{nothing}</p>}
    <ul class="rows">
      {requests.map(({ request, standing, copies }) => (
        <li key={request.id} class="panel">
          <h3>
            <Link to={`/account/requests/${request.publicId}`}>
              <Words text={request.title} most={200} />
            </Link>
          </h3>
          <OwnState standing={standing} title={request.title} />
          <OwnCopies door={door} publicId={request.publicId} copies={copies} />
          <p class="hint">
            {request.number}, asked on <DayAt at={request.placedAt} />
          </p>
        </li>
      ))}
    </ul>
    {(further || !isFirst) && (
      <nav class="paging" aria-label={`Pages of ${title}`}>
        {!isFirst && <Link to="/account/requests">First page</Link>}
        {further && (
          <Link to={further} rel="next">
            Next page ›
          </Link>
        )}
      </nav>
    )}
  </section>
)

/** One request of one's own, with what has happened. */
export const myRequest = (door: Door): RequestHandler =>
  route(OneAddress, async ({ publicId, done }, { res, visitor }) => {
    const own = await mine(door, visitor, publicId)
    const { request, lines, copies, visits, standing } = own
    const { engine } = door.ill
    const { db } = door.database
    const cancel = (await engine.actions(db, [request.id], whoIs(visitor)))
      .get(request.id)
      ?.find(({ event }) => event === 'cancel')
    const histories = await engine.histories(db, [request.id, ...lines.map(({ id }) => id)])
    const sent = lines.map(({ id }) => histories.get(id)!)
    const events = ownHistory(engine, histories.get(request.id)!, sent, visits)
    const expected = expectedOn(lines)
    const facts: readonly (readonly [string, string | undefined])[] = [
      ['Number', request.number],
      ['Asked on', dayAtWords(request.placedAt, visitor.timeZone)],
      ['Needed by', request.neededBy && dayWords(request.neededBy)],
      ['Expected on', expected && dayWords(expected)],
      ['Bring it back by', standing.loan && dayWords(standing.loan.dueOn)],
      ['Your note', request.note],
    ]
    sendPage(
      res,
      <Layout door={door} title={request.title}>
        <div class="form-page">
          <p class="way-back">
            <Link to="/account/requests">‹ My requests</Link>
          </p>
          {done && (
            <div role="status">
              <Note tone="info">{doneWords[done](request)}</Note>
            </div>
          )}
          <h1>
            <Words text={request.title} most={200} />
          </h1>
          <OwnState standing={standing} title={request.title} />
          <OwnCopies door={door} publicId={publicId} copies={copies} />
          <dl class="facts">
            {facts
              .filter(([, value]) => value)
              .map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
          <h2>What has happened</h2>
          <ol class="line">
            {events.map(({ label, at, note }, n) => (
              <li key={n}>
                <b>{label}</b>
                <br />
                <span class="hint">
                  <DayAt at={at} />
                </span>
                {note && (
                  <p class="letter">
                    <Words text={note} most={1000} />
                  </p>
                )}
              </li>
            ))}
          </ol>
          {cancel && (
            <form method="post" action={`/account/requests/${publicId}/cancel`} class="acts">
              <CsrfField />
              <input type="hidden" name="key" value={randomUUID()} />
              <button
                type="submit"
                class="btn"
                disabled={cancel.obstacles.length > 0}
                aria-describedby={cancel.obstacles.length > 0 ? 'cancel-why' : undefined}
              >
                Cancel this request
              </button>
              {cancel.obstacles.length > 0 && (
                <span class="hint" id="cancel-why">
                  {cancel.obstacles.join('; ')}
                </span>
              )}
            </form>
          )}
        </div>
      </Layout>,
    )
  })

/** Cancels a request of one's own. */
export const cancelMine =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { publicId } = parse(OneAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const { request } = await mine(door, visitor, publicId)
    const { key } = parse(CancelForm, formFields(req, CancelForm))
    const cause = { actor: whoIs(visitor), via: 'page', form: {}, ...(key !== undefined && { key: `page:${key}` }) }
    const done = await door.database
      .tx((tx) => door.ill.engine.act(tx, request.id, 'cancel', cause))
      .then(
        () => 'cancelled',
        (error: unknown) => {
          // What it has come to meanwhile stands on its page, in words for readers.
          if (error instanceof Problem && error.code === 'workflow-illegal') return 'late'
          throw error
        },
      )
    res.redirect(303, `/account/requests/${publicId}?done=${done}`)
  }

/** Downloads a copy of one's own. */
export const downloadMine =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { publicId, document } = parse(CopyAddress, req.params)
    const exchange = exchangeOf(req, res)
    const { request } = await mine(door, exchange.visitor, publicId)
    const now = new Date(door.clock.now())
    const found = await door.database.tx((tx) => downloadOwn(tx, request.id, document, exchange.visitor.actor, now))
    try {
      await sendDocument(door.database.db, found, exchange)
    } catch (error) {
      await door.database.tx((tx) => brokenOff(tx, found, exchange.visitor.actor))
      throw error
    }
  }

/** @throws Problem request-gone for anybody else's, too */
async function mine(door: Door, visitor: Visitor, publicId: string): Promise<OwnRequest> {
  const reader = readerOf(visitor)
  const { db } = door.database
  const request = await readRequest(db, { publicId })
  const now = door.clock.now()
  if (!request || !(await isShown(db, request, reader, now))) throw new Problem('request-gone', { publicId })
  const [own] = await ownRequests(door, db, [request], await linesOf(db, [request.id], new Date(now)))
  return own!
}
