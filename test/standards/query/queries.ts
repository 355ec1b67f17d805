import fc from 'fast-check'
import type { Attribute, Query, RpnQuery, Term } from '../../../src/standards/query/index.ts'

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('@and', '"', '\\', '{', '}', ' ', '@'),
)
const oid = fc.array(fc.nat(99_999), { maxLength: 5 }).map((arcs) => [1, 39, ...arcs].join('.'))
const small = fc.nat(999_999_999)

const attribute: fc.Arbitrary<Attribute> = fc.record(
  {
    set: oid,
    type: small,
    value: fc.oneof(
      small,
      text.filter((value) => !/^\d*$/.test(value)),
    ),
  },
  { requiredKeys: ['type', 'value'] },
)

const attributes = fc.uniqueArray(attribute, { maxLength: 4, selector: ({ type, set }) => `${set}/${type}` })

const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ type: fc.constantFrom('general' as const, 'string' as const, 'datetime' as const), value: text }),
  fc.record({ type: fc.constant('oid' as const), value: oid }),
  fc.record({ type: fc.constant('numeric' as const), value: fc.integer() }),
  fc.constant({ type: 'null' as const }),
)

const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'medium', maxDepth: 6 },
    fc.record({ op: fc.constant('term' as const), attributes, term }),
    fc.record({ op: fc.constant('set' as const), name: text }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const, 'not' as const),
      left: tie('query'),
      right: tie('query'),
    }),
    fc.record({
      op: fc.constant('prox' as const),
      exclusion: fc.boolean(),
      distance: fc.integer({ min: -999, max: 999 }),
      ordered: fc.boolean(),
      relation: fc.integer({ min: 1, max: 6 }),
      unit: fc.record({ type: fc.constantFrom('known' as const, 'private' as const), value: small }),
      left: tie('query'),
      right: tie('query'),
    }),
  ),
}))

/** Any query that PQF can say. */
export const anyQuery: fc.Arbitrary<RpnQuery> = fc.record({
  attributeSet: fc.oneof(fc.constant('1.2.840.10003.3.1'), oid),
  root: query,
})
