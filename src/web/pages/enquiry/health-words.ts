import type { TargetHealth } from '../../../search/index.ts'
import type { Badge } from '../../words-of-progress.ts'

/** How a target fares, the worst first. */
const states = ['left-out', 'to-be-tried', 'failing', 'untried', 'well'] as const
type State = (typeof states)[number]

const stateOf = ({ breaker, ofLate, lastAnswer, lastFailure }: TargetHealth): State => {
  if (breaker === 'open') return 'left-out'
  if (breaker === 'half-open') return 'to-be-tried'
  if (ofLate.asked === 0) return 'untried'
  return lastFailure && !(lastAnswer && lastAnswer.at >= lastFailure.at) ? 'failing' : 'well'
}

/** Its place among others by how it fares: the worst is the first. */
export const rankOf = (health: TargetHealth): number => states.indexOf(stateOf(health))

const badges: Readonly<Record<State, Badge>> = {
  'left-out': { tone: 'bad', sign: '✕', words: 'Left out for now' },
  'to-be-tried': { tone: 'wait', sign: '△', words: 'The next search tries it' },
  failing: { tone: 'wait', sign: '△', words: 'Failed last time' },
  untried: { tone: 'calm', sign: '○', words: 'Not asked yet' },
  well: { tone: 'ok', sign: '✓', words: 'Answers' },
}

/** How it fares, with a sign and in words. */
export const healthBadge = (health: TargetHealth): Badge => badges[stateOf(health)]

/** Whether a limit of ours kept it from being asked after it last answered or failed, so that this is what is new. */
export function isHeldBack({ reached, lastAnswer, lastFailure, breaker }: TargetHealth): boolean {
  const heldBack = reached.find(({ limit }) => limit === 'searches' || limit === 'connections')
  return (
    heldBack !== undefined &&
    breaker === 'closed' &&
    [lastAnswer, lastFailure].every((last) => !last || last.at <= heldBack.at)
  )
}

/** "80 ms", "1.4 s". */
export const timeWords = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

/** "none of 12", "3 of 20". */
export const lateWords = ({ asked, failed }: TargetHealth['ofLate']): string =>
  asked === 0 ? '–' : `${failed === 0 ? 'none' : failed} of ${asked}`
