import { sql } from 'kysely'
import { prepared, storableJson, storableText, type Tx } from '../kit/db/index.ts'
import { queueing } from '../kit/jobs/index.ts'
import type { Timer } from './decide.ts'
import type { Fields } from './definition.ts'
import type { Folded, StoredEvent } from './history.ts'

/** An instance of a machine as it is stored. */
export interface Instance extends Folded {
  readonly id: number
  readonly definition: string
  readonly createdAt: Date
  readonly changedAt: Date
}

/** Kinds of jobs the engine makes. */
export const jobKinds = {
  effect: 'workflow.effect',
  timer: 'workflow.timer',
  automatic: 'workflow.automatic',
  migrate: 'workflow.migrate',
  followed: 'workflow.followed',
} as const

export interface EffectJob {
  readonly instance: number
  readonly version: number
  readonly effect: string
}

/** An effect that a job carries out, with what was made ready for it. */
export interface Effect {
  readonly effect: string
  readonly prepared?: unknown
}

export interface TimerJob {
  readonly instance: number
  readonly field: string
}

export const effectKey = ({ instance, version, effect }: EffectJob) => `effect:${instance}:${version}:${effect}`
export const timerKey = ({ instance, field }: TimerJob) => `timer:${instance}:${field}`

/** A new line of a history, with the jobs that go with it. */
export interface Entry {
  readonly event: StoredEvent
  /** What the caller knows it by. */
  readonly key?: string | undefined
  /** Effects that jobs carry out. */
  readonly jobs: readonly Effect[]
  /** Events that local policy has happen by themselves now. */
  readonly automatic: readonly string[]
  readonly timers: readonly Timer[]
  /** Timers that run no more. */
  readonly stopped: readonly string[]
  /** Somebody wants to hear of every event: by a job, too. */
  readonly followed: boolean
}

const instanceColumns = `id, definition, definition_version as "definitionVersion", state, version,
  last_event as "lastEvent", data, created_at as "createdAt", changed_at as "changedAt"`

const oneInstance = `select ${instanceColumns} from workflow_instances where id = $1`
const readStatement = prepared<Instance>('workflow-read', oneInstance)
const lockStatement = prepared<Instance>('workflow-lock', `${oneInstance} for no key update`)

/** Reads an instance and keeps others from changing it until the transaction ends. */
export const lockInstance = async (tx: Tx, id: number): Promise<Instance | undefined> =>
  (await lockStatement(tx, [id]))[0]

export const readInstance = async (tx: Tx, id: number): Promise<Instance | undefined> =>
  (await readStatement(tx, [id]))[0]

