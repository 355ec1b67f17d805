import type { Handlers } from '../../../workflow/index.ts'
import type { IllPorts } from '../../ports.ts'
import { borrowingHandlers, type LineFacts } from '../borrowing-handlers.ts'
import type { borrowingMachine3 } from './borrowing-3.ts'
import type { borrowingMachine4 } from './borrowing-4.ts'

type Former = Handlers<
  keyof typeof borrowingMachine3.guards,
  keyof typeof borrowingMachine3.effects,
  typeof borrowingMachine3.start,
  LineFacts
>
type Former4 = Handlers<
  keyof typeof borrowingMachine4.guards,
  keyof typeof borrowingMachine4.effects,
  typeof borrowingMachine4.start,
  LineFacts
>

/** What carries lines of the fourth version out until they are moved: as now. */
export const formerBorrowingHandlers4 = (ports: IllPorts): Former4 => borrowingHandlers(ports) as unknown as Former4

/** The same of those before: as now, but for what guards asked then. */
export function formerBorrowingHandlers(ports: IllPorts): Former {
  const now = borrowingHandlers(ports) as unknown as Former
  return {
    ...now,
    guards: {
      ...now.guards,
      reachable: ({ facts: { email } }) => email !== '',
      loanOrUnknown: ({ data }) => data.shippedService !== 'copy',
    },
  }
}
