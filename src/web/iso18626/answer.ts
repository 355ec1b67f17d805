import { createHash } from 'node:crypto'
import { type IllMessage, iso18626, noteNotUnderstood, type Partner, type Receipt } from '../../ill/index.ts'
import { audit } from '../../kit/index.ts'
import type { Door } from '../door.ts'

type Incoming = Exclude<iso18626.Incoming, { readonly kind: 'nothing' }>

/** Takes a message in, where it can be understood, and gives its confirmation. */
export async function answerMessage(door: Door, partner: Partner, incoming: Incoming, bytes: Buffer): Promise<string> {
  const { profile, protocolVersion: version } = partner
  const understood =
    incoming.kind === 'damaged' ? incoming.receipt : iso18626.fromIso18626(incoming.read, { profile, version })
  const receipt =
    'kind' in understood
      ? await notUnderstood(door, partner, incoming, understood, bytes)
      : await take(door, partner, understood, iso18626.isPrivate(incoming.read) ? undefined : bytes.toString())
  return iso18626.confirmIso18626(incoming.read, receipt, { at: new Date(door.clock.now()).toISOString(), version })
}

const take = (door: Door, partner: Partner, message: IllMessage, raw: string | undefined): Promise<Receipt> =>
  door.ill.receiving(door.database)(partner, message, { protocol: 'iso18626', raw })

/** Nothing was done: staff see so, where it is about something of ours. */
async function notUnderstood(
  { database, ill }: Door,
  partner: Partner,
  { read, address }: Incoming,
  receipt: iso18626.Refused,
  bytes: Buffer,
): Promise<Receipt> {
  await database.tx((tx) =>
    noteNotUnderstood(tx, ill.engine, partner, {
      from: read.kind === 'supplyingAgencyMessage' ? 'responder' : 'requester',
      requestId: address.requestId,
      what: `${read.kind}, ${receipt.what}`.slice(0, 200),
      key: createHash('sha256').update(bytes).digest('base64url'),
    }),
  )
  await audit(database.db, {
    actor: { name: partner.name, via: 'api' },
    action: 'exchange.refuse',
    subject: { kind: 'lender', id: partner.id },
    detail: {
      ...{ type: read.kind, transaction: address.requestId.slice(0, 60), why: receipt.why, what: receipt.what },
    },
  })
  return receipt
}
