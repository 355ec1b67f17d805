import { LRUCache } from 'lru-cache'
import type { SortKey, TargetFailure } from '../zoom/index.ts'
import type { SortOrder } from './types.ts'

/** An order that a library can be asked for. What is relevant is for us to say. */
export type AskedOrder = Exclude<SortOrder, 'relevance'>

/** What targets are told to sort by: Bib-1 Use attributes. The newest come first, as in our lists. */
export const sortKeysFor: Readonly<Record<AskedOrder, readonly SortKey[]>> = {
  year: [{ use: 31, descending: true }],
  title: [{ use: 4 }],
  author: [{ use: 1003 }],
}

/** Which targets cannot sort by what: each is found out once, and tried again after a while. */
export interface Unsortable {
  has(target: string, order: AskedOrder): boolean
  add(target: string, order: AskedOrder): void
  forget(target: string): void
}

const mostRemembered = 5000
const rememberedFor = 60 * 60_000

export function createUnsortable(): Unsortable {
  const known = new LRUCache<string, true>({ max: mostRemembered, ttl: rememberedFor })
  return {
    has: (target, order) => known.has(`${order} ${target}`),
    add: (target, order) => void known.set(`${order} ${target}`, true),
    forget(target) {
      for (const key of [...known.keys()]) if (key.endsWith(` ${target}`)) known.delete(key)
    },
  }
}

/** Whether a failure says that the target cannot sort so, and not that something went wrong this once. */
export const refusesToSort = (error: TargetFailure): boolean =>
  error.failure.kind === 'misconfigured' || (error.failure.kind === 'diagnostic' && error.failure.phase === 'sort')
