import { setTimeout as sleep } from 'node:timers/promises'
import type { RequestHandler } from 'express'
import { render } from 'preact-render-to-string'
import { z } from 'zod'
import type { Hit, Search } from '../../search/index.ts'
import { HeldBy } from '../components/hit-card.tsx'
import { StripCell } from '../components/strip.tsx'
import type { Door } from '../door.ts'
import { hitFiltersOn, type Narrowing, narrowingParts, viewOf } from '../narrowed.ts'
import { route } from '../route.ts'
import { progressOf } from '../words-of-progress.ts'

/** The shortest time between two rounds of news, milliseconds. */
const pace = 200

/**
 * What a results page follows while its search runs; its address says what of the list it shows: cells of the strip that changed (`library`, HTML), who holds an
 * entry that several libraries have (`held`, HTML), how the search stands (`progress`, JSON) and its end (`done`). Each message says how things are, not what happened, so a reader
 * that comes back after a break has missed nothing.
 */
export const resultsStream = (door: Door): RequestHandler =>
  route(z.object({ id: z.string().max(64), ...narrowingParts }), async ({ id, ...shown }, { res }) => {
    const found = door.service.get(id)
    const search = found?.request.audience === (door.audience ?? 'opac') ? found : undefined
    // No content tells an EventSource not to come back: the page as it is stays.
    if (!search) return res.status(204).end()
    const stream = door.streams.start(res)
    const told = new Map<string, string>()
    const changed = new Map<number, Hit>()

    /** Tells what is new; events that lie behind us find nothing of it left. */
    async function tell(): Promise<boolean> {
      const news = newsOf(search!, shown, changed.values(), door.audience === 'enquiry').filter(
        ({ key, data }) => told.get(key) !== data,
      )
      changed.clear()
      for (const { key, event, data } of news) {
        told.set(key, data)
        await stream.send(event, data)
      }
      return news.length > 0
    }

    for await (const event of search.events({ signal: stream.signal })) {
      if (event.type === 'hits') for (const hit of event.hits) changed.set(hit.n, hit)
      if (await tell()) await sleep(pace, undefined, { signal: stream.signal }).catch(() => undefined)
    }
    await tell()
    await stream.send('done', '')
    stream.end()
  })

function newsOf(search: Search, shown: Narrowing, changed: Iterable<Hit>, staff: boolean) {
  const { merged } = search
  const fitting = search.count(viewOf(shown))
  const words = progressOf(search, hitFiltersOn(shown) > 0 ? fitting : undefined)
  // In a library's own set nothing is merged.
  const held = shown.set === undefined ? [...changed].filter(({ sources }) => sources.length > 1) : []
  return [
    ...search.targets.map((target) => ({
      key: `library ${target.id}`,
      event: 'library',
      data: render(<StripCell {...{ target, staff }} />),
    })),
    ...held.map((hit) => ({ key: `held ${hit.n}`, event: 'held', data: render(<HeldBy hit={hit} />) })),
    { key: 'progress', event: 'progress', data: JSON.stringify({ merged, fitting, words }) },
  ]
}
