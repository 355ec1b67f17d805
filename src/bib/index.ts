export * from './access/index.ts'
export { brief, untitled } from './brief.ts'
export { type BriefDifference, briefDifferences } from './brief-differences.ts'
export * from './change/index.ts'
export * from './check/index.ts'
export * from './citation/index.ts'
export { marcOfDublinCore } from './dublin-core.ts'
export { fold, inPlainLetters, words } from './fold.ts'
export { full } from './full.ts'
export { type HeldBy, heldBy, holdingsOf } from './holdings.ts'
export { type Identifier, isbn10, normaliseIsbn, normaliseIssn, normaliseLccn, normaliseOclc } from './identifiers.ts'
export { languageName, languages } from './languages.ts'
export { matchKeys } from './match.ts'
export { type Cluster, type Mergeable, type Merged, Merger } from './merger.ts'
export * from './new-record/index.ts'
export {
  type Likeness,
  likeness,
  mostForBrevity,
  mostOfSome,
  type Reason,
  reasons,
  relevance,
  type SortKeys,
  sortKeys,
  worth as worthOfParts,
} from './ranking.ts'
export { describeSame, type Sameness, shareTitle } from './same.ts'
export * from './types.ts'
