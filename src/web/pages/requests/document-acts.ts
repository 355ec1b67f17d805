import type { RequestHandler } from 'express'
import { z } from 'zod'
import { deliverCopy, downloadAsStaff, withdrawDocument } from '../../../ill/index.ts'
import type { Door } from '../../door.ts'
import { withDocument } from '../../receive-document.ts'
import { whoIs } from '../../requests.ts'
import { exchangeOf, parse } from '../../route.ts'
import { sendDocument } from '../../send-document.ts'
import { afterAct, LineAddress, openLine, openRequest, pageKey, RequestAddress } from './opened.ts'
import { showRequest } from './request.tsx'

const DocumentAddress = RequestAddress.extend({
  document: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
})

/** Adds the file of a copy to a lender's line, or puts it in the place of the one there is. */
export const storeDocument =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, line } = parse(LineAddress, req.params)
    const exchange = exchangeOf(req, res)
    await openLine(door, exchange, id, line)
    const stored = await withDocument(door, req, async ({ fields, document, complaint }) => {
      if (!document) {
        await showRequest(door, exchange, id, 'item', { wrong: { line, complaint: complaint ?? 'Choose a file.' } })
        return false
      }
      const cause = { actor: whoIs(exchange.visitor), via: 'page', key: pageKey(fields) ?? `page:${document.fileId}` }
      const notify = fields['notify'] !== undefined
      await door.database.tx((tx) =>
        deliverCopy(tx, line, document, { ...cause, notify }, { ...door.ill, now: new Date(door.clock.now()) }),
      )
      return true
    })
    if (stored) afterAct(res, `/requests/${id}?tab=item`, 'stored')
  }

/** Staff look at a copy. */
export const downloadDocument =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, document } = parse(DocumentAddress, req.params)
    const exchange = exchangeOf(req, res)
    await openRequest(door, exchange.visitor, id)
    const found = await door.database.tx((tx) => downloadAsStaff(tx, id, document, exchange.visitor.actor))
    await sendDocument(door.database.db, found, exchange)
  }

/** Takes a copy back from its reader. */
export const withdrawAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id, document } = parse(DocumentAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    await openRequest(door, visitor, id)
    await door.database.tx((tx) =>
      withdrawDocument(tx, id, document, { actor: whoIs(visitor), via: 'page' }, new Date(door.clock.now())),
    )
    afterAct(res, `/requests/${id}?tab=item`, 'withdrawn')
  }