export async function readInstances(tx: Tx, ids: readonly number[]): Promise<ReadonlyMap<number, Instance>> {
  const { rows } = await sql<Instance>`select ${sql.raw(instanceColumns)} from workflow_instances
    where id = any(${[...ids]}::bigint[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

const eventColumns =
  sql.raw(`version, event, via, at, form, from_state as "from", to_state as "to", patch, before, effects,
  undoes, mark, jsonb_strip_nulls(jsonb_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name)) as actor`)

/** An instance's history, oldest first, after the version given. */
export async function readHistory(tx: Tx, id: number, after = 0): Promise<StoredEvent[]> {
  const { rows } = await sql<StoredEvent>`select ${eventColumns} from workflow_events
    where instance_id = ${id} and version > ${after} order by version`.execute(tx)
  return rows
}

type EventOf = StoredEvent & { readonly instanceId: number }

/** The histories of several instances: of those that there are none of, empty ones. */
export async function readHistories(
  tx: Tx,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredEvent[]>> {
  const { rows } = await sql<EventOf>`select instance_id as "instanceId", ${eventColumns} from workflow_events
    where instance_id = any(${[...ids]}::bigint[]) order by instance_id, version`.execute(tx)
  const histories = new Map<number, StoredEvent[]>(ids.map((id) => [id, []]))
  for (const { instanceId, ...event } of rows) histories.get(instanceId)!.push(event)
  return histories
}

/** The last line of each instance's history, at the version that the instance has. */
export async function readLastEvents(
  tx: Tx,
  instances: readonly Pick<Instance, 'id' | 'version'>[],
): Promise<ReadonlyMap<number, StoredEvent>> {
  const { rows } = await sql<EventOf>`select instance_id as "instanceId", ${eventColumns} from workflow_events
    where (instance_id, version) in (select * from unnest(${instances.map(({ id }) => id)}::bigint[],
      ${instances.map(({ version }) => version)}::int[]))`.execute(tx)
  return new Map(rows.map(({ instanceId, ...event }) => [instanceId, event]))
}

/** Whether effects of past events are still to be carried out, or have been given up. */
export async function hasEffectsWaiting(tx: Tx, id: number, events: readonly StoredEvent[]): Promise<boolean> {
  const keys = events.flatMap(({ version, effects }) =>
    effects.map((effect) => effectKey({ instance: id, version, effect })),
  )
  if (keys.length === 0) return false
  const { rows } = await sql`select from jobs where key = any(${keys}::text[]) limit 1`.execute(tx)
  return rows.length > 0
}

/** The same of events before a version. */
export async function hasEarlierEffects(tx: Tx, id: number, version: number): Promise<boolean> {
  const { rows } = await sql`
    select from workflow_events e cross join unnest(e.effects) as effect
      join jobs j on j.key = concat_ws(':', 'effect', e.instance_id, e.version, effect)
    where e.instance_id = ${id} and e.version < ${version} limit 1`.execute(tx)
  return rows.length > 0
}

/** Instances of a machine at one of the versions, after the one given, by number. */
export async function readOutdated(
  tx: Tx,
  { name, versions, after, most }: { name: string; versions: readonly number[]; after: number; most: number },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select id from workflow_instances
    where definition = ${name} and definition_version = any(${[...versions]}::int[]) and id > ${after}
    order by id limit ${most}`.execute(tx)
  return rows.map(({ id }) => id)
}

/** The event a caller's key has been stored with. */
export async function readByKey(tx: Tx, id: number, key: string): Promise<StoredEvent | undefined> {
  const { rows } = await sql<StoredEvent>`select ${eventColumns} from workflow_events
    where instance_id = ${id} and key = ${key}`.execute(tx)
  return rows[0]
}

const eventOf = (id: string) => `insert into workflow_events
  (instance_id, version, event, actor_kind, actor_id, actor_name, via, at, form, from_state, to_state, patch, before,
    effects, undoes, mark, key)
  select ${id}, $1::int, $2, $3, $4, $5, $6, $7::timestamptz, $8::jsonb, $9, $10, $11::jsonb, $12::jsonb, $13::text[],
    $14::int, $15, $16`

const jobsOf = (changed: string, parameter: string) =>
  queueing(`select job->>'kind', concat_ws(':', job->>'is', ${changed}.id, job->>'of'),
      job->'payload' || jsonb_build_object('instance', ${changed}.id),
      coalesce((job->>'runAt')::timestamptz, to_timestamp(0))
    from ${changed}, jsonb_array_elements(${parameter}::jsonb) as job`)

/** With jobs to add, timers to stop, or neither: what a transition does not need costs it nothing. */
const appending = (parts: { readonly queues: boolean; readonly stops: boolean }, name: string) =>
  prepared<{ id: number }>(
    name,
    `with moved as (
      update workflow_instances
      set state = $10, version = $1::int, last_event = $15, data = $17::jsonb, changed_at = $7::timestamptz,
        definition_version = $18::int
      where id = $19::bigint and version = $1::int - 1
      returning id
    ), told as (${eventOf('id')} from moved)
    ${parts.queues ? `, queued as (${jobsOf('moved', '$20')})` : ''}
    ${parts.stops ? `, stopped as (delete from jobs using moved where key = any(${parts.queues ? '$21' : '$20'}::text[]))` : ''}
    select id from moved`,
  )
const plainAppend = appending({ queues: false, stops: false }, 'workflow-append')
const queueingAppend = appending({ queues: true, stops: false }, 'workflow-append-queueing')
const stoppingAppend = appending({ queues: false, stops: true }, 'workflow-append-stopping')
const fullAppend = appending({ queues: true, stops: true }, 'workflow-append-both')

