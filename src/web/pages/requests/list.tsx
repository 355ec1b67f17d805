import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  countRequests,
  type ListCursor,
  linesOf,
  listRequests,
  parseRequestNumber,
  viewsFor,
} from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { branchNames } from '../../item-lists.ts'
import { requestCursors } from '../../list-cursor.ts'
import { listedFor } from '../../requests.ts'
import { queryParameters, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { columnsShown } from '../lists/columns.tsx'
import { ListAddress, queryOf, requestLists, wholeList } from './list-address.ts'
import { ListPage } from './list-page.tsx'
import { WrongList } from './wrong-list.tsx'

const pageSize = 50

/** A list of requests: work to be done first, all of them on demand. */
export const requestList = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { req, res, visitor }) => {
    const given = queryParameters(req, ListAddress)
    const parsed = ListAddress.safeParse(given)
    if (!parsed.success) return sendPage(res, <WrongList door={door} {...wrongIn(given, parsed.error)} />, 400)
    const address = parsed.data
    const cursor = cursorOf(address)
    if (!cursor) {
      const wrong = [{ name: 'after', value: address.after, allowed: [] }]
      return sendPage(res, <WrongList door={door} wrong={wrong} without={wholeList(address)} />, 400)
    }
    const { db } = door.database
    const clock = await clockOf(door, db)
    const query = { ...queryOf(address, visitor.person?.id), ...listedFor(visitor, clock) }
    const { sort } = address
    const page = await listRequests(db, query, { sort, limit: pageSize, ...cursor })
    // A number that names one request opens it.
    const [only] = page.requests
    if (only && page.requests.length === 1 && parseRequestNumber(address.text) === only.id)
      return res.redirect(303, `/requests/${only.id}`)
    const ids = page.requests.map(({ id }) => id)
    const lines = await linesOf(db, ids, new Date(door.clock.now()))
    const count = await countRequests(db, query)
    const views = visitor.person ? await viewsFor(db, requestLists.name, visitor.person.id) : []
    const columns = await columnsShown(db, requestLists, address.columns, visitor)
    const branchName = await branchNames(db)
    sendPage(
      res,
      <ListPage
        {...{ door, address, page, count, lines, views, columns, branchName }}
        timeZone={clock.timeZone()}
        today={clock.today()}
      />,
    )
  })

/** What is wrong with an address, and the list that the rest of it means. */
function wrongIn(given: Readonly<Record<string, string | string[]>>, { issues }: z.ZodError) {
  const names = [...new Set(issues.map(({ path }) => String(path[0])))]
  const wrong = names.map((name) => ({ name, value: String(given[name]), allowed: allowedIn(issues, name) }))
  const rest = Object.entries(given).filter(([name]) => !names.includes(name))
  return { wrong, without: wholeList(ListAddress.parse(Object.fromEntries(rest))) }
}

/** Of a part with a fixed set of values, these. */
function allowedIn(issues: z.ZodError['issues'], name: string): readonly string[] {
  const found = issues.find(({ path }) => path[0] === name)
  return found?.code === 'invalid_value' ? found.values.map(String).filter(Boolean) : []
}

/** Where the page begins; undefined for what is no end of a page of this list. */
function cursorOf({ sort, after }: ListAddress): { readonly after?: ListCursor } | undefined {
  if (after === '') return {}
  try {
    return { after: requestCursors.read(sort, after) }
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
