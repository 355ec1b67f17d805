import { dateIn } from '../../kit/calendar/index.ts'
import type { LenderFields } from './types.ts'

export type LenderStanding = 'open' | 'suspended' | 'closed' | 'inactive'

type Standing = Pick<LenderFields, 'active' | 'closed' | 'suspendedUntil'> & { readonly timeZone: string }

/** Whether a lender can be sent a request at an instant (epoch milliseconds), and if not, why. */
export function standingOf({ active, closed, suspendedUntil, timeZone }: Standing, now: number): LenderStanding {
  if (!active) return 'inactive'
  if (closed) return 'closed'
  // The day is over when it is over there.
  return suspendedUntil !== null && dateIn(timeZone, now) <= suspendedUntil ? 'suspended' : 'open'
}
