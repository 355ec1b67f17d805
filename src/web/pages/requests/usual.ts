import { todayAt } from '../../../circulation/index.ts'
import type { Line } from '../../../ill/index.ts'
import type { Door } from '../../door.ts'

/**
 * What forms of lines usually say: what happened is entered on the day it did where the request is picked up, and what
 * comes is marked as a visitor.
 */
export async function daysOf(
  { database, circulation, clock }: Pick<Door, 'database' | 'circulation' | 'clock'>,
  pickupBranch: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const today = await todayAt(database.db, circulation, pickupBranch, clock.now())
  return { itemStatus: 'ill', receivedOn: today, returnedOn: today, shippedOn: today }
}

/** What is said of a line goes to its lender, unless somebody says otherwise: there is a way to it, and it knows of this turn. */
export const isTold = ({ lender, data }: Line): boolean => lender.reachable && !data.otherMeans
