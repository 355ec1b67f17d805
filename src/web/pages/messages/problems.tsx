import type { RequestHandler } from 'express'
import { z } from 'zod'
import { CopyToFetch, fetchCopyJob, publicAddress, readLines } from '../../../ill/index.ts'
import {
  actOnTrouble,
  listTroubles,
  messageKinds,
  requestNumber,
  type Trouble,
  type TroubleAct,
} from '../../../messages/index.ts'
import { Problem } from '../../../problems.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { MessageBadge } from '../../components/message-badge.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { messagesFor } from '../../requests.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { count } from '../../text.ts'
import { readTroubleId, troubleId } from '../../trouble-id.ts'

const acts = ['retry', 'dismiss'] as const
const ProblemsAddress = z.object({
  done: z.enum(acts).optional(),
  n: z.coerce.number().int().min(1).max(1000).optional(),
})

/** What went no further by itself. */
export const problemsPage = (door: Door): RequestHandler =>
  route(ProblemsAddress, ({ done, n }, exchange) =>
    show(door, exchange, done && n !== undefined ? { notice: noticeOf(done, n) } : {}),
  )

const noticeOf = (act: TroubleAct, n: number) =>
  act === 'retry' ? `${count(n, 'problem')} will be tried again.` : `${count(n, 'problem')} dismissed.`

interface Said {
  readonly notice?: string
  readonly refusals?: readonly string[]
}

async function show(door: Door, { res, visitor }: Exchange, said: Said, status = 200) {
  const troubles = await listTroubles(door.database.db, messagesFor(visitor))
  const copies = await lostCopies(door, troubles)
  sendPage(res, <Problems {...{ door, troubles, copies }} {...said} />, status)
}

const ProblemsForm = z.object({
  which: z.array(z.string().max(40)).max(500),
  act: z.enum(acts).optional(),
  /** The button beside one: what to do, and with which. */
  one: z.string().max(60).optional(),
})

/** Does the same with every problem that is ticked, or something with one. What cannot be done is said, the rest is done. */
export const problemsAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const form = parse(ProblemsForm, formFields(exchange.req, ProblemsForm))
    const [verb, single] = form.one?.split(':') ?? []
    const act = acts.find((one) => one === (verb ?? form.act))
    const wanted = (single === undefined ? form.which : [single]).map(readTroubleId)
    if (!act || wanted.length === 0) return await show(door, exchange, { refusals: ['Tick the problems first.'] }, 400)
    const { actor } = exchange.visitor
    const refusals: string[] = []
    for (const one of wanted)
      try {
        await door.database.tx((tx) =>
          actOnTrouble(tx, one, act, actor, new Date(door.clock.now()), messagesFor(exchange.visitor)),
        )
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        refusals.push(error.message)
      }
    const n = wanted.length - refusals.length
    if (refusals.length > 0)
      return await show(door, exchange, { refusals, ...(n > 0 && { notice: noticeOf(act, n) }) }, 409)
    exchange.res.redirect(303, `/problems?done=${act}&n=${n}`)
  })

interface ProblemsProps extends Said {
  readonly door: Door
  readonly troubles: readonly Trouble[]
  readonly copies: ReadonlyMap<number, LostCopy>
}

function Problems({ door, troubles, copies, notice, refusals = [] }: ProblemsProps) {
  return (
    <Layout door={door} title="Problems">
      <div class="staff">
        <h1>Problems</h1>
        <p class="hint">Messages that did not go out and work that was given up. Each waits until somebody decides.</p>
        {notice && (
          <div role="status">
            <Note tone="info">{notice}</Note>
          </div>
        )}
        {refusals.length > 0 && (
          <div role="alert">
            <Note tone="bad">
              {refusals.slice(0, 10).map((refusal) => (
                <p key={refusal}>{refusal}</p>
              ))}
            </Note>
          </div>
        )}
        {troubles.length === 0 ? (
          <div class="panel nothing">
            <p>There are no problems.</p>
          </div>
        ) : (
          <form method="post" action="/problems">
            <CsrfField />
            <div class="panel wide-table">
              <table class="rows">
                <thead>
                  <tr>
                    <th scope="col">
                      <span class="hidden">Tick</span>
                    </th>
                    <th scope="col">What</th>
                    <th scope="col">Why</th>
                    <th scope="col">Since</th>
                    <th scope="col">
                      <span class="hidden">Acts</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {troubles.map((trouble) => (
                    <Row
                      key={troubleId(trouble)}
                      trouble={trouble}
                      copy={trouble.what === 'job' ? copies.get(trouble.id) : undefined}
                    />
                  ))}
                </tbody>
              </table>
            </div>
            <div class="bar acts">
              <button type="submit" name="act" value="retry" class="btn">
                Retry the ticked ones
              </button>
              <button type="submit" name="act" value="dismiss" class="btn">
                Dismiss the ticked ones
              </button>
            </div>
          </form>
        )}
      </div>
    </Layout>
  )
}

