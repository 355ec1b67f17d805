import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import { type AuditLine, auditLines } from '../../../../kit/index.ts'
import { csvRow } from '../../../../standards/table/index.ts'
import type { Door } from '../../../door.ts'
import { route } from '../../../route.ts'
import { AuditAddress, queryOf } from './address.ts'

const head = ['number', 'when', 'who', 'by', 'action', 'about', 'id', 'detail']
const rowOf = ({ id, at, actorName, via, action, subject, detail }: AuditLine) =>
  csvRow([id, at.toISOString(), actorName, via, action, subject.kind, subject.id, JSON.stringify(detail)])

/** What the page lists, all of it, as a table. */
export const auditFile = (door: Door): RequestHandler =>
  route(AuditAddress, async (address, { res, signal, visitor }) => {
    res.attachment('audit.csv').type('text/csv; charset=utf-8')
    await pipeline(
      async function* () {
        // The mark tells spreadsheets that it is UTF-8.
        yield `\ufeff${csvRow(head)}`
        for await (const lines of auditLines(door.database.db, queryOf(address, visitor.timeZone)))
          yield lines.map(rowOf).join('')
      },
      res,
      { signal },
    )
  })
