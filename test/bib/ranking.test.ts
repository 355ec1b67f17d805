import { expect } from 'chai'
import { type Brief, brief, reasons, relevance, sortKeys } from '../../src/bib/index.ts'
import type { FieldedSearch } from '../../src/standards/query/index.ts'
import { record } from './records.ts'

const named = (title: string, parts: Partial<Brief> = {}): Brief => ({
  title: { text: title },
  nonFiling: 0,
  format: 'book',
  isbns: [],
  issns: [],
  level: 'full',
  ...parts,
})

/** Titles in the order of their relevance. */
const ranked = (searched: FieldedSearch, briefs: readonly Brief[]) =>
  [...briefs].sort((a, b) => relevance(b, searched) - relevance(a, searched)).map(({ title }) => title.text)

describe('Relevance', () => {
  for (const field of ['title', 'any'] as const)
    it(`of a search for "${field}" puts the title itself first, then its beginning, the phrase, the words, some words`, () => {
      const inOrder = [
        'The two towers',
        'The two towers of Bologna',
        'About the two towers',
        'Towers, two, the tall',
        'Two dogs',
        'Cats',
      ]
      expect(
        ranked(
          { [field]: 'the two towers' },
          [...inOrder].reverse().map((title) => named(title)),
        ),
      ).to.deep.equal(inOrder)
    })

  it('knows the title without its article and without its subtitle', () => {
    const briefs = [
      named('Hobbits and more'),
      named('The hobbit : there and back again', { nonFiling: 4 }),
      named('The hobbit', { nonFiling: 4 }),
    ]
    expect(ranked({ title: 'hobbit' }, briefs)).to.deep.equal([
      'The hobbit',
      'The hobbit : there and back again',
      'Hobbits and more',
    ])
  })

  it('finds the original script, with and without blanks', () => {
    const chinese = named('Zhongguo li shi', { title: { text: 'Zhongguo li shi', script: '中国 历史' } })
    const cyrillic = named('Voĭna i mir', { title: { text: 'Voĭna i mir', script: 'Война и мир' } })
    expect(ranked({ title: '中国历史' }, [cyrillic, chinese])[0]).to.equal('Zhongguo li shi')
    expect(ranked({ any: 'война и мир' }, [chinese, cyrillic])[0]).to.equal('Voĭna i mir')
  })

  it('puts titles before authors before the rest when any field may match', () => {
    const briefs = [
      named('Anything', { imprint: 'London : Dune Press, 1999' }),
      named('Something', { author: { text: 'Dune, Arthur' } }),
      named('Dune'),
    ]
    expect(ranked({ any: 'dune' }, briefs)).to.deep.equal(['Dune', 'Something', 'Anything'])
  })

  it('adds up words spread over title and author', () => {
    const both = named('The hobbit', { author: { text: 'Tolkien, J. R. R.' } })
    expect(ranked({ any: 'tolkien hobbit' }, [named('Tolkien'), named('A hobbit'), both])[0]).to.equal('The hobbit')
  })

  it('adds up the fields of a search', () => {
    const right = named('Dune', { author: { text: 'Herbert, Frank' }, year: 1965 })
    const later = named('Dune', { author: { text: 'Herbert, Frank' }, year: 1999 })
    expect(relevance(right, { title: 'dune', author: 'frank herbert', year: '1965' })).to.be.greaterThan(
      relevance(later, { title: 'dune', author: 'frank herbert', year: '1965' }),
    )
  })

  it('finds identifiers in any form', () => {
    const found = named('X', { isbns: ['9780306406157'], issns: ['0028-0836'], lccn: '85000002', controlNumber: '1' })
    for (const searched of [{ isbn: '0-306-40615-2' }, { issn: '00280836' }, { lccn: '85-2' }, { controlNumber: '1' }])
      expect(relevance(found, searched), JSON.stringify(searched)).to.be.greaterThan(
        relevance(named('X'), searched) + 50,
      )
  })

  it('is the sum of its reasons, and of how complete the record is', () => {
    const dune = named('Dune messiah', { author: { text: 'Herbert, Frank' }, year: 1969, isbns: ['9780306406157'] })
    const why = (searched: FieldedSearch) => reasons(dune, searched).map(({ field, part, how }) => [field, part, how])
    expect(why({ title: 'dune', author: 'herbert frank', year: '1969', subject: 'rabbits' })).to.deep.equal([
      ['title', 'title', 'begins'],
      ['author', 'author', 'whole'],
      ['year', 'year', 'whole'],
    ])
    expect(why({ any: 'messiah dune' })).to.deep.equal([['any', 'title', 'words']])
    expect(why({ any: 'frank messiah 1969' })).to.deep.equal([['any', 'title', 'spread']])
    expect(why({ title: 'messiah' })).to.deep.equal([['title', 'title', 'phrase']])
    expect(why({ title: 'dune rabbits' })).to.deep.equal([['title', 'title', 'some']])
    expect(why({ isbn: '0-306-40615-2' })).to.deep.equal([['isbn', 'number', 'whole']])
    const bare = relevance(dune, {})
    for (const searched of [{ any: 'dune' }, { title: 'messiah', author: 'frank herbert', year: '1969' }])
      expect(relevance(dune, searched) - bare).to.be.closeTo(
        reasons(dune, searched).reduce((sum, { points }) => sum + points, 0),
        1e-9,
      )
  })

  it('puts the more complete of equals first', () => {
    expect(relevance(named('Dune', { year: 1965 }), { title: 'dune' })).to.be.greaterThan(
      relevance(named('Dune'), { title: 'dune' }),
    )
  })
})

describe('Sort keys', () => {
  it('skip articles, case, accents and punctuation', () => {
    const made = brief(record(['245', '12', 'a', "L'Été :", 'b', 'roman'], ['100', '1 ', 'a', 'Éco, U.']), 'marc21')
    expect(sortKeys(made)).to.deep.equal({ title: 'ete roman', author: 'eco u' })
    expect(sortKeys(named('!!!', { year: 1990 }))).to.deep.equal({ title: '!!!', author: '', year: 1990 })
  })
})
