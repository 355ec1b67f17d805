import type { StatusCode } from './profiles.ts'

/** Reasons to try again that are terms to agree to. */
const terms: ReadonlySet<string> = new Set(['MustMeetLoanCondition', 'LoanCondition', 'CostExceedsMaxCost'])

/**
 * What RetryPossible and Unfilled mean, by what comes with them: conditions to agree to, an estimate of the cost, another
 * try later, places that may have it, or just no. Where something else is meant, a line of the note says so.
 */
export function answerOf(said: {
  readonly status: StatusCode
  readonly reason: string | undefined
  readonly offered: boolean
  readonly conditions: boolean
  readonly locations: readonly string[]
}): 'conditional' | 'retry' | 'estimate' | 'locations' | 'unfilled' {
  if (said.status !== 'RetryPossible') return said.locations.length > 0 ? 'locations' : 'unfilled'
  if (said.conditions || terms.has(said.reason ?? '')) return 'conditional'
  return said.offered && said.reason === undefined ? 'estimate' : 'retry'
}
