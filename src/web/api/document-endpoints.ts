import type { z } from 'zod'
import {
  deliverCopy,
  documentsOf,
  dropTaken,
  type StoredDocument,
  takeDocument,
  withdrawDocument,
} from '../../ill/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { mostOfDocument } from '../receive-document.ts'
import { whoIs } from '../requests.ts'
import type { Visitor } from '../visitor.ts'
import { Document, NewDocumentQuery } from './document-schemas.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { bytesOf, mediaTypes, refuseWrapped } from './file-body.ts'
import { once, sendAnswered } from './once.ts'
import * as schemas from './request-schemas.ts'
import { knownRequest, lineOf } from './whose-requests.ts'

const path = '/requests/{id}/lines/{line}/document'
/** Copies that lenders send as files. */
export function documentEndpoints(door: Door): readonly Endpoint[] {
  const { database, clock } = door
  const now = () => new Date(clock.now())

  /** @throws Problem request-gone, not-found */
  async function requestOf(visitor: Visitor, params: z.output<typeof schemas.LineParams>, tx: Tx) {
    const known = await knownRequest(door, visitor, params.id, tx)
    lineOf(known, params.line)
    return known.request
  }

  /** @throws Problem document-gone when there is none, or none any more */
  async function currentOf(visitor: Visitor, params: z.output<typeof schemas.LineParams>, tx: Tx) {
    const request = await requestOf(visitor, params, tx)
    const documents = (await documentsOf(tx, [request.id])).get(request.id)!
    const current = documents.find(({ lineId, removedAt }) => lineId === params.line && removedAt === null)
    if (!current) throw new Problem('document-gone')
    return current
  }

  return [
    endpoint({
      method: 'post',
      path,
      summary:
        'Deliver a copy: the body is the file. The borrower can download it; the line becomes Received as copy, unless it is that already, and a file it had before is replaced',
      params: schemas.LineParams,
      query: NewDocumentQuery,
      headers: schemas.KeyHeaders,
      file: mediaTypes,
      answers: [{ status: 201, description: 'Stored', schema: Document }],
      problems: [400, 401, 403, 404, 409, 413, 422],
      handle: async ({ params, query, headers }, exchange) => {
        const { req, visitor } = exchange
        refuseWrapped(req)
        // Who may not do it sends nothing.
        await requestOf(visitor, params, database.db)
        const options = { fileName: query.name, most: mostOfDocument(door), now: now() }
        const taken = await takeDocument(database, bytesOf(req), options).finally(() => req.resume())
        try {
          // What a call with the same key is compared with.
          req.body = { sha256: taken.sha256.toString('hex'), ...query }
          const answer = await once(door, exchange, headers['idempotency-key'], async (tx) => {
            await requestOf(visitor, params, tx)
            const cause = { actor: whoIs(visitor), via: 'api', notify: query.notify !== undefined }
            const stored = await deliverCopy(tx, params.line, taken, cause, { ...door.ill, now: now() })
            return { status: 201, body: viewOf(stored) }
          })
          sendAnswered(exchange, answer!)
        } finally {
          await dropTaken(database, taken)
        }
      },
    }),
    endpoint({
      method: 'get',
      path,
      summary: 'The copy a lender sent as a file: until when it can be downloaded, and how often it was',
      params: schemas.LineParams,
      answers: [{ status: 200, description: 'The one there is now; not the file itself', schema: Document }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) =>
        void res.set('Cache-Control', 'private, no-cache').json(viewOf(await currentOf(visitor, params, database.db))),
    }),
    endpoint({
      method: 'delete',
      path,
      summary: 'Withdraw the copy: the borrower can download it no longer, and the file is removed for good',
      params: schemas.LineParams,
      answers: [{ status: 204, description: 'Removed' }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res, visitor }) => {
        await database.tx(async (tx) => {
          const { id, requestId } = await currentOf(visitor, params, tx)
          await withdrawDocument(tx, requestId, id, { actor: whoIs(visitor), via: 'api' }, now())
        })
        res.status(204).end()
      },
    }),
  ]
}

function viewOf(document: StoredDocument): z.input<typeof Document> {
  const { id, lineId, fileName, mediaType, size, sha256, storedAt, storedBy, keepUntil, downloads } = document
  const { mostDownloads, firstDownloadAt, lastDownloadAt } = document
  return {
    ...{ id, line: lineId, name: fileName, mediaType, size, sha256: sha256.toString('hex'), storedBy, keepUntil },
    ...{ storedAt: storedAt.toISOString(), downloads },
    ...(mostDownloads !== null && { mostDownloads }),
    ...(firstDownloadAt && { firstDownloadAt: firstDownloadAt.toISOString() }),
    ...(lastDownloadAt && { lastDownloadAt: lastDownloadAt.toISOString() }),
  }
}
