import { applyReply, dismissReply, type Reply, readReply, repliesAbout, sayableEvents } from '../../ill/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { takesFile } from '../pages/replies/words.ts'
import { whoIs } from '../requests.ts'
import type { Visitor } from '../visitor.ts'
import { acting } from './act.ts'
import { Nothing } from './act-schemas.ts'
import { saidWith } from './action-views.ts'
import { type Endpoint, endpoint, problemAnswer } from './endpoint.ts'
import { ActHeaders, Line, RequestParams, Stale } from './request-schemas.ts'
import { ApplyReply, Replies, ReplyParams } from './thread-schemas.ts'
import { knownRequest } from './whose-requests.ts'

const onLine = [
  { status: 200, description: 'The line it is about, as it is now', schema: Line },
  problemAnswer(412, 'The line was changed meanwhile: nothing was done', Stale),
]
const problems = [400, 401, 403, 404, 409, 413, 422, 428]

/** What lenders have written by mail: suggestions, which somebody applies or dismisses. */
export function replyEndpoints(door: Door): readonly Endpoint[] {
  const { database, clock } = door
  const now = () => new Date(clock.now())
  /** @throws Problem request-gone, not-found */
  async function known(visitor: Visitor, id: string, reply: number, tx: Tx): Promise<Reply> {
    const { request } = await knownRequest(door, visitor, id, tx)
    const found = await readReply(tx, request.id, reply)
    if (!found) throw new Problem('not-found', { what: 'reply' })
    return found
  }
  return [
    endpoint({
      method: 'get',
      path: '/requests/{id}/replies',
      summary: 'What lenders have written about a request, with what it seems to say',
      params: RequestParams,
      answers: [{ status: 200, description: 'Those nobody has settled', schema: Replies }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        const { request } = await knownRequest(door, visitor, params.id, database.db)
        const replies = (await repliesAbout(database.db, request.id)).map(replyView)
        res.set('Cache-Control', 'private, no-cache').json({ replies })
      },
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/replies/{reply}/apply',
      summary: 'Let happen what a reply says, as it was read; `If-Match` is the version of its line',
      params: ReplyParams,
      headers: ActHeaders,
      body: ApplyReply,
      answers: onLine,
      problems,
      handle: async ({ params: { id, reply }, headers, body: { action: name, form, fileId } }, exchange) => {
        const { visitor } = exchange
        const { lineId } = await known(visitor, id, reply, database.db)
        await acting(door, exchange, { id, line: lineId }, headers, async (tx, { actions }, line, expected) => {
          const action = actions.get(line.id)?.find(({ event }) => event === name)
          if (!action || !sayableEvents.has(name)) throw new Problem('not-found', { what: 'action' })
          if (action.obstacles.length > 0)
            throw new Problem('workflow-refused', { event: action.label, reasons: action.obstacles.join('; ') })
          if (fileId !== undefined && !takesFile(action))
            throw new Problem('bad-input', { detail: 'fileId: takes none' })
          const said = saidWith(action, 'staff', form)
          const by = { actor: whoIs(visitor), via: 'api', ...expected }
          await applyReply(tx, reply, { event: name, form: said, fileId }, by, { ...door.ill, now: now() })
        })
      },
    }),
    endpoint({
      method: 'post',
      path: '/requests/{id}/replies/{reply}/dismiss',
      summary: 'Nothing is to be done about a reply',
      params: ReplyParams,
      headers: ActHeaders,
      body: Nothing,
      answers: onLine,
      problems,
      handle: async ({ params: { id, reply }, headers }, exchange) => {
        const { lineId } = await known(exchange.visitor, id, reply, database.db)
        await acting(door, exchange, { id, line: lineId }, headers, (tx) =>
          dismissReply(tx, reply, { actor: whoIs(exchange.visitor), via: 'api' }, now()),
        )
      },
    }),
  ]
}

const replyView = ({ lineId: line, requestId: _r, requestNo: _n, state: _s, arrivedAt, ...reply }: Reply) => ({
  ...reply,
  ...{ line, arrivedAt: arrivedAt.toISOString() },
})
