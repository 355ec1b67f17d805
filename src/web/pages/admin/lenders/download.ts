import { pipeline } from 'node:stream/promises'
import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { lenderSampleCsv, lendersCsv } from '../../../../ill/index.ts'
import type { Door } from '../../../door.ts'
import { route } from '../../../route.ts'

/** All lenders as a table, which can be taken in again: spreadsheets calculate nothing in it. */
export const lendersFile = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res, signal }) => {
    asFile(res, `lenders-${new Date(door.clock.now()).toISOString().slice(0, 10)}.csv`)
    await pipeline(lendersCsv(door.database.db), res, { signal })
  })

/** A table without lenders: the columns there are. */
export const lendersSample: RequestHandler = route(z.object({}), (_input, { res }) => {
  asFile(res, 'lenders-sample.csv').send(lenderSampleCsv())
})

const asFile = (res: Response, name: string) =>
  res.attachment(name).type('text/csv; charset=utf-8').set('Cache-Control', 'private, no-store')
