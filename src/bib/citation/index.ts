export type { Citation, Genre } from '../../standards/openurl/index.ts'
export { citationOf, citationOfBrief, citesPart, tidyCitation } from './citation.ts'
export { citationLine } from './line.ts'
