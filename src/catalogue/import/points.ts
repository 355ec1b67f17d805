import type { Database, Tx } from '../../kit/db/index.ts'
import type { Key } from '../indexing/index.ts'
import { type MatchReason, matchingKeys, matchReasons } from '../matching/index.ts'
import { isPlace, type MatchPlace, placeKeys, registeredPlaces, registerPlace } from '../points/index.ts'
import { indexPlace, type PreparedRecord } from '../records/index.ts'
import type { ImportJob } from './failures.ts'
import type { MatchPoint, NamedPoint } from './profile.ts'

/** The points that compare records, and for what reasons two are the same by them; the others are keys in common. */
const reasonsOf: Readonly<Partial<Record<NamedPoint, readonly MatchReason[]>>> = {
  standard: matchReasons,
  agencyNumber: ['control-number'],
  isbnTitle: ['isbn-title'],
  // Numbers in common make it surer, not another thing.
  titleAuthorYear: ['isbn-title', 'number-title', 'title-author-year'],
}

/** A match point as it is put to use. */
export interface Point {
  /** Why two records may be the same by it; absent where a key in common suffices. */
  readonly reasons?: readonly MatchReason[] | undefined
  /** The keys of a record by which its twins are looked for. */
  keysOf(record: PreparedRecord): readonly Key[]
  /** Whether these are keys that the record would have without the point. */
  readonly isUsual: boolean
}

/** The points of a profile. Its places have to be registered. */
export async function pointsOf(tx: Tx, match: readonly MatchPoint[]): Promise<readonly Point[]> {
  const places = placesOf(match).length > 0 ? await registeredPlaces(tx) : []
  return match.map((point): Point => {
    if (typeof point === 'string') return namedPoint(point)
    const registered = places.find((one) => isPlace(one, point))
    if (!registered) throw new Error(`match point ${point.place} is not registered`)
    return { isUsual: false, keysOf: ({ record }) => placeKeys(record, registered) }
  })
}

function namedPoint(name: NamedPoint): Point {
  const reasons = reasonsOf[name]
  return {
    reasons,
    isUsual: true,
    keysOf: ({ indexed: { keys } }) => (reasons ? matchingKeys(keys) : keys.filter(([kind]) => kind === name)),
  }
}

const placesOf = (match: readonly MatchPoint[]): MatchPlace[] => match.filter((point) => typeof point !== 'string')

/**
 * Sees to it that the whole catalogue is found by the places a profile matches by. That takes as long as reading the
 * catalogue does, the first time a place is met.
 * @throws Problem job-lost
 */
export async function indexPlaces(database: Database, match: readonly MatchPoint[], job: ImportJob): Promise<void> {
  for (const place of placesOf(match)) {
    await registerPlace(database, place)
    const registered = (await registeredPlaces(database.db)).find((one) => isPlace(one, place))!
    await indexPlace(database, registered, async (tx) => {
      job.signal.throwIfAborted()
      await job.hold(tx)
    })
  }
}
