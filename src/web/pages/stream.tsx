import type { RequestHandler } from 'express'
import { render } from 'preact-render-to-string'
import { z } from 'zod'
import { StripCell } from '../components/strip.tsx'
import type { Door } from '../door.ts'
import { route } from '../route.ts'
import { progressOf } from '../words-of-progress.ts'

/** How often the page hears of changes, milliseconds. */
const pace = 200

/**
 * What a results page follows while its search runs: cells of the strip that changed (`library`, HTML), how the search
 * stands (`progress`, JSON) and its end (`done`). Each message says how things are, not what happened, so a reader
 * that comes back after a break has missed nothing.
 */
export const resultsStream = (door: Door): RequestHandler =>
  route(z.object({ id: z.string().max(64) }), async ({ id }, { res }) => {
    const search = door.service.get(id)
    // No content tells an EventSource not to come back: the page as it is stays.
    if (!search) return res.status(204).end()
    const stream = door.streams.start(res)
    const told = new Map<string, string>()
    const tell = async (key: string, event: string, data: string) => {
      if (told.get(key) === data) return
      told.set(key, data)
      await stream.send(event, data)
    }
    for (;;) {
      const running = search.state === 'running'
      for (const target of search.targets) await tell(target.id, 'library', render(<StripCell target={target} />))
      await tell('', 'progress', JSON.stringify({ merged: search.merged, words: progressOf(search) }))
      if (!running || stream.signal.aborted) break
      await search.settled(pace, stream.signal)
    }
    await stream.send('done', '')
    stream.end()
  })
