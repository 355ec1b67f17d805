import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import {
  type LookupList,
  leftOutOf,
  listFile,
  listResults,
  lookupReportHead,
  lookupReportRow,
  readList,
} from '../../../../search/index.ts'
import { type FormatName, formats } from '../../../../standards/marc/index.ts'
import type { Door } from '../../../door.ts'
import { leftOutHeader } from '../../../marc-formats.ts'
import { type Exchange, route } from '../../../route.ts'
import { ListAddress, type ListFileAddress, ListFilePageAddress, listOwner } from './address.ts'
import { sendWhatIsMissing } from './left-out.tsx'

/** A name for files from a list's own, without an ending. */
export const fileNameOf = ({ name, id }: LookupList) =>
  name
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80) || `numbers-${id}`

/** The good records, in the order of the list, in any format there is. What would be missing is said first. */
export const listFilePage = (door: Door): RequestHandler =>
  route(ListFilePageAddress, async ({ list: id, format, without }, exchange) => {
    const { db } = door.database
    const list = await readList(db, id, listOwner(exchange.visitor).owner)
    const leftOut = await leftOutOf(db, id, format)
    if (leftOut.length > without || (leftOut.length > 0 && leftOut.length === list.counts.found))
      return sendWhatIsMissing(door, exchange.res, { list, leftOut, without, to: { do: 'file', format } })
    await send(door, list, format, leftOut.length, exchange)
  })

/** Sends the records of a list the visitor owns; how many are not among them is in the head. @throws Problem lookup-gone */
export async function sendListFile(door: Door, { list: id, format }: ListFileAddress, exchange: Exchange) {
  const { db } = door.database
  const list = await readList(db, id, listOwner(exchange.visitor).owner)
  await send(door, list, format, (await leftOutOf(db, id, format)).length, exchange)
}

async function send(door: Door, list: LookupList, name: FormatName, leftOut: number, { res, signal }: Exchange) {
  res
    .set('Cache-Control', 'private, no-cache')
    .set(leftOutHeader, String(leftOut))
    .attachment(`${fileNameOf(list)}.${formats[name].extension}`)
    .set('Content-Type', formats[name].mediaType)
  await pipeline(listFile(door.database.db, list.id, name), res, { signal })
}

/** The result table as CSV. */
export const listReport = (door: Door): RequestHandler =>
  route(ListAddress, async ({ list: id }, { res, visitor, signal }) => {
    const { db } = door.database
    const list = await readList(db, id, listOwner(visitor).owner)
    res.attachment(`${fileNameOf(list)}-results.csv`).type('text/csv; charset=utf-8')
    await pipeline(
      async function* () {
        yield lookupReportHead
        for (let after: number | undefined = 0; after !== undefined; ) {
          const page: Awaited<ReturnType<typeof listResults>> = await listResults(db, id, { after, size: 500 })
          yield page.results.map(lookupReportRow).join('')
          after = page.after
        }
      },
      res,
      { signal },
    )
  })
