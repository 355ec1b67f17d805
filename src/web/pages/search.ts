import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Place, places } from '../address.ts'
import type { Door } from '../door.ts'
import { hasCatalogue } from '../our-search.ts'
import { parse, queryParameters } from '../route.ts'
import { ourResultsPage } from './our-results.tsx'
import { resultsPage } from './results.tsx'

/** What tells which tab an address means. */
const Telling = z.object({
  where: z.enum(places).optional().catch(undefined),
  t: z.array(z.string()),
  page: z.string().optional(),
  stopped: z.string().optional(),
  wait: z.string().optional(),
  held: z.string().optional(),
})

/** The results of a search: of our own catalogue unless the address means other libraries or there is no catalogue. */
export function searchPage(door: Door): RequestHandler {
  const tabs: Readonly<Record<Place, RequestHandler>> = { ours: ourResultsPage(door), others: resultsPage(door) }
  return async (req, res, next) => {
    const { where, t, ...others } = parse(Telling, queryParameters(req, Telling))
    // Addresses older than the catalogue name libraries or pages and nothing more: they lead where they always led.
    const meant = where ?? (t.length > 0 || Object.values(others).some(Boolean) ? 'others' : 'ours')
    const place = meant === 'ours' && (await hasCatalogue(door)) ? 'ours' : 'others'
    await tabs[place](req, res, next)
  }
}
