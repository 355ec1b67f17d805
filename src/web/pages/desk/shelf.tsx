import type { RequestHandler } from 'express'
import { z } from 'zod'
import { overdueLoans, pickupShelf, toClear, toFetch } from '../../../circulation/index.ts'
import { deskBranch } from '../../desk/branch.ts'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { type Line, linesOf, type Raw, type ShelfList, shelfLists } from './shelf-lines.ts'
import { ShelfPage } from './shelf-page.tsx'

const pageSize = 100
const ShelfAddress = z.object({
  list: z.enum(shelfLists).default('fetch'),
  branch: z.string().max(64).optional(),
  /** Where a page of what is overdue begins: behind this loan. */
  date: z.iso.date().optional(),
  loan: z.uuid().optional(),
})

/** What has to be walked to, or waited for. */
export const shelfPage = (door: Door): RequestHandler =>
  route(ShelfAddress, async ({ list, branch: asked, date, loan }, exchange) => {
    const { branch } = await deskBranch(door, exchange, asked)
    const after = date !== undefined && loan !== undefined ? { date, id: loan } : undefined
    const { raw, next } = await read(door, list, branch.code, after)
    const lines: readonly Line[] = await linesOf(door, raw)
    const further =
      next && `/desk/shelf?${new URLSearchParams({ list, branch: branch.code, date: next.date, loan: next.id })}`
    sendPage(exchange.res, <ShelfPage {...{ door, list, branch, lines, further }} />)
  })

interface After {
  readonly date: string
  readonly id: string
}

/** The lines of a list, and where it goes on. */
async function read(
  door: Door,
  list: ShelfList,
  branch: string,
  after: After | undefined,
): Promise<{ readonly raw: readonly Raw[]; readonly next?: After }> {
  const { db } = door.database
  if (list === 'fetch') return { raw: await toFetch(db, branch) }
  if (list === 'clear') return { raw: await toClear(db, branch) }
  if (list === 'pickup') return { raw: await pickupShelf(db, branch) }
  const page = { branch, now: door.clock.now(), size: pageSize, after }
  const { loans, next } = await overdueLoans(db, door.circulation, page)
  return { raw: loans, ...(next && { next }) }
}
