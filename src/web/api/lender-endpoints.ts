import { addLender, changeLender, type Lender, readLender, searchLenders, standingOf } from '../../ill/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { mishapOf } from '../mishap.ts'
import { parse } from '../route.ts'
import { sendProblem } from '../send-problem.ts'
import { type Endpoint, endpoint, problemAnswer } from './endpoint.ts'
import * as schemas from './lender-schemas.ts'
import { once, sendAnswered } from './once.ts'
import { createdAnswer, seenVersion, sendVersioned, versionedAnswer } from './versions.ts'

/** The directory of lenders: to be searched by who works on requests, kept by administrators. */
export function lenderEndpoints(door: Door): readonly Endpoint[] {
  const { database, clock } = door
  const known = async (id: number): Promise<Lender> => {
    const lender = await readLender(database.db, id)
    if (!lender) throw new Problem('not-found', { what: 'lender' })
    return lender
  }
  const viewOf = (lender: Lender) => ({
    ...lender,
    standing: standingOf({ ...lender, timeZone: lender.calendar.timeZone }, clock.now()),
  })
  return [
    endpoint({
      method: 'get',
      path: '/lenders',
      summary: 'Search the directory of lenders',
      query: schemas.LendersQuery,
      answers: [{ status: 200, description: 'A page of the list, the best first', schema: schemas.LendersPage }],
      problems: [400, 401, 403],
      handle: async ({ query: { text, service, inactive, page, size } }, { res }) => {
        const query = { words: text, service, inactive: inactive !== undefined, page, size }
        const { lenders, count } = await searchLenders(database.db, query)
        res.json({
          ...{ count, page, size },
          lenders: lenders.map((lender) => ({ ...lender, standing: standingOf(lender, clock.now()) })),
        })
      },
    }),
    endpoint({
      method: 'post',
      path: '/lenders',
      summary: 'Add a lender',
      headers: schemas.KeyHeaders,
      body: schemas.LenderFields,
      answers: [{ status: 201, description: 'Added; `Location` is its address', schema: schemas.Lender }],
      problems: [400, 401, 403, 409, 413, 422],
      handle: async ({ headers, body }, exchange) => {
        const answer = await once(door, exchange, headers['idempotency-key'], async (tx) => {
          const lender = await addLender(tx, body, exchange.visitor.actor)
          return createdAnswer(`/api/v1/lenders/${lender.id}`, versionedAnswer(lender.version, viewOf(lender)))
        })
        sendAnswered(exchange, answer!)
      },
    }),
    endpoint({
      method: 'get',
      path: '/lenders/{lender}',
      summary: 'A lender with all that is kept of it',
      params: schemas.LenderParams,
      answers: [{ status: 200, description: '`ETag` holds its version', schema: schemas.Lender }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, exchange) => {
        const lender = await known(params.lender)
        sendVersioned(exchange, lender.version, viewOf(lender))
      },
    }),
    endpoint({
      method: 'patch',
      path: '/lenders/{lender}',
      summary: 'Change a lender; what is left out stays as it is',
      params: schemas.LenderParams,
      headers: schemas.ChangeHeaders,
      body: schemas.LenderChange,
      answers: [
        { status: 200, description: 'The lender as it is now', schema: schemas.Lender },
        problemAnswer(412, 'It was changed meanwhile: nothing was done', schemas.StaleLender),
      ],
      problems: [400, 401, 403, 404, 409, 413, 428],
      handle: async ({ params, headers, body }, exchange) => {
        const { visitor, req, res } = exchange
        const seen = seenVersion(headers['if-match'], 'the lender')
        const now = await known(params.lender)
        const { id, version, ...fields } = now
        const after = parse(schemas.LenderFields, { ...fields, ...body })
        try {
          const changed = await database.tx((tx) => changeLender(tx, id, seen ?? version, after, visitor.actor))
          sendVersioned(exchange, changed.version, viewOf(changed))
        } catch (error) {
          if (!(error instanceof Problem) || error.code !== 'version-conflict') throw error
          const lender = await known(id)
          const problem = new Problem('version-stale', { what: 'lender', version: lender.version })
          sendProblem(res, mishapOf(problem, String(req.id)), { version: lender.version, lender: viewOf(lender) })
        }
      },
    }),
  ]
}
