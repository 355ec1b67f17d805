import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import { lendingNumber, requestNumber, type StatementLine, statementLines } from '../../../ill/index.ts'
import { csvRow } from '../../../standards/table/index.ts'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { route } from '../../route.ts'
import { FeesAddress, queryOf } from './address.ts'

const head = [
  ...['entry', 'at', 'side', 'kind', 'scheme', 'library', 'name', 'request', 'title', 'debtor', 'creditor'],
  ...['amount', 'currency', 'our figure'],
]
const atOnce = 500

const rowOf = ({ id, at, side, kind, scheme, partner, requestId, title, ...line }: StatementLine) =>
  csvRow([
    ...[id, at.toISOString(), side, kind, scheme, partner.symbol, partner.name],
    ...[side === 'lending' ? lendingNumber(requestId) : requestNumber(requestId), title, line.debtor, line.creditor],
    ...[line.amount === null ? '' : Number(line.amount), line.currency, line.ours ?? ''],
  ])

/** What the page lists, all of it, as a table. */
export const feesFile = (door: Door): RequestHandler =>
  route(FeesAddress, async (address, { res, signal }) => {
    const { db } = door.database
    const query = queryOf(address, await clockOf(door, db))
    res.attachment(`fees-${query.month}.csv`).type('text/csv; charset=utf-8')
    await pipeline(
      async function* () {
        // The mark tells spreadsheets that it is UTF-8.
        yield `\ufeff${csvRow(head)}`
        let lines: readonly StatementLine[] = []
        do {
          lines = await statementLines(db, query, { after: lines.at(-1)?.id ?? 0, limit: atOnce })
          yield lines.map(rowOf).join('')
        } while (lines.length === atOnce)
      },
      res,
      { signal },
    )
  })
