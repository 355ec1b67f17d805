import type { RequestHandler } from 'express'
import { isEmpty, resultsHref, Words } from '../address.ts'
import type { Door } from '../door.ts'
import { rememberLibraries } from '../remembered.ts'
import { route } from '../route.ts'
import { sendPage } from '../send-page.ts'
import { emptySearch } from './home.tsx'

/** Where search forms lead: remembers the libraries, then goes to the search's own short address. */
export const startPage = (door: Door): RequestHandler =>
  route(Words, (words, { req, res }) => {
    if (words.t.length > 0) rememberLibraries(req, res, words.t)
    if (isEmpty(words)) return sendPage(res, emptySearch(door, req, words), 400)
    const every = door.service.targets('opac').every(({ id }) => words.t.includes(id))
    res.redirect(303, resultsHref(every ? { ...words, t: [] } : words))
  })
