import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { sql } from 'kysely'
import { importBatches, lockForMatching } from '../../src/catalogue/index.ts'
import type { Tx } from '../../src/kit/db/index.ts'
import { writeIso2709 } from '../../src/standards/marc/index.ts'
import { briefRecord } from '../bench/brief-records.ts'
import { catalogueHash, census, fileOf } from '../catalogue/import/loading.ts'
import { useDatabase } from '../database.ts'
import { until } from '../until.ts'
import { farshelf } from './command-line.ts'

const books = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => briefRecord(from + n))
const command = fileURLToPath(new URL('../../bin/farshelf.js', import.meta.url))

describe('farshelf import', () => {
  const data = useDatabase()
  const before_: Record<string, string | undefined> = {}
  let folder: string
  const file = async (name: string, bytes: Uint8Array) => {
    await writeFile(join(folder, name), bytes)
    return join(folder, name)
  }
  const json = async (...args: string[]) => JSON.parse((await farshelf('import', ...args, '--json')).out)
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'farshelf-import-'))
    await writeFile(
      join(folder, 'import.yaml'),
      'profiles:\n  list:\n    onMatch: keep\n    table: { columns: { Title: title } }\n',
    )
    for (const [name, value] of [
      ['DATABASE_URL', data.url],
      ['FARSHELF_CONFIG', folder],
    ] as const) {
      before_[name] = process.env[name]
      process.env[name] = value
    }
  })
  after(async () => {
    for (const [name, value] of Object.entries(before_))
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    await rm(folder, { recursive: true })
  })

  it('loads a file, plain or gzip, and says what became of its records', async () => {
    const plain = await farshelf('import', await file('books.mrc', fileOf(books(0, 700))))
    expect(plain.code).to.equal(0)
    // On a busy machine it says how far it is.
    expect(plain.err).to.match(/^(Loading .*\n)*$/)
    expect(plain.out).to.equal('Import 1: books.mrc, marc, encoding auto, profile "default": loaded\n  700  new\n')
    const packed = await json(await file('more.mrc.gz', gzipSync(fileOf(books(690, 710)))))
    expect(packed).to.deep.include({ state: 'loaded', file: 'more.mrc.gz' })
    expect(packed.counts).to.include({ new: 10, unchanged: 10 })
    expect((await census(data.database)).bibs).to.equal(710)
  })

  it('loads nothing of a file that was loaded, unless told to', async () => {
    const { code, out } = await farshelf('import', join(folder, 'books.mrc'))
    expect(code).to.equal(0)
    expect(out).to.match(/^This file was loaded with the profile "default" before, as import 1 \(loaded\)\. Nothing/)
    expect((await json(join(folder, 'books.mrc'), '--again')).counts).to.include({ new: 0, unchanged: 700 })
  })

  it('says in a dry run what loading would do, and loads it later', async () => {
    const name = await file('later.mrc', fileOf(books(700, 720)))
    const hash = await catalogueHash(data.database)
    const dry = await farshelf('import', name, '--dry-run')
    expect(dry.code).to.equal(0)
    expect(dry.out).to.match(/: staged\n {2}10 {2}new\n {2}10 {2}there already, the same\n$/)
    expect(await catalogueHash(data.database)).to.equal(hash)
    const id = /^Import (\d+)/.exec(dry.out)![1]!
    expect(dry.err).to.include(`farshelf import resume ${id}`)
    expect(await json('resume', id)).to.deep.include({ batch: Number(id), state: 'loaded' })
    expect(await json('show', id)).to.deep.include({ batch: Number(id), state: 'loaded' })
    expect((await farshelf('import', 'resume', id)).code).to.equal(1)
  })

  it('takes back what a load did, and names what it could not', async () => {
    const hash = await catalogueHash(data.database)
    const { batch } = await json(await file('undo.mrc', fileOf(books(800, 820))))
    const { out, code } = await farshelf('import', 'undo', String(batch))
    expect([code, out]).to.deep.equal([
      0,
      `Import ${batch}: undo.mrc, marc, encoding auto, profile "default": undone\n  20  new\nUndone: 20 records and 0 items taken out, 0 records and 0 items given back what they said, 0 left\n`,
    ])
    expect(await catalogueHash(data.database)).to.equal(hash)

    const again = await json(join(folder, 'undo.mrc'))
    await data.database.pool.query(
      `update bibs set batch_id = null where id in (select bib_id from import_records where batch_id = $1 and ordinal = 3)`,
      [again.batch],
    )
    const undone = await farshelf('import', 'undo', String(again.batch))
    expect(undone.code).to.equal(1)
    expect(undone.out).to.match(/\n {2}record 3 of the file, \d+ of the catalogue: it was changed since\n$/)
  })

  it('gives a file up, and keeps nothing of it', async () => {
    const { batch } = await json(await file('given-up.mrc', fileOf(books(850, 860))), '--dry-run')
    const chunks = async () =>
      (await data.database.pool.query('select from import_chunks where batch_id = $1', [batch])).rowCount
    expect(await chunks()).to.equal(1)
    const { code, out } = await farshelf('import', 'cancel', String(batch))
    expect([code, out]).to.deep.equal([
      0,
      `Import ${batch}: given-up.mrc, marc, encoding auto, profile "default": cancelled\n`,
    ])
    expect(await chunks()).to.equal(0)
    const again = await farshelf('import', 'cancel', String(batch))
    expect(again).to.include({ code: 1, out: '' })
    expect(again.err).to.include(`Import ${batch} is cancelled`)
    const { batch: other } = await json(await file('given-up-2.mrc', fileOf(books(860, 870))), '--dry-run')
    expect(await json('cancel', String(other))).to.deep.include({ batch: other, state: 'cancelled' })
  })

  it('keeps of a file that is loaded what was rejected', async () => {
    const broken = Buffer.from('00042nam no directory and no end at all\x1d')
    const chunks = async (id: number) =>
      (await data.database.pool.query('select from import_chunks where batch_id = $1', [id])).rowCount
    const sound = await json(await file('sound.mrc', fileOf(books(870, 880))))
    const faulty = await json(await file('faulty.mrc', Buffer.concat([fileOf(books(880, 890)), broken])))
    expect([await chunks(sound.batch), await chunks(faulty.batch)]).to.deep.equal([0, 1])
  })

  it('gives rejects back as they were, and a report on them that is safe to open', async () => {
    const [a, b] = books(900, 902).map((record) => Buffer.from(writeIso2709(record)))
    const broken = Buffer.from('00042nam no directory and no end at all\x1d')
    const load = await farshelf('import', await file('broken.mrc', Buffer.concat([a!, broken, b!])))
    expect(load.code).to.equal(1)
    expect(load.out).to.include('1  rejected')
    const id = /^Import (\d+)/.exec(load.out)![1]!
    expect((await farshelf('import', 'rejects', id)).stdout).to.deep.equal(broken)
    await farshelf('import', 'rejects', id, '-o', join(folder, 'rejects.mrc'))
    expect(await readFile(join(folder, 'rejects.mrc'))).to.deep.equal(broken)
    await data.database.pool.query(
      `update import_records set detail = '=HYPERLINK("x"),y' where batch_id = $1 and ordinal = 2`,
      [id],
    )
    expect((await farshelf('import', 'rejects', id, '--report')).out).to.equal(
      `record,byte,length,code,reason,detail\r\n2,${a!.length},${broken.length},unreadable,these bytes hold no record,"'=HYPERLINK(""x""),y"\r\n`,
    )
    expect(JSON.parse((await farshelf('import', 'rejects', id, '--json')).out)).to.include({
      record: 2,
      byte: a!.length,
    })
  })

  it('takes tables by profiles of the configuration', async () => {
    const { counts, format } = await json(await file('list.csv', Buffer.from('Title\nA\nB\n')), '-p', 'list')
    expect([format, counts.new]).to.deep.equal(['csv', 2])
    const missing = await farshelf('import', await file('other.csv', Buffer.from('Name\nA\n')), '-p', 'list')
    expect(missing).to.include({ code: 1 })
    expect(missing.err).to.include('lacks the column(s) Title')
    expect(await farshelf('import', join(folder, 'list.csv'), '-p', 'none')).to.include({ code: 2 })
  })

  it('shows how a file reads in each encoding, loading nothing', async () => {
    const [record] = books(950, 951)
    record!.fields.find(([tag]) => tag === '245')![3] = 'Caf\xe9'
    const bytes = Buffer.from(Buffer.from(writeIso2709(record!)).toString('utf8'), 'latin1')
    bytes.write(String(bytes.length).padStart(5, '0'))
    const before = (await importBatches(data.database.db)).length
    const { code, out } = await farshelf('import', await file('latin.mrc', bytes), '--preview')
    expect(code).to.equal(0)
    expect(out).to.match(/^The file is marc\.\n\nauto: /)
    expect(out).to.match(/windows-1252: every character readable\n {4}Caf\xe9/)
    expect((await importBatches(data.database.db)).length).to.equal(before)
  })

  it('lists what was loaded, the newest first', async () => {
    const { out } = await farshelf('import', 'list')
    const lines = out.split('\n')
    expect(lines[0]).to.match(/^BATCH +STATE +RECORDS/)
    expect(lines.at(-2)).to.match(/^1 +loaded +700 +0 +default .* books\.mrc$/)
  })

  it('refuses what is no file of records, keeping nothing of it', async () => {
    const count = async () =>
      Number((await data.database.pool.query('select count(*) n from import_batches')).rows[0].n)
    const before = await count()
    const zip = await file('records.zip', Buffer.from('PK\x03\x04 and so on'))
    expect((await farshelf('import', zip)).err).to.include('does not begin like one of records')
    expect((await farshelf('import', await file('empty', Buffer.alloc(0)))).err).to.include('The file is empty')
    expect((await farshelf('import', join(folder, 'none.mrc'))).err).to.include('there is no such file')
    const cut = await file('cut.gz', gzipSync(fileOf(books(0, 50))).subarray(0, -20))
    expect((await farshelf('import', cut)).err).to.include('no sound gzip')
    expect(await count()).to.equal(before)
  })

  const interruptedAt = async (name: string, hold: (tx: Tx) => Promise<unknown>, isThere: () => Promise<boolean>) => {
    const { ended, said } = await data.database.tx(async (tx) => {
      await hold(tx)
      const child = spawn(process.execPath, [command, 'import', name], {
        env: process.env,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      const ended = once(child, 'exit')
      const said: string[] = []
      child.stderr.on('data', (chunk) => said.push(String(chunk)))
      await until(async () => {
        expect(child.exitCode).to.equal(null)
        return isThere()
      })
      child.kill('SIGINT')
      return { ended, said }
    })
    const [code, signal] = await ended
    return { code, signal, said: said.join('') }
  }
  const newest = async () => (await importBatches(data.database.db, { size: 1 }))[0]

  it('pauses when interrupted, says how to go on, and goes on', async () => {
    const name = await file('long.mrc', fileOf(books(20_000, 24_000)))
    // While we hold this, it can begin to load, but not be done with it.
    const { said, ...end } = await interruptedAt(name, lockForMatching, async () => {
      const { fileName, state } = (await newest()) ?? {}
      return fileName === 'long.mrc' && state === 'loading'
    })
    expect(end).to.deep.equal({ code: 1, signal: null })
    const paused = (await newest())!
    expect(paused.state).to.equal('paused')
    expect(said).to.include(`Go on with: farshelf import resume ${paused.id}`)
    const resumed = await json('resume', String(paused.id))
    expect(resumed).to.deep.include({ state: 'loaded' })
    expect(resumed.counts).to.include({ new: 4000, unchanged: 0 })
  })

  it('says so too when it is interrupted between reading the file and loading it', async () => {
    const name = await file('between.mrc', fileOf(books(24_000, 24_010)))
    const { said, ...end } = await interruptedAt(
      name,
      (tx) => sql`lock table jobs in exclusive mode`.execute(tx),
      async () => {
        const { rows } = await data.database.pool.query(
          `select from pg_locks where relation = 'jobs'::regclass and not granted`,
        )
        return rows.length > 0
      },
    )
    expect(end).to.deep.equal({ code: 1, signal: null })
    const paused = (await newest())!
    expect(paused).to.include({ fileName: 'between.mrc', state: 'paused' })
    expect(said).to.include(`Go on with: farshelf import resume ${paused.id}`)
    expect((await json('resume', String(paused.id))).counts).to.include({ new: 10 })
  })
})
