import type { Tx } from '../../kit/db/index.ts'
import type { Key } from '../indexing/index.ts'
import { placeKeys, registeredPlaces } from '../points/index.ts'
import type { PreparedRecord } from './rows.ts'

/** The keys of each of some records: what every record is found by, and the values of the places files are matched by. */
export async function allKeys(tx: Tx, records: readonly PreparedRecord[]): Promise<readonly (readonly Key[])[]> {
  const places = await registeredPlaces(tx)
  return records.map(({ indexed, record }) =>
    places.length === 0 ? indexed.keys : [...indexed.keys, ...places.flatMap((place) => placeKeys(record, place))],
  )
}
