import { sql } from 'kysely'
import { z } from 'zod'
import { storableJson, type Tx } from '../../kit/db/index.ts'
import { ensure } from '../../kit/jobs/index.ts'
import type { NcipSettings } from './settings.ts'
import { type StepName, stepOf } from './steps.ts'

/** The job that asks for what is to be done about one line, or one request of another library, in its order. */
export const callJob = 'ill.library-system'
export const callKey = (instance: number) => `library-system:${instance}`

/** The event that follows once the system has done all parts of a step; whoever caused it had to wait for that. */
export const Follow = z.object({
  event: z.string(),
  actor: z.looseObject({ kind: z.enum(['staff', 'patron', 'partner', 'clock', 'system']), name: z.string() }),
  via: z.string(),
  key: z.string().optional(),
  form: z.record(z.string(), z.unknown()),
})
export type Follow = z.infer<typeof Follow>

/** What the system answered, as far as it is of use later. */
export const CallAnswer = z.object({
  item: z.string().optional(),
  requestId: z.string().optional(),
  callNumber: z.string().optional(),
  /** YYYY-MM-DD */
  dueOn: z.string().optional(),
})
export type CallAnswer = z.infer<typeof CallAnswer>

/** Of what is neither done nor left out. */
export const openCallStates = ['waiting', 'failed', 'manual'] as const
export type OpenCallState = (typeof openCallStates)[number]
export type CallState = OpenCallState | 'done' | 'skipped'

/** Something a library's own system is asked to do, or staff there. */
export interface Call {
  readonly id: number
  readonly instanceId: number
  readonly step: StepName
  readonly batch: string
  /** From 1: of several volumes. */
  readonly part: number
  readonly item: string
  readonly dueOn: string | null
  readonly state: CallState
  readonly follow: Follow | null
  /** When that happened, or could not happen any more: the step led to it. */
  readonly followedAt: Date | null
  readonly attempts: number
  /** It was sent, and no answer came: it may have been done. */
  readonly doubtful: boolean
  readonly createdAt: Date
  readonly queuedAt: Date
  readonly dueAt: Date | null
  readonly triedAt: Date | null
  readonly settledAt: Date | null
  readonly error: string | null
  readonly answer: CallAnswer | null
  readonly settledBy: string | null
  readonly note: string | null
}

/** Of `circulation_calls c`, as calls have them. */
export const callColumns = sql`c.id, c.instance_id as "instanceId", c.step, c.batch, c.part, c.item, c.due_on::text as "dueOn", c.state,
  c.follow, c.followed_at as "followedAt", c.attempts, c.doubtful, c.created_at as "createdAt", c.queued_at as "queuedAt", c.due_at as "dueAt",
  c.tried_at as "triedAt", c.settled_at as "settledAt", c.error, c.answer, c.settled_by as "settledBy", c.note`

/** What is, or was, to be done about lines and requests of other libraries, the oldest first. */
export async function callsAbout(tx: Tx, instances: readonly number[]): Promise<readonly Call[]> {
  if (instances.length === 0) return []
  const { rows } = await sql<Call>`select ${callColumns} from circulation_calls c
    where c.instance_id = any(${[...instances]}::bigint[]) order by c.id`.execute(tx)
  return rows
}

export async function readCall(tx: Tx, id: number): Promise<Call | undefined> {
  const { rows } = await sql<Call>`select ${callColumns} from circulation_calls c where c.id = ${id}`.execute(tx)
  return rows[0]
}

export interface NewCalls {
  readonly instance: number
  readonly step: StepName
  /** What the act is known by within its instance: once for each. */
  readonly act: string
  /** A part for each: the number of the item, empty where it is not known. */
  readonly items: readonly string[]
  readonly dueOn?: string | undefined
  readonly follow?: Follow | undefined
  readonly at: Date
}

/** Leaves a step to the system, or to staff, by what is set for it; nothing where it is off. Part of the caller's transaction. */
export async function addCalls(tx: Tx, settings: NcipSettings, given: NewCalls): Promise<void> {
  const { instance, step, act, items, dueOn, follow, at } = given
  const mode = stepOf(step).mode(settings)
  if (mode === 'off' || items.length === 0) return
  const state = mode === 'on' ? 'waiting' : 'manual'
  await tx
    .insertInto('circulation_calls')
    .values(
      items.map((item, n) => ({
        ...{ instance_id: instance, step, batch: `${instance}:${act}:${step}`, part: n + 1, item, state },
        ...{ due_on: dueOn ?? null, follow: follow ? storableJson(follow) : null },
        ...{ created_at: at, queued_at: at, due_at: mode === 'on' ? at : null },
      })) as never,
    )
    .onConflict((conflict) => conflict.columns(['batch', 'part']).doNothing())
    .execute()
  if (mode === 'on') await wakeCalls(tx, instance)
}

/** Sees to it that somebody comes to what waits. */
export const wakeCalls = (tx: Tx, instance: number): Promise<void> =>
  ensure(tx, callJob, { instance }, callKey(instance))

/**
 * Leaves out what is not settled of some calls. Gives those that may have been done all the same: settled before, or sent
 * without an answer.
 */
export async function leaveOut(
  tx: Tx,
  calls: readonly Call[],
  { why, at }: { readonly why: string; readonly at: Date },
): Promise<readonly Call[]> {
  const { rows } = await sql<{ id: number; doubtful: boolean }>`
    update circulation_calls set state = 'skipped', due_at = null, settled_at = ${at}, error = ${why}
    where id = any(${calls.map(({ id }) => id)}::bigint[]) and state in ('waiting', 'failed', 'manual')
    returning id, doubtful`.execute(tx)
  const undone = new Set(rows.flatMap(({ id, doubtful }) => (doubtful ? [] : [id])))
  return calls.filter(({ id, state }) => state !== 'skipped' && !undone.has(id))
}

/** Takes out of calls what people wrote, and what the system said of readers; what was asked, and when, stays. */
export async function forgetCalls(tx: Tx, instances: readonly number[]): Promise<void> {
  await sql`update circulation_calls set error = null, note = null, follow = null
    where instance_id = any(${[...instances]}::bigint[])`.execute(tx)
}

/** The call to be tried now, or the time at which one is; undefined where none waits. Pure. */
export function nextCall(
  calls: readonly Call[],
  now: Date,
): { readonly call: Call } | { readonly at: Date } | undefined {
  const blocks = ({ state }: Call) => state === 'waiting' || state === 'failed'
  const ready = calls.filter(
    (call) =>
      call.state === 'waiting' &&
      !calls.some(
        (before) =>
          before.id < call.id &&
          before.part === call.part &&
          blocks(before) &&
          (stepOf(call.step).after as readonly string[]).includes(before.step),
      ),
  )
  const due = ready.find(({ dueAt }) => dueAt! <= now)
  if (due) return { call: due }
  const [at] = ready.map(({ dueAt }) => dueAt!).sort((a, b) => a.getTime() - b.getTime())
  return at && { at }
}
