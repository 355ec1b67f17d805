export { browsable } from './browse.ts'
export { syntaxNames } from './entries.ts'
export { lastingMemory, type Memory } from './memory.ts'
export { isWritten, readQuery } from './query.ts'
export { isPlainlyPlaced, placeRefusal, warnOfRefused } from './reach.ts'
export { createSearchService, type SearchServiceOptions } from './service.ts'
export {
  type AdHocSettings,
  addressOf,
  adHocTarget,
  type Target,
  type TargetsConfig,
  TargetsFile,
  targetReach,
} from './settings.ts'
export * from './types.ts'
