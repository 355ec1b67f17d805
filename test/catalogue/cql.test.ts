import { expect } from 'chai'
import fc from 'fast-check'
import { matchingIds } from '../../src/catalogue/index.ts'
import {
  bib1,
  cqlMeaning,
  cqlOf,
  parseCql,
  parsePqf,
  printCql,
  printPqf,
  type Query,
} from '../../src/standards/query/index.ts'
import { fillShelf } from '../catalogue-shelf.ts'
import { useDatabase } from '../database.ts'

const words = fc.constantFrom(
  'prince',
  'denmark',
  'hamlet',
  'history',
  'mir',
  'camus',
  'the',
  'of',
  'e-mail',
  '1978',
  'princ',
  'voina',
  'x-red',
)
const leaf = fc
  .record({
    use: fc.constantFrom(4, 1003, 21, 1016, 12, 31, 1018),
    text: fc.array(words, { minLength: 1, maxLength: 2 }).map((chosen) => chosen.join(' ')),
    more: fc.constantFrom(
      [],
      [{ type: 4, value: 1 }],
      [{ type: 4, value: 6 }],
      [{ type: 5, value: 1 }],
      [{ type: 2, value: 103 }],
    ),
  })
  .map(
    ({ use, text, more }): Query => ({
      op: 'term',
      attributes: [{ type: 1, value: use }, ...more],
      // A year of several words is none: what each way of asking makes of it says nothing.
      term: { type: 'general', value: use === 31 ? text.split(' ')[0]! : text },
    }),
  )
const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const, 'not' as const),
      left: tie('query'),
      right: tie('query'),
    }),
  ),
}))

describe('A query in CQL', () => {
  const data = useDatabase()
  before(() => fillShelf(data.database))

  it('cuts each word of a list short, and each part of a word with a hyphen', () => {
    const cql = (pqf: string) => printCql(cqlOf(parsePqf(pqf)))
    expect(cql('@attr 1=4 @attr 5=1 "hist mir"')).to.equal('dc.title = "hist* mir*"')
    expect(cql('@attr 1=21 @attr 5=1 "e-mail"')).to.equal('dc.subject = "e* mail*"')
  })

  it('finds the same records as the query in PQF that it is made of', async () => {
    let found = 0
    const ids = async (root: ReturnType<typeof parsePqf>) => (await matchingIds(data.database.db, root, 100)).ids
    await fc.assert(
      fc.asyncProperty(query, async (root) => {
        const asked = { attributeSet: bib1, root }
        const inPqf = await ids(parsePqf(printPqf(asked)))
        found += inPqf.length
        expect(await ids(cqlMeaning(parseCql(printCql(cqlOf(asked)))).query)).to.deep.equal(inPqf)
      }),
      { numRuns: 150 },
    )
    expect(found).to.be.greaterThan(100)
  })
})
