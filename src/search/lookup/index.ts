/** Lists of standard numbers: for each the first good record, by an order of libraries. */
export { type Finding, type FindOptions, findFirst, type Try } from './find-first.ts'
export { type PassedOver, passedOver } from './good.ts'
export { type LookupMeans, lookupHandlers, tendLookups } from './jobs.ts'
export {
  addList,
  type ListOwner,
  type LookupList,
  listResults,
  listsKeptDays,
  listsOf,
  readList,
  removeList,
  retryList,
  stateNames,
  stopList,
} from './kept-lists.ts'
export { inLanes } from './lanes.ts'
export { flavoursOf, type LeftOut, leftOutOf, listFile } from './list-file.ts'
export {
  type ListedNumber,
  type ListShape,
  listLimits,
  listNumbers,
  type NumberKind,
  numberKinds,
  type Refusal,
  readNumberList,
  refusals,
  type WantedNumber,
} from './numbers.ts'
export * from './report.ts'
export { firstResult, resultOf } from './result.ts'
