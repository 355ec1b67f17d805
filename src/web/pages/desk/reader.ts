import {
  type Block,
  blocksOf,
  limitsOf,
  type Patron,
  patronOf,
  type ReservationLine,
  reservationsOf,
  todayAt,
} from '../../../circulation/index.ts'
import type { Door } from '../../door.ts'

/** A reader at a desk. */
export interface Reader {
  readonly patron: Patron
  /** What stands against lending one thing more. */
  readonly blocks: readonly Block[]
  readonly limits: { readonly loans: number; readonly reservations: number }
  readonly reservations: readonly ReservationLine[]
  /** YYYY-MM-DD at the branch. */
  readonly today: string
}

/** @throws Problem not-found */
export async function readerOf(door: Door, id: string, branch: string): Promise<Reader> {
  const { db } = door.database
  const today = await todayAt(db, door.circulation, branch, door.clock.now())
  const patron = await patronOf(db, id, today)
  return {
    patron,
    blocks: blocksOf(door.circulation, patron, 'loan', today),
    limits: limitsOf(door.circulation, patron.group),
    reservations: await reservationsOf(db, id),
    today,
  }
}
