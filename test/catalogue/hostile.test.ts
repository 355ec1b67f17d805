import { expect } from 'chai'
import {
  addBib,
  addBibs,
  addItem,
  bibHistory,
  browsable,
  browse,
  catalogueSorts,
  codeList,
  countFacets,
  Filters,
  findMatches,
  itemsOf,
  matchingIds,
  noFilters,
  prepareRecord,
  readBib,
  saveBranch,
  saveCode,
  searchCatalogue,
} from '../../src/catalogue/index.ts'
import { Problem } from '../../src/problems.ts'
import type { Field } from '../../src/standards/marc/index.ts'
import { fields, parsePqf } from '../../src/standards/query/index.ts'
import { record } from '../bib/records.ts'
import { useDatabase } from '../database.ts'
import { book } from './books.ts'

const actor = { name: 'Ada', via: 'web' } as const
const by = { actor, action: 'create' } as const

/** What strangers type to see whether it reaches SQL, tsquery or JSON as more than a text. */
const injections = [
  "'",
  "''",
  "'; drop table bibs; --",
  "' or 1=1 --",
  '" or ""="',
  '1) union select null --',
  '\\',
  "\\'",
  '\\u0000',
  '\\x00',
  '\0',
  '$1',
  '$$',
  '%',
  '_',
  '%s %n',
  '{}',
  '{{7*7}}',
  '[null]',
  ':*',
  "a' | 'b",
  '!!',
  '& | ! <->',
  'x:A*',
  "E'\\n'",
  '/* */',
  ';',
  'null',
  'true',
  '-1',
  '1e400',
  'NaN',
  '\ud800',
  '\udfff x',
  '\u202eabc',
  '\ufeff',
  'é'.repeat(300),
  'x'.repeat(1000),
  '😀',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  'pg_sleep(5)',
]

