import { type RawBuilder, sql } from 'kysely'
import type { Database, Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { lockForMatching } from '../matching/index.ts'
import { holdBibs, restoreBib } from '../records/index.ts'
import { heldBatch } from './batches.ts'
import { type ImportJob, noteFailure } from './failures.ts'
import { addJob } from './jobs.ts'
import { restoreItems } from './restore-items.ts'
import type { ImportBatch, UndoCounts } from './types.ts'

/** Records dealt with in one transaction at most. */
const groupRecords = 500

/** Why something was left as it is. */
const left = {
  edited: 'it was changed since',
  gone: 'it was deleted since',
  items: 'items were added to it, or changed, since',
  wanted: 'a request or a reservation is for it',
} as const

interface Row {
  readonly ordinal: number
  readonly outcome: string
  readonly bibId: number
  readonly previousVersion: number | null
}

/**
 * Takes back what a batch did, from its last record to its first, a transaction a group. A record that only the batch
 * has touched goes, or gets back the content it had; what somebody changed since is left, and said so. Like loading, it
 * goes on where it was when its process ended.
 */
export async function runUndo(database: Database, batchId: number, job: ImportJob): Promise<void> {
  try {
    while (!(await undoGroup(database, batchId, job))) job.signal.throwIfAborted()
  } catch (error) {
    await noteFailure(database, batchId, 'undoing', job, error)
  }
}

/** True when the job is over. */
async function undoGroup(database: Database, batchId: number, job: ImportJob): Promise<boolean> {
  return await database.tx(async (tx) => {
    await job.hold(tx)
    const batch = await heldBatch(tx, batchId)
    const rows = batch.state === 'undoing' ? await nextRows(tx, batchId) : []
    const counts: Record<keyof UndoCounts, number> = {
      removed: 0,
      restored: 0,
      items: 0,
      itemsRestored: 0,
      left: 0,
      ...batch.undo,
    }
    if (rows.length > 0) {
      await undoRows(tx, batch, rows, counts)
      await tx
        .updateTable('import_batches')
        .set({
          undo_ordinal: rows.at(-1)!.ordinal,
          undo_counts: JSON.stringify(counts),
          failures: 0,
          last_error: null,
          changed_at: sql<Date>`now()`,
        })
        .where('id', '=', batchId)
        .execute()
      return false
    }
    if (batch.state === 'undoing') {
      await tx
        .updateTable('import_batches')
        .set({
          state: 'undone',
          undo_counts: JSON.stringify(counts),
          ended_at: sql<Date>`now()`,
          changed_at: sql<Date>`now()`,
        })
        .where('id', '=', batchId)
        .execute()
      const subject = { kind: 'import', id: batchId }
      await audit(tx, { actor: batch.actor, action: 'import.undone', subject, detail: { ...counts } })
      await addJob(tx, 'release', batchId)
    }
    await job.finish(tx)
    return true
  })
}

async function nextRows(tx: Tx, batchId: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select ordinal, outcome, bib_id as "bibId", previous_version as "previousVersion"
    from import_records r join import_batches b on b.id = r.batch_id
    where batch_id = ${batchId} and ordinal < b.undo_ordinal and bib_id is not null
    order by ordinal desc limit ${groupRecords}
  `.execute(tx)
  return rows
}

async function undoRows(
  tx: Tx,
  batch: ImportBatch,
  rows: readonly Row[],
  counts: Record<keyof UndoCounts, number>,
): Promise<void> {
  const { id: batchId } = batch
  // Whoever is deciding by what the catalogue holds does so before, or after.
  await lockForMatching(tx)
  const ids = [...new Set(rows.map(({ bibId }) => bibId))]
  await holdBibs(tx, ids)
  counts.items += await removeItems(tx, batchId, ids)
  const items = await restoreItems(tx, batchId, { from: rows.at(-1)!.ordinal, to: rows[0]!.ordinal })
  counts.itemsRestored += items.restored
  const notes = new Map<number, string>()
  for (const { ordinal, outcome, bibId, previousVersion } of rows)
    if (outcome === 'overlaid' || outcome === 'merged')
      notes.set(ordinal, await restore(tx, batch, bibId, previousVersion!))
  const created = rows.filter(({ outcome }) => outcome === 'new')
  const removed = await removeRecords(
    tx,
    batchId,
    created.map(({ bibId }) => bibId),
  )
  for (const { ordinal, bibId } of created) notes.set(ordinal, removed.get(bibId) ?? left.gone)
  const stuck = await withItemsOf(tx, batchId, ids)
  for (const { ordinal, outcome, bibId } of rows)
    if (outcome !== 'new' && stuck.has(bibId) && (notes.get(ordinal) ?? 'undone') === 'undone')
      notes.set(ordinal, left.items)
  for (const [ordinal, note] of items.stuck) {
    const before = notes.get(ordinal) ?? 'undone'
    notes.set(ordinal, before === 'undone' ? note : `${before}; ${note}`)
  }
  for (const [ordinal, note] of notes)
    if (note !== 'undone') counts.left += 1
    else if (created.some((row) => row.ordinal === ordinal)) counts.removed += 1
    else counts.restored += 1
  await sql`
    update import_records r set undone = n.note
    from unnest(${[...notes.keys()]}::bigint[], ${[...notes.values()]}::text[]) as n (ordinal, note)
    where r.batch_id = ${batchId} and r.ordinal = n.ordinal
  `.execute(tx)
}

/**
 * Takes out the items the batch added and nobody changed, lent or reserved since: a load that replaced what one says, and
 * was undone, made two versions of it.
 */
async function removeItems(tx: Tx, batchId: number, bibs: readonly number[]): Promise<number> {
  const { rows } = await sql`
    delete from items where batch_id = ${batchId} and bib_id = any(${[...bibs]}::bigint[])
      and version = 1 + 2 * (select count(*) from import_items r where r.item_id = items.id and r.undone = 'undone')
      and not exists (select from items_in_use u where u.item_id = items.id) returning id
  `.execute(tx)
  return rows.length
}

/** Those of some records that still have items the batch added. */
async function withItemsOf(tx: Tx, batchId: number, bibs: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await tx
    .selectFrom('items')
    .select('bib_id')
    .distinct()
    .where('batch_id', '=', batchId)
    .where('bib_id', 'in', bibs)
    .execute()
  return new Set(rows.map(({ bib_id }) => bib_id))
}

/** Gives a record the content back that the batch found; the load and the undo both stay in its history. */
async function restore(tx: Tx, { id: batchId, actor }: ImportBatch, bibId: number, version: number): Promise<string> {
  const now = await tx
    .selectFrom('bibs')
    .select(['version', 'state', changedByOthers(sql.ref('bibs.id'), batchId, version).as('isEdited')])
    .where('id', '=', bibId)
    .executeTakeFirst()
  if (!now || now.state === 'deleted') return left.gone
  if (now.isEdited) return left.edited
  await restoreBib(tx, bibId, version, now.version, { actor, action: 'undo', batchId })
  return 'undone'
}

/**
 * Whether somebody else made a version of a record above one of its versions. A batch that was undone is nobody: an undo
 * adds a version for each that it takes back, so that there are as many of these as of the others.
 */
const changedByOthers = (bibId: RawBuilder<unknown>, batchId: number, above: number) => sql<boolean>`exists (
  select from (
    select bib_id, version, batch_id, action from bib_versions
    union all select id, version, batch_id, action from bibs
  ) v
  where v.bib_id = ${bibId} and v.version > ${above}::int and v.batch_id is distinct from ${batchId}
  group by v.batch_id
  having v.batch_id is null or count(*) <> 2 * count(*) filter (where v.action = 'undo')
)`

/** Takes records out for good that nobody else changed. Gives what became of each that is there. */
async function removeRecords(tx: Tx, batchId: number, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: number; note: string }>`
    select id, case
        when state = 'deleted' then ${left.gone}
        when ${changedByOthers(sql.ref('b.id'), batchId, 0)} then ${left.edited}
        when exists (select from items i where i.bib_id = b.id) then ${left.items}
        when exists (select from bibs_in_use u where u.bib_id = b.id) then ${left.wanted}
        else 'undone' end as note
    from bibs b where id = any(${[...ids]}::bigint[])
  `.execute(tx)
  const notes = new Map(rows.map(({ id, note }) => [id, note]))
  const going = rows.filter(({ note }) => note === 'undone').map(({ id }) => id)
  await sql`delete from bib_keys where bib_id = any(${going}::bigint[])`.execute(tx)
  // Its row in bib_search and its versions go with it.
  await sql`delete from bibs where id = any(${going}::bigint[])`.execute(tx)
  return notes
}
