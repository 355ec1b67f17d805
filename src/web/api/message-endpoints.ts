import type { z } from 'zod'
import {
  actOnTrouble,
  countTroubles,
  listTroubles,
  type Message,
  messagesAbout,
  readMessageOf,
  sendMessage,
  type Trouble,
  takeBounce,
} from '../../messages/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { messagesFor } from '../requests.ts'
import { readTroubleId, troubleId } from '../trouble-id.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import * as schemas from './message-schemas.ts'

/** Operations on messages, and on what went no further by itself. */
export function messageEndpoints(door: Door): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/messages',
      summary: 'The messages about a request, a lender line, a reader or an item',
      query: schemas.MessagesQuery,
      answers: [{ status: 200, description: 'Oldest first', schema: schemas.Messages }],
      problems: [400, 401, 403],
      handle: async ({ query }, { res, visitor }) => {
        if (Object.values(query).every((id) => id === undefined))
          throw new Problem('bad-input', { detail: 'Say what they are about: requestId, lineId, patronId or itemId.' })
        res.json({ messages: (await messagesAbout(door.database.db, query, messagesFor(visitor))).map(messageView) })
      },
    }),
    endpoint({
      method: 'post',
      path: '/messages/bounces',
      summary: 'Take in a mail that came back: the message it is about is a problem from then on',
      body: schemas.Bounce,
      bodyLimit: '2mb',
      answers: [{ status: 200, description: 'What it was', schema: schemas.TakenBounce }],
      problems: [400, 401, 403, 413],
      handle: async ({ body }, { res, visitor: { actor: by } }) => {
        const { database, mail, clock } = door
        const bounce = { bytes: Buffer.from(body.mail), returns: mail?.returns, by, now: new Date(clock.now()) }
        const { kind: outcome, ...rest } = await database.tx((tx) => takeBounce(tx, bounce))
        res.json({ outcome, ...rest })
      },
    }),
    endpoint({
      method: 'get',
      path: '/problems',
      summary: 'Messages that did not go out, and jobs that were given up',
      answers: [{ status: 200, description: 'The newest first', schema: schemas.OpenProblems }],
      problems: [401, 403],
      handle: async (_input, { res, visitor }) => {
        const { db } = door.database
        const within = messagesFor(visitor)
        res.json({ ...(await countTroubles(db, within)), problems: (await listTroubles(db, within)).map(problemView) })
      },
    }),
    endpoint({
      method: 'post',
      path: '/problems/{problem}/retry',
      summary: 'Try it again; a message, to another address where one is given',
      params: schemas.ProblemParams,
      body: schemas.Retry,
      answers: [{ status: 204, description: 'It is tried again' }],
      problems: [400, 401, 403, 404, 409, 413, 422],
      handle: async ({ params, body }, { res, visitor }) => {
        const trouble = readTroubleId(params.problem)
        if (body.address !== undefined && trouble.what === 'job')
          throw new Problem('bad-input', { detail: 'A job has no address.' })
        const within = messagesFor(visitor)
        await door.database.tx(async (tx) => {
          if (trouble.what === 'job' || body.address === undefined)
            return await actOnTrouble(tx, trouble, 'retry', visitor.actor, new Date(door.clock.now()), within)
          if (within && !(await readMessageOf(tx, trouble.id, within)))
            throw new Problem('not-found', { what: 'problem' })
          await sendMessage(tx, trouble.id, visitor.actor, { address: body.address })
        })
        res.status(204).end()
      },
    }),
    endpoint({
      method: 'post',
      path: '/problems/{problem}/dismiss',
      summary: 'Say that nothing need be done about it',
      params: schemas.ProblemParams,
      body: schemas.Nothing,
      answers: [{ status: 204, description: 'It is dismissed' }],
      problems: [400, 401, 403, 404, 409, 413],
      handle: async ({ params }, { res, visitor }) => {
        const trouble = readTroubleId(params.problem)
        const now = new Date(door.clock.now())
        const within = messagesFor(visitor)
        await door.database.tx((tx) => actOnTrouble(tx, trouble, 'dismiss', visitor.actor, now, within))
        res.status(204).end()
      },
    }),
  ]
}

const messageView = (message: Message): z.input<typeof schemas.Message> => {
  const { templateVersion: _v, response: _r, settledBy: _s, dismissedAt: _d, createdAt, sentAt, ...rest } = message
  return { ...rest, createdAt: createdAt.toISOString(), ...(sentAt && { sentAt: sentAt.toISOString() }) }
}

const problemView = (trouble: Trouble) => ({
  id: troubleId(trouble),
  what: trouble.what,
  since: trouble.since.toISOString(),
  reason: trouble.reason,
  ...(trouble.what === 'message'
    ? { message: messageView(trouble.message) }
    : { job: { kind: trouble.job.kind, attempts: trouble.job.attempts } }),
})
