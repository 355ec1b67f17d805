import type { Line } from '../lines/types.ts'
import { liveLineStates } from '../machines/borrowing.ts'

/** How a line stands as an entry of the rota. */
export type EntryState = 'untried' | 'live' | 'tried' | 'skipped' | 'closed'

export function entryState({ state, data, skipped }: Pick<Line, 'state' | 'data' | 'skipped'>): EntryState {
  if (state === 'idle') return skipped === null ? 'untried' : 'skipped'
  if (state === 'not-supplied' || state === 'cancelled') return 'tried'
  return liveLineStates.includes(state) && !data.closed ? 'live' : 'closed'
}

/** End of rota: everybody was asked, nobody supplies, and nobody is left. */
export const isAtEnd = (lines: readonly Pick<Line, 'state' | 'data' | 'skipped'>[]): boolean =>
  lines.length > 0 &&
  lines.every((line) => ['tried', 'skipped'].includes(entryState(line))) &&
  lines.some((line) => entryState(line) === 'tried') &&
  lines.every(({ data }) => !data.terminated)
