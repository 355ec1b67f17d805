import type { RequestHandler } from 'express'
import { recordHref, SearchAddress, seenBy } from '../../address.ts'
import type { Door } from '../../door.ts'
import { inVain, placeOf, takeMarks } from '../../marked.ts'
import { route } from '../../route.ts'

/** Begins a request for the one marked hit; back to the list, which says why not, where none or several are. */
export const placeMarked = (door: Door): RequestHandler =>
  route(SearchAddress, async (read, exchange) => {
    const address = seenBy(door, read)
    const marks = await takeMarks(door, address, exchange)
    const [only] = marks
    if (only === undefined || marks.length > 1) return exchange.res.redirect(303, inVain(address, marks))
    exchange.res.redirect(303, recordHref(address, placeOf(only), '/record/request'))
  })
