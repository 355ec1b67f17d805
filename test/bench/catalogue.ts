import { performance } from 'node:perf_hooks'
import {
  addBibs,
  browse,
  type CatalogueSearch,
  countFacets,
  noFilters,
  prepareRecord,
  searchCatalogue,
} from '../../src/catalogue/index.ts'
import { type Database, openDatabase } from '../../src/kit/db/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { parsePqf } from '../../src/standards/query/index.ts'
import { asOwner } from '../database.ts'
import { startServer } from '../postgres.ts'
import { briefRecord, chance, word } from './brief-records.ts'
import { table } from './figures.ts'

const sizes = [10_000, 100_000, 1_000_000]
const rounds = 60
/** Milliseconds that ordinary queries may take at a million records, at the 95th percentile. */
const aim = 50

type Random = () => number
const pick = (random: Random, from: number, to: number) => word(from + Math.floor(random() * (to - from)))
const nth = (random: Random, records: number) => briefRecord(Math.floor(random() * records))
const fieldOf = (record: ReturnType<typeof briefRecord>, tag: string) =>
  record.fields.find((field) => field[0] === tag)!
const list = (query: CatalogueSearch['query'], rest: Partial<CatalogueSearch> = {}) => ({ query, size: 20, ...rest })

/** Makes something ready to be asked, and gives the asking. */
type Question = (db: Database['db'], random: Random, records: number) => Asking | Promise<Asking>
type Asking = () => Promise<unknown>

/** What readers and staff ask, one kind a row. */
const questions: Readonly<Record<string, Question>> = {
  'a rare word': (db, random) => () => searchCatalogue(db, list({ any: pick(random, 20_000, 50_000) })),
  'a word of every hundredth': (db, random) => () => searchCatalogue(db, list({ any: pick(random, 15, 60) })),
  'the most frequent words': (db, random) => () => searchCatalogue(db, list({ any: pick(random, 0, 5) })),
  'two words': (db, random) => () =>
    searchCatalogue(db, list({ any: `${pick(random, 0, 50)} ${pick(random, 50, 2000)}` })),
  'a whole title': (db, random, records) => () =>
    searchCatalogue(db, list({ title: fieldOf(nth(random, records), '245')[3]! })),
  'author and title word': (db, random, records) => {
    const record = nth(random, records)
    const [author, title] = [fieldOf(record, '100')[3]!, fieldOf(record, '245')[3]!.split(' ')[0]!]
    return () => searchCatalogue(db, list({ author, title }))
  },
  'an ISBN': (db, random, records) => () =>
    searchCatalogue(db, list({ isbn: fieldOf(nth(random, records), '020')[3]! })),
  'a phrase': (db, random, records) => {
    const words = fieldOf(nth(random, records), '245')[3]!.split(' ').slice(0, 2).join(' ')
    return () => searchCatalogue(db, list(parsePqf(`@attr 1=4 @attr 4=1 "${words}"`)))
  },
  'a word cut short': (db, random) => () =>
    searchCatalogue(db, list(parsePqf(`@attr 1=4 @attr 5=1 ${pick(random, 2000, 9000).slice(0, 5)}`))),
  'sorted by title, German': (db, random) => () =>
    searchCatalogue(
      db,
      list({ any: pick(random, 0, 60) }, { sort: 'title', filters: { ...noFilters, language: ['ger'] } }),
    ),
  'sorted by year': (db, random) => () => searchCatalogue(db, list({ any: pick(random, 0, 60) }, { sort: 'year' })),
  'the tenth page': async (db, random) => {
    const query = list({ any: pick(random, 15, 60) }, { sort: 'title' })
    let cursor: string | undefined
    for (let page = 0; page < 2; page++)
      cursor = (await searchCatalogue(db, { ...query, size: 100, ...(cursor && { cursor }) })).next
    return () => searchCatalogue(db, { ...query, ...(cursor && { cursor }) })
  },
  'counts for filters': (db, random) => () =>
    countFacets(db, { query: { any: pick(random, 0, 60) }, filters: noFilters }),
  'browsing titles': (db, random) => () => browse(db, 'title', pick(random, 0, 5000), { before: 5, from: 20 }),
}

/** How long queries take, and how that grows with the catalogue. */
export async function run(): Promise<void> {
  const most = Number(process.env['BENCH_RECORDS'] ?? sizes.at(-1))
  const server = await startServer()
  const url = await server.create()
  const database = await openDatabase({ url, dataFolder: '', log: createLog('silent') })
  try {
    const columns: Record<string, { p50: number; p95: number; p99: number }>[] = []
    const used = sizes.filter((size) => size <= most)
    let held = 0
    for (const size of used) {
      await fill({ database, url }, held, size)
      held = size
      columns.push(await measure(database, size))
    }
    const ms = (value: number) => value.toFixed(1)
    process.stdout.write(
      table(
        ['ms: p50 p95 p99', ...used.map((size) => size.toLocaleString('en'))],
        Object.keys(questions).map((name) => [
          name,
          ...columns.map((column) => `${ms(column[name]!.p50)} ${ms(column[name]!.p95)} ${ms(column[name]!.p99)}`),
        ]),
      ),
    )
    const worst = Math.max(...Object.values(columns.at(-1)!).map(({ p95 }) => p95))
    process.stdout.write(
      `${JSON.stringify({ bench: 'catalogue', records: held, worstP95: worst, worstP95ToAim: worst / aim, figures: columns.at(-1) })}\n`,
    )
  } finally {
    await database.close()
    await server.close()
  }
}

interface Filled {
  readonly database: Database
  /** Its owner's. */
  readonly url: string
}

/** Adds brief records, and leaves the tables as the server's own housekeeping leaves them in a house that runs. */
export async function fill({ database, url }: Filled, from: number, to: number): Promise<void> {
  const group = 1000
  const provenance = { actor: { name: 'bench', via: 'cli' }, action: 'import' } as const
  let storing: Promise<unknown> = Promise.resolve()
  for (let at = from; at < to; at += group) {
    const records = Array.from({ length: group }, (_, i) => prepareRecord(briefRecord(at + i), 'marc21'))
    await storing
    storing = database.tx((tx) => addBibs(tx, records, 'active', provenance))
  }
  await storing
  for (const name of ['bibs', 'bib_search', 'bib_keys']) await asOwner(url, `vacuum analyze ${name}`)
}

async function measure(database: Database, records: number) {
  const figures: Record<string, { p50: number; p95: number; p99: number }> = {}
  for (const [name, question] of Object.entries(questions)) {
    const random = chance(records)
    const times: number[] = []
    for (let round = 0; round < rounds + 5; round++) {
      const ask = await question(database.db, random, records)
      const began = performance.now()
      await ask()
      // The first few warm up plans and pages.
      if (round >= 5) times.push(performance.now() - began)
    }
    times.sort((a, b) => a - b)
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!
    figures[name] = { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
  }
  return figures
}
