import { expect } from 'chai'
import fc from 'fast-check'
import { Problem } from '../../../src/problems.ts'
import { cqlTerm, maxCqlOperators, maxQueryDepth, parseCql, printCql } from '../../../src/standards/query/index.ts'
import { anyCql } from './cql-queries.ts'
import { refusal } from './refusal.ts'

const clause = (index: string, comparitor: string, term: string, ...modifiers: object[]) => ({
  op: 'clause',
  index,
  relation: { comparitor, modifiers },
  term,
})
const bare = (term: string) => ({ op: 'clause', term })

describe('parseCql', () => {
  it('reads bare terms, clauses and operators, which group to the left', () => {
    expect(parseCql('fish and dc.title = cat OR creator all "a b"').root).to.deep.equal({
      op: 'or',
      modifiers: [],
      left: { op: 'and', modifiers: [], left: bare('fish'), right: clause('dc.title', '=', 'cat') },
      right: clause('creator', 'all', 'a b'),
    })
  })

  it('reads modifiers of relations, operators and sort keys', () => {
    const { root, sort } = parseCql(
      'title =/stem/rel.combine=sum cat prox/unit=word/distance<=3 dog sortBy date/sort.descending title',
    )
    expect(root).to.deep.equal({
      op: 'prox',
      modifiers: [
        { name: 'unit', comparison: { comparitor: '=', value: 'word' } },
        { name: 'distance', comparison: { comparitor: '<=', value: '3' } },
      ],
      left: clause(
        'title',
        '=',
        'cat',
        { name: 'stem' },
        { name: 'rel.combine', comparison: { comparitor: '=', value: 'sum' } },
      ),
      right: bare('dog'),
    })
    expect(sort).to.deep.equal([
      { index: 'date', modifiers: [{ name: 'sort.descending' }] },
      { index: 'title', modifiers: [] },
    ])
  })

  it('reads prefix assignments, also inside parentheses', () => {
    expect(parseCql('> dc = "http://purl.org/dc" (> "http://b" a) and dc.title <> x').root).to.deep.equal({
      op: 'prefix',
      prefix: 'dc',
      uri: 'http://purl.org/dc',
      query: {
        op: 'and',
        modifiers: [],
        left: { op: 'prefix', uri: 'http://b', query: bare('a') },
        right: clause('dc.title', '<>', 'x'),
      },
    })
  })

  it('keeps the escapes of masks, and reads that of a quote', () => {
    expect(parseCql(String.raw`title = "say \"c\*t\" \\ dog*"`).root).to.deep.equal(
      clause('title', '=', String.raw`say "c\*t" \\ dog*`),
    )
    expect(cqlTerm('a*b?c^d\\')).to.equal(String.raw`a\*b\?c\^d\\`)
  })

  it('takes keywords in quotes, and after a relation, as terms', () => {
    expect(parseCql('"and"').root).to.deep.equal(bare('and'))
    expect(parseCql('title = not and "or"').root).to.deep.equal({
      op: 'and',
      modifiers: [],
      left: clause('title', '=', 'not'),
      right: bare('or'),
    })
  })

  it('reads back whatever it prints', () => {
    fc.assert(
      fc.property(anyCql, (query) => {
        expect(parseCql(printCql(query))).to.deep.equal(query)
      }),
    )
  })

  for (const [query, position, detail] of [
    ['title =', 7, 'expected a term, found the end of the query'],
    ['and cat', 0, 'expected a term, found "and"'],
    ['cat and', 7, 'expected a term'],
    ['(cat', 4, 'expected an operator or )'],
    ['cat)', 3, 'expected an operator or the end'],
    ['cat dog', 7, 'expected a term'],
    ['title = "cat', 8, 'not closed'],
    ['title = cat sortby', 18, 'expected an index'],
    ['> dc = cat', 10, 'expected a term'],
  ] as const)
    it(`says where ${query} is wrong`, () => {
      const { code, context } = refusal(() => parseCql(query))
      expect([code, context['position']]).to.deep.equal(['query-syntax', position])
      expect(context['detail']).to.contain(detail)
    })

  it('refuses an empty query', () => {
    expect(refusal(() => parseCql(' \n')).code).to.equal('query-empty')
  })

  it('refuses what is nested too deep, too long, or has too many operators, modifiers or sort keys', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`
    expect(parseCql(nested(maxQueryDepth)).root).to.deep.equal(bare('a'))
    expect(refusal(() => parseCql(nested(maxQueryDepth + 1))).message).to.contain(`at most ${maxQueryDepth} nested`)
    expect(refusal(() => parseCql('('.repeat(60_000))).message).to.contain('nested')
    expect(refusal(() => parseCql('> a '.repeat(10_000))).message).to.contain('nested')
    expect(refusal(() => parseCql('a'.repeat(70_000))).message).to.contain('at most 65536 characters')
    const run = (operators: number) => `a${' and a'.repeat(operators)}`
    expect(parseCql(run(maxCqlOperators)).root.op).to.equal('and')
    expect(refusal(() => parseCql(run(maxCqlOperators + 1))).context['diagnostic']).to.equal(38)
    expect(refusal(() => parseCql(`a =${'/x'.repeat(21)} b`)).message).to.contain('modifiers')
    expect(refusal(() => parseCql(`a sortby${' b'.repeat(21)}`)).message).to.contain('sort keys')
  })

  it('reads or refuses any text, and never breaks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'ab ()=<>"/\\*^', 'and ', 'sortby ')).map((parts) => parts.join('')),
        (text) => {
          try {
            parseCql(text)
          } catch (error) {
            expect(error).to.be.instanceOf(Problem)
          }
        },
      ),
    )
  })
})
