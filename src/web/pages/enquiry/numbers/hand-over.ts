import type { RequestHandler } from 'express'
import { profileFor, type Staged, stageImport, startCheck } from '../../../../catalogue/index.ts'
import { Problem } from '../../../../problems.ts'
import { flavoursOf, leftOutOf, listFile, readList } from '../../../../search/index.ts'
import { type Flavour, flavours } from '../../../../standards/marc/index.ts'
import type { Door } from '../../../door.ts'
import { formFields, parse, route } from '../../../route.ts'
import { HandOverForm, ListAddress, listOwner } from './address.ts'
import { fileNameOf } from './files.ts'
import { sendWhatIsMissing } from './left-out.tsx'

/** Of the formats that are loaded, the one that holds every character of a record. */
const format = 'json'

/**
 * Hands what was found over to be loaded: it is checked first, as every file. One profile loads records of one flavour,
 * so each flavour is a file of its own. What would be missing is said first.
 */
export const listImport = (door: Door): RequestHandler =>
  route(ListAddress, async ({ list: id }, { req, res, visitor }) => {
    const { database, uploads } = door
    const { db } = database
    const { without } = parse(HandOverForm, formFields(req, HandOverForm))
    const list = await readList(db, id, listOwner(visitor).owner)
    if (list.counts.found === 0) throw new Problem('bad-input', { detail: 'Nothing was found that could be loaded.' })
    const leftOut = await leftOutOf(db, id, format)
    if (leftOut.length > without || leftOut.length === list.counts.found)
      return sendWhatIsMissing(door, res, { list, leftOut, without, to: { do: 'import' } })
    const found = await flavoursOf(db, id)
    const missing = (flavour: Flavour) => leftOut.filter((one) => one.flavour === flavour).length
    // Where there is no profile for one of them, nothing is handed over at all.
    const parts = flavours
      .filter((flavour) => (found.get(flavour) ?? 0) > missing(flavour))
      .map((flavour) => ({ flavour, ...profileFor(uploads.profiles, flavour) }))
    const handed: Staged[] = []
    for (const { flavour, name: profileName, profile } of parts) {
      const fileName = `${fileNameOf(list)}${parts.length > 1 ? `-${flavour}` : ''}.${format}`
      const options = { fileName, profileName, profile, format, actor: visitor.actor } as const
      handed.push(await stageImport(database, bytesOf(listFile(db, id, format, flavour)), options))
    }
    await database.tx(async (tx) => {
      for (const { batch, isNew } of handed) if (isNew) await startCheck(tx, batch.id, visitor.actor)
    })
    res.redirect(303, handed.length === 1 ? batchHref(handed[0]!) : handedHref(id, handed))
  })

const batchHref = ({ batch, isNew }: Staged) => `/import/${batch.id}${isNew ? '' : '?known=1'}`

const handedHref = (id: number, handed: readonly Staged[]) =>
  `/enquiry/numbers/${id}?${new URLSearchParams(
    handed.map(({ batch, isNew }): [string, string] => [isNew ? 'batch' : 'before', String(batch.id)]),
  )}`

async function* bytesOf(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece
}
