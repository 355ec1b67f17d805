import type { z } from 'zod'
import {
  lendingNumber,
  requestNumber,
  type StatementLine,
  statementLines,
  statementSums,
  statementTotals,
} from '../../ill/index.ts'
import type { Door } from '../door.ts'
import { clockOf } from '../house-clock.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import * as schemas from './fee-schemas.ts'

/** What schemes settle between us and other libraries. */
export function feeEndpoints(door: Door): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/fees',
      summary: 'What schemes settle between us and other libraries in a month: entries and sums',
      query: schemas.FeesQuery,
      answers: [{ status: 200, description: 'Entries oldest first', schema: schemas.FeeStatement }],
      problems: [400, 401, 403],
      handle: async ({ query: { month, library, side, after = 0, size } }, { res }) => {
        const { db } = door.database
        const clock = await clockOf(door, db)
        const asked = month ?? clock.today().slice(0, 7)
        const query = { month: asked, timeZone: clock.timeZone(), partnerId: library, side }
        const lines = await statementLines(db, query, { after, limit: size + 1 })
        const sums = await statementSums(db, query)
        res.set('Cache-Control', 'private, no-cache').json({
          month: asked,
          entries: lines.slice(0, size).map(entryView),
          sums: sums.map(({ partner, ...sum }) => ({ library: partner, ...sum })),
          totals: await statementTotals(db, query),
          ...(lines.length > size && { next: lines[size - 1]!.id }),
        })
      },
    }),
  ]
}

type EntryView = z.input<typeof schemas.FeeStatement>['entries'][number]

const entryView = ({ partner, requestId, ours, at, ...line }: StatementLine): EntryView => ({
  ...line,
  at: at.toISOString(),
  library: partner,
  request: line.side === 'lending' ? lendingNumber(requestId) : requestNumber(requestId),
  ourFigure: ours,
})
