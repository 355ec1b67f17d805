import { buffer } from 'node:stream/consumers'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { checkLenderTable, keepLenderTable, storeLenderTable as store } from '../../../../ill/index.ts'
import { Problem } from '../../../../problems.ts'
import type { Door } from '../../../door.ts'
import { receiveFile } from '../../../receive-file.ts'
import { exchangeOf, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { TableCheck } from './table-check.tsx'
import { TableForm } from './table-form.tsx'

/** Bytes: of some ten thousand lenders. */
const largest = 8 * 1024 * 1024
const UploadAddress = z.object({ upload: z.uuid() })

/** Where a table of lenders is sent. */
export const lenderTablePage = (door: Door): RequestHandler =>
  route(z.object({}), (_input, { res }) => sendPage(res, <TableForm door={door} />))

/** Takes a table in to be looked at: what it would do is shown before anything is stored. */
export const receiveLenderTable =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { visitor } = exchangeOf(req, res)
    try {
      const file = await receiveFile(req, largest, async ({ name, bytes }) => ({ name, bytes: await buffer(bytes) }))
      const now = door.clock.now()
      const upload = await door.database.tx((tx) => keepLenderTable(tx, file, visitor.actor, now))
      res.redirect(303, `/admin/lenders/import/${upload}`)
    } catch (error) {
      const complaint = error instanceof Problem && complaints[error.code]?.(error)
      if (!complaint) throw error
      sendPage(res, <TableForm door={door} complaint={complaint} />, 422)
    }
  }

const complaints: Readonly<Record<string, (problem: Problem) => string>> = {
  'bad-input': ({ message }) => message,
  'body-too-large': () => `The file has more than ${largest / 1024 ** 2} megabytes: send it in parts.`,
}

/** What a table would do, and what is wrong with it. */
export const lenderTableCheck = (door: Door): RequestHandler =>
  route(UploadAddress, async ({ upload }, { res }) => {
    const { name, would } = await door.database.tx((tx) => checkLenderTable(tx, upload))
    sendPage(res, <TableCheck {...{ door, upload, name, would }} />)
  })

/** Stores it: all of it, or with anything wrong in it nothing. */
export const storeLenderTable = (door: Door): RequestHandler =>
  route(UploadAddress, async ({ upload }, { res, visitor }) => {
    const done = await door.database.tx((tx) => store(tx, upload, visitor.actor))
    if (done.faults.length > 0) return res.redirect(303, `/admin/lenders/import/${upload}`)
    res.redirect(303, `/admin/lenders?saved=table&new=${done.added.length}&changed=${done.changed.length}`)
  })
