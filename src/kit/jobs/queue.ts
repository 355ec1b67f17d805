import { sql } from 'kysely'
import { Problem } from '../../problems.ts'
import { storableJson, storableText, type Tx } from '../db/index.ts'

/** Where workers listen for work that is due at once. */
export const channel = 'farshelf_jobs'

export interface EnqueueOptions {
  /** Makes the job one of its kind: while one with this key waits, runs or has been given up, no other is added. */
  readonly key?: string
  /** When it is due; at once if not given. */
  readonly runAt?: Date
}

/**
 * Adds a job in the caller's transaction: it is there if that commits, and only then. Gives its id, or undefined when
 * one with the key is there already. `payload` is anything JSON can hold; its texts as `storableText` leaves them.
 */
export async function enqueue(
  tx: Tx,
  kind: string,
  payload: unknown,
  { key, runAt }: EnqueueOptions = {},
): Promise<number | undefined> {
  const {
    rows: [added],
  } = await sql<{ id: number }>`
    with added as (
      insert into jobs (kind, payload, key, run_at)
      values (${kind}, ${storableJson(payload)}::jsonb, ${key ?? null}, coalesce(${runAt ?? null}::timestamptz, to_timestamp(0)))
      on conflict (key) do nothing
      returning id
    )
    select id, case when ${runAt === undefined} then pg_notify(${channel}, '') end from added`.execute(tx)
  return added?.id
}

/**
 * Sees to it that a job with this key begins after the caller's transaction has ended. One that waits begins at once; one
 * that somebody is at can end only then, and what the caller has stored is seen by whoever ends it and looks after that.
 */
export async function ensure(tx: Tx, kind: string, payload: unknown, key: string): Promise<void> {
  for (;;) {
    if ((await enqueue(tx, kind, payload, { key })) !== undefined) return
    const { rows } = await sql`
      update jobs set run_at = case when locked_by is null then to_timestamp(0) else run_at end,
        attempts = case when failed_at is null then attempts else 0 end, failed_at = null
      where key = ${key}
      returning case when locked_by is null then pg_notify(${channel}, '') end`.execute(tx)
    // It ended between the two: add it.
    if (rows.length > 0) return
  }
}

/** Leaves work that is not tried by itself: somebody has to say so first, or that it is not done. Once for its key. */
export async function leave(
  tx: Tx,
  kind: string,
  payload: unknown,
  { key, error, at }: { readonly key: string; readonly error: string; readonly at: Date },
): Promise<void> {
  await sql`
    insert into jobs (kind, payload, key, run_at, failed_at, last_error)
    values (${kind}, ${storableJson(payload)}::jsonb, ${key}, ${at}, ${at}, ${storableText(error)})
    on conflict (key) do update set failed_at = excluded.failed_at, last_error = excluded.last_error`.execute(tx)
}

/**
 * The text of a statement that adds the jobs a query gives, for use inside another one (`with … queued as (…)`): kind,
 * key, payload and when each is due, the epoch for at once. One whose key is there already begins anew, at its new
 * time; whoever was at it has lost it.
 */
export const queueing = (query: string): string => `
  insert into jobs (kind, key, payload, run_at) ${query}
  on conflict (key) do update set run_at = excluded.run_at, payload = excluded.payload, attempts = 0, last_error = null,
    failed_at = null, locked_by = null, locked_until = null
  returning case when run_at = to_timestamp(0) then pg_notify('${channel}', '') end`

/** Lets a job that was given up be tried again, from its first attempt on. False when there is no such job. */
export async function retry(tx: Tx, id: number): Promise<boolean> {
  const { rows } = await sql`
    update jobs set failed_at = null, attempts = 0, run_at = to_timestamp(0)
    where id = ${id} and failed_at is not null
    returning pg_notify(${channel}, '')`.execute(tx)
  return rows.length > 0
}

/** How a job stands that has not been done. */
export interface Standing {
  /** When it is tried next; undefined where it was given up. */
  readonly dueAt: Date | undefined
}

/** How the jobs with these keys stand; those that are done, or never were, are left out. */
export async function standings(tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
  if (keys.length === 0) return new Map()
  const rows = await tx
    .selectFrom('jobs')
    .select(['key', 'run_at', 'failed_at'])
    .where('key', 'in', [...keys])
    .execute()
  return new Map(rows.map(({ key, run_at, failed_at }) => [key!, { dueAt: failed_at ? undefined : run_at }]))
}

/**
 * Makes a job due now, from its first attempt on, whether it waits for its next one or was given up; whoever is at it has
 * lost it. False where there is none.
 */
export async function hasten(tx: Tx, key: string): Promise<boolean> {
  const { rows } = await sql`
    update jobs set failed_at = null, attempts = 0, run_at = to_timestamp(0), locked_by = null, locked_until = null
    where key = ${key}
    returning pg_notify(${channel}, '')`.execute(tx)
  return rows.length > 0
}

/** A job that was given up. */
export interface GivenUp {
  readonly id: number
  readonly kind: string
  readonly key: string | null
  readonly payload: unknown
  readonly attempts: number
  /** What the last attempt ended with. */
  readonly error: string
  readonly failedAt: Date
}

