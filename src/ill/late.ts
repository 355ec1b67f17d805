import { daysBetween } from '../kit/calendar/index.ts'
import { outStates } from './lending/queues.ts'
import type { Lending } from './lending/types.ts'
import type { Line } from './lines/types.ts'
import { statesHere } from './requests/current.ts'

/** By how many days something is late that was to be back on a day: none before, nor on the day itself. */
const daysPast = (dueOn: string | null, today: string): number => (dueOn ? Math.max(0, daysBetween(dueOn, today)) : 0)

/** By how many days what we lent to another library is late; none once it is back. `today`: YYYY-MM-DD, here. */
export const lendingLateBy = ({ state, data }: Lending, today: string): number =>
  data.completedAt === null && outStates.some((out) => out === state) ? daysPast(data.dueOn, today) : 0

/** By how many days what a lender sent us is late there; none before it came, nor on its way back. */
export const lineLateBy = ({ state, data }: Line, today: string): number =>
  !data.closed && statesHere.includes(state) ? daysPast(data.dueAtLender, today) : 0
