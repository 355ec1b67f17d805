import { type Db, storableJson } from '../kit/db/index.ts'
import type { Clock, Log } from '../kit/index.ts'
import type { BreakerPast, ClientOptions } from '../zoom/index.ts'
import { answered, Fared, failed, limited, neverAsked, shortened } from './fared.ts'
import { addressOf, type Target } from './settings.ts'
import type { ReachedLimit } from './types.ts'

type Place = Pick<Target, 'id' | 'client'>

/** How the targets fared of late. */
export interface HealthBook {
  /** Of a target where it is now: what it did at another address says nothing. */
  of(target: Place): Fared
  /** What a client of the target begins with, and by which it tells how it fares, until the next one begins. */
  watch(target: Place): Required<Pick<ClientOptions, 'watcher'>> & Pick<ClientOptions, 'past'>
  /** Takes note of a limit of ours that a search of the target came up against. @param detail what to say of it */
  reached(target: Place, limit: ReachedLimit, detail: string): void
  /** Keeps what is not kept yet. */
  close(): Promise<void>
}

interface Page {
  readonly address: string
  readonly fared: Fared
  readonly notedAt: number
}

/** A book that is gone with the process. */
export const shortBook = (clock: Clock): HealthBook => openBook(clock, new Map(), () => undefined)

/** What was noted so long ago says nothing any more. Milliseconds. */
const keptFor = 90 * 24 * 60 * 60_000
/** What is noted within this time is written at once, so that a search costs no statement. Milliseconds. */
const writtenEvery = 5_000

/**
 * A book that outlives the process, but for the last seconds of one that is killed. Of what several processes note, a
 * start reads what was noted last.
 */
export async function lastingBook(db: Db, clock: Clock, log: Log): Promise<HealthBook> {
  await db
    .deleteFrom('target_health')
    .where('noted_at', '<', new Date(clock.now() - keptFor))
    .execute()
  const pages = new Map<string, Page>()
  for (const { target, address, fared, noted_at } of await db.selectFrom('target_health').selectAll().execute()) {
    const read = Fared.safeParse(fared)
    if (read.success) pages.set(target, { address, fared: read.data, notedAt: noted_at.getTime() })
  }
  const unwritten = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  async function write() {
    timer = undefined
    // In one order, so that two processes never wait for each other.
    const values = [...unwritten].sort().flatMap((target) => {
      const page = pages.get(target)
      if (!page) return []
      const { address, fared, notedAt } = page
      return [{ target, address, fared: storableJson(fared), noted_at: new Date(notedAt) }]
    })
    unwritten.clear()
    if (values.length === 0) return
    await db
      .insertInto('target_health')
      .values(values)
      .onConflict((conflict) =>
        conflict
          .column('target')
          .doUpdateSet((row) => ({
            address: row.ref('excluded.address'),
            fared: row.ref('excluded.fared'),
            noted_at: row.ref('excluded.noted_at'),
          }))
          .whereRef('excluded.noted_at', '>=', 'target_health.noted_at'),
      )
      .execute()
      // No search is the worse for it.
      .catch((error: unknown) => {
        log.warn({ err: error }, 'the health of targets was not kept')
        for (const { target } of values) unwritten.add(target)
      })
  }

  const book = openBook(clock, pages, (target) => {
    unwritten.add(target)
    timer ??= setTimeout(() => {
      writing = writing.then(write)
    }, writtenEvery).unref()
  })
  return {
    ...book,
    async close() {
      clearTimeout(timer)
      await writing
      await write()
    },
  }
}

function openBook(clock: Clock, pages: Map<string, Page>, onNote: (target: string) => void): HealthBook {
  /** The latest of each target: what one from before a change still hears is of what the target was. */
  const watchers = new Map<string, ClientOptions['watcher']>()
  const of = ({ id, client }: Place): Fared => {
    const page = pages.get(id)
    return page?.address === addressOf(client) ? page.fared : neverAsked
  }
  function note(target: Place, change: (fared: Fared, at: number) => Fared): void {
    const at = clock.now()
    const fared = of(target)
    const now = change(fared, at)
    if (now === fared) return
    pages.set(target.id, { address: addressOf(target.client), fared: now, notedAt: at })
    onNote(target.id)
  }
  return {
    of,
    reached: (target, limit, detail) => note(target, (fared, at) => limited(fared, limit, detail, at)),
    watch(target) {
      const short = (now: BreakerPast | undefined) => now && { ...now, last: shortened(now.last) }
      const { breaker } = of(target)
      const noteOwn: typeof note = (...args) => watchers.get(target.id) === watcher && note(...args)
      const watcher: Required<ClientOptions>['watcher'] = {
        answered: (answer, now) => noteOwn(target, (fared, at) => answered(fared, answer, at, short(now))),
        failed: (failure, now) => noteOwn(target, (fared, at) => failed(fared, shortened(failure), at, short(now))),
      }
      watchers.set(target.id, watcher)
      return { ...(breaker && { past: breaker }), watcher }
    },
    close: async () => undefined,
  }
}
