import type { RequestHandler } from 'express'
import { z } from 'zod'
import { resultsHref, SearchAddress, seenBy } from '../../address.ts'
import type { Door } from '../../door.ts'
import { takeMarks } from '../../marked.ts'
import { formFields, parse, route } from '../../route.ts'

const Form = z.object({ none: z.literal('1').optional() })

/** Keeps marks, or drops them all. A script is answered without a page. */
export const keepMarks = (door: Door): RequestHandler =>
  route(SearchAddress, async (read, exchange) => {
    const { req, res, visitor } = exchange
    const address = seenBy(door, read)
    const { none } = parse(Form, formFields(req, Form))
    if (none) await door.enquiries.unmark(visitor.sessionId, address)
    else await takeMarks(door, address, exchange)
    if (req.accepts(['html', 'json']) === 'json') return res.status(204).end()
    res.redirect(303, resultsHref(address))
  })
