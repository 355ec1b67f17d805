import { type CatalogueMatch, readBib } from '../../catalogue/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { mishapOf } from '../mishap.ts'
import { addBriefRecord } from '../new-record.ts'
import { linkingWith } from '../request-link.ts'
import { sendProblem } from '../send-problem.ts'
import { type Endpoint, endpoint, problemAnswer } from './endpoint.ts'
import { NewRecord, Twins } from './new-record-schemas.ts'
import { once, sendAnswered } from './once.ts'
import { KeyHeaders } from './request-schemas.ts'
import { Selected } from './select-schemas.ts'

/** A brief record of what nobody has catalogued yet, linked to the request it is made for. */
export function newRecordEndpoint(door: Door): Endpoint {
  return endpoint({
    method: 'post',
    path: '/catalogue/records',
    summary: 'Make a brief record from the short form, and link it to a request if it is for one',
    headers: KeyHeaders,
    body: NewRecord,
    answers: [
      { status: 201, description: 'Added; `Location` is its address', schema: Selected },
      { status: 200, description: 'The record of ours that is used', schema: Selected },
      problemAnswer(409, 'We may have it: nothing was changed', Twins),
    ],
    problems: [400, 401, 403, 404, 413, 422],
    handle: async ({ body, headers }, exchange) => {
      const { req, res, visitor } = exchange
      const { requestId, decision, ...form } = body
      const { actor } = visitor
      let twins: readonly CatalogueMatch[] = []
      const answer = await once(door, exchange, headers['idempotency-key'], async (tx) => {
        const made =
          decision?.kind === 'existing'
            ? await existing(tx, decision.bibId)
            : await addBriefRecord(tx, door, form, { actor, despiteTwins: decision !== undefined })
        if ('twins' in made) {
          twins = made.twins
          return undefined
        }
        const { id, version } = made
        if (requestId !== undefined) await linkingWith(door, requestId, visitor, 'api')(tx, id)
        const created = decision?.kind !== 'existing'
        return {
          status: created ? 201 : 200,
          headers: { Location: `/api/v1/catalogue/records/${id}` },
          body: { outcome: created ? 'created' : 'existing', bibId: id, version },
        }
      })
      if (answer) return sendAnswered(exchange, answer)
      const problem = new Problem('needs-decision', { matches: twins.length })
      sendProblem(res, mishapOf(problem, String(req.id)), {
        matches: twins.map(({ bib: { id, version, state }, reason, brief }) => ({
          ...{ bibId: id, version, state, reason, brief },
        })),
      })
    },
  })
}

/** @throws Problem bib-gone */
async function existing(tx: Tx, bibId: number): Promise<{ readonly id: number; readonly version: number }> {
  const bib = await readBib(tx, bibId, 'suppressed')
  if (!bib) throw new Problem('bib-gone', { bib: bibId })
  return bib
}
