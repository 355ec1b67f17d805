import type { Flavour } from '../../standards/marc/index.ts'
import { type Attribute, bib1 } from '../../standards/query/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import { accessPoints, anyField } from './access-points.ts'

/** What a term's Bib-1 attributes ask for. */
export interface Access {
  readonly use: number
  readonly relation: 'less' | 'lessOrEqual' | 'equal' | 'greaterOrEqual' | 'greater' | 'always'
  readonly firstIn: 'field' | 'subfield' | undefined
  readonly structure: 'wordList' | 'word' | 'phrase' | 'year'
  readonly truncation: 'none' | 'right' | 'left' | 'both' | 'process' | 'masking'
  readonly complete: 'field' | 'subfield' | undefined
}

/** What each value of a type means; whatever is not listed is refused with the type's diagnostic. ATR-BIB-1. */
const relations = {
  1: 'less',
  2: 'lessOrEqual',
  3: 'equal',
  4: 'greaterOrEqual',
  5: 'greater',
  // Relevance: the records that match are the same, and no order is promised.
  102: 'equal',
  103: 'always',
} as const
const positions = { 1: 'field', 2: 'subfield', 3: undefined } as const
const structures = {
  1: 'phrase',
  2: 'word',
  4: 'year',
  5: 'year',
  6: 'wordList',
  101: 'wordList',
  102: 'wordList',
  105: 'wordList',
  106: 'wordList',
  107: 'phrase',
  108: 'phrase',
  109: 'phrase',
} as const
const truncations = { 1: 'right', 2: 'left', 3: 'both', 100: 'none', 101: 'process', 104: 'masking' } as const
const completenesses = { 1: undefined, 2: 'subfield', 3: 'field' } as const

type Type = 1 | 2 | 3 | 4 | 5 | 6
const refusals: Readonly<Record<Type, number>> = {
  1: condition.use,
  2: condition.relation,
  3: condition.position,
  4: condition.structure,
  5: condition.truncation,
  6: condition.completeness,
}

/** Reads Bib-1 attributes. Refuses the first one that is not supported, with the value as addinfo. */
export function readAttributes(flavour: Flavour, attributeSet: string, attributes: readonly Attribute[]): Access {
  const values: Partial<Record<Type, number>> = {}
  for (const { set = attributeSet, type, value } of attributes) {
    if (set !== bib1) refuse(condition.attributeSet, set)
    if (!(type in refusals)) refuse(condition.attributeType, type)
    if (typeof value === 'string') refuse(type === 1 ? condition.use : condition.complexAttribute, value)
    values[type as Type] = value
  }
  const { 1: use = anyField } = values
  if (!accessPoints[use]?.[flavour]) refuse(condition.use, use)
  const access: Access = {
    use,
    relation: meaning(relations, 2, values[2] ?? 3),
    firstIn: meaning(positions, 3, values[3] ?? 3),
    structure: meaning(structures, 4, values[4] ?? 6),
    truncation: meaning(truncations, 5, values[5] ?? 100),
    // A string (structure 108) is the whole of what stands in the field.
    complete: meaning(completenesses, 6, values[6] ?? (values[4] === 108 ? 3 : 1)),
  }
  if (access.relation !== 'equal' && access.relation !== 'always' && access.truncation !== 'none')
    refuse(condition.combination, `2=${values[2]} 5=${values[5]}`)
  return access
}

function meaning<V>(meanings: Readonly<Record<number, V>>, type: Type, value: number): V {
  return value in meanings ? meanings[value]! : refuse(refusals[type], value)
}