function Row({ trouble, copy }: { readonly trouble: Trouble; readonly copy: LostCopy | undefined }) {
  const id = troubleId(trouble)
  const name = nameOf(trouble)
  return (
    <tr>
      <td>
        <label class="check">
          <input type="checkbox" name="which" value={id} />
          <span class="hidden">{name}</span>
        </label>
      </td>
      <th scope="row">
        {trouble.what === 'message' ? (
          <>
            <Link to={`/messages/${trouble.id}`}>
              <Words text={name} most={120} />
            </Link>
            <p class="hint">
              {messageKinds[trouble.message.kind]?.label} to{' '}
              <Words text={trouble.message.to.name || trouble.message.to.address || 'nobody'} most={60} />
              {trouble.message.about.requestId !== undefined && `, ${requestNumber(trouble.message.about.requestId)}`}
            </p>
          </>
        ) : (
          <>
            {name}
            {copy && <WhereCopyLies copy={copy} />}
          </>
        )}
      </th>
      <td data-label="Why">
        {trouble.what === 'message' && <MessageBadge message={trouble.message} />}
        <p>
          <Words text={trouble.reason || 'Nobody knows.'} most={400} />
        </p>
      </td>
      <td data-label="Since">
        <Moment at={trouble.since} />
      </td>
      <td>
        <div class="bar flat">
          <button type="submit" name="one" value={`retry:${id}`} class="btn" aria-label={`Retry: ${name}`}>
            Retry
          </button>
          <button type="submit" name="one" value={`dismiss:${id}`} class="quiet" aria-label={`Dismiss: ${name}`}>
            Dismiss
          </button>
        </div>
      </td>
    </tr>
  )
}

/** A copy that could not be fetched. */
interface LostCopy {
  readonly url: string
  readonly requestId: number
  readonly lender: string
}

/** Those among problems, by their jobs. */
async function lostCopies({ database, clock }: Door, troubles: readonly Trouble[]) {
  const jobs = troubles.flatMap((one) => (one.what === 'job' && one.job.kind === fetchCopyJob ? [one.job] : []))
  const wanted = jobs.map(({ id, payload }) => ({ id, ...CopyToFetch.parse(payload) }))
  const lines = await readLines(
    database.db,
    wanted.map(({ line }) => line),
    new Date(clock.now()),
  )
  return new Map(
    wanted.flatMap(({ id, line, url }): [number, LostCopy][] => {
      const of = lines.get(line)
      return of ? [[id, { url: publicAddress(url), requestId: of.requestId, lender: of.lender.name }]] : []
    }),
  )
}

const WhereCopyLies = ({ copy: { url, requestId, lender } }: { readonly copy: LostCopy }) => (
  <p class="hint">
    From <Words text={lender} most={80} />, for <Link to={`/requests/${requestId}`}>{requestNumber(requestId)}</Link>.
    Open{' '}
    <Link to={url}>
      <Words text={url} most={120} />
    </Link>{' '}
    by hand, send the file with Received as copy, and dismiss this.
  </p>
)

/** Kinds of jobs in words. */
const jobWords: Readonly<Record<string, string>> = {
  'webhook.deliver': 'Telling a webhook',
  'webhook.test': 'Sending a webhook a test',
  'workflow.followed': 'Finding out who wants to hear of an event',
  'import.check': 'Checking a file',
  'import.load': 'Loading a file',
  'import.undo': 'Taking a load back',
  'circulation.notice': 'Telling a reader',
  'circulation.tend': 'Overdue notices and the pickup shelf',
  'circulation.forget': 'Forgetting readers of long ago',
  'ill.patron': 'Asking the library’s system for a borrower',
  'ill.exchange': 'Sending messages to a library',
  'ill.fetch-copy': 'Fetching a lender’s copy',
  'ill.copies': 'Removing copies whose time is over',
  'ill.exchange.given-up': 'A message to a library',
  'ill.forget': 'Forgetting readers of long ago',
  'ill.expire': 'Ending requests of long ago',
  'workflow.effect': 'What follows from an action',
  'workflow.timer': 'A deadline that has passed',
  'workflow.automatic': 'An action that happens by itself',
  'workflow.migrate': 'Taking requests to a newer workflow',
}

const nameOf = (trouble: Trouble): string =>
  trouble.what === 'message'
    ? trouble.message.subject || `Message ${trouble.id}`
    : `${jobWords[trouble.job.kind] ?? trouble.job.kind} (job ${trouble.id})`
