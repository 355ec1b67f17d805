/** Places of records that files are matched by, beyond what every record is found by. */
export { MatchPlace, valuesAt } from './place.ts'
export { isPlace, placeKeys, type RegisteredPlace, registeredPlaces, registerPlace } from './registered.ts'
export { removePlace } from './remove.ts'
