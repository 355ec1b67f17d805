import type { Handlers } from '../../../workflow/index.ts'
import type { IllPorts } from '../../ports.ts'
import { borrowingHandlers, type LineFacts } from '../borrowing-handlers.ts'
import type { borrowingMachine3 } from './borrowing-3.ts'

type Data = typeof borrowingMachine3.start
type Former = Handlers<keyof typeof borrowingMachine3.guards, keyof typeof borrowingMachine3.effects, Data, LineFacts>

/** What carries lines out until they are moved: as now, but for what guards asked then. */
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
