import { storableJson, type Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { Engine } from '../../workflow/index.ts'
import type { ExchangeProtocol } from './carrier.ts'
import { givenUpKey, obstacleToSending, queueAgain } from './deliver.ts'
import { noteOf } from './identity.ts'
import { IllMessage, type Receipt } from './message.ts'
import { queueIllMessage } from './outbox.ts'

/** A message to or from a library's system, to be looked at. */
export interface Exchanged {
  readonly id: number
  /** The line or the request of another library it is about. */
  readonly instanceId: number
  readonly direction: 'in' | 'out'
  readonly protocol: ExchangeProtocol
  readonly message: IllMessage
  /** One that came in is confirmed or refused by us. */
  readonly state: 'queued' | 'sent' | 'confirmed' | 'refused' | 'failed'
  readonly receipt: Receipt | undefined
  /** Why the last attempt failed. */
  readonly error: string | undefined
  readonly attempts: number
  readonly at: Date
  readonly settledAt: Date | undefined
  /** When it is tried next. */
  readonly dueAt: Date | undefined
}

/** What was said about lines and requests of other libraries, the oldest first. */
export async function exchangedAbout(tx: Tx, instances: readonly number[]): Promise<readonly Exchanged[]> {
  if (instances.length === 0) return []
  const rows = await tx
    .selectFrom('ill_messages')
    .selectAll()
    .where('instance_id', 'in', [...instances])
    .orderBy('id')
    .execute()
  return rows.map(({ id, direction, protocol, state, attempts, ...row }) => ({
    ...{ id, direction, protocol, state, attempts, instanceId: row.instance_id!, message: row.body as IllMessage },
    ...{ receipt: (row.receipt as Receipt | null) ?? undefined, error: row.error ?? undefined, at: row.created_at },
    ...{ settledAt: row.settled_at ?? undefined, dueAt: row.due_at ?? undefined },
  }))
}

/** Whether the house lets staff send a last message again; of some profiles it does not. */
export const offersResend = ({ policy }: Engine, of: 'borrowing' | 'lending', state: string): boolean =>
  policy.menu(of, state, { kind: 'staff', name: '' }).offers('resendLastMessage')

/**
 * Sends the last message about a line or a request of another library once more, as it was but for its note, and with the
 * same identity, so that whoever has it does nothing twice. domain/ill.md 2.2, X4.
 * @throws Problem resend-refused where the house hides it, nothing was sent, it is on its way, or makes no sense any more
 */
export async function resendLast(
  tx: Tx,
  engine: Engine,
  instance: number,
  { actor, note, at }: { readonly actor: Actor; readonly note?: string | undefined; readonly at: Date },
): Promise<void> {
  await engine.hold(tx, instance)
  const { definition, state } = await engine.read(tx, instance)
  if (!offersResend(engine, definition === 'lending' ? 'lending' : 'borrowing', state))
    throw new Problem('resend-refused', { reason: 'this house does not send messages again' })
  const row = await tx
    .selectFrom('ill_messages')
    .select(['id', 'state', 'body', 'type', 'partner_id'])
    .where('instance_id', '=', instance)
    .where('direction', '=', 'out')
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('resend-refused', { reason: 'nothing has been sent yet' })
  if (row.state === 'queued' || row.state === 'sent')
    throw new Problem('resend-refused', { reason: 'it is on its way, and tried again by itself' })
  const obstacle = await obstacleToSending(engine, tx, row.id)
  if (obstacle !== undefined) throw new Problem('resend-refused', { reason: obstacle })
  const was = IllMessage.parse(row.body)
  const message = note === undefined || was.message.type === 'note' ? was.message : { ...was.message, note }
  const again = IllMessage.parse({ ...was, envelope: { ...was.envelope, repeat: true }, message })
  await tx
    .updateTable('ill_messages')
    .set({ body: storableJson(again) })
    .where('id', '=', row.id)
    .execute()
  await tx.deleteFrom('jobs').where('key', '=', givenUpKey(row.id)).execute()
  await queueAgain(tx, row.id, at)
  await audit(tx, {
    actor,
    action: 'exchange.resend',
    subject: { kind: 'lender', id: row.partner_id },
    detail: { type: row.type, transaction: was.envelope.requestId, newNote: noteOf(again) !== noteOf(was) },
  })
}

/** How long an answer to a question is waited for before it is asked again, in milliseconds. */
const patience = 24 * 3_600_000

/** Which of some lines’ lenders can be asked where the request stands: their systems have it, and no answer is due. */
export async function askableLines(tx: Tx, lines: readonly number[], at: Date): Promise<ReadonlySet<number>> {
  const exchanged = await exchangedAbout(tx, lines)
  return new Set(
    lines.filter(
      (line) =>
        whyNotAsked(
          exchanged.filter(({ instanceId }) => instanceId === line),
          at,
        ) === undefined,
    ),
  )
}

function whyNotAsked(exchanged: readonly Exchanged[], at: Date): string | undefined {
  const known = exchanged.some(
    ({ direction, message, state }) =>
      direction === 'out' && message.message.type === 'request' && state === 'confirmed',
  )
  if (!known) return 'the lender’s system has not taken the request yet'
  const last = exchanged.findLastIndex(({ message }) => message.message.type === 'status-query')
  const asked = exchanged[last]
  if (!asked || asked.state === 'refused' || asked.state === 'failed') return undefined
  const answered = exchanged.slice(last + 1).some(({ direction }) => direction === 'in')
  return !answered && at.getTime() - asked.at.getTime() < patience
    ? 'it was asked within the last day, and its answer is awaited'
    : undefined
}

/**
 * Asks a lender's system where a request stands; it answers by a message of its own.
 * @throws Problem resend-refused where it does not know the request, or was asked just now
 */
export async function askStatus(tx: Tx, engine: Engine, line: number, actor: Actor, at: Date): Promise<void> {
  await engine.hold(tx, line)
  const obstacle = whyNotAsked(await exchangedAbout(tx, [line]), at)
  if (obstacle !== undefined) throw new Problem('resend-refused', { reason: obstacle })
  const asked = await tx
    .selectFrom('ill_messages')
    .select(['body', 'protocol', 'partner_id'])
    .where('instance_id', '=', line)
    .where('direction', '=', 'out')
    .where('type', '=', 'request')
    .where('state', '=', 'confirmed')
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  const { envelope } = IllMessage.parse(asked.body)
  const { repeat: _, ...named } = envelope
  await queueIllMessage(tx, {
    ...{ partnerId: asked.partner_id, instanceId: line, protocol: asked.protocol, at },
    key: `status:${line}:${at.getTime()}`,
    message: {
      from: 'requester',
      envelope: { ...named, sentAt: at.toISOString() },
      message: { type: 'status-query' },
    },
  })
  await audit(tx, {
    actor,
    action: 'exchange.ask-status',
    subject: { kind: 'lender', id: asked.partner_id },
    detail: { transaction: envelope.requestId },
  })
}
