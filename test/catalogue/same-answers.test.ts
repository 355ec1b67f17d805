import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import fc from 'fast-check'
import { accessPoints, accessWords, extractor } from '../../src/bib/index.ts'
import { addBibs, matchingIds, prepareRecord } from '../../src/catalogue/index.ts'
import { Problem } from '../../src/problems.ts'
import { type Flavour, type MarcRecord, readRecords } from '../../src/standards/marc/index.ts'
import { type Attribute, bib1, type Query, type RpnQuery } from '../../src/standards/query/index.ts'
import { openRecordFile, type RecordFile } from '../../src/zserver/index.ts'
import { useDatabase } from '../database.ts'
import { iso2709, marc21Records } from '../zserver/library.ts'

/** So many records of each file, and what they are. */
const sources = [
  { file: 'northfield', flavour: 'marc21', records: 90 },
  { file: 'eastbrook', flavour: 'marc21', records: 60 },
  { file: 'lakeside', flavour: 'unimarc', records: 60 },
] as const

interface Shelf {
  /** The same records, searched in memory by going through their words. */
  readonly file: RecordFile
  readonly flavour: Flavour
  readonly records: readonly MarcRecord[]
  ids: readonly number[]
}

async function openShelf(bytes: Uint8Array, flavour: Flavour, most: number): Promise<Shelf> {
  const raws: Uint8Array[] = []
  const records: MarcRecord[] = []
  for await (const read of readRecords([bytes], { flavour })) {
    if ('rejected' in read) continue
    raws.push(read.raw)
    records.push(read.record)
    if (records.length === most) break
  }
  return { file: await openRecordFile(raws, { name: 'x', flavour }), flavour, records, ids: [] }
}

/** Runs of words as they stand in the records, each with the Use attributes that cover them. */
function runsOf(shelves: readonly Shelf[]): (readonly [uses: readonly number[], words: readonly string[]])[] {
  const runs: (readonly [readonly number[], readonly string[]])[] = []
  for (const { flavour, records } of shelves) {
    const extract = extractor(flavour, {
      record() {},
      field() {},
      subfield(kind, words) {
        if (words.length > 0) runs.push([[...kind.uses], words])
      },
    })
    records.forEach(extract)
  }
  return runs
}

/** Uses that a search of MARC 21 records can name. */
const uses = Object.keys(accessPoints)
  .map(Number)
  .filter((use) => accessPoints[use]!.marc21 !== '')

const term = (attributes: readonly Attribute[], value: string): Query => ({
  op: 'term',
  attributes,
  term: { type: 'general', value },
})

