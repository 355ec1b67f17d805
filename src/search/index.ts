export { secretOf } from '../zoom/index.ts'
export { type Alteration, type Altered, alterTargets, countAltered } from './alter-targets.ts'
export { browsable } from './browse.ts'
export { Entry, syntaxNames, type TargetEntry, type WrittenEntry } from './entries.ts'
export { type HealthBook, lastingBook } from './health-book.ts'
export {
  addTarget,
  changeTarget,
  type Keeping,
  type KeptTarget,
  listKeptTargets,
  readKeptTarget,
  removeTarget,
  type SecretFate,
  searchedTargets,
} from './kept-targets.ts'
export { filledIn } from './link.ts'
export {
  addressOfEntry,
  type Compared,
  type ComparedList,
  compareList,
  countOutcomes,
  listFormatNames,
  longestList,
} from './lists/index.ts'
export type { LookedUp, LookedUpRecord } from './look-up.ts'
export * from './lookup/index.ts'
export { lastingMemory, type Memory } from './memory.ts'
export { probeText } from './probe.ts'
export { isWritten, readQuery, searchedWords } from './query.ts'
export { isPlainlyPlaced, placeRefusal, warnOfRefused } from './reach.ts'
export { resealTargets } from './reseal-targets.ts'
export { createSearchService, type SearchServiceOptions } from './service.ts'
export {
  type AdHocSettings,
  addressOf,
  adHocTarget,
  enabledTargets,
  type Target,
  type TargetsConfig,
  TargetsFile,
  targetOf,
  targetReach,
} from './settings.ts'
export { takeTargetList, tryTargetList } from './take-list.ts'
export { createTargetList, followTargets, type TargetList, type TargetListOptions } from './target-list.ts'
export * from './types.ts'
export { brieflyWritten, fullyWritten, takesSecret, withSecret } from './written-entry.ts'
