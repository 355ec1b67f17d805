import { canBeReserved, dueDates, reservationsOfBib } from '../circulation/index.ts'
import type { Door } from './door.ts'
import type { OurBib } from './our-bib.ts'
import type { Visitor } from './visitor.ts'

/** How a record's copies are lent just now, for whoever looks. */
export interface Lending {
  /** When copies that are lent are due, by item. */
  readonly due: ReadonlyMap<number, string>
  /** Whether the reader, or readers at all, may wait for a copy. */
  readonly reservable: boolean
  /** How many wait. */
  readonly waiting: number
  /** The reader's own reservation. */
  readonly own: boolean
}

export async function lendingOf(door: Door, { bib, items }: OurBib, { person }: Visitor): Promise<Lending> {
  const { db } = door.database
  const group = person?.kind === 'patron' ? person.group : undefined
  const reservations = items.length > 0 ? await reservationsOfBib(db, bib.id) : []
  return {
    due: await dueDates(
      db,
      items.map(({ id }) => id),
    ),
    reservable: items.length > 0 && (await canBeReserved(db, door.circulation, bib.id, group)),
    waiting: reservations.filter(({ level, state }) => level === 'title' && state === 'waiting').length,
    own: reservations.some(({ patronId }) => patronId === person?.id),
  }
}
