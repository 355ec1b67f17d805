import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  aboutCalls,
  type CallAbout,
  circulationQueue,
  isLate,
  type QueuedCall,
  readCall,
  stepOf,
} from '../../../ill/index.ts'
import type { Tx } from '../../../kit/db/index.ts'
import { Problem } from '../../../problems.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { may } from '../../may.ts'
import { worksOn } from '../../requests.ts'
import { exchangeOf, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { count } from '../../text.ts'
import type { Visitor } from '../../visitor.ts'
import { afterAct } from '../requests/opened.ts'
import { StepActs, StepBadge, StepFacts } from './step.tsx'

const done = { systemRetry: 'The library’s system is asked again.', systemByHand: 'The step is noted as done by hand.' }
const QueueAddress = z.object({ done: z.enum(Object.keys(done) as (keyof typeof done)[]).optional() })

/** Whether somebody works on what a step is about. */
export const seesCall = (visitor: Visitor, { side, pickupBranch }: CallAbout): boolean =>
  side === 'lending' ? may(visitor, 'lending') : worksOn(visitor, { pickupBranch })

/** What is not sent, failing or left to staff, of what somebody works on. */
export const queueFor = async (tx: Tx, visitor: Visitor): Promise<readonly QueuedCall[]> =>
  (await circulationQueue(tx)).filter(({ about }) => seesCall(visitor, about))

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
              <Note tone="info">{done[said]}</Note>
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

/** What a step is about, where somebody works on that. @throws Problem not-found, not-allowed */
export async function aboutCall(tx: Tx, visitor: Visitor, id: number): Promise<CallAbout> {
  const call = await readCall(tx, id)
  const about = call && (await aboutCalls(tx, [call])).get(call.instanceId)
  if (!about) throw new Problem('not-found', { what: 'step' })
  if (!seesCall(visitor, about)) throw new Problem('not-allowed')
  return about
}

/** The system that is asked. @throws Problem not-found where there is none */
export function systemOf({ ill: { librarySystem } }: Pick<Door, 'ill'>) {
  if (!librarySystem) throw new Problem('not-found', { what: 'library system' })
  return librarySystem
}

/** Has a step tried again. */
export const retryAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { call } = parse(CallAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const about = await aboutCall(door.database.db, visitor, call)
    const by = { actor: visitor.actor, at: new Date(door.clock.now()) }
    await door.database.tx((tx) => systemOf(door).retry(tx, call, by))
    const { back } = parse(Back, req.body)
    afterAct(res, back === 'queue' ? '/circulation-queue' : pathOf(about), 'systemRetry')
  }

const optional = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .optional()
    .transform((text) => text || undefined)

/** What is said of a step that was done by hand. */
export const ByHandForm = z.object({
  item: optional(60),
  dueOn: optional(10).pipe(z.iso.date().optional()),
  note: z.string().trim().max(1000).default(''),
})

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
