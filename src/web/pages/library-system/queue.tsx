import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type CallAbout, circulationQueue, isLate, type QueuedCall, stepOf } from '../../../ill/index.ts'
import type { Tx } from '../../../kit/db/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { exchangeOf, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { count } from '../../text.ts'
import type { Visitor } from '../../visitor.ts'
import { afterAct } from '../requests/opened.ts'
import { stepDone } from './done.ts'
import { aboutCall, ByHandForm, callsWithin, systemOf } from './opened.ts'
import { StepActs, StepBadge, StepFacts } from './step.tsx'

const QueueAddress = z.object({ done: z.enum(Object.keys(stepDone) as (keyof typeof stepDone)[]).optional() })

/** What a page shows of the queue. */
const most = 1000

/** What is not sent, failing or left to staff, of what somebody works on; of the oldest thousand. */
export const queueFor = (tx: Tx, visitor: Visitor): Promise<readonly QueuedCall[]> =>
  circulationQueue(tx, { within: callsWithin(visitor), limit: most })

/** The circulation queue. */
export const queuePage = (door: Door): RequestHandler =>
  route(QueueAddress, async ({ done: said }, { res, visitor }) => {
    const queued = await queueFor(door.database.db, visitor)
    const now = new Date(door.clock.now())
    const late = queued.filter(({ call }) => isLate(call, now)).length
    sendPage(
      res,
      <Layout door={door} title="Circulation Queue">
        <div class="staff">
          <h1>Circulation Queue</h1>
          <p class="hint">What the library’s own system has not done yet, and what staff have to do there.</p>
          {said && (
            <div role="status">
              <Note tone="info">{stepDone[said]}</Note>
            </div>
          )}
          {!door.ill.librarySystem && (
            <Note tone="info">
              No system is asked: library-system.yaml has no section ncip. Farshelf’s own desk circulates.
            </Note>
          )}
          {late > 0 && (
            <Note tone="bad">
              {count(late, 'step')} {late === 1 ? 'waits' : 'wait'} for more than 30 minutes: the system may be down.
            </Note>
          )}
          {queued.length === 0 ? (
            <div class="panel nothing">
              <p>Nothing waits.</p>
            </div>
          ) : (
            <div class="panel wide-table">
              <table class="rows">
                <thead>
                  <tr>
                    <th scope="col">Request</th>
                    <th scope="col">Step</th>
                    <th scope="col">Since</th>
                    <th scope="col">
                      <span class="hidden">Acts</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {queued.map((one) => (
                    <Row key={one.call.id} {...one} />
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </div>
      </Layout>,
    )
  })

function Row({ call, about }: QueuedCall) {
  const { label } = stepOf(call.step)
  return (
    <tr>
      <th scope="row">
        <Link to={pathOf(about)}>{about.number}</Link>
        <p class="hint">
          <Words text={about.title} most={80} /> · <Words text={about.library} most={60} />
        </p>
      </th>
      <td data-label="Step">
        {label} <StepBadge call={call} />
        <StepFacts call={call} />
      </td>
      <td data-label="Since">
        <Moment at={call.createdAt} />
      </td>
      <td>
        <StepActs call={call} name={`${label}, ${about.number}`} back="queue" />
      </td>
    </tr>
  )
}

/** Where a request is that a step is about. */
const pathOf = ({ side, id }: CallAbout): string => (side === 'lending' ? `/lending/${id}` : `/requests/${id}?tab=item`)

const CallAddress = z.object({ call: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
const Back = z.object({ back: z.enum(['queue', 'request']).default('queue') })

/** Has a step tried again. */
export const retryAct = (door: Door): RequestHandler => stepAct(door, 'retry', 'systemRetry')

/** Takes back that a step was done by hand. */
export const takeBackAct = (door: Door): RequestHandler => stepAct(door, 'takeBack', 'systemTakeBack')

const stepAct =
  (door: Door, act: 'retry' | 'takeBack', done: keyof typeof stepDone): RequestHandler =>
  async (req, res) => {
    const { call } = parse(CallAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const about = await aboutCall(door.database.db, visitor, call)
    const by = { actor: visitor.actor, at: new Date(door.clock.now()) }
    await door.database.tx((tx) => systemOf(door)[act](tx, call, by))
    const { back } = parse(Back, req.body)
    afterAct(res, back === 'queue' ? '/circulation-queue' : pathOf(about), done)
  }

/** Notes that a step was done by hand. */
export const byHandAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { call } = parse(CallAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const about = await aboutCall(door.database.db, visitor, call)
    // Several forms are on one page: the fields of each have its number.
    const body = (req.body ?? {}) as Readonly<Record<string, unknown>>
    const fields = Object.fromEntries(['item', 'dueOn', 'note'].map((name) => [name, body[`${name}-${call}`]]))
    const said = parse(ByHandForm, fields)
    const by = { actor: visitor.actor, at: new Date(door.clock.now()) }
    await door.database.tx((tx) => systemOf(door).byHand(tx, call, said, by))
    const { back } = parse(Back, body)
    afterAct(res, back === 'queue' ? '/circulation-queue' : pathOf(about), 'systemByHand')
  }
