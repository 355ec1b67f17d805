import type { Term } from '../../standards/query/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import { accessPoints } from './access-points.ts'
import type { Access } from './attributes.ts'
import { valueReaders } from './values.ts'

const longestTerm = 2_000

/** The text of a term. */
export function termText(term: Term): string {
  if (term.type === 'null') return refuse(condition.termType, 'null')
  const text = String(term.value)
  return text.length > longestTerm ? refuse(condition.tooManyCharacters, longestTerm) : text
}

/** The words of a term as its access point reads it. */
export function termWords(text: string, { use, structure }: Pick<Access, 'use' | 'structure'>): string[] {
  const kind = structure === 'year' ? 'years' : (accessPoints[use]?.as ?? 'text')
  return valueReaders[kind].search(text)
}
