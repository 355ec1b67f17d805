import type { Door } from '../../door.ts'

/** What forms of lines usually say: what happened is entered on the day it did, and what comes is marked as a visitor. */
export function daysOf({ clock }: Pick<Door, 'clock'>): Readonly<Record<string, string>> {
  const today = new Date(clock.now()).toISOString().slice(0, 10)
  return { itemStatus: 'ill', receivedOn: today, returnedOn: today, shippedOn: today }
}
