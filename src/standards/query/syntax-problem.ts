import { Problem } from '../../problems.ts'

/**
 * A query that cannot be read.
 * @param position offset of the character at fault; people are told the place, which counts from 1
 */
export const syntaxProblem = (position: number, detail: string): Problem =>
  new Problem('query-syntax', { position, place: position + 1, detail })
