import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { storableText, type Tables, type Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { ensure } from '../../kit/jobs/index.ts'
import { Problem } from '../../problems.ts'
import type { Try } from './find-first.ts'
import type { ListedNumber, NumberKind, Refusal } from './numbers.ts'
import { type LookupOutcome, type LookupResult, lookupOutcomes } from './report.ts'
import { firstResult } from './result.ts'

/** The kind of job that looks a list up. */
export const lookupJob = 'lookup.run'
/** Days for which a list is kept once nothing is done with it any more. */
export const listsKeptDays = 30
/** Lists of one person that may be looked up at once. */
const mostRunning = 5
/** Rows a statement adds: each takes seven parameters. */
const rowsAtOnce = 1000

/** A list of numbers that is looked up, or was. */
export interface LookupList {
  readonly id: number
  readonly name: string
  /** Ids of libraries, the preferred one first. */
  readonly sources: readonly string[]
  readonly fullOnly: boolean
  readonly state: 'running' | 'stopped' | 'done' | 'failed'
  /** When what could not be asked everywhere is tried once more by itself. */
  readonly againAt?: Date
  readonly lastError?: string
  readonly counts: Readonly<Record<LookupOutcome, number>>
  readonly createdAt: Date
  readonly changedAt: Date
}

/** Who asks: lists are seen by whoever made them alone. */
export interface ListOwner {
  /** `person:ID` or `token:ID`. */
  readonly owner: string
  readonly actor: Actor
}

export interface NewList {
  readonly name: string
  readonly sources: readonly string[]
  readonly fullOnly: boolean
  readonly numbers: readonly ListedNumber[]
}

/** Keeps a list and begins to look it up, in the background; gives its id. @throws Problem lookup-too-many */
export async function addList(
  tx: Tx,
  { name, sources, fullOnly, numbers }: NewList,
  { owner, actor }: ListOwner,
  now: Date,
): Promise<number> {
  await oneMore(tx, owner)
  const { id } = await tx
    .insertInto('lookup_lists')
    .values({
      ...{ owner, name: storableText(name.slice(0, 200)), sources: [...sources], full_only: fullOnly },
      ...{ state: 'running', created_at: now, changed_at: now, again_at: null, last_error: null },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const rows = numbers.map(firstResult).map(({ line, given, kind, number, outcome, refusal, twinOf }) => ({
    ...{ list_id: id, line, given: storableText(given), kind: kind ?? null, number: number ?? null },
    ...{ outcome, refusal: refusal ?? null, twin_of: twinOf ?? null },
  }))
  for (let at = 0; at < rows.length; at += rowsAtOnce)
    await tx
      .insertInto('lookup_numbers')
      .values(rows.slice(at, at + rowsAtOnce))
      .execute()
  await begin(tx, id)
  const detail = { numbers: numbers.length, libraries: sources.length }
  await audit(tx, { actor, action: 'lookup.start', subject: { kind: 'lookup', id }, detail })
  return id
}

/** Lets an owner begin one list more, of several at a time one after the other. @throws Problem lookup-too-many */
async function oneMore(tx: Tx, owner: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`lookup ${owner}`}, 0))`.execute(tx)
  const { running } = await tx
    .selectFrom('lookup_lists')
    .select(({ fn }) => fn.countAll<number>().as('running'))
    .where('owner', '=', owner)
    .where('state', '=', 'running')
    .executeTakeFirstOrThrow()
  if (Number(running) >= mostRunning) throw new Problem('lookup-too-many', { most: mostRunning })
}

const begin = (tx: Tx, id: number) => ensure(tx, lookupJob, { list: id }, `${lookupJob}:${id}`)

/** @throws Problem lookup-gone */
export async function readList(tx: Tx, id: number, owner: string): Promise<LookupList> {
  const row = await tx
    .selectFrom('lookup_lists')
    .selectAll()
    .where('id', '=', id)
    .where('owner', '=', owner)
    .executeTakeFirst()
  if (!row) throw new Problem('lookup-gone')
  return (await withCounts(tx, [row]))[0]!
}

/** Somebody's lists, the newest first. */
export async function listsOf(tx: Tx, owner: string, most = 50): Promise<LookupList[]> {
  const rows = await tx
    .selectFrom('lookup_lists')
    .selectAll()
    .where('owner', '=', owner)
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return await withCounts(tx, rows)
}

async function withCounts(tx: Tx, rows: readonly Selectable<Tables['lookup_lists']>[]): Promise<LookupList[]> {
  if (rows.length === 0) return []
  const counted = await tx
    .selectFrom('lookup_numbers')
    .select(['list_id', 'outcome', ({ fn }) => fn.countAll<number>().as('count')])
    .where(
      'list_id',
      'in',
      rows.map(({ id }) => id),
    )
    .groupBy(['list_id', 'outcome'])
    .execute()
  return rows.map((row): LookupList => {
    const own = counted.filter(({ list_id }) => list_id === row.id)
    const countOf = (outcome: LookupOutcome) => Number(own.find((one) => one.outcome === outcome)?.count ?? 0)
    return {
      ...{ id: row.id, name: row.name, sources: row.sources, fullOnly: row.full_only, state: row.state },
      ...(row.again_at && { againAt: row.again_at }),
      ...(row.last_error !== null && { lastError: row.last_error }),
      counts: Object.fromEntries(lookupOutcomes.map((outcome) => [outcome, countOf(outcome)])) as LookupList['counts'],
      ...{ createdAt: row.created_at, changedAt: row.changed_at },
    }
  })
}

export interface ResultsQuery {
  readonly outcome?: LookupOutcome | undefined
  /** The line the page before ended with. */
  readonly after: number
  readonly size: number
}

/** What became of the numbers of a list, in its order; `after` leads to those behind. */
export async function listResults(
  tx: Tx,
  id: number,
  { outcome, after, size }: ResultsQuery,
): Promise<{ readonly results: readonly LookupResult[]; readonly after?: number }> {
  const rows = await tx
    .selectFrom('lookup_numbers')
    .select(['line', 'given', 'kind', 'number', 'outcome', 'refusal', 'twin_of', 'source', 'label', 'title', 'level'])
    .select('tries')
    .where('list_id', '=', id)
    .where('line', '>', after)
    .$if(outcome !== undefined, (query) => query.where('outcome', '=', outcome!))
    .orderBy('line')
    .limit(size + 1)
    .execute()
  const results = rows.slice(0, size).map(
    (row): LookupResult => ({
      ...{ line: row.line, given: row.given, outcome: row.outcome, tries: row.tries as readonly Try[] },
      ...(row.kind && { kind: row.kind as NumberKind }),
      ...(row.number !== null && { number: row.number }),
      ...(row.refusal !== null && { refusal: row.refusal as Refusal }),
      ...(row.twin_of !== null && { twinOf: row.twin_of }),
      ...(row.source !== null && { source: row.source }),
      ...(row.label !== null && { label: row.label }),
      ...(row.title !== null && { title: row.title }),
      ...(row.level !== null && { level: row.level as NonNullable<LookupResult['level']> }),
    }),
  )
  return { results, ...(rows.length > size && { after: results.at(-1)!.line }) }
}

/** Stops looking a list up; what was found stays. @throws Problem lookup-gone, lookup-state */
export async function stopList(tx: Tx, id: number, who: ListOwner, now: Date): Promise<void> {
  await move(tx, id, who, { from: ['running'], to: 'stopped', action: 'lookup.stop', now })
}

/**
 * Looks up what is left, and once more what could not be asked everywhere. @throws Problem lookup-gone, lookup-state,
 * lookup-too-many
 */
export async function retryList(tx: Tx, id: number, who: ListOwner, now: Date): Promise<void> {
  await oneMore(tx, who.owner)
  await move(tx, id, who, { from: ['stopped', 'done', 'failed'], to: 'running', action: 'lookup.retry', now })
  await askOnceMore(tx, id)
  await begin(tx, id)
}

/** What could not be asked everywhere waits for another try. */
export const askOnceMore = (tx: Tx, id: number) =>
  tx
    .updateTable('lookup_numbers')
    .set({ outcome: 'waiting' })
    .where('list_id', '=', id)
    .where('outcome', '=', 'failed')
    .execute()

/** Forgets a list with all that was found. @throws Problem lookup-gone */
export async function removeList(tx: Tx, id: number, { owner, actor }: ListOwner): Promise<void> {
  const gone = await tx.deleteFrom('lookup_lists').where('id', '=', id).where('owner', '=', owner).executeTakeFirst()
  if (gone.numDeletedRows === 0n) throw new Problem('lookup-gone')
  await audit(tx, { actor, action: 'lookup.remove', subject: { kind: 'lookup', id } })
}

interface Move {
  readonly from: readonly LookupList['state'][]
  readonly to: LookupList['state']
  readonly action: string
  readonly now: Date
}

async function move(tx: Tx, id: number, { owner, actor }: ListOwner, { from, to, action, now }: Move): Promise<void> {
  const row = await tx
    .selectFrom('lookup_lists')
    .select('state')
    .where('id', '=', id)
    .where('owner', '=', owner)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('lookup-gone')
  if (!from.includes(row.state)) throw new Problem('lookup-state', { state: stateNames[row.state].toLowerCase() })
  await tx
    .updateTable('lookup_lists')
    .set({ state: to, round: 1, again_at: null, failures: 0, last_error: null, changed_at: now })
    .where('id', '=', id)
    .execute()
  await audit(tx, { actor, action, subject: { kind: 'lookup', id } })
}

export const stateNames: Readonly<Record<LookupList['state'], string>> = {
  running: 'Being looked up',
  stopped: 'Stopped',
  done: 'Done',
  failed: 'Failed',
}

/** Removes lists with which nothing was done since a time, some at once; gives how many. */
export async function forgetLists(tx: Tx, before: Date, most: number): Promise<number> {
  const { rows } = await sql`
    delete from lookup_lists where id in (
      select id from lookup_lists where changed_at < ${before} and state <> 'running' limit ${most} for update skip locked)
    returning id`.execute(tx)
  return rows.length
}
