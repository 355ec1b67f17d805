import type { RequestHandler } from 'express'
import { askedFor, resultsHref, SearchAddress, seenBy } from '../address.ts'
import type { Door } from '../door.ts'
import { type Exchange, route } from '../route.ts'
import { sendPage } from '../send-page.ts'
import { unfitSearch } from './home.tsx'
import { openAddress } from './opened.ts'

/** What a button of a results page does: acts, then leads to the address `act` gives. */
const button = (door: Door, act: (address: SearchAddress, exchange: Exchange) => Promise<SearchAddress>) =>
  route(SearchAddress, async (read, exchange) => {
    const address = seenBy(door, read)
    const { req, res } = exchange
    const unfit = unfitSearch(door, req, address)
    if (unfit) return sendPage(res, unfit, 400)
    res.redirect(303, resultsHref(await act(address, exchange)))
  })

/** Gives up, for this reader, the libraries that have not answered, or those of them it names: what came is shown. */
export const stopWaiting = (door: Door): RequestHandler =>
  button(door, async (address, { req }) => {
    const { search } = await openAddress(door, address, req)
    if (address.skip.length === 0) search.stop()
    for (const id of address.skip) search.stop(id)
    return { ...address, stopped: search.id }
  })

/** Fetches the next records from every library that holds more. */
export const fetchMore = (door: Door): RequestHandler =>
  button(door, async (wanted, { req, signal }) => {
    const { search, address } = await openAddress(door, wanted, req)
    await door.searches.more(search, req)
    // The page of a stopped search does not follow it, so it is shown once the records are there.
    if (address.stopped && address.skip.length === 0) await search.settled(door.deadline, signal)
    return address
  })

/** Asks the libraries anew that failed or were not waited for. */
export const askAgain = (door: Door): RequestHandler =>
  button(door, async (address, { req }) => {
    await door.searches.open(askedFor(address), req, { fresh: true })
    return { ...address, page: 1, stopped: undefined }
  })
