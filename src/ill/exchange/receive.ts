import { sql } from 'kysely'
import { type Database, storableJson, storableText, type Tx } from '../../kit/db/index.ts'
import { audit, type Clock } from '../../kit/index.ts'
import type { Engine } from '../../workflow/index.ts'
import { partnerActor, raiseAttention, refusalIn } from './attention.ts'
import type { ExchangeProtocol } from './carrier.ts'
import { identityOf, noteOf } from './identity.ts'
import type { Envelope, IllMessage, Receipt, RequesterMessage, ResponderMessage } from './message.ts'
import type { Partner } from './partners.ts'
import { messageWords } from './words.ts'

/** Who the reader of another library is, is kept nowhere. */
export const withoutReader = <M extends RequesterMessage>(message: M): M => {
  if (message.type !== 'request') return message
  const { patron: _, ...rest } = message
  return rest as M
}

/** What a message is to a transaction. */
export interface Happening {
  readonly event: string
  readonly form: Readonly<Record<string, unknown>>
}

/** What hears the messages of one side: our lines of what lenders say, the requests of others of what borrowers say. */
export interface Side<M> {
  /** The transaction a message of the partner's is about; undefined where the partner has none of that number. */
  find(tx: Tx, partner: Partner, envelope: Envelope): Promise<number | undefined>
  eventOf(message: M): Happening
  /** Begins a transaction; undefined where the message does not begin one. Gives a Receipt where it cannot be begun. */
  open?(tx: Tx, partner: Partner, envelope: Envelope, message: M, came: Came): Promise<number | Receipt | undefined>
  /** What else there is to keep of the message. */
  note?(tx: Tx, instance: number, envelope: Envelope): Promise<void>
  /** What follows from a message that was taken: left to be done, once for its identity. */
  follow?(tx: Tx, instance: number, message: M, identity: string): Promise<unknown>
}

export interface ReceiveOptions {
  readonly database: Database
  readonly engine: Engine
  readonly clock: Clock
  /** Ours, in lower case. */
  readonly symbols: readonly string[]
  readonly sides: { readonly requester: Side<RequesterMessage>; readonly responder: Side<ResponderMessage> }
}

/** How a message came. */
export interface Came {
  readonly protocol: ExchangeProtocol
  /** As it was. */
  readonly raw?: string | undefined
}

export type Receive = (partner: Partner, message: IllMessage, came: Came) => Promise<Receipt>

/** Of a message as it came no more is kept. */
const longestRaw = 16_384

export const refused = (
  why: Extract<Receipt, { kind: 'refused' }>['why'],
  what: string,
  text: string,
): Extract<Receipt, { kind: 'refused' }> => ({ kind: 'refused', why, what, text })

/** The same of a number that nobody has and of another partner's: nobody learns which numbers there are. */
const unknown = refused('unknown-request', 'requestId', 'There is no request with this number between our libraries.')

/**
 * Takes a message of a partner in: stored with what it did, in one transaction, before it is answered; what follows from it
 * is done afterwards. Messages of one transaction are taken in as they arrive. The same again is answered the same, and
 * does nothing.
 */
export const receiver =
  (options: ReceiveOptions): Receive =>
  (partner, message, came) =>
    options.database.tx(async (tx) => {
      const { requestId } = message.envelope
      await sql`select pg_advisory_xact_lock(hashtextextended(${`ill:${partner.id}:${requestId}`}, 0))`.execute(tx)
      const identity = identityOf(message)
      const before = await readBefore(tx, partner, identity)
      if (before) return await repeated(options, tx, partner, before, message)
      const taken = await take(options, tx, partner, message, `${came.protocol}:${identity}`, came)
      await keep(options, tx, partner, message, identity, came, taken)
      return taken.receipt
    })

interface Taken {
  readonly receipt: Receipt
  readonly instance: number | undefined
}

interface Before extends Taken {
  readonly id: number
  readonly identity: string
  readonly message: IllMessage
}

async function readBefore(tx: Tx, partner: Partner, identity: string): Promise<Before | undefined> {
  const row = await tx
    .selectFrom('ill_messages')
    .select(['id', 'instance_id', 'receipt', 'body'])
    .where('partner_id', '=', partner.id)
    .where('identity', '=', identity)
    .where('direction', '=', 'in')
    .executeTakeFirst()
  if (!row) return undefined
  const { id, instance_id, receipt, body } = row
  return {
    ...{ id, identity, instance: instance_id ?? undefined },
    ...{ receipt: receipt as Receipt, message: body as IllMessage },
  }
}

