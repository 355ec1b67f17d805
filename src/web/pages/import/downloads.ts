import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import {
  type ImportBatch,
  importBatch,
  rejectsFile,
  rejectsOf,
  reportHead,
  reportLine,
} from '../../../catalogue/index.ts'
import { formats } from '../../../standards/marc/index.ts'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { BatchAddress } from './batch-address.ts'

/** A name for a file of ours, from one of theirs: letters, digits and hyphens. */
const nameFrom = ({ fileName, id }: ImportBatch) =>
  fileName
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80) || `file-${id}`

/** The rejected records, byte for byte as they were in the file, to be mended and sent again. */
export const rejectsDownload = (door: Door): RequestHandler =>
  route(BatchAddress, async ({ batch: id }, { res, signal }) => {
    const { db } = door.database
    const batch = await importBatch(db, id)
    const extension = batch.format === 'csv' ? 'csv' : formats[batch.format].extension
    res.attachment(`${nameFrom(batch)}-rejects.${extension}`).type('application/octet-stream')
    await pipeline(rejectsFile(db, id), res, { signal })
  })

/** Which records were rejected, where each began, and why. */
export const reportDownload = (door: Door): RequestHandler =>
  route(BatchAddress, async ({ batch: id }, { res, signal }) => {
    const { db } = door.database
    const batch = await importBatch(db, id)
    res.attachment(`${nameFrom(batch)}-rejects-report.csv`).type('text/csv; charset=utf-8')
    await pipeline(
      async function* () {
        yield reportHead
        for await (const { row } of rejectsOf(db, id)) yield reportLine(row)
      },
      res,
      { signal },
    )
  })
