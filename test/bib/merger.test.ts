import { expect } from 'chai'
import fc from 'fast-check'
import { type Brief, type Mergeable, Merger, matchKeys } from '../../src/bib/index.ts'
import { cpuTime } from '../cpu-time.ts'
import { aBrief, book } from './briefs.ts'

const title = (text: string, script?: string) => ({
  title: script === undefined ? { text } : { text, script },
  nonFiling: 0,
})
const tolkien = { author: { text: 'Tolkien, J. R. R.' } }
const isbn = '9780306406157'

interface Entry extends Mergeable {
  readonly id: number
}

/** The groups of places into which these briefs are merged, arriving in this order, `batch` at a time. */
function merged(briefs: readonly Brief[], order = [...briefs.keys()], batch = 1): number[][] {
  const merger = new Merger<Entry>()
  for (let at = 0; at < order.length; at += batch)
    merger.add(order.slice(at, at + batch).map((id) => ({ id, brief: briefs[id]!, lossy: false })))
  const groups = merger.clusters().map(({ entries }) => entries.map(({ id }) => id).sort((a, b) => a - b))
  expect(merger.size).to.equal(groups.length)
  return groups.sort((a, b) => a[0]! - b[0]!)
}

const together: readonly (readonly [what: string, a: Brief, b: Brief])[] = [
  ['ISBN and title', book({ isbns: [isbn] }), book({ isbns: [isbn] })],
  [
    'ISBN and title proper, whatever subtitle, author or year',
    book({ ...title('Dune : a novel'), isbns: [isbn], ...tolkien }),
    book({ ...title('Dune : roman'), isbns: [isbn], year: 1999 }),
  ],
  ['LCCN and title', book({ lccn: '85000002' }), book({ lccn: '85000002', year: 1954 })],
  ['OCLC number and title', book({ oclc: '12345' }), book({ oclc: '12345' })],
  [
    'title, author and year',
    book({ ...tolkien, year: 1954 }),
    book({ author: { text: 'TOLKIEN, John Ronald' }, year: 1954 }),
  ],
  ['title and author where one has no year', book({ ...tolkien, year: 1954 }), book({ ...tolkien })],
  ['title and year where one has no author', book({ ...tolkien, year: 1954 }), book({ year: 1954 })],
  ['an edition on one side only', book({ isbns: [isbn], edition: '2nd ed.' }), book({ isbns: [isbn] })],
  [
    'the same edition in other words',
    book({ isbns: [isbn], edition: '2nd ed.' }),
    book({ isbns: [isbn], edition: 'Second edition, revised' }),
  ],
  [
    'a subtitle on one side only',
    book({ ...title('Dune : a novel'), ...tolkien, year: 1965 }),
    book({ ...title('Dune'), ...tolkien, year: 1965 }),
  ],
  [
    'an article that one leaves out',
    book({ ...tolkien, year: 1954 }),
    book({ ...title('Two towers'), ...tolkien, year: 1954 }),
  ],
  [
    'accents, case, punctuation',
    book({ ...title('L’Été : à Łódź'), year: 2000 }),
    book({ ...title("L'ETE: a Lodz"), year: 2000 }),
  ],
  [
    'original script and romanised form',
    book({ ...title('Voĭna i mir', 'Война и мир'), year: 1869 }),
    book({ ...title('Война и мир.'), year: 1869 }),
  ],
  [
    'authors in different scripts',
    book({ ...title('Voĭna i mir', 'Война и мир'), author: { text: 'Tolstoĭ, Lev' }, year: 1869, isbns: [isbn] }),
    book({ ...title('Война и мир'), author: { text: 'Толстой, Лев' }, year: 1869 }),
  ],
  ['Hebrew', book({ ...title('שלום עולם'), year: 1990 }), book({ ...title('שָׁלוֹם עוֹלָם'), year: 1990 })],
  ['Arabic', book({ ...title('الأمة العربية'), year: 1990 }), book({ ...title('الامه العربيه'), year: 1990 })],
  ['Greek', book({ ...title('Ἰλιάς'), year: 1990 }), book({ ...title('ΙΛΙΑΣ'), year: 1990 })],
  [
    'Chinese with and without blanks',
    book({ ...title('中国 历史'), year: 1990 }),
    book({ ...title('中国历史'), year: 1990 }),
  ],
  [
    'the same part in other words',
    book({ ...title('Works. Vol. 2'), part: { text: 'Vol. 2' }, ...tolkien, year: 1990 }),
    book({ ...title('Works. Bd. 2, Late works'), part: { text: 'Bd. 2, Late works' }, ...tolkien, year: 1990 }),
  ],
  [
    'serials by ISSN and title',
    book({ ...title('Nature'), format: 'serial', issns: ['0028-0836'], year: 1869 }),
    book({ ...title('Nature'), format: 'serial', issns: ['0028-0836', '1476-4687'] }),
  ],
  [
    'a long title where neither has author or year',
    book(title('Proceedings of the fourth congress of Etruscan studies')),
    book(title('Proceedings of the Fourth Congress of Etruscan Studies.')),
  ],
]