/** A repeated message whose note is another one: the note is kept and shown, and nothing else happens (X4). */
async function repeated({ engine }: ReceiveOptions, tx: Tx, partner: Partner, before: Before, message: IllMessage) {
  const { instance, receipt, identity } = before
  const note = noteOf(message)
  if (instance !== undefined && receipt.kind === 'ok' && note !== '' && note !== noteOf(before.message)) {
    const text = `sent “${messageWords(message.message.type)}” again, with this note: ${note}`
    await raiseAttention(engine, tx, instance, partner, text, `repeat:${identity}:${note}`.slice(0, 400))
  }
  return receipt
}

async function take(
  { engine, symbols, sides }: ReceiveOptions,
  tx: Tx,
  partner: Partner,
  message: IllMessage,
  key: string,
  came: Came,
): Promise<Taken> {
  const { envelope } = message
  const { protocol } = came
  const to = message.from === 'requester' ? envelope.responder : envelope.requester
  if (!symbols.includes(to.toLowerCase()))
    return nothing(
      refused('bad-value', message.from === 'requester' ? 'responder' : 'requester', 'This is not our symbol.'),
    )
  const side = sides[message.from] as Side<RequesterMessage | ResponderMessage>
  const opened = await side.open?.(tx, partner, envelope, message.message, came)
  if (typeof opened === 'number') return { receipt: { kind: 'ok' }, instance: opened }
  if (opened) return nothing(opened)
  const instance = await side.find(tx, partner, envelope)
  if (instance === undefined) return nothing(unknown)
  await side.note?.(tx, instance, envelope)
  const { event, form } = side.eventOf(message.message)
  await sql`savepoint taken`.execute(tx)
  try {
    await engine.act(tx, instance, event, { actor: partnerActor(partner), via: protocol, key, form })
    await side.follow?.(tx, instance, message.message, identityOf(message))
    return { receipt: { kind: 'ok' }, instance }
  } catch (error) {
    const refusal = refusalIn(error)
    if (!refusal) throw error
    await sql`rollback to savepoint taken`.execute(tx)
    const { state } = await engine.read(tx, instance)
    const said = `said “${messageWords(message.message.type)}”, which is not possible now: ${refusal.message}`
    await raiseAttention(engine, tx, instance, partner, said, `${key}:refused`)
    const receipt = refused('illegal-now', 'type', 'This is not possible as the request stands.')
    return { receipt: { ...receipt, state: state.toUpperCase() }, instance }
  }
}

const nothing = (receipt: Receipt): Taken => ({ receipt, instance: undefined })

async function keep(
  { clock }: ReceiveOptions,
  tx: Tx,
  partner: Partner,
  message: IllMessage,
  identity: string,
  { protocol, raw }: Came,
  { receipt, instance }: Taken,
): Promise<void> {
  const at = new Date(clock.now())
  const reader = message.message.type === 'request' && message.message.patron !== undefined
  const body = message.from === 'requester' ? { ...message, message: withoutReader(message.message) } : message
  await tx
    .insertInto('ill_messages')
    .values({
      ...{ partner_id: partner.id, instance_id: instance ?? null, direction: 'in', protocol, identity },
      transaction: storableText(message.envelope.requestId),
      type: message.message.type,
      body: storableJson(body),
      raw: raw !== undefined && !reader && raw.length <= longestRaw ? storableText(raw) : null,
      state: receipt.kind === 'ok' ? 'confirmed' : 'refused',
      receipt: storableJson(receipt),
      ...{ queued_at: at, created_at: at, settled_at: at },
    })
    .execute()
  if (receipt.kind === 'ok') return
  await audit(tx, {
    actor: { name: partner.name, via: 'api' },
    action: 'exchange.refuse',
    subject: { kind: 'lender', id: partner.id },
    detail: {
      ...{ type: message.message.type, transaction: message.envelope.requestId.slice(0, 60) },
      ...{ why: receipt.why, what: receipt.what },
    },
  })
}
