import { createGzip, gzipSync } from 'node:zlib'
import { expect } from 'chai'
import fc from 'fast-check'
import {
  type ImportBatch,
  importRecords,
  readBib,
  type StageOptions,
  stageImport,
  startLoad,
} from '../../../src/catalogue/index.ts'
import { Problem } from '../../../src/problems.ts'
import { type Field, formats, MarcRecord, type ReadableFormat } from '../../../src/standards/marc/index.ts'
import { briefRecord, chance } from '../../bench/brief-records.ts'
import { useDatabase } from '../../database.ts'
import { actor, atRest, census, fileOf, load, loadFile, profileWith, stage, worker } from './loading.ts'

const books = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => briefRecord(from + n))
function recordOf(...fields: Field[]): MarcRecord {
  const record = new MarcRecord()
  record.leader = '00000nam a2200000 a 4500'
  record.fields = fields
  return record
}

describe('Files that mean harm', () => {
  const data = useDatabase()
  const count = async (table: string) =>
    Number((await data.database.pool.query(`select count(*) n from ${table}`)).rows[0].n)
  const refusal = (source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, options: Partial<StageOptions> = {}) =>
    stageImport(data.database, source, {
      fileName: 'x',
      profileName: 'default',
      profile: profileWith(),
      actor,
      ...options,
    }).then(
      () => 'taken',
      (error: unknown) => (error instanceof Problem ? error.code : String(error)),
    )

  it('are refused when they unpack to far more than they are, or than is taken', async () => {
    async function* bomb() {
      const gzip = createGzip({ level: 9 })
      gzip.write('00024nam ')
      const zeros = Buffer.alloc(1024 * 1024, 0x20)
      for (let n = 0; n < 300; n++) if (!gzip.write(zeros)) yield* drained()
      gzip.end()
      yield* gzip as AsyncIterable<Buffer>
      function* drained() {
        for (let part = gzip.read(); part !== null; part = gzip.read()) yield part as Buffer
      }
    }
    expect(await refusal(bomb())).to.equal('import-too-dense')
    const large = fileOf(books(0, 400))
    const limits = { bytes: 100_000, ratio: 100 }
    expect(await refusal([large], { limits })).to.equal('import-too-large')
    expect(await refusal([gzipSync(large)], { limits })).to.equal('import-too-large')
  })

  it('are refused when they are no files of records, or broken', async () => {
    const gzip = gzipSync(fileOf(books(0, 100)))
    const wrongSum = Buffer.from(gzip)
    wrongSum[wrongSum.length - 6]! ^= 0xff
    for (const [name, bytes, code] of [
      ['zip', Buffer.from('PK\x03\x04\x14\0\0\0'), 'import-format-unknown'],
      ['zip in gzip', gzipSync(Buffer.from('PK\x03\x04\x14\0\0\0')), 'import-format-unknown'],
      ['gzip in gzip', gzipSync(gzip), 'import-format-unknown'],
      ['program', Buffer.from('\x7fELF\x02\x01\x01\0\0\0\x1e\x1d'), 'import-format-unknown'],
      ['nothing', Buffer.alloc(0), 'import-empty'],
      ['nothing in gzip', gzipSync(Buffer.alloc(0)), 'import-empty'],
      ['cut gzip', gzip.subarray(0, gzip.length - 9), 'import-gzip-broken'],
      ['gzip with a wrong sum', wrongSum, 'import-gzip-broken'],
      ['half a gzip header', gzip.subarray(0, 3), 'import-gzip-broken'],
    ] as const)
      for (const size of [1, 1000]) {
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
          bytes.subarray(n * size, n * size + size),
        )
        expect(await refusal(pieces), `${name} in pieces of ${size}`).to.equal(code)
      }
  })

  it('leave nothing behind when refused, or cut off', async () => {
    async function* cutOff() {
      yield fileOf(books(0, 50))
      throw new Error('the sender went away')
    }
    expect(await refusal(cutOff())).to.include('the sender went away')
    expect([await count('import_batches'), await count('import_chunks'), await count('bibs')]).to.deep.equal([0, 0, 0])
  })

  it('of several gzip members are one file', async () => {
    const file = Buffer.concat([gzipSync(fileOf(books(0, 30))), gzipSync(fileOf(books(30, 50)))])
    expect((await loadFile(data.database, file)).counts.new).to.equal(50)
  })

  it('load what can be stored and reject the rest, whatever stands in them', async () => {
    const nasty = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "'; drop table bibs; --",
      '=HYPERLINK("http://x")',
      `${'e'}${'\u0301'.repeat(2000)}`,
      '\u202egnp.exe\u200b\u2066',
      '\\u0000 \\ud800 \\N \\. \\x',
      '{"a":1}',
      'x'.repeat(9000),
    ]
    const records = nasty.map((text, n) =>
      recordOf(['001', `nasty${n}`], ['245', '10', 'a', text], ['856', '40', 'u', `javascript:${text}`]),
    )
    const xml = Buffer.from(
      formats.marcxml.open + records.map((record) => formats.marcxml.write(record)).join('') + formats.marcxml.close,
    )
    const batch = await loadFile(data.database, xml)
    expect(batch.counts).to.include({ new: nasty.length, rejected: 0 })
    const { records: rows } = await importRecords(data.database.db, batch.id)
    for (const [n, { bibId }] of rows.entries()) {
      const bib = await readBib(data.database.db, bibId!)
      expect(bib!.record.fields[1]![3]).to.equal(nasty[n]!.normalize('NFC'))
    }
    const json = `{"leader":"00000nam a2200000 a 4500","fields":[{"001":"nul\\u0000\\ud800"},{"245":{"ind1":"1","ind2":"0","subfields":[{"a":"A\\u0000B\\udfff"}]}}]}\n`
    const odd = await loadFile(data.database, Buffer.from(json), { profile: profileWith({ lossy: 'accept' }) })
    expect(odd.counts).to.include({ new: 1, rejected: 0 })
  })

  it('of endless fields and records of a megabyte neither stop a load nor sink it', async () => {
    const wide = recordOf(
      ['001', 'wide'],
      ['245', '10', 'a', 'Wide'],
      ...Array.from({ length: 9000 }, (_, n): Field => ['650', ' 0', 'a', `Subject number ${n} of many`]),
    )
    const [before, after] = books(9000, 9002)
    const lines = [before!, wide, after!].map((record) => formats.json.write(record)).join('')
    const monster = `{"leader":"x","fields":[{"245":{"subfields":[{"a":"${'y'.repeat(3_000_000)}"}]}}]}\n`
    const deep = `${'['.repeat(100_000)}\n`
    const batch = await loadFile(
      data.database,
      Buffer.from(lines + monster + formats.json.write(books(9002, 9003)[0]!) + deep),
    )
    expect(batch.state).to.equal('loaded')
    expect(batch.counts.new).to.equal(4)
    expect(batch.counts.rejected).to.be.greaterThan(0)
  })

  it('damaged anywhere come to an end, every record told', async () => {
    const file = fileOf(books(20_000, 20_040))
    const random = chance(7)
    for (let round = 0; round < 12; round++) {
      const bytes = Buffer.from(file)
      for (let n = 0; n < 30; n++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
      const batch = await loadFile(data.database, bytes, { profile: profileWith({ onMatch: 'skip' }) })
      expect(batch.state, batch.lastError).to.equal('loaded')
      const { records } = await importRecords(data.database.db, batch.id, {}, { size: 1000 })
      expect(records.length).to.equal(batch.done.records)
      for (const [at, { ordinal, offset, length }] of records.entries()) {
        expect(ordinal).to.equal(at + 1)
        expect(offset + length).to.be.at.most(bytes.length)
      }
    }
  })
})

