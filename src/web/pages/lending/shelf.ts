import { availabilityOf, type Lending } from '../../../ill/index.ts'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'

type Means = Pick<Door, 'database' | 'circulation' | 'clock'>

/** A copy of what is wanted, or may be. */
interface CopyOfOurs {
  readonly number: string
  readonly bibId: number
  /** It stands at its place. */
  readonly there: boolean
  /** Its record is surely the one that is wanted. */
  readonly sure: boolean
}

export async function copiesFor(door: Means, lending: Lending): Promise<readonly CopyOfOurs[]> {
  const { db } = door.database
  const records = await availabilityOf(db, lending, (await clockOf(door, db)).today())
  return records.flatMap(({ copies, sure }) =>
    copies.map(({ available, item }) => ({ number: item.accessionNo, bibId: item.bibId, there: available, sure })),
  )
}

/** Those that stand at their place. */
export const copiesThere = async (door: Means, lending: Lending): Promise<readonly CopyOfOurs[]> =>
  (await copiesFor(door, lending)).filter(({ there }) => there)

const mostNamed = 5

/** Which copies stand on the shelf that could be the one in hand. */
export function hintOf(copies: readonly CopyOfOurs[]): string | undefined {
  const numbers = copies.filter(({ there }) => there).map(({ number }) => number)
  if (numbers.length === 0) return undefined
  return `On our shelves: ${numbers.slice(0, mostNamed).join(', ')}${numbers.length > mostNamed ? ' and more' : ''}`
}

export const shelfHint = async (door: Means, lending: Lending): Promise<string | undefined> =>
  hintOf(await copiesFor(door, lending))

/** The library’s own system lends what is shipped, and says until when. */
export const checksOut = ({ ill }: Pick<Door, 'ill'>, event: string): boolean =>
  event === 'shipped' && ill.librarySystem?.ncip.settings.lending.checkOut === 'on'
