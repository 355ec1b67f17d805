export {
  controlNumbersOf,
  digest,
  headingKey,
  type IndexedRecord,
  indexRecord,
  type Key,
  type SearchRow,
} from './index-record.ts'
export {
  type Heading,
  headings,
  type KeyKind,
  keyKinds,
  kindNumber,
  kindNumbered,
  type PlaceKind,
} from './key-kinds.ts'
export {
  anyLexeme,
  facetLexeme,
  hasPairs,
  type IndexedFacet,
  indexedFacets,
  kindLexeme,
  pairLexeme,
  quotable,
} from './lexemes.ts'
