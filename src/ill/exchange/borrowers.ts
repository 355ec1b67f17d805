import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import { hasEarlierEffects } from '../../workflow/index.ts'
import type { BorrowerChannel } from '../ports.ts'
import type { ExchangeProtocol } from './carrier.ts'
import type { ExchangeChannelOptions } from './channel.ts'
import { IllMessage } from './message.ts'
import { queueIllMessage } from './outbox.ts'

/** Libraries whose systems asked are told over the same protocol; others by `otherwise`. */
export function borrowersChannel(
  { speaks, symbol }: Pick<ExchangeChannelOptions, 'speaks' | 'symbol'>,
  otherwise: BorrowerChannel,
): BorrowerChannel {
  return {
    async send(tx, message, act, key) {
      const { lending, at, version } = act
      if (!speaks.has(lending.via)) return await otherwise.send(tx, message, act, key)
      const ours = (await addressedTo(tx, lending.id)) ?? symbol
      if (ours === undefined) throw new Problem('exchange-unready')
      // What was said before goes before, whichever of two jobs came first.
      if (version !== undefined && (await hasEarlierEffects(tx, lending.id, version)))
        throw new Problem('exchange-waits', { line: lending.number })
      await queueIllMessage(tx, {
        ...{
          partnerId: lending.partner.id,
          instanceId: lending.id,
          protocol: lending.via as ExchangeProtocol,
          key,
          at,
        },
        message: {
          from: 'responder',
          envelope: {
            requester: lending.partner.symbol,
            responder: ours,
            requestId: lending.theirNumber,
            responderId: lending.number,
            sentAt: at.toISOString(),
          },
          message,
        },
      })
    },
  }
}

/** The symbol of ours that a request was addressed to: by that its library knows us. */
async function addressedTo(tx: Tx, lending: number): Promise<string | undefined> {
  const row = await tx
    .selectFrom('ill_messages')
    .select('body')
    .where('instance_id', '=', lending)
    .where('direction', '=', 'in')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row && IllMessage.parse(row.body).envelope.responder
}
