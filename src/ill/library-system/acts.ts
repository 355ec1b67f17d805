import { storableText, type Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { Engine } from '../../workflow/index.ts'
import { type Call, callsAbout, readCall, wakeCalls } from './calls.ts'
import { followDone } from './follow.ts'
import type { Ncip } from './ncip.ts'
import { stepOf } from './steps.ts'

interface Acting {
  readonly actor: Actor
  readonly at: Date
}

/**
 * Has a call tried again at once: one that failed, or waits for its next attempt.
 * @throws Problem not-found, call-settled; call-by-hand where the system is not asked
 */
export async function retryCall(tx: Tx, id: number, { actor, at }: Acting): Promise<void> {
  const call = await openCall(tx, id)
  if (call.state === 'manual') throw new Problem('call-by-hand', { step: stepOf(call.step).label })
  await tx
    .updateTable('circulation_calls')
    .set({ state: 'waiting', queued_at: at, due_at: at })
    .where('id', '=', id)
    .execute()
  await wakeCalls(tx, call.instanceId)
  await told(tx, call, 'library-system.retry', actor)
}

/** What staff did in the system themselves, and how they did it. */
export interface ByHand {
  readonly note: string
  /** The number of the item, where it is another than was known, or none was. */
  readonly item?: string | undefined
  /** YYYY-MM-DD: the date due the system gave, where what follows needs one. */
  readonly dueOn?: string | undefined
}

/**
 * Writes down that a call has been done by hand: what waits for it goes on.
 * @throws Problem not-found, call-settled; bad-input without the date due that has to be told on
 */
export async function doneByHand(
  tx: Tx,
  id: number,
  { note, item, dueOn }: ByHand,
  { actor, at }: Acting,
  { engine, ncip }: { readonly engine: Engine; readonly ncip: Ncip },
): Promise<void> {
  const before = await readCall(tx, id)
  // The instance before the call, as whoever acts holds them.
  if (before?.follow) await engine.hold(tx, before.instanceId)
  const call = await openCall(tx, id)
  const known = dueOn ?? call.answer?.dueOn ?? call.dueOn ?? undefined
  if (call.follow && known === undefined)
    throw new Problem('bad-input', { detail: 'Enter the date due that the library’s system gave' })
  await tx
    .updateTable('circulation_calls')
    .set({
      ...{ state: 'done', due_at: null, settled_at: at, error: null, note: storableText(note) },
      settled_by: storableText(actor.name),
      ...(item !== undefined && { item: storableText(item) }),
      ...(known !== undefined && { answer: JSON.stringify({ ...call.answer, dueOn: known }) }),
    })
    .where('id', '=', id)
    .execute()
  if (item !== undefined) await rename(tx, call, item)
  await told(tx, call, 'library-system.by-hand', actor)
  await followDone({ engine, ncip }, tx, call, at)
  // What waited for it may go on.
  if ((await callsAbout(tx, [call.instanceId])).some(({ state }) => state === 'waiting'))
    await wakeCalls(tx, call.instanceId)
}

/**
 * Why it cannot be taken back that a call was done by hand, in words; undefined where it can.
 * @param all the calls about its line or request
 */
export function keptBecause({ id, step, part, state, settledBy, followedAt }: Call, all: readonly Call[]) {
  if (state !== 'done' || settledBy === null) return 'nobody noted it as done by hand'
  if (followedAt !== null) return 'what waited for it has happened'
  const built = all.find(
    (later) =>
      later.id > id &&
      later.part === part &&
      // One that the system was asked for may be done there, whatever we have heard.
      (later.state === 'done' || later.doubtful) &&
      stepOf(later.step).after.includes(step),
  )
  return built && `“${stepOf(built.step).label}” was done after it, or may be`
}

/**
 * Takes back that a call was done by hand: it is open again, for the system or for staff.
 * @throws Problem not-found; call-kept where something has come of it
 */
export async function takeBack(
  tx: Tx,
  id: number,
  { actor }: Acting,
  { engine, ncip }: { readonly engine: Engine; readonly ncip: Ncip },
): Promise<void> {
  const before = await readCall(tx, id)
  // The instance before the call, as whoever acts holds them.
  if (before) await engine.hold(tx, before.instanceId)
  const call = await heldCall(tx, id)
  const reason = keptBecause(call, await callsAbout(tx, [call.instanceId]))
  if (reason) throw new Problem('call-kept', { step: stepOf(call.step).label, reason })
  const asks = stepOf(call.step).mode(ncip.settings) === 'on'
  await tx
    .updateTable('circulation_calls')
    .set({
      ...{ state: asks ? 'failed' : 'manual', settled_at: null, settled_by: null, note: null },
      error: storableText(`${call.settledBy} noted it as done by hand, and ${actor.name} took that back`),
    })
    .where('id', '=', id)
    .execute()
  await told(tx, call, 'library-system.take-back', actor)
}

/** What is left to be done about an item goes by the number it has there. */
async function rename(tx: Tx, { instanceId, part, item: was }: Call, item: string): Promise<void> {
  await tx
    .updateTable('circulation_calls')
    .set({ item: storableText(item) })
    .where('instance_id', '=', instanceId)
    .where('part', '=', part)
    .where('item', '=', was)
    .where('state', 'in', ['waiting', 'failed', 'manual'])
    .execute()
}

/** A call that is not settled, held until the transaction ends. @throws Problem not-found, call-settled */
async function openCall(tx: Tx, id: number): Promise<Call> {
  const call = await heldCall(tx, id)
  if (call.state === 'done' || call.state === 'skipped')
    throw new Problem('call-settled', { step: stepOf(call.step).label })
  return call
}

/** A call, held until the transaction ends. @throws Problem not-found */
async function heldCall(tx: Tx, id: number): Promise<Call> {
  await tx.selectFrom('circulation_calls').select('id').where('id', '=', id).forUpdate().execute()
  const call = await readCall(tx, id)
  if (!call) throw new Problem('not-found', { what: 'step' })
  return call
}

async function told(tx: Tx, { id, step, instanceId }: Call, action: string, actor: Actor): Promise<void> {
  const subject =
    stepOf(step).side === 'lending'
      ? { kind: 'lending', id: instanceId }
      : { kind: 'request', id: await requestOf(tx, instanceId) }
  await audit(tx, { actor, action, subject, detail: { step, call: id } })
}

const requestOf = async (tx: Tx, line: number): Promise<number> =>
  (await tx.selectFrom('ill_lines').select('request_id').where('id', '=', line).executeTakeFirstOrThrow()).request_id
