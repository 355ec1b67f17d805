import type { HitDetail, Search } from '../search/index.ts'

/** How often we look whether the record has come, milliseconds. */
const pace = 100

interface Place {
  readonly library: string
  /** 1-based position in the library's answer. */
  readonly record: number
}

/**
 * The record at a place in one library's answer. Waits for it, and fetches further records where that takes it, so an
 * address kept from an earlier day leads to its record as long as the library still answers alike.
 * @param more fetches further records
 */
export async function findRecord(
  search: Search,
  place: Place,
  more: () => Promise<void>,
  deadline: number,
  signal: AbortSignal,
): Promise<HitDetail | undefined> {
  const until = Date.now() + deadline
  let merged = -1
  while (!signal.aborted && Date.now() < until) {
    const found = locate(search, place)
    if (found) return search.full(found.n, found.source)
    if (search.state === 'running') await search.settled(pace, signal)
    else {
      if (!liesBeyond(search, place) || search.merged === merged) return undefined
      merged = search.merged
      await more()
    }
  }
  return undefined
}

/** Whether the library holds the record, and it was not fetched but may be. */
function liesBeyond(search: Search, { library, record }: Place): boolean {
  const { fetched = 0, hits = 0 } = search.targets.find(({ id }) => id === library) ?? {}
  return record > fetched && record <= hits && search.page({ page: 1, size: 1 }).more
}

function locate(search: Search, { library, record }: Place): { n: number; source: number } | undefined {
  for (const { n, sources } of search.page({ page: 1, size: search.merged || 1 }).hits) {
    const source = sources.findIndex(({ target, position }) => target === library && position === record)
    if (source >= 0) return { n, source }
  }
  return undefined
}
