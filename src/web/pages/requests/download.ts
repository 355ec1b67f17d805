import type { RequestHandler } from 'express'
import { type Line, type ListCursor, linesOf, listRequests, type Request } from '../../../ill/index.ts'
import { dateIn } from '../../../kit/calendar/index.ts'
import type { Engine } from '../../../workflow/index.ts'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { listedFor } from '../../requests.ts'
import { route } from '../../route.ts'
import { atOnceInFile, type CsvColumn, sendCsv } from '../../send-csv.ts'
import { currentLine } from './current-line.ts'
import { ListAddress, queryOf } from './list-address.ts'
import { lineStatus, requestStatus } from './words.ts'

interface Row {
  readonly request: Request
  /** The lender's turn that matters now. */
  readonly line: Line | undefined
  readonly engine: Engine
  /** Whose days its dates are. */
  readonly timeZone: string
}

const columns: readonly CsvColumn<Row>[] = [
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

/** The whole list as a CSV file. */
export const listDownload = (door: Door): RequestHandler =>
  route(ListAddress, async (address, exchange) => {
    const { db } = door.database
    const { engine } = door.ill
    const clock = await clockOf(door, db)
    const query = { ...queryOf(address, exchange.visitor.person?.id), ...listedFor(exchange.visitor, clock) }
    const now = new Date(door.clock.now())
    const timeZone = clock.timeZone()
    async function* pages() {
      let after: ListCursor | undefined
      do {
        const page = await listRequests(db, query, { sort: address.sort, limit: atOnceInFile, ...(after && { after }) })
        const ids = page.requests.map(({ id }) => id)
        const lines = await linesOf(db, ids, now)
        yield page.requests.map(
          (request): Row => ({ request, line: currentLine(lines.get(request.id) ?? []), engine, timeZone }),
        )
        after = page.next
      } while (after)
    }
    await sendCsv(exchange, `requests-${clock.today()}`, columns, pages())
  })
