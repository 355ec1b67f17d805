import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import { type Line, linesOf, listRequests, type Request, type RequestCursor } from '../../../ill/index.ts'
import { dateIn } from '../../../kit/calendar/index.ts'
import { csvRow } from '../../../standards/table/index.ts'
import type { Engine } from '../../../workflow/index.ts'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { listedFor } from '../../requests.ts'
import { route } from '../../route.ts'
import { currentLine } from './current-line.ts'
import { ListAddress, queryOf } from './list-address.ts'
import { lineStatus, requestStatus } from './words.ts'

/** Rows of a file; the list says so where it has more. */
export const mostInFile = 50_000
const atOnce = 500

interface Row {
  readonly request: Request
  /** The lender's turn that matters now. */
  readonly line: Line | undefined
  readonly engine: Engine
  /** Whose days its dates are. */
  readonly timeZone: string
}

const columns: readonly (readonly [head: string, cell: (row: Row) => string])[] = [
  ['Number', ({ request }) => request.number],
  ['Title', ({ request }) => request.title],
  ['Author', ({ request }) => request.author],
  ['ISBN', ({ request }) => request.citation.isbn ?? ''],
  ['ISSN', ({ request }) => request.citation.issn ?? ''],
  ['Service', ({ request }) => (request.service === 'loan' ? 'Loan' : 'Copy')],
  ['Borrower', ({ request }) => request.patron.name],
  ['Card number', ({ request }) => request.patron.cardNumber],
  ['Pickup place', ({ request }) => request.pickupBranch ?? ''],
  ['Status', ({ request, engine }) => requestStatus(engine, request)],
  ['Assigned to', ({ request }) => request.data.assignedName ?? ''],
  ['Lender', ({ line }) => line?.lender.name ?? ''],
  ['Lender status', ({ line, engine }) => (line ? lineStatus(engine, line) : '')],
  ['Due back at lender', ({ line }) => line?.data.dueAtLender?.slice(0, 10) ?? ''],
  ['Placed', ({ request, timeZone }) => dateIn(timeZone, request.placedAt.getTime())],
  ['Needed by', ({ request }) => request.neededBy ?? ''],
]

/** The whole list as a CSV file in UTF-8, piece by piece: spreadsheets calculate nothing in it. */
export const listDownload = (door: Door): RequestHandler =>
  route(ListAddress, async (address, { res, visitor, signal }) => {
    const { db } = door.database
    const { engine } = door.ill
    const clock = await clockOf(door, db)
    const query = { ...queryOf(address, visitor.person?.id), ...listedFor(visitor, clock) }
    const now = new Date(door.clock.now())
    const timeZone = clock.timeZone()
    res.attachment(`requests-${clock.today()}.csv`).type('text/csv; charset=utf-8')
    res.set('Cache-Control', 'private, no-store')
    await pipeline(
      async function* () {
        // The mark tells spreadsheets that it is UTF-8.
        yield `\ufeff${csvRow(columns.map(([head]) => head))}`
        let after: RequestCursor | undefined
        for (let left = mostInFile; left > 0; left -= atOnce) {
          const page = await listRequests(db, query, { sort: address.sort, limit: atOnce, ...(after && { after }) })
          const ids = page.requests.map(({ id }) => id)
          const lines = await linesOf(db, ids, now)
          yield page.requests
            .map((request) => ({ request, line: currentLine(lines.get(request.id) ?? []), engine, timeZone }))
            .map((row) => csvRow(columns.map(([, cell]) => cell(row))))
            .join('')
          if (!page.next) return
          after = page.next
        }
      },
      res,
      { signal },
    )
  })
