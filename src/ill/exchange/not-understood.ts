import type { Tx } from '../../kit/db/index.ts'
import type { Engine } from '../../workflow/index.ts'
import { findLending } from '../lending/index.ts'
import { raiseAttention } from './attention.ts'
import { linesSide } from './lines.ts'
import type { Partner } from './partners.ts'

/** A message of a partner of which nothing was done. */
export interface NotUnderstood {
  /** Whose part its sender plays. */
  readonly from: 'requester' | 'responder'
  /** The requester's number of what it is about, as far as it says. */
  readonly requestId: string
  /** What it is, and what of it is not understood: names of the protocol, no values, which may be anybody's. */
  readonly what: string
  /** The same for a message that comes again. */
  readonly key: string
}

/**
 * Shows those who deal with a line or a request of another library that its library said what is not understood here. Gives
 * whether there is one it is about.
 */
export async function noteNotUnderstood(
  tx: Tx,
  engine: Engine,
  partner: Partner,
  { from, requestId, what, key }: NotUnderstood,
): Promise<boolean> {
  const instance =
    from === 'responder'
      ? await linesSide.find(tx, partner, { requestId, requester: '', responder: '', sentAt: '' })
      : (await findLending(tx, { partnerId: partner.id, theirNumber: requestId }))?.id
  if (instance === undefined) return false
  const text = `sent a message that is not understood here, of which nothing was done: ${what}`
  await raiseAttention(engine, tx, instance, partner, text, `not-understood:${key}`)
  return true
}
