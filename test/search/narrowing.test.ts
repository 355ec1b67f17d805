import { expect } from 'chai'
import type { Brief } from '../../src/bib/index.ts'
import { fits, narrowable, traitsOf } from '../../src/search/narrowing.ts'
import type { HitFilters } from '../../src/search/types.ts'

/** A record of a library, as far as lists are narrowed by it. */
const from = (target: string, parts: Partial<Brief> = {}, available?: true) => ({
  brief: { title: { text: 'x' }, nonFiling: 0, format: 'book', isbns: [], issns: [], level: 'full', ...parts } as Brief,
  lossy: false,
  source: { target, label: target, position: 1, lossy: false },
  ...(available && { available }),
})

const none: HitFilters = { library: [], format: [], language: [], available: false }

/** Entries of a merged list: one of two libraries that date it differently, a map, an undated one in Russian. */
const entries = [
  traitsOf([from('a', { year: 1969, language: 'eng' }), from('b', { year: 1970 }, true)]),
  traitsOf([from('b', { format: 'map', year: 2001, language: 'eng' })]),
  traitsOf([from('c', { language: 'rus' })]),
]
const [both, map, undated] = entries as [(typeof entries)[number], (typeof entries)[number], (typeof entries)[number]]

describe('A list that is narrowed', () => {
  it('keeps an entry if one of its records fits', () => {
    expect(fits(both, none)).to.equal(true)
    for (const library of ['a', 'b']) expect(fits(both, { ...none, library: [library] })).to.equal(true)
    expect(fits(both, { ...none, library: ['c'] })).to.equal(false)
    expect(fits(both, { ...none, available: true })).to.equal(true)
    expect(fits(map, { ...none, available: true })).to.equal(false)
  })

  it('takes any value of one facet, and wants every facet', () => {
    expect(fits(map, { ...none, format: ['book', 'map'] })).to.equal(true)
    expect(fits(map, { ...none, format: ['book', 'map'], language: ['rus'] })).to.equal(false)
  })

  it('bounds years on either side, both ends among them, and leaves out what has none', () => {
    const within = (yearFrom?: number, yearTo?: number) =>
      entries.map((entry) =>
        fits(entry, {
          ...none,
          ...(yearFrom !== undefined && { yearFrom }),
          ...(yearTo !== undefined && { yearTo }),
        }),
      )
    expect(within(1970)).to.deep.equal([true, true, false])
    expect(within(undefined, 1969)).to.deep.equal([true, false, false])
    expect(within(1970, 2001)).to.deep.equal([true, true, false])
    expect(within(1971, 2000)).to.deep.equal([false, false, false])
    expect(fits(undated, none)).to.equal(true)
  })

  it('counts each facet without its own values, and with all others', () => {
    const facets = narrowable(entries, { ...none, format: ['map'] })
    expect(facets.format).to.deep.equal([
      { value: 'book', count: 2 },
      { value: 'map', count: 1 },
    ])
    expect(facets.library).to.deep.equal([{ value: 'b', count: 1 }])
    expect(facets.language).to.deep.equal([{ value: 'eng', count: 1 }])
    expect(facets.years).to.deep.equal([2001, 2001])
    expect(facets.available).to.equal(0)
  })

  it('counts most first, equals in one order whatever came first', () => {
    const turned = narrowable([...entries].reverse())
    expect(turned).to.deep.equal(narrowable(entries))
    expect(turned.library).to.deep.equal([
      { value: 'b', count: 2 },
      { value: 'a', count: 1 },
      { value: 'c', count: 1 },
    ])
    expect(turned.years).to.deep.equal([1969, 2001])
    expect(turned.available).to.equal(1)
  })
})
