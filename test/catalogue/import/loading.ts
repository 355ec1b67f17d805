import { createHash } from 'node:crypto'
import {
  type ImportBatch,
  ImportProfile,
  importBatch,
  importHandlers,
  type Staged,
  type StageOptions,
  stageImport,
  startCheck,
  startLoad,
  undoImport,
} from '../../../src/catalogue/index.ts'
import type { Database } from '../../../src/kit/db/index.ts'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import { createWorker, type Worker } from '../../../src/kit/jobs/index.ts'
import { type MarcRecord, writeIso2709 } from '../../../src/standards/marc/index.ts'
import { until } from '../../until.ts'

export const actor = { name: 'Ada', via: 'cli' } as const

/** A profile with everything usual but what is said. */
export const profileWith = (settings: Record<string, unknown> = {}): ImportProfile => ImportProfile.parse(settings)

export const fileOf = (records: readonly MarcRecord[]): Buffer =>
  Buffer.concat(records.map((record) => writeIso2709(record)))

/** Stages bytes as a file, cut into pieces of a size. */
export async function stage(
  database: Database,
  bytes: Uint8Array,
  options: Partial<StageOptions> = {},
  piece = 100_000,
): Promise<Staged> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  return await stageImport(database, pieces(), {
    fileName: 'books.mrc',
    profileName: 'default',
    profile: profileWith(),
    actor,
    ...options,
  })
}

export const worker = (database: Database): Worker =>
  createWorker({
    database,
    handlers: importHandlers(database),
    clock: systemClock,
    log: createLog('silent'),
    lease: 1500,
    poll: 50,
    backOff: 50,
  })

/** Lets a worker do what is asked, until the batch has come to rest. */
export async function settle(database: Database, ask: () => Promise<unknown>, batch: number): Promise<ImportBatch> {
  const one = worker(database)
  try {
    await ask()
    return await atRest(database, batch)
  } finally {
    await one.close()
  }
}

/** The batch, once nothing is being done with it. */
export async function atRest(database: Database, id: number): Promise<ImportBatch> {
  let batch: ImportBatch | undefined
  await until(async () => {
    batch = await importBatch(database.db, id)
    return !['checking', 'loading', 'undoing'].includes(batch.state)
  })
  return batch!
}

export const check = (database: Database, id: number) =>
  settle(database, () => database.tx((tx) => startCheck(tx, id, actor)), id)
export const load = (database: Database, id: number) =>
  settle(database, () => database.tx((tx) => startLoad(tx, id, actor)), id)
export const undo = (database: Database, id: number) =>
  settle(database, () => database.tx((tx) => undoImport(tx, id, actor)), id)

/** Carries out a job of a batch here, without a worker; `before` is called at the beginning of each of its transactions. */
export async function carryOut(
  database: Database,
  kind: 'import.check' | 'import.load' | 'import.undo' | 'import.release',
  batch: number,
  before: (transaction: number) => Promise<unknown>,
): Promise<ImportBatch> {
  let transactions = 0
  await importHandlers(database)[kind]!.run(
    { batch },
    {
      ...{ id: 0, key: null, attempts: 1, signal: new AbortController().signal, log: createLog('silent') },
      hold: async () => void (await before(++transactions)),
      finish: async () => undefined,
    },
  )
  return await importBatch(database.db, batch)
}

/** Stages and loads a file. */
export async function loadFile(database: Database, bytes: Uint8Array, options: Partial<StageOptions> = {}) {
  const { batch } = await stage(database, bytes, options)
  return await load(database, batch.id)
}

/** Everything readers and matching see of the catalogue, as one hash. */
export async function catalogueHash({ pool }: Database): Promise<string> {
  const hash = createHash('sha256')
  for (const query of [
    'select id, state, flavour, level, marc, fingerprint from bibs order by id',
    'select * from bib_search order by bib_id',
    'select * from bib_keys order by kind, key, bib_id',
    'select bib_id, accession_no, branch, location, collection, status, call_number from items order by accession_no',
  ])
    hash.update(JSON.stringify((await pool.query(query)).rows))
  return hash.digest('hex')
}

/** How many records the catalogue has, and how many of them are the twin of another by control number. */
export async function census({
  pool,
}: Pick<Database, 'pool'>): Promise<{ bibs: number; doubled: number; indexed: number }> {
  const count = async (query: string) => Number((await pool.query(query)).rows[0].n)
  return {
    bibs: await count('select count(*) n from bibs'),
    doubled: await count(
      'select count(*) n from (select key from bib_keys where kind = 5 group by key having count(*) > 1) d',
    ),
    indexed: await count('select count(*) n from bib_search'),
  }
}
