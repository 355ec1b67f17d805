import { expect } from 'chai'
import fc from 'fast-check'
import { Problem } from '../../../src/problems.ts'
import {
  cqlMeaning,
  cqlOf,
  fielded,
  parseCql,
  parsePqf,
  printCql,
  printPqf,
} from '../../../src/standards/query/index.ts'
import { anyQuery } from './queries.ts'
import { refusal } from './refusal.ts'

const cql = (pqf: string) => printCql(cqlOf(parsePqf(pqf)))
const andBack = (pqf: string) => printPqf(cqlMeaning(parseCql(cql(pqf))).query)

describe('cqlOf', () => {
  for (const [pqf, expected] of [
    ['cat', 'cql.anywhere = cat'],
    ['@attr 4=2 cat', 'cql.anywhere all cat'],
    ['@attr 1=4 "the cat"', 'dc.title = "the cat"'],
    ['@attr 1=4 @attr 4=6 "the cat"', 'dc.title all "the cat"'],
    ['@attr 1=4 @attr 4=1 "the cat"', 'dc.title adj "the cat"'],
    ['@attr 1=4 @attr 4=1 @attr 6=3 "the cat"', 'dc.title == "the cat"'],
    ['@attr 1=4 @attr 3=1 cat', 'dc.title adj ^cat'],
    ['@attr 1=4 @attr 5=1 cat', 'dc.title = cat*'],
    ['@attr 1=4 @attr 5=104 "c#t?"', 'dc.title = c?t*'],
    ['@attr 1=4 "what? c*t"', String.raw`dc.title = "what\? c\*t"`],
    ['@attr 1=31 @attr 2=4 1999', 'dc.date >= 1999'],
    ['@attr 1=7 0140449132', 'bath.isbn = 0140449132'],
    ['@attr 1=4 @attr 2=103 x', 'dc.title = *'],
    ['@attr 2=103 x', 'cql.allRecords = 1'],
    ['@or a @not b @set 1', 'cql.anywhere = a or (cql.anywhere = b not cql.resultSetId == 1)'],
    ['@prox 0 3 1 2 k 2 a b', 'cql.anywhere = a prox/unit=word/distance<=3/ordered cql.anywhere = b'],
  ] as const)
    it(`writes ${pqf} as ${expected}`, () => expect(cql(pqf)).to.equal(expected))

  it('says the same as what it was made of', () => {
    for (const pqf of [
      '@attr 1=4 @attr 4=6 "the cat"',
      '@attr 1=1003 @attr 4=1 "the cat"',
      '@attr 1=4 @attr 4=2 @attr 5=1 cat',
      '@attr 1=4 @attr 4=1 @attr 6=3 "the cat"',
      '@attr 1=31 @attr 2=4 1999',
      '@attr 1=7 0140449132',
      '@attr 1=4 @attr 2=103 ""',
      '@set a*b',
    ])
      expect(andBack(pqf)).to.equal(pqf)
  })

  it('writes what people type into a form, whatever it is, as CQL that can be read', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 50 }), (title) => {
        fc.pre(title.trim() !== '')
        cqlMeaning(parseCql(printCql(cqlOf(fielded({ title })))))
      }),
    )
  })

  it('refuses what CQL cannot say', () => {
    for (const [pqf, diagnostic] of [
      ['@attr 1=9999 a', 16],
      ['@attr 2=100 a', 19],
      ['@attr 5=102 a', 28],
      ['@attr 7=1 a', 48],
      ['@attr exp-1 1=4 a', 48],
      ['@term null x', 27],
      ['@prox 1 3 1 2 k 2 a b', 44],
      ['@prox 0 3 1 2 p 2 a b', 42],
    ] as const)
      expect(refusal(() => cql(pqf)).context['diagnostic']).to.equal(diagnostic)
  })

  it('writes or refuses any query', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        try {
          parseCql(printCql(cqlOf(query)))
        } catch (error) {
          expect(error).to.be.instanceOf(Problem)
        }
      }),
    )
  })
})