describe('The catalogue and a file of records in memory', () => {
  const data = useDatabase()
  const shelves: Shelf[] = []
  let runs: ReturnType<typeof runsOf>
  before(async () => {
    const odd = Buffer.concat(marc21Records.map(iso2709))
    shelves.push(await openShelf(odd, 'marc21', marc21Records.length))
    for (const { file, flavour, records } of sources) {
      const bytes = await readFile(new URL(`../../fixtures/library/${file}.mrc`, import.meta.url))
      shelves.push(await openShelf(bytes, flavour, records))
    }
    for (const shelf of shelves) {
      const prepared = shelf.records.map((record) => prepareRecord(record, shelf.flavour))
      const by = { actor: { name: 'Ada', via: 'cli' }, action: 'import' } as const
      shelf.ids = await data.database.tx((tx) => addBibs(tx, prepared, 'active', by))
    }
    runs = runsOf(shelves)
  })

  const inCatalogue = (query: RpnQuery) =>
    orRefusal(async () => (await matchingIds(data.database.db, query, 10_000)).ids)
  const inMemory = (query: RpnQuery) =>
    orRefusal(async () =>
      shelves
        .flatMap(({ file, flavour, ids }) => [...numbersIn(file, flavour, query)].map((number) => ids[number]!))
        .sort((a, b) => a - b),
    )

  /** A term out of the records, searched in one of the ways the catalogue knows. */
  const anyTerm = (): fc.Arbitrary<Query> =>
    fc
      .record({
        run: fc.nat(),
        from: fc.nat(),
        length: fc.integer({ min: 1, max: 4 }),
        use: fc.oneof({ weight: 4, arbitrary: fc.nat() }, { weight: 1, arbitrary: fc.constantFrom(-1, -2) }),
        way: fc.constantFrom('words', 'phrase', 'truncated', 'first', 'whole', 'always', 'whole and truncated'),
        cut: fc.integer({ min: 1, max: 6 }),
      })
      .map(({ run, from, length, use, way, cut }) => {
        const [covering, words] = runs[run % runs.length]!
        const start = from % words.length
        // Mostly a Use attribute the words are found by, sometimes none, sometimes another.
        const chosen = use === -1 ? undefined : use === -2 ? uses[run % uses.length] : covering[use % covering.length]
        const uncovered = chosen !== undefined && !uses.includes(chosen) ? 1016 : chosen
        const attributes: Attribute[] = uncovered === undefined ? [] : [{ type: 1, value: uncovered }]
        const some = words.slice(start, start + length)
        const heading = uncovered === 4 || uncovered === 1003 || uncovered === 21
        const add = (...pairs: readonly (readonly [type: number, value: number])[]) =>
          attributes.push(...pairs.map(([type, value]) => ({ type, value })))
        if (way === 'always') add([2, 103])
        if (way === 'phrase' || way === 'first') add([4, 1])
        if (way === 'truncated' || way === 'whole and truncated') add([5, 1])
        if (way === 'first' && heading) add([3, 1])
        if (way.startsWith('whole') && heading) add([4, 1], [3, 1], [6, 3])
        const text = way === 'first' || way.startsWith('whole') ? words.slice(0, length).join(' ') : some.join(' ')
        return term(
          attributes,
          attributes.some(({ type }) => type === 5) ? text.slice(0, Math.max(cut, text.length - cut)) : text,
        )
      })

  const anyTree = fc.letrec<{ tree: Query }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      { weight: 2, arbitrary: anyTerm() },
      {
        weight: 1,
        arbitrary: fc.record({ op: fc.constantFrom('and', 'or', 'not'), left: tie('tree'), right: tie('tree') }),
      },
    ),
  })).tree

  it('find the same records, whatever is asked', async () => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(anyTree, async (root) => {
        const query = { attributeSet: bib1, root }
        const ids = await inCatalogue(query)
        found += ids.length
        expect(ids).to.deep.equal(await inMemory(query))
      }),
      { numRuns: 600 },
    )
    expect(found).to.be.greaterThan(1000)
  })

  it('fold what is typed alike', () => {
    expect(accessWords('Война и мир, 論語')).to.deep.equal(['воина', 'и', 'мир', '論', '語'])
  })
})

/** An access point that a flavour has not is refused by its file; in a catalogue of both it finds nothing of the kind. */
const numbersIn = (file: RecordFile, flavour: Flavour, query: RpnQuery): Uint32Array =>
  file.search({ ...query, root: answerable(query.root, flavour) }, () => undefined).numbers

/** What was found, or what the diagnostic says. */
async function orRefusal(search: () => Promise<readonly number[]>): Promise<readonly number[] | string> {
  try {
    return await search()
  } catch (error) {
    if (error instanceof Problem) return error.message
    throw error
  }
}

/** The query with terms that a flavour has no access point for replaced by one that finds nothing. */
function answerable(query: Query, flavour: Flavour): Query {
  if (query.op === 'term') {
    const use = query.attributes.find(({ type }) => type === 1)?.value
    return typeof use !== 'number' || accessPoints[use]![flavour] !== '' ? query : term([], 'nosuchwordanywhere')
  }
  if (query.op !== 'and' && query.op !== 'or' && query.op !== 'not') return query
  return { op: query.op, left: answerable(query.left, flavour), right: answerable(query.right, flavour) }
}
