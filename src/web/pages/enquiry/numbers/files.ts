import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import { profileNamed, stageImport, startCheck } from '../../../../catalogue/index.ts'
import { Problem } from '../../../../problems.ts'
import {
  type LookupList,
  listRecords,
  listResults,
  lookupReportHead,
  lookupReportRow,
  readList,
} from '../../../../search/index.ts'
import { type FormatName, formats, type MarcFormat } from '../../../../standards/marc/index.ts'
import type { Door } from '../../../door.ts'
import { type Exchange, route } from '../../../route.ts'
import { ListAddress, ListFileAddress, listOwner } from './address.ts'

const fileNameOf = ({ name, id }: LookupList) =>
  name
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80) || `numbers-${id}`

/** The records of a list as one file. One that the format cannot hold is left out; its line is told. */
async function* fileOf(door: Door, id: number, name: FormatName, tell: (line: number) => void) {
  const format: MarcFormat = formats[name]
  yield format.open
  for await (const { line, record, flavour } of listRecords(door.database.db, id))
    try {
      yield format.write(record, { flavour })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      tell(line)
    }
  yield format.close
}

/** The good records, in the order of the list, in any format there is. */
export const listFile = (door: Door): RequestHandler =>
  route(ListFileAddress, (address, exchange) => sendListFile(door, address, exchange))

/** Sends the records of a list the visitor owns. @throws Problem lookup-gone */
export async function sendListFile(door: Door, { list: id, format }: ListFileAddress, exchange: Exchange) {
  const { req, res, visitor, signal } = exchange
  const list = await readList(door.database.db, id, listOwner(visitor).owner)
  res
    .set('Cache-Control', 'private, no-cache')
    .attachment(`${fileNameOf(list)}.${formats[format].extension}`)
    .set('Content-Type', formats[format].mediaType)
  const tell = (line: number) => req.log.warn({ list: id, line }, 'a record cannot be written in this format')
  await pipeline(fileOf(door, id, format, tell), res, { signal })
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

/** Hands what was found over to be loaded: it is checked first, as every file. */
export const listImport = (door: Door): RequestHandler =>
  route(ListAddress, async ({ list: id }, { res, visitor }) => {
    const { database, uploads } = door
    const list = await readList(database.db, id, listOwner(visitor).owner)
    if (list.counts.found === 0) throw new Problem('bad-input', { detail: 'Nothing was found that could be loaded.' })
    const [profileName = 'default'] = Object.keys(uploads.profiles)
    const options = {
      fileName: `${fileNameOf(list)}.xml`,
      profileName,
      format: 'marcxml',
      actor: visitor.actor,
    } as const
    const staged = await stageImport(database, bytesOf(fileOf(door, id, 'marcxml', () => undefined)), {
      ...options,
      profile: profileNamed(uploads.profiles, profileName),
    })
    if (!staged.isNew) return res.redirect(303, `/import/${staged.batch.id}?known=1`)
    await database.tx((tx) => startCheck(tx, staged.batch.id, visitor.actor))
    res.redirect(303, `/import/${staged.batch.id}`)
  })

async function* bytesOf(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece
}
