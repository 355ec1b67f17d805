import type { RequestHandler } from 'express'
import { z } from 'zod'
import { recordHref, resultsHref, SearchAddress, seenBy } from '../../address.ts'
import type { Door } from '../../door.ts'
import { formFields, parse, route } from '../../route.ts'

const Form = z.object({ mark: z.array(z.string().regex(/^\S{1,64} \d{1,10}$/)).max(1000) })

/** Begins a request for the one marked hit; back to the list, which says why not, where none or several are. */
export const placeMarked = (door: Door): RequestHandler =>
  route(SearchAddress, (read, { req, res }) => {
    const address = seenBy(door, read)
    const { mark } = parse(Form, formFields(req, Form))
    const [only] = mark
    if (only === undefined || mark.length > 1) {
      const back = resultsHref(address)
      return res.redirect(303, `${back}${back.includes('?') ? '&' : '?'}marked=${mark.length}`)
    }
    const [target, position] = only.split(' ') as [string, string]
    res.redirect(303, recordHref(address, { target, position: Number(position) }, '/record/request'))
  })
