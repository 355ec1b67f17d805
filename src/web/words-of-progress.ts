import type { TargetStatus } from '../search/index.ts'
import type { Standing } from './standing.ts'
import { count, listed } from './text.ts'

/** What the badge of one library says: tone for the colour, sign and words for everyone. */
export interface Badge {
  readonly tone: 'ok' | 'wait' | 'bad' | 'calm'
  readonly sign: string
  readonly words: string
}

const usually = (milliseconds: number) =>
  milliseconds < 950 ? 'usually under 1 s' : `usually ${Math.round(milliseconds / 1000)} s`

/** How one library stands, in a patron's words. */
export function badgeOf(target: TargetStatus): Badge {
  const hits = count(target.hits ?? 0, 'hit')
  switch (target.state) {
    case 'queued':
      return { tone: 'calm', sign: '◌', words: 'waiting its turn' }
    case 'connecting':
    case 'searching':
      return { tone: 'wait', sign: '◌', words: target.usual ? `searching, ${usually(target.usual)}` : 'searching' }
    case 'fetching':
      return { tone: 'wait', sign: '◌', words: `${hits}, fetching` }
    case 'done':
      return target.hits ? { tone: 'ok', sign: '✓', words: hits } : { tone: 'calm', sign: '○', words: 'no hits' }
    case 'failed':
      return { tone: 'bad', sign: '✕', words: target.failure?.phrase ?? 'could not be searched' }
    case 'stopped':
      return { tone: 'calm', sign: '■', words: 'you stopped waiting' }
  }
}

/** What happened beside the hits, if anything did. */
export function remarkOf(target: TargetStatus): string | undefined {
  if (target.unreadable > 0) return `${count(target.unreadable, 'record')} could not be read`
  const broken = target.state === 'failed' || target.state === 'stopped'
  if (broken) return target.fetched > 0 ? `${count(target.fetched, 'record')} came before` : undefined
  const said = [...(target.adapted?.map(({ phrase }) => phrase) ?? []), target.limited?.phrase]
  return said.filter(Boolean).join(', ') || undefined
}

export const failedOf = (search: Standing) => search.targets.filter(({ state }) => state === 'failed')
export const stoppedOf = (search: Standing) => search.targets.filter(({ state }) => state === 'stopped')
const answeredOf = (search: Standing) =>
  search.targets.filter(({ state, hits }) => state === 'done' || (hits !== undefined && state !== 'failed'))

/**
 * The sentence about the whole search: also what a screen reader is told while hits arrive.
 * @param fitting entries that fit the filters, where some are on
 */
export function progressOf(search: Standing, fitting?: number): string {
  const asked = search.targets.length
  const answered = answeredOf(search).length
  const libraries =
    answered === asked
      ? asked === 1
        ? 'The library answered'
        : asked === 2
          ? 'Both libraries answered'
          : `All ${asked} libraries answered`
      : `${answered} of ${count(asked, 'library', 'libraries')} answered`
  const fits =
    fitting === undefined ? '' : ` ${fitting.toLocaleString('en')} ${fitting === 1 ? 'fits' : 'fit'} the filters.`
  return `${libraries}: ${foundIn(search)}.${fits}`
}

function foundIn({ state, targets, total, merged }: Standing): string {
  const results = count(merged, 'result')
  if (merged === 0 || total <= merged) return results
  const hits = count(total, 'hit')
  if (state === 'running') return `${hits}, ${results} so far`
  const fetched = fetchedOf(targets)
  const merging = merged < fetched ? ` and merged into ${results}` : ''
  return total > fetched
    ? `${hits}, the first ${fetched.toLocaleString('en')} fetched${merging}`
    : `${hits}, merged into ${results}`
}

/** Records that came, of all libraries. */
export const fetchedOf = (targets: readonly TargetStatus[]): number =>
  targets.reduce((sum, { fetched }) => sum + fetched, 0)

/** Which libraries are missing from the answer and why; undefined when none is. */
export function missingOf(search: Standing): string | undefined {
  const failed = failedOf(search)
  const stopped = stoppedOf(search)
  const named = failed.map(({ label, failure }) => `${label} (${failure?.phrase ?? 'no answer'})`)
  const sentences = [
    failed.length > 0 && `${count(failed.length, 'library', 'libraries')} could not be searched: ${listed(named)}.`,
    stopped.length > 0 &&
      `${listed(stopped.map(({ label }) => label))} ${stopped.length === 1 ? 'was' : 'were'} not waited for.`,
  ]
  return sentences.filter(Boolean).join(' ') || undefined
}
