import { Problem } from '../../problems.ts'
import { bib1 } from './attribute-sets.ts'
import { balanced } from './balanced.ts'
import { clauseQuery } from './cql-clause.ts'
import { assigned, type Prefixes, qualified, usualPrefixes } from './cql-names.ts'
import { type CqlPlaces, parseCql } from './cql-parse.ts'
import { type CqlSort, sortOf } from './cql-sort.ts'
import type { CqlBoolean, CqlModifier, CqlNode, CqlQuery } from './cql-tree.ts'
import { unsupported } from './cql-unsupported.ts'
import { maxQueryDepth } from './pqf-parse.ts'
import type { Operation, Proximity, Query, RpnQuery } from './tree.ts'

/** What a CQL query asks for: a query with Bib-1 attributes, and an order. */
export interface CqlMeaning {
  readonly query: RpnQuery
  /** Most important first. */
  readonly sort: readonly CqlSort[]
}

/**
 * Reads what somebody wrote.
 * @throws what `parseCql` and `cqlMeaning` throw
 */
export function readCql(text: string): CqlMeaning {
  const places: CqlPlaces = new Map()
  return cqlMeaning(parseCql(text, places), places)
}

/**
 * What a CQL query means, as Bib-1 attributes.
 * @throws Problem query-unsupported with `diagnostic`, SRU's number, and `detail`, what SRU wants said of it; where it is
 *   a clause of a known place, with `position`
 */
export function cqlMeaning({ root, sort }: CqlQuery, places: CqlPlaces = new Map()): CqlMeaning {
  let prefixes = usualPrefixes
  let top = root
  while (top.op === 'prefix') {
    prefixes = assigned(prefixes, top.prefix ?? '', top.uri)
    top = top.query
  }
  const query = nodeQuery(top, prefixes, places)
  if (depthOf(query) > maxQueryDepth) unsupported(38, `nested deeper than ${maxQueryDepth}`)
  return { query: { attributeSet: bib1, root: query }, sort: sort.map((key) => sortOf(key, prefixes)) }
}

function nodeQuery(node: CqlNode, prefixes: Prefixes, places: CqlPlaces): Query {
  switch (node.op) {
    case 'clause':
      return placed(places.get(node), () => clauseQuery(node, prefixes))
    case 'prefix':
      return nodeQuery(node.query, assigned(prefixes, node.prefix ?? '', node.uri), places)
    case 'prox':
      return {
        ...proximity(node.modifiers, prefixes),
        left: nodeQuery(node.left, prefixes, places),
        right: nodeQuery(node.right, prefixes, places),
      }
    default: {
      if (node.modifiers[0]) unsupported(46, node.modifiers[0].name)
      const [first, ...rest] = operands(node, node.op)
      return balanced(
        node.op,
        [first!, ...rest].map((operand) => nodeQuery(operand, prefixes, places)),
      )
    }
  }
}

/** Does what is done for a clause; what is refused of it is at its place. */
function placed<T>(position: number | undefined, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (position === undefined || !(cause instanceof Problem)) throw cause
    throw new Problem(cause.code, { ...cause.context, position }, { cause })
  }
}

/** The operands of a run of one operator. `a not b not c` is a run of `not`: all but its first are taken away. */
function operands(node: CqlNode, op: Operation['op']): CqlNode[] {
  const found: CqlNode[] = []
  let at = node
  while (at.op === op && (at as CqlBoolean).modifiers.length === 0) {
    const boolean = at as CqlBoolean
    found.unshift(boolean.right)
    at = boolean.left
  }
  return [at, ...found]
}

/** Recursion is safe here: the parser has capped how many operators there are. */
function depthOf(query: Query): number {
  return 'left' in query ? 1 + Math.max(depthOf(query.left), depthOf(query.right)) : 0
}

const proximityRelations: ReadonlyMap<string, number> = new Map(
  Object.entries({ '<': 1, '<=': 2, '=': 3, '>=': 4, '>': 5, '<>': 6 }),
)
/** Z39.50-2003 KnownProximityUnit. */
const proximityUnits: ReadonlyMap<string, number> = new Map(
  Object.entries({
    character: 1,
    word: 2,
    sentence: 3,
    paragraph: 4,
    section: 5,
    chapter: 6,
    document: 7,
    element: 8,
    subelement: 9,
  }),
)
const longestDistance = 10_000

/** `prox/unit=word/distance<=1/unordered` and what it is short for. CQL context set, proximity modifiers. */
function proximity(modifiers: readonly CqlModifier[], prefixes: Prefixes): Omit<Proximity, 'left' | 'right'> {
  let [unit, relation, ordered] = [2, 2, false]
  let distance: number | undefined
  for (const { name: written, comparison } of modifiers) {
    const { set, name } = qualified(written, prefixes)
    const key = set === '' || set === 'cql' ? name.toLowerCase() : ''
    if (key === 'distance' && comparison) {
      relation = proximityRelations.get(comparison.comparitor) ?? unsupported(40, comparison.comparitor)
      distance = Number(/^\d{1,9}$/.exec(comparison.value)?.[0] ?? Number.NaN)
      if (!(distance <= longestDistance)) unsupported(41, comparison.value)
    } else if (key === 'unit' && comparison?.comparitor === '=')
      unit = proximityUnits.get(comparison.value.toLowerCase()) ?? unsupported(42, comparison.value)
    else if ((key === 'ordered' || key === 'unordered') && !comparison) ordered = key === 'ordered'
    else unsupported(46, written)
  }
  // Side by side for words, in the same one for everything larger.
  distance ??= unit === 2 ? 1 : 0
  return { op: 'prox', exclusion: false, distance, ordered, relation, unit: { type: 'known', value: unit } }
}
