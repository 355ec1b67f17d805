import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import copyStreams from 'pg-copy-streams'
import {
  type ImportBatch,
  ImportProfile,
  importBatch,
  importHandlers,
  stageImport,
  startLoad,
} from '../../src/catalogue/index.ts'
import { type Database, openDatabase } from '../../src/kit/db/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker } from '../../src/kit/jobs/index.ts'
import { writeIso2709 } from '../../src/standards/marc/index.ts'
import { startServer, type TestServer } from '../postgres.ts'
import { briefRecord } from './brief-records.ts'
import { table } from './figures.ts'

const sizes = [100_000, 1_000_000]
/** At least this share of the speed of a bare COPY. */
const aim = 0.5
/** What a load writes, in an order that references allow. */
const tables = ['bibs', 'bib_search', 'bib_keys', 'import_records'] as const
const actor = { name: 'bench', via: 'cli' } as const
const log = createLog('silent')

interface Loaded {
  readonly seconds: number
  /** Resident memory in MiB after each tenth. */
  readonly memory: readonly number[]
}

/** Loads files of brief records, matched and indexed, and copies the very same rows into the very same tables. */
export async function run(): Promise<void> {
  const most = Number(process.env['BENCH_RECORDS'] ?? sizes.at(-1))
  const used = sizes.filter((size) => size <= most)
  const folder = await mkdtemp(join(tmpdir(), 'farshelf-bench-'))
  const server = await startServer()
  const rows: string[][] = []
  const figures: Record<string, unknown>[] = []
  try {
    for (const records of used.length > 0 ? used : [most]) {
      const file = join(folder, `${records}.mrc`)
      await writeFile(file, records)
      const url = await server.create()
      const loaded = await load(url, file, records)
      const copied = await copySameRows(server, url, folder)
      await server.drop(url)
      await rm(file)
      const perSecond = (seconds: number) => Math.round(records / seconds)
      const ratio = copied / loaded.seconds
      // The first tenth compiles and fills caches.
      const [early, late] = [loaded.memory[1]!, loaded.memory.at(-1)!]
      figures.push({
        records,
        perSecond: perSecond(loaded.seconds),
        copyPerSecond: perSecond(copied),
        ratio,
        memory: loaded.memory,
      })
      rows.push([
        records.toLocaleString('en'),
        perSecond(loaded.seconds).toLocaleString('en'),
        perSecond(copied).toLocaleString('en'),
        ratio.toFixed(2),
        `${early} to ${late}`,
      ])
    }
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
  process.stdout.write(table(['records', 'loaded/s', 'COPY/s', 'ratio', 'memory, MiB'], rows))
  const ratio = Math.min(...figures.map((figure) => Number(figure['ratio'])))
  process.stdout.write(`${JSON.stringify({ bench: 'import', ratio, ratioToAim: ratio / aim, figures })}\n`)
}

async function writeFile(file: string, records: number): Promise<void> {
  await pipeline(function* () {
    for (let n = 0; n < records; n++) yield writeIso2709(briefRecord(n))
  }, createWriteStream(file))
}

async function load(url: string, file: string, records: number): Promise<Loaded> {
  const database = await openDatabase({ url, dataFolder: '', log })
  const memory: number[] = []
  try {
    const { batch } = await stageImport(database, createReadStream(file), {
      fileName: file,
      profileName: 'default',
      profile: ImportProfile.parse({}),
      actor,
    })
    const worker = createWorker({ database, handlers: importHandlers(database), clock: systemClock, log })
    const began = performance.now()
    await database.tx((tx) => startLoad(tx, batch.id, actor))
    let now: ImportBatch
    do {
      await wait(100)
      now = await importBatch(database.db, batch.id)
      while (memory.length < Math.floor((now.done.records / records) * 10))
        memory.push(Math.round(process.memoryUsage.rss() / 1024 / 1024))
    } while (now.state === 'loading')
    const seconds = (performance.now() - began) / 1000
    await worker.close()
    if (now.counts.new !== records) throw new Error(`${now.counts.new} of ${records} were loaded: ${now.lastError}`)
    return { seconds, memory }
  } finally {
    await database.close()
  }
}

/** Seconds that copying all rows of a loaded database into an empty one takes, text already at hand. */
async function copySameRows(server: TestServer, from: string, folder: string): Promise<number> {
  const source = await openDatabase({ url: from, dataFolder: '', log })
  const url = await server.create()
  const target = await openDatabase({ url, dataFolder: '', log, statementTimeout: 0 })
  try {
    await source.pool.query('set statement_timeout = 0')
    for (const name of tables) await copyOut(source, name, join(folder, name))
    // The batch its rows refer to.
    await copyOut(source, 'import_batches', join(folder, 'import_batches'))
    await copyIn(target, 'import_batches', join(folder, 'import_batches'))
    const began = performance.now()
    for (const name of tables) await copyIn(target, name, join(folder, name))
    return (performance.now() - began) / 1000
  } finally {
    await source.close()
    await target.close()
    await server.drop(url)
    for (const name of tables) await rm(join(folder, name), { force: true })
  }
}

async function copyOut({ pool }: Database, name: string, file: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0')
    await pipeline(client.query(copyStreams.to(`copy ${name} to stdout`)), createWriteStream(file))
  } finally {
    client.release()
  }
}

async function copyIn({ pool }: Database, name: string, file: string): Promise<void> {
  await stat(file)
  const client = await pool.connect()
  try {
    await pipeline(
      createReadStream(file, { highWaterMark: 1024 * 1024 }),
      client.query(copyStreams.from(`copy ${name} from stdin`)),
    )
  } finally {
    client.release()
  }
}
