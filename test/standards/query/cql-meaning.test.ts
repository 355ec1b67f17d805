import { expect } from 'chai'
import {
  cqlMeaning,
  maxQueryDepth,
  parseCql,
  parsePqf,
  printPqf,
  type Query,
  readCql,
} from '../../../src/standards/query/index.ts'
import { refusal } from './refusal.ts'

const pqf = (cql: string) => printPqf(cqlMeaning(parseCql(cql)).query)

describe('cqlMeaning', () => {
  for (const [cql, expected] of [
    ['fish', '@attr 1=1016 @attr 4=2 fish'],
    ['"fish soup"', '@attr 1=1016 @attr 4=6 "fish soup"'],
    ['dc.title = cat', '@attr 1=4 @attr 4=2 cat'],
    ['DC.Title = cat', '@attr 1=4 @attr 4=2 cat'],
    ['title all "cat  hat"', '@attr 1=4 @attr 4=6 "cat hat"'],
    ['title any "cat hat"', '@or @attr 1=4 @attr 4=2 cat @attr 1=4 @attr 4=2 hat'],
    ['title adj "cat hat"', '@attr 1=4 @attr 4=1 "cat hat"'],
    ['title == "cat hat"', '@attr 1=4 @attr 4=1 @attr 6=3 "cat hat"'],
    ['title exact "cat hat"', '@attr 1=4 @attr 4=1 @attr 6=3 "cat hat"'],
    ['title =/string "cat hat"', '@attr 1=4 @attr 4=1 @attr 6=3 "cat hat"'],
    ['title cql.adj/word "cat hat"', '@attr 1=4 @attr 4=1 "cat hat"'],
    ['title = cat*', '@attr 1=4 @attr 4=2 @attr 5=1 cat'],
    ['title = *cat', '@attr 1=4 @attr 4=2 @attr 5=2 cat'],
    ['title = *cat*', '@attr 1=4 @attr 4=2 @attr 5=3 cat'],
    ['title = c*a?', '@attr 1=4 @attr 4=2 @attr 5=104 c?a#'],
    [String.raw`title = "c\*t\""`, '@attr 1=4 @attr 4=2 c*t"'],
    ['title =/unmasked c*t', '@attr 1=4 @attr 4=2 c*t'],
    ['title all "cat* hat"', '@and @attr 1=4 @attr 4=2 @attr 5=1 cat @attr 1=4 @attr 4=2 hat'],
    ['title = *', '@attr 1=4 @attr 2=103 ""'],
    ['title = "^cat hat"', '@attr 1=4 @attr 4=1 @attr 3=1 "cat hat"'],
    ['title = "^cat hat^"', '@attr 1=4 @attr 4=1 @attr 6=3 "cat hat"'],
    ['title all "^cat hat"', '@and @attr 1=4 @attr 4=2 @attr 3=1 cat @attr 1=4 @attr 4=2 hat'],
    ['date > 1999', '@attr 1=31 @attr 2=5 1999'],
    ['date <= 1999', '@attr 1=31 @attr 2=2 1999'],
    ['date within "1990 1999"', '@and @attr 1=31 @attr 2=4 1990 @attr 1=31 @attr 2=2 1999'],
    ['date = 1999', '@attr 1=31 @attr 4=4 1999'],
    ['bath.isbn = "0 14 044913 2"', '@attr 1=7 "0 14 044913 2"'],
    ['rec.id any "1 2"', '@or @attr 1=12 1 @attr 1=12 2'],
    ['cql.allRecords = 1', '@attr 1=1016 @attr 2=103 ""'],
    ['cql.resultSetId = "a b"', '@set "a b"'],
    ['a not b not c', '@not @attr 1=1016 @attr 4=2 a @or @attr 1=1016 @attr 4=2 b @attr 1=1016 @attr 4=2 c'],
    ['> t = "http://purl.org/dc/elements/1.1/" t.title = x', '@attr 1=4 @attr 4=2 x'],
    ['> "info:srw/cql-context-set/1/dc-v1.1" creator = x', '@attr 1=1003 @attr 4=2 x'],
    ['a prox/distance<=3/ordered b', '@prox 0 3 1 2 known 2 @attr 1=1016 @attr 4=2 a @attr 1=1016 @attr 4=2 b'],
    ['a prox/unit=element b', '@prox 0 0 0 2 known 8 @attr 1=1016 @attr 4=2 a @attr 1=1016 @attr 4=2 b'],
  ] as const)
    it(`takes ${cql} as ${expected}`, () => {
      expect(pqf(cql)).to.equal(expected)
      expect(printPqf(parsePqf(expected))).to.equal(expected)
    })

  for (const [cql, diagnostic, detail] of [
    ['foo.title = x', 15, 'foo'],
    ['> foo = "http://nowhere" foo.title = x', 15, 'http://nowhere'],
    ['> "http://nowhere" title = x', 15, 'http://nowhere'],
    ['dc.nonsense = x', 16, 'dc.nonsense'],
    ['constructor = x', 16, 'constructor'],
    ['cql.constructor = x', 16, 'cql.constructor'],
    ['title encloses x', 19, 'encloses'],
    ['title constructor x', 19, 'constructor'],
    ['title dc.all x', 19, 'dc.all'],
    ['title =/stem x', 20, 'stem'],
    ['title > x*', 28, ''],
    ['title > ^x', 31, ''],
    ['title = "x^"', 32, '^'],
    ['title = "x^y"', 32, '^'],
    [String.raw`title = "C:\new"`, 26, '\\n'],
    ['title = ""', 27, ''],
    ['title = ^', 27, ''],
    ['date within "1990"', 36, '1990'],
    ['a and/rel.combine=sum b', 46, 'rel.combine'],
    ['a prox/unit=furlong b', 42, 'furlong'],
    ['a prox/distance=far b', 41, 'far'],
    ['a prox/distance==3 b', 40, '=='],
    ['a sortby title/missingLow', 92, 'missingLow'],
    ['a sortby title/respectCase', 91, 'respectCase'],
    ['a sortby dc.nonsense', 16, 'dc.nonsense'],
    [`title = ${'x'.repeat(2001)}`, 23, '2000'],
  ] as const)
    it(`refuses ${cql.slice(0, 60)} with diagnostic ${diagnostic}`, () => {
      const { code, context } = refusal(() => cqlMeaning(parseCql(cql)))
      expect([code, context['diagnostic'], context['detail']]).to.deep.equal(['query-unsupported', diagnostic, detail])
    })

  it('says where the clause is that it refuses, and why in words', () => {
    const of = (cql: string) => {
      const { message, context } = refusal(() => readCql(cql))
      return [context['position'], message]
    }
    expect(of('title = a and (author = b or frobnicate = c)')).to.deep.equal([
      29,
      'This query cannot be answered: there is no index "frobnicate": try title, author, subject, publisher, date, isbn, issn or any',
    ])
    expect(of('foo.title = a')).to.deep.equal([
      0,
      'This query cannot be answered: there is no set "foo" of indexes: they are in cql, dc, bath, bib and rec, or in none',
    ])
    expect(of('a or title = ""')).to.deep.equal([5, 'This query cannot be answered: a term is empty'])
  })

  it('reads an order, most important key first', () => {
    expect(cqlMeaning(parseCql('x sortby dc.date/sort.descending title/sort.missingFail')).sort).to.deep.equal([
      { use: 31, descending: true, missing: 'last' },
      { use: 4, descending: false, missing: 'abort' },
    ])
  })

  it('makes a flat tree of a long run of one operator, and refuses what stays deep', () => {
    const depth = (node: Query): number => ('left' in node ? 1 + Math.max(depth(node.left), depth(node.right)) : 0)
    const { query } = cqlMeaning(parseCql(`a${' or a'.repeat(200)}`))
    expect(depth(query.root)).to.be.lessThan(9)
    const zigzag = `a${' or a and a'.repeat(maxQueryDepth)}`
    expect(refusal(() => cqlMeaning(parseCql(zigzag))).context['diagnostic']).to.equal(38)
  })
})
