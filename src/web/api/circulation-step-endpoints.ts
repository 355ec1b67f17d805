import type { z } from 'zod'
import {
  aboutCalls,
  type Call,
  type CallAbout,
  callsAbout,
  circulationQueue,
  isLate,
  keptBecause,
  readCall,
  stepOf,
} from '../../ill/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Door } from '../door.ts'
import { openedLending } from '../pages/lending/opened.ts'
import { aboutCall, callsWithin, systemOf } from '../pages/library-system/opened.ts'
import type { Exchange } from '../route.ts'
import { Nothing } from './act-schemas.ts'
import * as schemas from './circulation-step-schemas.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { LendingParams } from './lending-schemas.ts'
import { once, sendAnswered } from './once.ts'
import { KeyHeaders, RequestParams } from './request-schemas.ts'
import { knownRequest } from './whose-requests.ts'

type StepView = z.input<typeof schemas.CirculationStep>

const asItIs = [{ status: 200, description: 'The step as it is now', schema: schemas.CirculationStep }]
const all = [{ status: 200, description: 'Oldest first', schema: schemas.CirculationSteps }]
const problems = [400, 401, 403, 404, 409, 413, 422]

/** What the library's own system is asked to do, and what staff do there. */
export function circulationStepEndpoints(door: Door): readonly Endpoint[] {
  const { database, clock } = door
  const now = () => new Date(clock.now())
  const asks = () => door.ill.librarySystem !== undefined
  const view = (call: Call, about: CallAbout, siblings: readonly Call[] = []): StepView =>
    stepView(call, about, { now: now(), actions: asks() ? actionsOn(call, siblings) : [] })

  /** A step as it is now. */
  async function answerOf(tx: Tx, id: number, about: CallAbout): Promise<StepView> {
    const call = (await readCall(tx, id))!
    return view(call, about, await callsAbout(tx, [call.instanceId]))
  }

  async function stepsOf(instances: readonly number[]) {
    const calls = await callsAbout(database.db, instances)
    const abouts = await aboutCalls(database.db, calls)
    return calls.map((call) => {
      const siblings = calls.filter(({ instanceId }) => instanceId === call.instanceId)
      return view(call, abouts.get(call.instanceId)!, siblings)
    })
  }

  /** Does something with a step, once for each key; it is answered as it is then. */
  async function acting(exchange: Exchange, id: number, key: string | undefined, act: (tx: Tx) => Promise<void>) {
    const answer = await once(door, exchange, key, async (tx) => {
      const about = await aboutCall(tx, exchange.visitor, id)
      await act(tx)
      return { status: 200, headers: notCached, body: await answerOf(tx, id, about) }
    })
    sendAnswered(exchange, answer!)
  }

  /** An act that needs nothing said. */
  const plainAct = (act: 'retry' | 'takeBack', summary: string) =>
    endpoint({
      method: 'post',
      path: `/circulation-queue/{step}/${act === 'retry' ? 'retry' : 'take-back'}`,
      summary,
      params: schemas.StepParams,
      headers: KeyHeaders,
      body: Nothing,
      answers: asItIs,
      problems,
      handle: ({ params: { step }, headers }, exchange) =>
        acting(exchange, step, headers['idempotency-key'], (tx) =>
          systemOf(door)[act](tx, step, { actor: exchange.visitor.actor, at: now() }),
        ),
    })

  return [
    endpoint({
      method: 'get',
      path: '/circulation-queue',
      summary: 'What the library’s own system has not done yet, and what staff have to do there',
      query: schemas.StepsQuery,
      answers: [{ status: 200, description: 'Oldest first', schema: schemas.CirculationQueue }],
      problems: [400, 401, 403],
      handle: async ({ query: { state, side, after, size } }, { res, visitor }) => {
        const options = { within: callsWithin(visitor), states: state, side, after, limit: size + 1 }
        const queued = await circulationQueue(database.db, options)
        res.set(notCached).json({
          steps: queued.slice(0, size).map(({ call, about }) => view(call, about)),
          asked: asks(),
          ...(queued.length > size && { next: queued[size - 1]!.call.id }),
        })
      },
    }),
    endpoint({
      method: 'get',
      path: '/circulation-queue/{step}',
      summary: 'One step, settled or not, with what may be done with it now',
      params: schemas.StepParams,
      answers: asItIs,
      problems: [400, 401, 403, 404],
      handle: async ({ params: { step } }, { res, visitor }) => {
        const about = await aboutCall(database.db, visitor, step)
        res.set(notCached).json(await answerOf(database.db, step, about))
      },
    }),
    plainAct('retry', 'Have the system asked again, at once'),
    endpoint({
      method: 'post',
      path: '/circulation-queue/{step}/by-hand',
      summary: 'Note that staff have done it in the system themselves; what waits for it goes on',
      params: schemas.StepParams,
      headers: KeyHeaders,
      body: schemas.ByHand,
      answers: asItIs,
      problems,
      handle: ({ params: { step }, headers, body: { item, ...said } }, exchange) =>
        acting(exchange, step, headers['idempotency-key'], (tx) =>
          systemOf(door).byHand(
            tx,
            step,
            { ...said, item: item || undefined },
            { actor: exchange.visitor.actor, at: now() },
          ),
        ),
    }),
    plainAct('takeBack', 'It was not done by hand after all: it is open again, unless something has come of it'),
    endpoint({
      method: 'get',
      path: '/requests/{id}/circulation-steps',
      summary: 'What the library’s own system was asked for about what the lenders of a request sent',
      params: RequestParams,
      answers: all,
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        const { lines } = await knownRequest(door, visitor, params.id, database.db)
        res.set(notCached).json({ steps: await stepsOf(lines.map(({ id }) => id)) })
      },
    }),
    endpoint({
      method: 'get',
      path: '/lendings/{id}/circulation-steps',
      summary: 'What the library’s own system was asked for about a request of another library',
      params: LendingParams,
      answers: all,
      problems: [400, 401, 403, 404],
      handle: async ({ params: { id } }, { res, visitor }) => {
        await openedLending(door, visitor, id)
        res.set(notCached).json({ steps: await stepsOf([id]) })
      },
    }),
  ]
}

const notCached = { 'Cache-Control': 'private, no-cache' }

function actionsOn(call: Call, siblings: readonly Call[]): StepView['actions'] {
  const { state } = call
  if (state === 'manual') return ['by-hand']
  if (state === 'waiting' || state === 'failed') return ['retry', 'by-hand']
  return keptBecause(call, siblings) === undefined ? ['take-back'] : []
}

function stepView(
  call: Call,
  { side, id, number, title, library }: CallAbout,
  { now, actions }: { readonly now: Date; readonly actions: StepView['actions'] },
): StepView {
  const { step, part, item, dueOn, state, attempts, follow, error, settledBy, note, answer } = call
  const { label, byHand } = stepOf(step)
  const times = { triedAt: call.triedAt, nextTryAt: call.dueAt, settledAt: call.settledAt }
  return {
    ...{ id: call.id, step, label, side, request: { id, number, title }, library, part, item, state, attempts },
    ...(dueOn !== null && { dueOn }),
    late: isLate(call, now),
    createdAt: call.createdAt.toISOString(),
    ...Object.fromEntries(Object.entries(times).flatMap(([name, at]) => (at ? [[name, at.toISOString()]] : []))),
    ...(error !== null && { error }),
    ...{ byHand, needsDueOn: follow !== null },
    ...(settledBy !== null && { settledBy }),
    ...(note && { note }),
    ...(answer && { answer }),
    actions,
  }
}