describe('Loads of one catalogue', () => {
  const data = useDatabase()
  const other = useDatabase()

  it('at once, of the same records, add each of them once', async () => {
    const files = [books(0, 1500), books(700, 2200).reverse(), books(300, 1800)]
    const batches: ImportBatch[] = []
    for (const records of files) batches.push((await stage(data.database, fileOf(records))).batch)
    const workers = [worker(data.database), worker(data.database), worker(data.database)]
    try {
      await data.database.tx(async (tx) => {
        for (const { id } of batches) await startLoad(tx, id, actor)
      })
      const loaded = await Promise.all(batches.map(({ id }) => atRest(data.database, id)))
      expect(loaded.map(({ state }) => state)).to.deep.equal(['loaded', 'loaded', 'loaded'])
      const sum = (outcome: 'new' | 'unchanged') => loaded.reduce((total, { counts }) => total + counts[outcome], 0)
      expect([sum('new'), sum('unchanged')]).to.deep.equal([2200, 2300])
    } finally {
      await Promise.all(workers.map((one) => one.close()))
    }
    expect(await census(data.database)).to.deep.equal({ bibs: 2200, doubled: 0, indexed: 2200 })
  })

  it('come to the same wherever the pieces end that a file arrives in', async () => {
    const records = books(30_000, 30_012)
    await loadFile(other.database, fileOf(records))
    const file = (name: ReadableFormat) => {
      const { open, write, close } = formats[name]
      return Buffer.concat([open, ...records.map((record) => write(record)), close].map((part) => Buffer.from(part)))
    }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<ReadableFormat>('marc', 'marcxml', 'json', 'mrk'),
        fc.boolean(),
        fc.integer({ min: 1, max: 3000 }),
        async (name, packed, piece) => {
          const bytes = packed ? gzipSync(file(name)) : file(name)
          const { batch } = await stage(other.database, bytes, { again: true }, piece)
          const loaded = await load(other.database, batch.id)
          expect(loaded.format).to.equal(name)
          expect(loaded.counts.unchanged).to.equal(12)
        },
      ),
      { numRuns: 15 },
    )
    const now = await census(other.database)
    expect(now).to.deep.equal({ bibs: 12, doubled: 0, indexed: 12 })
  })
})
