import { expect } from 'chai'
import type { Request } from 'express'
import fc from 'fast-check'
import { fields } from '../../src/standards/query/index.ts'
import { furtherFields, isEmpty, queryOf, resultsHref, SearchAddress, wordsOf } from '../../src/web/address.ts'
import { viewOf } from '../../src/web/narrowed.ts'
import { parse, queryParameters } from '../../src/web/route.ts'

const read = (address: string): SearchAddress =>
  parse(SearchAddress, queryParameters({ url: address } as Request, SearchAddress))

const someWords = fc.string({ unit: 'grapheme', maxLength: 20 })
const anAddress = fc
  .record({
    q: someWords,
    in: fc.constantFrom(...fields),
    ...(Object.fromEntries(furtherFields.map((field) => [field, someWords])) as Record<
      (typeof furtherFields)[number],
      typeof someWords
    >),
    t: fc.array(fc.stringMatching(/^[a-z0-9-]{1,10}$/), { maxLength: 3 }),
    sort: fc.constantFrom('relevance', 'year', 'title', 'author'),
    page: fc.integer({ min: 1, max: 1000 }),
    lib: fc.array(fc.stringMatching(/^[a-z0-9-]{1,10}$/), { maxLength: 3 }),
    kind: fc.uniqueArray(fc.constantFrom('book', 'map', 'score')),
    language: fc.uniqueArray(fc.constantFrom('eng', 'rus')),
    from: fc.option(fc.integer({ min: 1, max: 9999 }), { nil: undefined }),
    to: fc.option(fc.integer({ min: 1, max: 9999 }), { nil: undefined }),
    available: fc.constantFrom(undefined, '1'),
    set: fc.constantFrom(undefined, 'northfield'),
    stopped: fc.constantFrom(undefined, 'Zx_9'),
    skip: fc.array(fc.stringMatching(/^[a-z0-9-]{1,10}$/), { maxLength: 3 }),
  })
  .map((address) => SearchAddress.parse(address))

describe('The address of a search', () => {
  it('says what is searched for, and leaves out what goes without saying', () => {
    const address = read('/search?q=left+hand&in=title&year=1969&title=&sort=relevance&page=1&unknown=x')
    expect(queryOf(address)).to.deep.equal({ title: 'left hand', year: '1969' })
    expect(resultsHref(address)).to.equal('/search?q=left+hand&in=title&year=1969&where=others')
    expect(resultsHref({ ...address, page: 2 })).to.equal('/search?q=left+hand&in=title&year=1969&page=2')
    expect(wordsOf(address)).to.equal('Title: left hand, Year: 1969')
  })

  it('comes back as it was, whatever it holds', () => {
    fc.assert(
      fc.property(anAddress, (address) => {
        const again = read(resultsHref(address))
        expect(queryOf(again)).to.deep.equal(queryOf(address))
        expect([again.t, again.sort, again.page]).to.deep.equal([address.t, address.sort, address.page])
        expect(viewOf(again)).to.deep.equal(viewOf(address))
        expect([again.stopped, again.skip]).to.deep.equal([address.stopped, address.stopped ? address.skip : []])
        expect(resultsHref(again)).to.equal(resultsHref(address))
      }),
    )
  })

  it('joins words of the box with those of the same field', () => {
    expect(queryOf(read('/search?q=left&in=title&title=hand'))).to.deep.equal({ title: 'left hand' })
  })

  it('is empty when it holds nothing but spaces and control characters', () => {
    expect(isEmpty(read('/search?q=+%00%1b+&title=%09&in=title'))).to.equal(true)
  })

  it('takes the first of parameters given twice, and nothing from the prototype', () => {
    const address = read('/search?q=a&q=b&q[x]=c&__proto__=d&__proto__[page]=7&constructor=e&t=x&t=&t=y')
    expect([address.q, address.page, address.t]).to.deep.equal(['a', 1, ['x', 'y']])
  })

  for (const wrong of ['page=0', 'page=abc', 'page=1e9', 'sort=price', 'in=anywhere', `q=${'a'.repeat(1001)}`])
    it(`refuses ${wrong.slice(0, 20)}`, () => {
      expect(() => read(`/search?${wrong}`))
        .to.throw()
        .with.property('code', 'bad-input')
    })
})
