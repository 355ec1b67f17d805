import type { Search, TargetState, TargetStatus } from '../search/index.ts'
import type { SearchAddress } from './address.ts'

/** How a search stands for one reader: what all words about its progress are made from. */
export type Standing = Pick<Search, 'state' | 'targets' | 'merged' | 'total'>

const asked: ReadonlySet<TargetState> = new Set(['queued', 'connecting', 'searching', 'fetching'])

/** Whether a target has yet to answer. */
export const isAsked = ({ state }: Pick<TargetStatus, 'state'>): boolean => asked.has(state)

/**
 * How a search stands for the reader of an address, who may have stopped waiting for some of its targets, or for all:
 * what came of these is all there is. Others may still wait for the rest, so the search itself may go on.
 */
export function standingFor(search: Search, { stopped, skip }: Pick<SearchAddress, 'stopped' | 'skip'>): Standing {
  if (search.id !== stopped) return search
  const { merged, total } = search
  const targets = search.targets.map(
    (target): TargetStatus =>
      isAsked(target) && (skip.length === 0 || skip.includes(target.id)) ? { ...target, state: 'stopped' } : target,
  )
  return { state: targets.some(isAsked) ? 'running' : 'done', targets, merged, total }
}

/** Resolves when everybody has answered whom the reader of an address waits for, at the latest after `deadline` ms. */
export async function settledFor(
  search: Search,
  address: Pick<SearchAddress, 'stopped' | 'skip'>,
  deadline: number,
  signal: AbortSignal,
): Promise<void> {
  const enough = AbortSignal.any([signal, AbortSignal.timeout(deadline)])
  for await (const _ of search.events({ signal: enough })) if (standingFor(search, address).state === 'done') return
}
