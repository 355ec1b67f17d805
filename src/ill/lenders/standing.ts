import { dateIn } from '../../kit/calendar/index.ts'
import type { LenderFields, Protocol } from './types.ts'

export type LenderStanding = 'open' | 'suspended' | 'closed' | 'inactive'

/** How a lender is reached whose system speaks no protocol. */
export const byMail: ReadonlySet<Protocol> = new Set(['email', 'script', 'none'])

/** There is a way to it: an address of the kind its protocol needs. */
export const isReachable = ({ protocol, email, endpoint }: Pick<LenderFields, 'protocol' | 'email' | 'endpoint'>) =>
  (byMail.has(protocol) ? email : endpoint) !== ''

type Standing = Pick<LenderFields, 'active' | 'closed' | 'suspendedUntil'> & { readonly timeZone: string }

/** Whether a lender can be sent a request at an instant (epoch milliseconds), and if not, why. */
export function standingOf({ active, closed, suspendedUntil, timeZone }: Standing, now: number): LenderStanding {
  if (!active) return 'inactive'
  if (closed) return 'closed'
  // The day is over when it is over there.
  return suspendedUntil !== null && dateIn(timeZone, now) <= suspendedUntil ? 'suspended' : 'open'
}
