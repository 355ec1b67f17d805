import type { RequestHandler } from 'express'
import {
  countRequests,
  linesOf,
  listRequests,
  parseRequestNumber,
  type RequestCursor,
  viewsFor,
} from '../../../ill/index.ts'
import type { Door } from '../../door.ts'
import { branchesOf } from '../../requests.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { ListAddress, queryOf } from './list-address.ts'
import { ListPage } from './list-page.tsx'

const pageSize = 50

/** A list of requests: work to be done first, all of them on demand. */
export const requestList = (door: Door): RequestHandler =>
  route(ListAddress, async (address, { res, visitor }) => {
    const { db } = door.database
    const query = { ...queryOf(address, visitor.person?.id), branches: branchesOf(visitor) }
    const { sort } = address
    const page = await listRequests(db, query, { sort, limit: pageSize, ...cursorOf(address.after) })
    // A number that names one request opens it.
    const [only] = page.requests
    if (only && page.requests.length === 1 && parseRequestNumber(address.text) === only.id)
      return res.redirect(303, `/requests/${only.id}`)
    const ids = page.requests.map(({ id }) => id)
    const lines = await linesOf(db, ids, new Date(door.clock.now()))
    const count = await countRequests(db, query)
    const views = visitor.person ? await viewsFor(db, visitor.person.id) : []
    sendPage(res, <ListPage {...{ door, address, page, count, lines, views }} />)
  })

function cursorOf(text: string): { readonly after?: RequestCursor } {
  const [, value, id] = /^(.{1,380})~(\d{1,15})$/.exec(text) ?? []
  return value === undefined ? {} : { after: [value, Number(id)] }
}
