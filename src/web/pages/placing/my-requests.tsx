import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  documentsOf,
  downloadOwn,
  type Line,
  linesOf,
  listRequests,
  type OwnCopy,
  ownCopies,
  type Request,
  readRequest,
} from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { isCurrent, isRecent, ownHistory, ownStatus } from '../../own-request.ts'
import { whoIs } from '../../requests.ts'
import { exchangeOf, parse, route } from '../../route.ts'
import { sendDocument } from '../../send-document.ts'
import { sendPage } from '../../send-page.ts'
import type { Visitor } from '../../visitor.ts'
import { dayWords } from '../requests/words.ts'
import { OwnCopies } from './own-copy.tsx'

const OneAddress = z.object({ publicId: z.uuid(), done: z.enum(['placed', 'cancelled']).optional() })
const CopyAddress = OneAddress.extend({ document: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
const most = 200

/** One's own requests: those that go on, and those of the last half year. */
export const myRequests = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res, visitor }) => {
    const patronId = patronOf(visitor)
    const { db } = door.database
    const { requests } = await listRequests(db, { patronId, completed: true }, { sort: 'newest', limit: most })
    const lines = await linesOf(
      db,
      requests.map(({ id }) => id),
      new Date(door.clock.now()),
    )
    const now = door.clock.now()
    const keepsHistory = visitor.person?.keepsHistory ?? false
    const copies = await copiesOf(
      door,
      requests.map(({ id }) => id),
    )
    const open = requests.filter((one) => isCurrent(one, lines.get(one.id) ?? [], copies.get(one.id)))
    const past = requests.filter((one) => !open.includes(one) && (keepsHistory || isRecent(one, now)))
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
          <List {...{ door, lines, copies }} title="Current" requests={open} nothing="Nothing is on its way to you." />
          <List
            {...{ door, lines, copies }}
            title="Past"
            requests={past}
            nothing={keepsHistory ? 'Nothing yet.' : 'Nothing in the last six months.'}
          />
          {!keepsHistory && (
            <p class="hint">
              What has ended is shown for six months. You can change that in <Link to="/account">your account</Link>.
            </p>
          )}
        </div>
      </Layout>,
    )
  })

/** Whose requests they are. @throws Problem not-found for those who have no card */
function patronOf({ person }: Visitor): string {
  if (person?.kind !== 'patron') throw new Problem('not-found', { what: 'reader’s card' })
  return person.id
}

interface StatusLineProps {
  readonly door: Door
  readonly request: Request
  readonly lines: readonly Line[]
  readonly copies: readonly OwnCopy[]
}

/** Where a request stands; marked where its reader can have it. */
function StatusLine({ door, request, lines, copies }: StatusLineProps) {
  const words = ownStatus(door.ill.engine, request, lines, copies)
  if (!copies.some(({ standing }) => standing === 'ready')) return <p>{words}</p>
  return (
    <p>
      <span class="badge ok">
        <span aria-hidden="true">✓</span> {words}
      </span>
    </p>
  )
}

interface ListProps {
  readonly door: Door
  readonly title: string
  readonly requests: readonly Request[]
  readonly lines: ReadonlyMap<number, readonly Line[]>
  readonly copies: ReadonlyMap<number, readonly OwnCopy[]>
  readonly nothing: string
}

const List = ({ door, title, requests, lines, copies, nothing }: ListProps) => (
  <section>
    <h2>{title}</h2>
    {requests.length === 0 && <p class="hint">{nothing}</p>}
    <ul class="rows">
      {requests.map((request) => (
        <li key={request.id} class="panel">
          <h3>
            <Link to={`/account/requests/${request.publicId}`}>
              <Words text={request.title} most={200} />
            </Link>
          </h3>
          <StatusLine
            {...{ door, request }}
            lines={lines.get(request.id) ?? []}
            copies={copies.get(request.id) ?? []}
          />
          <OwnCopies door={door} publicId={request.publicId} copies={copies.get(request.id) ?? []} />
          <p class="hint">
            {request.number}, asked on {dayWords(request.placedAt)}
          </p>
        </li>
      ))}
    </ul>
  </section>
)

/** One request of one's own, with what has happened. */
export const myRequest = (door: Door): RequestHandler =>
  route(OneAddress, async ({ publicId, done }, { res, visitor }) => {
    const { request, lines, copies } = await mine(door, visitor, publicId)
    const { engine } = door.ill
    const { db } = door.database
    const cancel = (await engine.actions(db, [request.id], whoIs(visitor)))
      .get(request.id)
      ?.find(({ event }) => event === 'cancel')
    const events = ownHistory(door.ill.engine, await engine.history(db, request.id))
    sendPage(
      res,
      <Layout door={door} title={request.title}>
        <div class="form-page">
          <p class="way-back">
            <Link to="/account/requests">‹ My requests</Link>
          </p>
          {done && (
            <div role="status">
              <Note tone="info">
                {done === 'placed'
                  ? `Your request is placed: its number is ${request.number}.`
                  : 'Your request is cancelled.'}
              </Note>
            </div>
          )}
          <h1>
            <Words text={request.title} most={200} />
          </h1>
          <StatusLine {...{ door, request, lines, copies }} />
          <OwnCopies door={door} publicId={publicId} copies={copies} />
          <dl class="facts">
            <div>
              <dt>Number</dt>
              <dd>{request.number}</dd>
            </div>
            <div>
              <dt>Asked on</dt>
              <dd>{dayWords(request.placedAt)}</dd>
            </div>
            {request.neededBy && (
              <div>
                <dt>Needed by</dt>
                <dd>{dayWords(request.neededBy)}</dd>
              </div>
            )}
            {request.note && (
              <div>
                <dt>Your note</dt>
                <dd>{request.note}</dd>
              </div>
            )}
          </dl>
          <ol class="line">
            {events.map(({ label, at, version }) => (
              <li key={version}>
                <b>{label}</b>
                <br />
                <span class="hint">{dayWords(at)}</span>
              </li>
            ))}
          </ol>
          {cancel && (
            <form method="post" action={`/account/requests/${publicId}/cancel`} class="acts">
              <CsrfField />
              <input type="hidden" name="version" value={request.version} />
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
    await door.database.tx((tx) =>
      door.ill.engine.act(tx, request.id, 'cancel', { actor: whoIs(visitor), via: 'page', form: {} }),
    )
    res.redirect(303, `/account/requests/${publicId}?done=cancelled`)
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
    await sendDocument(door.database.db, found, exchange)
  }

async function copiesOf(door: Door, requests: readonly number[]): Promise<ReadonlyMap<number, readonly OwnCopy[]>> {
  const now = new Date(door.clock.now())
  const documents = await documentsOf(door.database.db, requests)
  return new Map([...documents].map(([id, some]) => [id, ownCopies(some, now)]))
}

/** @throws Problem request-gone for anybody else's, too */
async function mine(door: Door, visitor: Visitor, publicId: string) {
  const patronId = patronOf(visitor)
  const { db } = door.database
  const request = await readRequest(db, { publicId })
  if (!request || request.patron.id !== patronId) throw new Problem('request-gone', { publicId })
  const now = door.clock.now()
  const lines = (await linesOf(db, [request.id], new Date(now))).get(request.id)!
  const copies = (await copiesOf(door, [request.id])).get(request.id)!
  const isShown = isCurrent(request, lines, copies) || visitor.person?.keepsHistory || isRecent(request, now)
  if (!isShown) throw new Problem('request-gone', { publicId })
  return { request, lines, copies }
}
