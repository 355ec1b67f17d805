import { createHash } from 'node:crypto'
import { type IllMessage, iso18626, type Partner, type Receipt } from '../../ill/index.ts'
import type { Log } from '../../kit/index.ts'
import type { Door } from '../door.ts'

type Incoming = Exclude<iso18626.Incoming, { readonly kind: 'nothing' }>

/** A message as it came. */
export interface Posted {
  readonly bytes: Buffer
  readonly log: Log
}

/** Takes a message in, where it can be understood, and gives its confirmation. */
export async function answerMessage(
  door: Door,
  partner: Partner,
  incoming: Incoming,
  { bytes, log }: Posted,
): Promise<string> {
  const { profile, protocolVersion: version } = partner
  const { read, address } = incoming
  const understood =
    incoming.kind === 'damaged' ? incoming.receipt : iso18626.fromIso18626(incoming.read, { profile, version })
  if ('kind' in understood)
    await door.ill.noteNotUnderstood(
      { database: door.database, log },
      { partner },
      {
        ...{ over: 'iso18626', from: read.kind === 'supplyingAgencyMessage' ? 'responder' : 'requester' },
        ...{ requestId: address.requestId, type: read.kind, why: understood.why, what: understood.what },
        key: keyOf(bytes),
      },
    )
  const receipt =
    'kind' in understood
      ? understood
      : await take(door, partner, understood, iso18626.isPrivate(incoming.read) ? undefined : bytes.toString())
  return iso18626.confirmIso18626(incoming.read, receipt, { at: new Date(door.clock.now()).toISOString(), version })
}

const take = (door: Door, partner: Partner, message: IllMessage, raw: string | undefined): Promise<Receipt> =>
  door.ill.receiving(door.database)(partner, message, { protocol: 'iso18626', raw })

/** Keeps that what was posted is no message of the standard. `candidates` are those who may have posted it. */
export async function noteNoMessage(
  { ill, database }: Door,
  candidates: readonly Partner[],
  network: string,
  { bytes, log }: Posted,
): Promise<void> {
  const [only, ...others] = candidates
  await ill.noteNotUnderstood(
    { database, log },
    only && others.length === 0
      ? { partner: only }
      : { place: 'network', id: network, name: 'one of several libraries' },
    {
      ...{ over: 'iso18626', from: 'requester', requestId: '', type: 'unknown', why: 'malformed', what: 'message' },
      key: keyOf(bytes),
    },
  )
}

const keyOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url')
