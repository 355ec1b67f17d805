import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Database, type Db, storableJson, storableText } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { detectFormat, type Source } from '../../standards/marc/index.ts'
import { heldBatch, importBatch } from './batches.ts'
import { evenly } from './chunks.ts'
import { incoming, type SourceLimits } from './incoming.ts'
import type { ImportProfile } from './profile.ts'
import { tableOptions } from './source-records.ts'
import { checkTable } from './table/index.ts'
import { type ImportBatch, type ImportEncoding, type ImportFormat, importFormats } from './types.ts'

export interface StageOptions {
  readonly fileName: string
  readonly profileName: string
  readonly profile: ImportProfile
  readonly actor: Actor
  /** Found out where not given. */
  readonly format?: ImportFormat | undefined
  readonly encoding?: ImportEncoding | undefined
  /** Takes a file that was loaded before. */
  readonly again?: boolean | undefined
  readonly limits?: SourceLimits | undefined
  /** Called with the bytes that have come, uncompressed. */
  readonly onBytes?: ((bytes: number) => void) | undefined
}

export interface Staged {
  /** False when the same file was loaded with this profile before: by `batch`, and nothing is staged. */
  readonly isNew: boolean
  readonly batch: ImportBatch
}

/**
 * Takes a file, plain or gzip, into the database, in constant memory. It is then staged: `startCheck` counts what loading
 * it would do, `startLoad` loads it.
 * @throws Problem import-empty, import-format-unknown, import-too-large, import-too-dense, import-gzip-broken,
 * import-columns-unknown, import-columns-missing, import-state when somebody gave it up meanwhile
 */
export async function stageImport(database: Database, source: Source, options: StageOptions): Promise<Staged> {
  const { db } = database
  const { profile, profileName, fileName, actor, encoding = 'auto' } = options
  await forgetAbandoned(db)
  const { id } = await db
    .insertInto('import_batches')
    .values({
      file_name: storableText(fileName.slice(-300)),
      profile: profileName,
      settings: storableJson(profile),
      format: options.format ?? '',
      encoding,
      state: 'staging',
      actor_id: actor.id ?? null,
      actor_name: actor.name,
      actor_via: actor.via,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  try {
    const { size, sha256, format } = await receive(db, id, source, options)
    return await database.tx(async (tx) => {
      // Two who stage one file at once are told of each other.
      await sql`select pg_advisory_xact_lock(${stagingLock})`.execute(tx)
      await heldBatch(tx, id, 'staging')
      const before = options.again ? undefined : await loadedBefore(tx, sha256, profileName)
      if (before !== undefined) {
        await tx.deleteFrom('import_batches').where('id', '=', id).execute()
        return { isNew: false, batch: await importBatch(tx, before) }
      }
      await tx
        .updateTable('import_batches')
        .set({ state: 'staged', size, sha256, format, changed_at: sql<Date>`now()` })
        .where('id', '=', id)
        .execute()
      const detail = { file: fileName, size, profile: profileName }
      await audit(tx, { actor, action: 'import.staged', subject: { kind: 'import', id }, detail })
      return { isNew: true, batch: await importBatch(tx, id) }
    })
  } catch (error) {
    await db
      .deleteFrom('import_batches')
      .where('id', '=', id)
      .where('state', '=', 'staging')
      .execute()
      .catch(() => undefined)
    throw error
  }
}

/** Files whose process ended while they came in: no one comes in for so long. */
async function forgetAbandoned(db: Db): Promise<void> {
  await db
    .deleteFrom('import_batches')
    .where('state', '=', 'staging')
    .where('created_at', '<', sql<Date>`now() - interval '2 days'`)
    .execute()
}

/** Any number that nobody else uses for an advisory lock. */
const stagingLock = 0x66_61_72_74

async function receive(db: Db, id: number, source: Source, options: StageOptions) {
  const { limits, onBytes } = options
  const hash = createHash('sha256')
  let found: ImportFormat | undefined
  let [seq, size] = [0, 0]
  let storing: Promise<unknown> = Promise.resolve()
  for await (const bytes of evenly(incoming(source, limits))) {
    if (seq === 0) found = formatOf(bytes, options)
    if (!found) throw new Problem('import-format-unknown', { formats: importFormats.join(', ') })
    hash.update(bytes)
    size += bytes.length
    await storing
    storing = storeChunk(db, id, seq, bytes)
    storing.catch(() => undefined)
    seq += 1
    onBytes?.(size)
  }
  await storing
  if (!found) throw new Problem('import-empty')
  return { size, sha256: hash.digest(), format: found }
}

/** @throws Problem import-state when the file is not to come in any more */
async function storeChunk(db: Db, id: number, seq: number, bytes: Buffer): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into import_chunks (batch_id, seq, bytes)
    select id, ${seq}::int, ${bytes}::bytea from import_batches where id = ${id} and state = 'staging' for share
  `.execute(db)
  if (numAffectedRows !== 1n) throw new Problem('import-state', { batch: id, state: (await importBatch(db, id)).state })
}

/** A profile that knows columns is for tables: they have no marks of their own to be told by. */
function formatOf(head: Uint8Array, { format, profile, encoding = 'auto' }: StageOptions): ImportFormat | undefined {
  const found = format ?? (profile.table ? 'csv' : detectFormat(head))
  if (found === 'csv') checkTable(head, tableOptions({ encoding, profile, createdAt: new Date() }))
  return found
}

async function loadedBefore(db: Db, sha256: Buffer, profile: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('import_batches')
    .select('id')
    .where('sha256', '=', sha256)
    .where('profile', '=', profile)
    .where('state', 'in', ['loading', 'paused', 'loaded'])
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row?.id
}
