/** How Bib-1 access points are found in a record, whoever holds the records: a file in memory or the catalogue. */
export { accessPoints, anyField } from './access-points.ts'
export { type Access, readAttributes } from './attributes.ts'
export { type AccessSink, extractor } from './extract.ts'
export { fold as foldWord, words as accessWords } from './fold.ts'
export { type Kind, kindsFor } from './places.ts'
export { termText, termWords } from './terms.ts'
export { valueReaders } from './values.ts'
