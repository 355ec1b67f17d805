import type { IllSettings } from '../../src/ill/index.ts'
import { useDatabase } from '../database.ts'
import { createHouse, type House } from './create-house.ts'

export { ann } from './create-house.ts'

/** A house of the calling `describe`, with a database of its own. */
export function useHouse(given: Partial<IllSettings> = {}): House {
  const data = useDatabase()
  const house = createHouse(() => data.database, given)
  before('furnish the house', house.furnish)
  return house
}
