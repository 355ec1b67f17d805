import { expect } from 'chai'
import fc from 'fast-check'
import { Problem } from '../../../src/problems.ts'
import { maxAttributes, maxQueryDepth, parsePqf, printPqf } from '../../../src/standards/query/index.ts'
import { anyQuery } from './queries.ts'

const general = (value: string, ...attributes: object[]) => ({
  op: 'term',
  attributes,
  term: { type: 'general', value },
})

function problem(text: string): Problem {
  try {
    parsePqf(text)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error(`read without complaint: ${text}`)
}

describe('parsePqf', () => {
  it('reads a bare word as a general term of Bib-1', () => {
    expect(parsePqf('utah')).to.deep.equal({ attributeSet: '1.2.840.10003.3.1', root: general('utah') })
  })

  it('gives an attribute before an operator to every leaf below, and lets a nearer one of its type win', () => {
    expect(parsePqf('@attr 1=4 @attr 4=6 @and one @or @attr 1=1003 two three').root).to.deep.equal({
      op: 'and',
      left: general('one', { type: 1, value: 4 }, { type: 4, value: 6 }),
      right: {
        op: 'or',
        left: general('two', { type: 4, value: 6 }, { type: 1, value: 1003 }),
        right: general('three', { type: 1, value: 4 }, { type: 4, value: 6 }),
      },
    })
  })

  it('takes the attribute set by name in any case or by OID', () => {
    expect(parsePqf('@attrset Exp-1 @attr gils 1=5 @attr 1.2.3 2=title x')).to.deep.equal({
      attributeSet: '1.2.840.10003.3.2',
      root: general('x', { set: '1.2.840.10003.3.5', type: 1, value: 5 }, { set: '1.2.3', type: 2, value: 'title' }),
    })
  })

  it('keeps blanks, operators, quotes and backslashes inside quotes', () => {
    expect(parsePqf('@and "@or a" "say \\"x\\" \\\\ y"').root).to.deep.equal({
      op: 'and',
      left: general('@or a'),
      right: general('say "x" \\ y'),
    })
  })

  it('reads braces as quotes', () => {
    expect(parsePqf('{a "quoted" word}').root).to.deep.equal(general('a "quoted" word'))
  })

  it('reads proximity', () => {
    expect(parsePqf('@prox void 3 1 2 k 2 a b').root).to.deep.equal({
      op: 'prox',
      exclusion: false,
      distance: 3,
      ordered: true,
      relation: 2,
      unit: { type: 'known', value: 2 },
      left: general('a'),
      right: general('b'),
    })
  })

  it('reads every type of term', () => {
    const types = ['string "a b"', 'numeric -12', 'oid 1.2.3', 'datetime 20260101000000', 'null x']
    expect(types.map((type) => (parsePqf(`@term ${type}`).root as { term: unknown }).term)).to.deep.equal([
      { type: 'string', value: 'a b' },
      { type: 'numeric', value: -12 },
      { type: 'oid', value: '1.2.3' },
      { type: 'datetime', value: '20260101000000' },
      { type: 'null' },
    ])
  })

  it('reads a result set as an operand', () => {
    expect(parsePqf('@not @set "my set" b').root).to.deep.equal({
      op: 'not',
      left: { op: 'set', name: 'my set' },
      right: general('b'),
    })
  })

  for (const [text, position, words] of [
    ['@and a', 6, 'expected an operator or a term, found the end'],
    ['@foo a', 0, 'expected @and'],
    ['a b', 2, 'expected the end of the query, found "b"'],
    ['@attr 1:4 a', 6, 'expected the name or OID'],
    ['@attr bib-1 a x', 12, 'expected type=value'],
    ['@attr 1=', 6, 'expected type=value'],
    ['@attrset nowhere a', 9, 'expected the name or OID'],
    ['@and a "b', 7, 'the quote opened here is not closed'],
    ['@term float 1', 6, 'expected one of general'],
    ['@term numeric 1e3', 14, 'expected a whole number'],
    ['@prox 2 1 1 1 k 1 a b', 6, 'expected one of 0, 1, void'],
    ['@prox 0 x 1 1 k 1 a b', 8, 'expected the distance'],
    ['a @attrset bib-1', 2, 'expected the end'],
  ] as const)
    it(`says what is wrong with ${text}`, () => {
      const { code, context, message } = problem(text)
      expect([code, context['position']]).to.deep.equal(['query-syntax', position])
      expect(message).to.include(words)
    })

  it('calls a query of blanks empty', () => {
    expect(problem(' \t ').code).to.equal('query-empty')
  })

  it(`nests ${maxQueryDepth} operators and no more`, () => {
    const nested = (depth: number) => `${'@and a '.repeat(depth)}b`
    expect(parsePqf(nested(maxQueryDepth)).root.op).to.equal('and')
    expect(problem(nested(maxQueryDepth + 1)).code).to.equal('query-syntax')
    expect(problem('@and '.repeat(10_000)).code).to.equal('query-syntax')
  })

  it('refuses a text that is too long, however simple', () => {
    expect(problem('a'.repeat(65_537)).code).to.equal('query-syntax')
  })

  it('is done quickly with thousands of attributes', () => {
    expect(parsePqf(`${'@attr 1=4 '.repeat(6000)}a`).root).to.deep.equal(general('a', { type: 1, value: 4 }))
  })

  it('gives a term no more attributes than anybody types: every leaf below would have them all', () => {
    const attributes = (count: number) => Array.from({ length: count }, (_, type) => `@attr ${type + 1}=1 `).join('')
    const root = parsePqf(`${attributes(maxAttributes)}a`).root
    expect(root.op === 'term' && root.attributes.length).to.equal(maxAttributes)
    expect(problem(`${attributes(maxAttributes + 1)}@or a b`).code).to.equal('query-syntax')
  })

  it('only ever throws a Problem', () => {
    const word = fc.constantFrom(
      '@and',
      '@attr',
      '1=4',
      '@prox',
      '0',
      '@term',
      'null',
      '@set',
      '"',
      '\\',
      '{',
      'a',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(word), fc.constantFrom('', ' '), (words, gap) => {
        try {
          parsePqf(words.join(gap))
        } catch (error) {
          expect(error).to.be.instanceOf(Problem)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('printPqf', () => {
  it('writes what a person would', () => {
    const text = '@attrset exp-1 @and @attr 1=4 @attr 4=6 "a b" @or @set one @term numeric 7'
    expect(printPqf(parsePqf(text))).to.equal(text)
  })

  it('is read back as the same query, whatever is in it', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(parsePqf(printPqf(query))).to.deep.equal(query)
      }),
    )
  })
})
