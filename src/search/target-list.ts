import type { Db } from '../kit/db/index.ts'
import type { Reach } from '../kit/http/index.ts'
import type { Log, Seal } from '../kit/index.ts'
import type { TargetEntry } from './entries.ts'
import { keptVersion, searchedTargets } from './kept-targets.ts'
import { enabledTargets, type Target, type TargetsConfig, targetOf } from './settings.ts'
import type { SearchService } from './types.ts'

/** All targets there are: those of the file, and those staff keep. An id of the file is the file's. */
export interface TargetList {
  /** Those of the file. */
  readonly inFile: readonly TargetEntry[]
  /** Where targets may be. */
  readonly reach: Reach
  readonly seal: Seal
  /** One by id, be it enabled or not, as it was taken up. */
  find(id: string): Target | undefined
  /** Why one that is kept could not be taken up. */
  trouble(id: string): string | undefined
  /** Takes up what was changed, if anything was: at once, for whoever changed it here. */
  refresh(): Promise<void>
  /** Does so now, and every so often from now on. */
  follow(): Promise<void>
  close(): Promise<void>
}

export interface TargetListOptions {
  readonly db: Db
  readonly config: Pick<TargetsConfig, 'entries' | 'reach'>
  readonly seal: Seal
  readonly service: Pick<SearchService, 'take'>
  readonly log: Log
  /** How often it looks for changes by other processes while it follows them, milliseconds. */
  readonly poll?: number
}

/** Has a service search the targets of the file and those that are kept, and every change of these. */
export async function followTargets(options: TargetListOptions): Promise<TargetList> {
  const list = createTargetList(options)
  await list.follow()
  return list
}

/**
 * The same, looking only when it is told to. While it follows, other processes do not tell it of a change: it looks at one
 * row every other second, which costs less than a connection that waits to be told.
 */
export function createTargetList(options: TargetListOptions): TargetList {
  const { db, config, seal, service, log, poll = 2000 } = options
  const { entries: inFile, reach } = config
  const fileIds = new Set(inFile.map(({ id }) => id))
  let known: number | undefined
  let all: ReadonlyMap<string, Target> = new Map()
  let troubles: ReadonlyMap<string, string> = new Map()
  let reading: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  async function read(): Promise<void> {
    const version = await keptVersion(db)
    if (version === known || closed) return
    const { entries, unread } = await searchedTargets(db, seal)
    const others = entries.filter(({ id }) => !fileIds.has(id))
    all = new Map([...inFile, ...others].map((entry) => [entry.id, targetOf(entry, reach)]))
    for (const [target, detail] of unread)
      if (troubles.get(target) !== detail) log.warn({ target }, `target ${target} is not searched: ${detail}`)
    troubles = unread
    service.take(enabledTargets([...inFile, ...others], reach))
    known = version
  }

  /** One after the other, so that nobody takes up what is older than what another has taken up. */
  function refresh(): Promise<void> {
    reading = reading.catch(() => undefined).then(read)
    return reading
  }

  async function look(): Promise<void> {
    await refresh().catch((error: unknown) => log.warn({ err: error }, 'targets cannot be read'))
    lookLater()
  }

  function lookLater(): void {
    if (!closed) timer = setTimeout(() => void look(), poll).unref()
  }

  return {
    ...{ inFile, reach, seal, refresh },
    async follow() {
      await refresh()
      lookLater()
    },
    find: (id) => all.get(id),
    trouble: (id) => troubles.get(id),
    async close() {
      closed = true
      clearTimeout(timer)
      await reading.catch(() => undefined)
    },
  }
}