const apart: readonly (readonly [what: string, a: Brief, b: Brief])[] = [
  ['an ISBN alone', book({ isbns: [isbn] }), book({ ...title('Something else'), isbns: [isbn] })],
  ['an LCCN alone', book({ lccn: '85000002' }), book({ ...title('Something else'), lccn: '85000002' })],
  ['a title alone', book(), book()],
  [
    'no title at all',
    book({ ...title('[Untitled]'), year: 1990, isbns: [isbn] }),
    book({ ...title('[Untitled]'), year: 1990, isbns: [isbn] }),
  ],
  [
    'an ISBN against author and year',
    book({ ...title('Poems'), isbns: [isbn], author: { text: 'Smith, Ann' }, year: 1990 }),
    book({ ...title('Poems'), isbns: [isbn], author: { text: 'Jones, Bob' }, year: 2005 }),
  ],
  ['another format', book({ isbns: [isbn] }), book({ isbns: [isbn], format: 'audiobook' })],
  ['another carrier', book({ isbns: [isbn] }), book({ isbns: [isbn], carrier: 'large-print' })],
  ['another edition', book({ isbns: [isbn], edition: '1st ed.' }), book({ isbns: [isbn], edition: '2nd ed.' })],
  [
    'another part',
    book({ ...title('Works. 1'), part: { text: '1' }, isbns: [isbn] }),
    book({ ...title('Works. 2'), part: { text: '2' }, isbns: [isbn] }),
  ],
  [
    'a part and the whole',
    book({ ...title('Works. 1'), part: { text: '1' }, isbns: [isbn] }),
    book({ ...title('Works'), isbns: [isbn] }),
  ],
  ['another year', book({ ...tolkien, year: 1954 }), book({ ...tolkien, year: 1966 })],
  ['another author', book({ ...tolkien, year: 1954 }), book({ author: { text: 'Towers, A.' }, year: 1954 })],
  ['a namesake', book({ ...tolkien, year: 1954 }), book({ author: { text: 'Tolkien, Christopher' }, year: 1954 })],
  [
    'another subtitle',
    book({ ...title('Report : fishing'), ...tolkien, year: 1990 }),
    book({ ...title('Report : mining'), ...tolkien, year: 1990 }),
  ],
  [
    'C and C++',
    book({ ...title('Learning C'), ...tolkien, year: 1990 }),
    book({ ...title('Learning C++'), ...tolkien, year: 1990 }),
  ],
  [
    'serials of one name with other ISSNs',
    book({ ...title('Nature'), format: 'serial', issns: ['0028-0836'], year: 1869 }),
    book({ ...title('Nature'), format: 'serial', issns: ['0378-5955'], year: 1869 }),
  ],
  [
    'books that share the ISSN of their series',
    book({ issns: ['0028-0836'], ...tolkien, year: 1 }),
    book({ issns: ['0028-0836'], ...tolkien, year: 2 }),
  ],
]