/** Jobs that were given up, of other kinds than these, the last first. */
export async function givenUp(tx: Tx, { without = [], most }: { without?: readonly string[]; most: number }) {
  const rows = await tx
    .selectFrom('jobs')
    .select(['id', 'kind', 'key', 'payload', 'attempts', 'last_error', 'failed_at'])
    .where('failed_at', 'is not', null)
    .$if(without.length > 0, (query) => query.where('kind', 'not in', [...without]))
    .orderBy('failed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return rows.map(
    ({ last_error, failed_at, ...row }): GivenUp => ({ ...row, error: last_error ?? '', failedAt: failed_at! }),
  )
}

/** How many there are. */
export async function countGivenUp(tx: Tx, { without = [] }: { without?: readonly string[] } = {}): Promise<number> {
  const { count } = await tx
    .selectFrom('jobs')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('failed_at', 'is not', null)
    .$if(without.length > 0, (query) => query.where('kind', 'not in', [...without]))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Removes a job that was given up: what it was to do is not done. Gives what it was, or undefined when there is none. */
export async function discard(
  tx: Tx,
  id: number,
): Promise<{ readonly kind: string; readonly error: string } | undefined> {
  const gone = await tx
    .deleteFrom('jobs')
    .where('id', '=', id)
    .where('failed_at', 'is not', null)
    .returning(['kind', 'last_error'])
    .executeTakeFirst()
  return gone && { kind: gone.kind, error: gone.last_error ?? '' }
}

/** A job a worker has taken. `attempts` counts this one, and with the worker's name tells its lease from later ones. */
export interface Claim {
  readonly id: number
  readonly kind: string
  readonly key: string | null
  readonly payload: unknown
  readonly attempts: number
}

export interface Lease {
  /** The worker's name. */
  readonly by: string
  /** Milliseconds. */
  readonly lasts: number
}

const interval = (milliseconds: number) => sql`make_interval(secs => ${milliseconds / 1000})`
const ours = ({ by }: Lease, { id, attempts }: Claim) =>
  sql`id = ${id} and locked_by = ${by} and attempts = ${attempts}`

/**
 * Takes jobs that are due, oldest first, and those whose worker has fallen silent. When a job is due is told by our
 * clock; how long a lease lasts by the database's, so that clocks of several machines need not agree.
 */
export async function claim(tx: Tx, lease: Lease, kinds: readonly string[], most: number, now: Date): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    update jobs set locked_by = ${lease.by}, locked_until = now() + ${interval(lease.lasts)}, attempts = attempts + 1
    where id = any(array(
      select id from jobs
      where failed_at is null and run_at <= ${now} and kind = any(${[...kinds]})
        and (locked_until is null or locked_until < now())
      order by run_at, id limit ${most}
      for update skip locked))
    returning id, kind, key, payload, attempts`.execute(tx)
  return rows.sort((a, b) => a.id - b.id)
}

/** Goes on holding jobs; gives the ids of those that are still ours. */
export async function renew(tx: Tx, lease: Lease, claims: readonly Claim[]): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ id: number }>`
    update jobs set locked_until = now() + ${interval(lease.lasts)}
    from unnest(${claims.map(({ id }) => id)}::bigint[], ${claims.map(({ attempts }) => attempts)}::int[]) as held (job, attempt)
    where id = job and attempts = attempt and locked_by = ${lease.by}
    returning id`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/**
 * Keeps everybody else from taking the job until the transaction ends. Renewing goes on meanwhile.
 * @throws Problem job-lost when somebody has it already
 */
export async function hold(tx: Tx, lease: Lease, claim: Claim): Promise<void> {
  const { rows } = await sql`select from jobs where ${ours(lease, claim)} for key share`.execute(tx)
  if (rows.length === 0) throw new Problem('job-lost', { id: claim.id })
}

/** Done: the job goes. @throws Problem job-lost */
export async function finish(tx: Tx, lease: Lease, claim: Claim): Promise<void> {
  const { rows } = await sql`delete from jobs where ${ours(lease, claim)} returning id`.execute(tx)
  if (rows.length === 0) throw new Problem('job-lost', { id: claim.id })
}

/** Lets go of a job we could not end, as if it had not been begun. */
export async function release(tx: Tx, lease: Lease, claim: Claim): Promise<void> {
  await sql`update jobs set locked_by = null, locked_until = null, attempts = attempts - 1
    where ${ours(lease, claim)}`.execute(tx)
}

/** Writes down that an attempt failed: it is tried again at `runAt`, or given up. */
export async function fail(
  tx: Tx,
  lease: Lease,
  claim: Claim,
  error: string,
  next: { runAt: Date } | { failedAt: Date },
) {
  const [runAt, failedAt] = 'runAt' in next ? [next.runAt, null] : [null, next.failedAt]
  await sql`update jobs set locked_by = null, locked_until = null, last_error = ${storableText(error)},
    run_at = coalesce(${runAt}::timestamptz, run_at), failed_at = ${failedAt}
    where ${ours(lease, claim)}`.execute(tx)
}
