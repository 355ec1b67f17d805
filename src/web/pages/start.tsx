import type { RequestHandler } from 'express'
import { resultsHref, searchHref, seenBy, Words } from '../address.ts'
import { Categories, chosenLibraries } from '../categories.ts'
import type { Door } from '../door.ts'
import { ourHref, ourSearch } from '../our-address.ts'
import { hasCatalogue } from '../our-search.ts'
import { rememberLibraries } from '../remembered.ts'
import { route } from '../route.ts'
import { sendPage } from '../send-page.ts'
import { unfitSearch } from './home.tsx'

const StartAddress = Words.extend(Categories)

/** Where search forms lead: remembers the libraries, then goes to the search's own short address. */
export const startPage = (door: Door): RequestHandler =>
  route(StartAddress, async ({ c, had, ...read }, { req, res }) => {
    const libraries = door.service.targets(door.audience ?? 'opac')
    const words = seenBy(door, { ...read, t: chosenLibraries({ t: read.t, c, had }, libraries) })
    if (words.t.length > 0) rememberLibraries(req, res, words.t)
    const unfit = unfitSearch(door, req, words)
    if (unfit) return sendPage(res, unfit, 400)
    const every = libraries.every(({ id }) => words.t.includes(id))
    const wanted = every ? { ...words, t: [] } : words
    if (words.where === 'others') return res.redirect(303, resultsHref(wanted))
    // Libraries are chosen for when they are asked: first is looked at home, if there is anything to look at.
    const ours = await hasCatalogue(door)
    res.redirect(303, ours ? ourHref(ourSearch(wanted)) : searchHref('/search', wanted))
  })