describe('The catalogue under hostile input', () => {
  const data = useDatabase()
  const add = (...given: Field[]) =>
    data.database.tx((tx) => addBib(tx, { record: record(...given), flavour: 'marc21' }, by))
  const fieldsOf = async (id: number) => (await readBib(data.database.db, id))?.record.fields
  const ids = async (pqf: string) => (await matchingIds(data.database.db, parsePqf(pqf), 1000)).ids
  const refusal = async (work: Promise<unknown>) => {
    try {
      await work
      return 'taken'
    } catch (error) {
      if (error instanceof Problem) return error.code
      throw error
    }
  }

  describe('in records', () => {
    it('keeps a text that looks like an escape', async () => {
      const odd: Field = ['245', '10', 'a', 'C:\\u0000 and \\ud800 and "\\\\u0000"']
      const { id } = await add(odd)
      expect(await fieldsOf(id)).to.deep.equal([odd])
    })

    it('leaves out NUL, replaces half characters, composes accents', async () => {
      const { id } = await add(['001', 'n\0ul'], ['245', '10', 'a', 'a\0b \ud83d c', 'b', 'Cafe\u0301\n\u0301'])
      expect(await fieldsOf(id)).to.deep.equal([
        ['001', 'nul'],
        ['245', '10', 'a', 'ab \ufffd c', 'b', 'Café\n\u0301'],
      ])
      expect(await ids('@attr 1=4 cafe')).to.include(id)
    })

    for (const [what, given, pqf] of [
      [
        'a title of a megabyte, in two subfields',
        [['245', '10', 'a', 'onemegabyte word '.repeat(60_000), 'b', 'second word '.repeat(90_000)]],
        '@attr 1=4 onemegabyte',
      ],
      [
        'a hundred thousand different words',
        [['500', '  ', 'a', Array.from({ length: 100_000 }, (_, n) => `different${n}`).join(' ')]],
        'different17',
      ],
      [
        'twenty thousand long words of two bytes a letter',
        [['500', '  ', 'a', Array.from({ length: 20_000 }, (_, n) => `${n}${'ж'.repeat(220)}`).join(' ')]],
        `0${'ж'.repeat(220)}`,
      ],
      ['a word of a megabyte', [['245', '10', 'a', 'y'.repeat(1_000_000)]], `@attr 1=4 ${'y'.repeat(2000)}`],
      [
        'ten thousand fields',
        Array.from({ length: 10_000 }, (_, n) => ['650', ' 0', 'a', `topicnumber${n}`, 'x', 'Sub']),
        '@attr 1=21 topicnumber123',
      ],
      [
        'ten thousand titles, authors and numbers',
        Array.from({ length: 10_000 }, (_, n) => [
          ['245', '10', 'a', `manytitles${n}`],
          ['700', '1 ', 'a', `Author${n}, Many`],
          ['020', '  ', 'a', String(9_780_000_000_000 + n)],
          ['035', '  ', 'a', `(X)${n}`],
        ]).flat(),
        '@attr 1=4 manytitles7',
      ],
      [
        'fields without shape',
        [['245', '10', 'a'], ['1'], ['999'], ['', '', '', ''], ['245', '', 'a', 'shapeless']],
        'shapeless',
      ],
    ] as [string, Field[], string][])
      it(`takes ${what}`, async () => {
        const { id } = await add(...given)
        expect(await ids(pqf)).to.include(id)
        await data.database.tx((tx) =>
          addBibs(tx, [prepareRecord(record(...given), 'marc21')], 'active', { ...by, batchId: 1 }),
        )
      })

    it('takes no control number for another because both are long', async () => {
      const long = '1'.repeat(300)
      await add(['001', `${long}a`], ['245', '10', 'a', 'Long number'])
      const other = prepareRecord(record(['001', `${long}b`], ['245', '10', 'a', 'Another']), 'marc21')
      expect(await findMatches(data.database.db, other)).to.deep.equal([])
    })
  })

  describe('in searches', () => {
    it('refuses places of no list', async () => {
      const write = (...place: unknown[]) => Buffer.from(JSON.stringify(place)).toString('base64url')
      for (const sort of catalogueSorts)
        for (const value of [1e300, -1, 1.5e-320, 0.5, 40_000, 2 ** 60, 'x\0', 'x'.repeat(600), null, [], {}, true])
          for (const id of [-1, 1.5, 2 ** 60, 'x', 1])
            for (const towards of ['after', 'before', 'x']) {
              const cursor = write(sort, towards, value, id)
              const search = searchCatalogue(data.database.db, { query: { any: 'word' }, sort, size: 1, cursor })
              expect(await refusal(search)).to.be.oneOf(['bad-input', 'taken'])
            }
    })

    it('refuses a query that is too large, and fails on none', async () => {
      const or = (one: string, times: number): string => {
        const half = Math.floor(times / 2)
        return times === 1 ? one : `@or ${or(one, half)} ${or(one, times - half)}`
      }
      const long = `"${Array.from({ length: 9 }, (_, n) => `${n}${'ж'.repeat(199)}`).join(' ')}"`
      for (const [query, expected] of [
        [or('@attr 1=4 x', 100), 'taken'],
        [or('@attr 1=4 x', 101), 'bib1-diagnostic'],
        [or(`@attr 1=1036 ${long}`, 20), 'bib1-diagnostic'],
        [or(`@attr 1=1036 @attr 4=1 ${long}`, 20), 'bib1-diagnostic'],
        [or(`@attr 1=1016 ${long}`, 20), 'taken'],
        [or('@attr 5=1 a', 21), 'bib1-diagnostic'],
        [or('@attr 1=1036 @attr 5=1 a', 20), 'taken'],
        [or('@attr 1=4 @attr 2=103 x', 100), 'taken'],
        [or('@attr 1=4 @attr 4=1 @attr 6=3 x', 100), 'taken'],
        ["@attr 1=4 ''", 'bib1-diagnostic'],
      ] as const)
        expect(await refusal(matchingIds(data.database.db, parsePqf(query), 10)), query.slice(0, 60)).to.equal(expected)
    })

    it('takes every injection as a text, in every field, filter, sort and list', async () => {
      const { db } = data.database
      const tried = async (text: string) => {
        for (const field of fields) {
          const searched = await refusal(searchCatalogue(db, { query: { [field]: text }, size: 1 }))
          expect(searched, `${field} ${text}`).to.be.oneOf(['taken', 'bib1-diagnostic', 'query-empty'])
        }
        for (const list of browsable) await browse(db, list, text, { before: 1, from: 1 })
        const read = Filters.safeParse({
          format: [text.slice(0, 40)],
          language: [text.slice(0, 10)],
          branch: [text.slice(0, 64)],
        })
        expect(read.success).to.equal(!text.includes('\0'))
        const filters = read.data ?? noFilters
        await searchCatalogue(db, { query: { any: 'word' }, filters, size: 1 })
        await countFacets(db, { query: { any: 'word' }, filters })
      }
      await Promise.all(injections.map(tried))
    })
  })

  describe('in what staff type', () => {
    it('keeps every injection as a text', async () => {
      await data.database.tx(async (tx) => {
        await saveBranch(tx, { code: 'main', label: 'Main', position: 1, active: true }, actor)
        for (const [n, text] of injections.entries()) {
          await saveCode(
            tx,
            'location',
            { code: text, label: text, position: n, active: true, available: false },
            actor,
          )
          const provenance = { ...by, reason: text }
          const { id } = await addBib(
            tx,
            { record: book({ title: text, author: text }), flavour: 'marc21' },
            provenance,
          )
          await addItem(
            tx,
            id,
            {
              accessionNo: `${n} ${text}`,
              branch: 'main',
              location: text,
              status: 'available',
              callNumber: text,
              publicNote: text,
              staffNote: text,
            },
            actor,
          )
          const [item] = await itemsOf(tx, id)
          const [version] = await bibHistory(tx, id)
          const kept = text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd')
          expect(item).to.include({ location: kept, publicNote: kept, staffNote: kept, callNumber: kept })
          expect(version?.reason).to.equal(kept)
        }
      })
      expect((await codeList(data.database.db, 'location')).length).to.be.greaterThan(injections.length - 3)
    })
  })
})
