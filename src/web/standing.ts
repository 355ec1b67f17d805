import type { Search, TargetState, TargetStatus } from '../search/index.ts'

/** How a search stands for one reader: what all words about its progress are made from. */
export type Standing = Pick<Search, 'state' | 'targets' | 'merged' | 'total'>

const asked: ReadonlySet<TargetState> = new Set(['queued', 'connecting', 'searching', 'fetching'])

/**
 * How a search stands for a reader who stopped waiting: what came is all there is. Others may still wait for the rest,
 * so the search itself may go on.
 */
export const givenUp = ({ targets, merged, total }: Search): Standing => ({
  state: 'done',
  targets: targets.map((target): TargetStatus => (asked.has(target.state) ? { ...target, state: 'stopped' } : target)),
  merged,
  total,
})
