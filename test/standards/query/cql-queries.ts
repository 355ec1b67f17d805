import fc from 'fast-check'
import type { CqlModifier, CqlNode, CqlQuery } from '../../../src/standards/query/index.ts'

const character = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  fc.constantFrom('"', '\\*', '\\?', '\\^', '\\\\', '*', '?', '^', ' ', '(', '>', '/', '='),
)
/** A text as the tree holds it: a backslash only before what it escapes. */
const text = fc.oneof(
  fc.array(character, { maxLength: 8 }).map((parts) => parts.map((part) => (part === '\\' ? '\\\\' : part)).join('')),
  fc.constantFrom('and', 'OR', 'not', 'prox', 'sortby', '=', '<>', '', 'dc.title'),
)
const symbol = fc.constantFrom('=', '==', '<', '<=', '>', '>=', '<>')

const modifiers: fc.Arbitrary<CqlModifier[]> = fc.array(
  fc.record({ name: text, comparison: fc.record({ comparitor: symbol, value: text }) }, { requiredKeys: ['name'] }),
  { maxLength: 2 },
)

const { node } = fc.letrec<{ node: CqlNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'medium', maxDepth: 6 },
    fc.record({ op: fc.constant('clause' as const), term: text }),
    fc.record({
      op: fc.constant('clause' as const),
      index: text,
      relation: fc.record({ comparitor: fc.oneof(symbol, text), modifiers }),
      term: text,
    }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const, 'not' as const, 'prox' as const),
      modifiers,
      left: tie('node'),
      right: tie('node'),
    }),
    fc.record(
      { op: fc.constant('prefix' as const), prefix: text, uri: text, query: tie('node') },
      { requiredKeys: ['op', 'uri', 'query'] },
    ),
  ),
}))

/** Any query that CQL can say. */
export const anyCql: fc.Arbitrary<CqlQuery> = fc.record({
  root: node,
  sort: fc.array(fc.record({ index: text, modifiers }), { maxLength: 3 }),
})