describe('Merging', () => {
  for (const [what, a, b] of together)
    it(`puts together by ${what}`, () => {
      expect(merged([a, b])).to.deep.equal([[0, 1]])
    })

  for (const [what, a, b] of apart)
    it(`keeps apart, though it agrees otherwise: ${what}`, () => {
      expect(merged([a, b])).to.deep.equal([[0], [1]])
    })

  it('does not chain two editions through a record that names none', () => {
    const [first, second, none] = [{ edition: '1st ed.' }, { edition: '2nd ed.' }, {}].map((parts) =>
      book({ isbns: [isbn], ...parts }),
    )
    expect(merged([first!, none!, second!])).to.deep.equal([[0], [1], [2]])
    expect(merged([first!, none!, none!])).to.deep.equal([[0, 1, 2]])
    expect(merged([first!, none!, second!, none!, second!])).to.deep.equal([[0], [1, 3], [2, 4]])
  })

  it('does not chain two works through a record without author or year', () => {
    const records = [
      book({ ...tolkien, year: 1954 }),
      book({ year: 1954 }),
      book({ author: { text: 'Towers, A.' }, year: 1954 }),
    ]
    expect(merged(records)).to.deep.equal([[0], [1], [2]])
    expect(merged([...records.slice(0, 2), book({ ...tolkien })])).to.deep.equal([[0, 1, 2]])
  })

  it('absorbs the higher number when a record shows two entries to be one', () => {
    const merger = new Merger<Mergeable>()
    const entry = (brief: Brief) => ({ brief, lossy: false })
    merger.add([
      entry(book({ isbns: [isbn] })),
      entry(book({ ...title('Other'), year: 1 })),
      entry(book({ lccn: '85000002' })),
    ])
    const { changed, absorbed } = merger.add([entry(book({ isbns: [isbn], lccn: '85000002' }))])
    expect(changed.map(({ n, entries }) => [n, entries.length])).to.deep.equal([[1, 3]])
    expect(absorbed).to.deep.equal([3])
    expect(merger.of(3)?.n).to.equal(1)
    expect(merger.of(4)?.n).to.equal(1)
    expect(merger.of(5)).to.equal(undefined)
    expect(merger.size).to.equal(2)
  })

  it('gives an entry its own number back when it turns out to fit two works', () => {
    const merger = new Merger<Mergeable>()
    const add = (brief: Brief) => {
      const { changed, absorbed } = merger.add([{ brief, lossy: false }])
      return [changed.map(({ n, entries }) => `${n}:${entries.length}`).join(' '), absorbed.join(' ')]
    }
    expect(add(book({ ...tolkien, year: 1954 }))).to.deep.equal(['1:1', ''])
    expect(add(book({ ...tolkien }))).to.deep.equal(['1:2', ''])
    expect(add(book({ ...tolkien, year: 1966 }))).to.deep.equal(['1:1 2:1 3:1', ''])
    expect(merger.size).to.equal(3)
  })

  it('shows the most complete record of a work, one that decoded without loss before any other', () => {
    const merger = new Merger<Entry>()
    const parts = { ...tolkien, year: 1954 }
    merger.add([
      { id: 0, brief: book(parts), lossy: false },
      {
        id: 1,
        brief: book({ ...parts, isbns: [isbn], imprint: 'London', language: 'eng', edition: '1st' }),
        lossy: true,
      },
      { id: 2, brief: book({ ...parts, imprint: 'London', level: 'brief' }), lossy: false },
      { id: 3, brief: book({ ...parts, imprint: 'London' }), lossy: false },
    ])
    expect(merger.of(1)?.entries.map(({ id }) => id)).to.deep.equal([3, 0, 1, 2])
  })

  it('divides records the same way in whatever order and batches they arrive', () => {
    const arrivals = fc
      .array(aBrief, { minLength: 2, maxLength: 12 })
      .chain((briefs) =>
        fc.tuple(
          fc.constant(briefs),
          fc.shuffledSubarray([...briefs.keys()], { minLength: briefs.length }),
          fc.integer({ min: 1, max: 5 }),
        ),
      )
    fc.assert(
      fc.property(arrivals, ([briefs, order, batch]) => {
        expect(merged(briefs, order, batch)).to.deep.equal(merged(briefs, undefined, briefs.length))
      }),
      { numRuns: 500 },
    )
  })

  it('gives keys that records of one work share, none of them an ISBN alone', () => {
    for (const [what, a, b] of together) {
      const keys = new Set(matchKeys(a))
      expect(
        matchKeys(b).some((key) => keys.has(key)),
        what,
      ).to.equal(true)
    }
    expect(matchKeys(book({ isbns: [isbn] }))).to.deep.equal([`book/||twotowers|isbn ${isbn}`])
  })

  it('stays quick when hundreds of records have one title, whatever else they say', () => {
    const same: readonly ((at: number) => Partial<Brief>)[] = [
      (at) => ({ author: { text: `Author ${at % 100}, A.` }, ...(at % 3 ? { year: 1900 + (at % 50) } : {}) }),
      (at) => ({ ...tolkien, ...(at % 2 ? { year: 1000 + at } : {}) }),
      (at) => ({ isbns: [isbn], year: 1000 + at, ...(at % 2 ? { edition: String(at) } : {}) }),
    ]
    for (const parts of same) {
      const briefs = Array.from({ length: 400 }, (_, at) => book({ ...title('Works'), ...parts(at) }))
      const start = cpuTime()
      merged(briefs, undefined, 20)
      expect(cpuTime() - start).to.be.lessThan(10_000)
    }
  })

  it('puts only identical records together where more share a title than can be compared', () => {
    const briefs = Array.from({ length: 600 }, (_, at) => book({ ...tolkien, isbns: [isbn], year: 1000 + at }))
    expect(merged([...briefs, briefs[0]!], undefined, 601)).to.have.length(600)
  })
})
