import { setTimeout as sleep } from 'node:timers/promises'
import type { RequestHandler } from 'express'
import { render } from 'preact-render-to-string'
import { z } from 'zod'
import type { Hit, Search } from '../../search/index.ts'
import { SearchAddress, seenBy } from '../address.ts'
import { HeldBy } from '../components/hit-card.tsx'
import { LibraryRow } from '../components/libraries-table.tsx'
import { StripCell } from '../components/strip.tsx'
import type { Door } from '../door.ts'
import { hitFiltersOn, viewOf } from '../narrowed.ts'
import { route } from '../route.ts'
import { standingFor } from '../standing.ts'
import { progressOf } from '../words-of-progress.ts'

const StreamAddress = SearchAddress.extend({ id: z.string().max(64) })

/** The shortest time between two rounds of news, milliseconds. */
const pace = 200

/**
 * What a results page follows while its search runs; its address is the page's: cells of the strip, or rows of staff's table, that changed (`library`, HTML), who holds an
 * entry that several libraries have (`held`, HTML), how the search stands (`progress`, JSON) and its end (`done`). Each message says how things are, not what happened, so a reader
 * that comes back after a break has missed nothing.
 */
export const resultsStream = (door: Door): RequestHandler =>
  route(StreamAddress, async ({ id, ...read }, { res }) => {
    const address = seenBy(door, read)
    const found = door.service.get(id)
    const search = found?.request.audience === (door.audience ?? 'opac') ? found : undefined
    // No content tells an EventSource not to come back: the page as it is stays.
    if (!search) return res.status(204).end()
    const stream = door.streams.start(res)
    const told = new Map<string, string>()
    const changed = new Map<number, Hit>()

    /** Tells what is new; events that lie behind us find nothing of it left. */
    async function tell(): Promise<boolean> {
      const news = newsOf(search!, address, changed.values()).filter(({ key, data }) => told.get(key) !== data)
      changed.clear()
      for (const { key, event, data } of news) {
        told.set(key, data)
        await stream.send(event, data)
      }
      return news.length > 0
    }

    for await (const event of search.events({ signal: stream.signal })) {
      if (event.type === 'hits') for (const hit of event.hits) changed.set(hit.n, hit)
      if (address.stopped === search.id && standingFor(search, address).state === 'done') {
        // Its reader waits for nobody any more: of hits that are still to be read of, all are told at once.
        for (const hit of search.page({ page: 1, size: search.merged || 1 }).hits) changed.set(hit.n, hit)
        break
      }
      if (await tell()) await sleep(pace, undefined, { signal: stream.signal }).catch(() => undefined)
    }
    await tell()
    await stream.send('done', '')
    stream.end()
  })

function newsOf(search: Search, address: SearchAddress, changed: Iterable<Hit>) {
  const standing = standingFor(search, address)
  const { merged, targets } = standing
  const followed = { search: search.id, address }
  const fitting = search.count(viewOf(address))
  const words = progressOf(standing, hitFiltersOn(address) > 0 ? fitting : undefined)
  // In a library's own set nothing is merged.
  const held = address.set === undefined ? [...changed].filter(({ sources }) => sources.length > 1) : []
  return [
    ...targets.map((target) => ({
      key: `library ${target.id}`,
      event: 'library',
      data: render(
        address.audience === 'enquiry' ? (
          <LibraryRow target={target} {...followed} />
        ) : (
          <StripCell target={target} {...followed} />
        ),
      ),
    })),
    ...held.map((hit) => ({ key: `held ${hit.n}`, event: 'held', data: render(<HeldBy {...{ hit, address }} />) })),
    { key: 'progress', event: 'progress', data: JSON.stringify({ merged, fitting, words }) },
  ]
}
