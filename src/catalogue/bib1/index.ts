/** The catalogue as protocols see it, in the terms of Bib-1. */
export { type ScanAnswer, type ScanEntry, type ScanRequest, scanCatalogue, scannableUses } from './scan.ts'
export { type SortField, searchableUses, sortableUses, sortFieldOf } from './uses.ts'
export { withinTime } from './within-time.ts'
