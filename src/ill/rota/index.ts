/** Who is asked for a request, in which order, and when the next one is. domain/ill.md 4. */
export { type Advance, advance, advanceHandlers } from './advance.ts'
export { buildRota, type RotaStanding, readDraft, rotaOf, setAutomatic } from './build.ts'
export { type EntryState, entryState, isAtEnd } from './entry.ts'
export { orderRota, type RotaCandidate, type RotaDraft, type RotaEntry } from './order.ts'
export {
  type HoldingOwner,
  HoldingOwnerFields,
  holdingOwners,
  removeHoldingOwner,
  saveHoldingOwner,
} from './owners.ts'
export { RotaSettings, type Sorting, sortings } from './settings.ts'