/**
 * Stores what happened: the instance as it is now, the line of its history, jobs and timers, in one statement. False,
 * with nothing stored, when the instance is no longer at the version before.
 */
export async function append(tx: Tx, next: Instance, entry: Entry): Promise<boolean> {
  const jobs = jobsFor(entry)
  const parameters = [...eventParameters(entry), storableJson(next.data), next.definitionVersion, next.id]
  const [queues, stops] = [jobs.length > 0, entry.stopped.length > 0]
  if (queues) parameters.push(storableJson(jobs))
  if (stops) parameters.push(entry.stopped.map((field) => timerKey({ instance: next.id, field })))
  const statement = queues ? (stops ? fullAppend : queueingAppend) : stops ? stoppingAppend : plainAppend
  return (await statement(tx, parameters)).length > 0
}

/** The statements of a transition, as PostgreSQL is given them: for measuring. */
export const transitionStatements = {
  read: readStatement.text,
  append: { queueing: queueingAppend.text, stopping: stoppingAppend.text },
} as const

const insertion = prepared<{ id: number }>(
  'workflow-start',
  `with made as (
      insert into workflow_instances
        (definition, definition_version, state, version, last_event, data, created_at, changed_at)
      values ($17, $18::int, $10, $1::int, $15, $19::jsonb, $7::timestamptz, $7::timestamptz)
      returning id
    ), told as (${eventOf('id')} from made), queued as (${jobsOf('made', '$20')})
    select id from made`,
)

/** Stores a new instance with its first event, jobs and timers, in one statement. */
export async function insert(
  tx: Tx,
  { name, version }: { readonly name: string; readonly version: number },
  data: Fields,
  entry: Entry,
): Promise<number> {
  const jobs = storableJson(jobsFor(entry))
  const rows = await insertion(tx, [...eventParameters(entry), name, version, storableJson(data), jobs])
  return rows[0]!.id
}

const eventParameters = ({ event, key }: Entry): unknown[] => [
  event.version,
  event.event,
  event.actor.kind,
  event.actor.id ?? null,
  storableText(event.actor.name),
  event.via,
  event.at.toISOString(),
  storableJson(event.form),
  event.from,
  event.to,
  storableJson(event.patch),
  storableJson(event.before),
  event.effects,
  event.undoes,
  event.mark,
  key ?? null,
]

/** The jobs of an entry, as the statement takes them: the instance's number is put into key and payload there. */
function jobsFor({ event: { version }, jobs, automatic, timers, followed }: Entry): object[] {
  return [
    ...jobs.map(({ effect, prepared }) => ({
      ...{ kind: jobKinds.effect, is: 'effect', of: `${version}:${effect}` },
      payload: { version, effect, ...(prepared !== undefined && { prepared }) },
    })),
    ...automatic.map((event) => ({
      ...{ kind: jobKinds.automatic, is: 'automatic', of: `${version}:${event}`, payload: { version, event } },
    })),
    ...(followed ? [{ kind: jobKinds.followed, is: 'followed', of: `${version}`, payload: { version } }] : []),
    ...timers.map(({ field, at }) => ({ kind: jobKinds.timer, is: 'timer', of: field, payload: { field }, runAt: at })),
  ]
}

/** Nobody is at it: an attempt that failed has done nothing. */
const resting = (job: EffectJob) => sql`key = ${effectKey(job)} and locked_by is null`

/** The keys of those jobs that nobody is at, and that are still to be done. */
export async function keysWaiting(tx: Tx, jobs: readonly EffectJob[]): Promise<ReadonlySet<string>> {
  if (jobs.length === 0) return new Set()
  const { rows } = await sql<{ key: string }>`select key from jobs
    where key = any(${jobs.map(effectKey)}::text[]) and locked_by is null`.execute(tx)
  return new Set(rows.map(({ key }) => key))
}

/** Takes back a job, also one that was given up. False while somebody is at it, and when it is done. */
export async function withdraw(tx: Tx, job: EffectJob): Promise<boolean> {
  const { rows } = await sql`delete from jobs where ${resting(job)} returning id`.execute(tx)
  return rows.length > 0
}
