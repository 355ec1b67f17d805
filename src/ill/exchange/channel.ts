import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import { hasEarlierEffects } from '../../workflow/index.ts'
import type { LenderChannel, LenderMessage, LineAct } from '../ports.ts'
import { type Asking, type AskingHouse, requesterMessageOf } from './borrower-says.ts'
import { type ExchangeProtocol, exchangeProtocols } from './carrier.ts'
import { RequesterMessage } from './message.ts'
import { queueIllMessage } from './outbox.ts'
import { turnNumber } from './turn-number.ts'

export interface ExchangeChannelOptions {
  /** What there is somebody to carry: lenders of other protocols are told as if they had none. */
  readonly speaks: ReadonlySet<string>
  /** Ours; without one nobody can be asked over a protocol. */
  readonly symbol: string | undefined
  readonly house?: AskingHouse | undefined
}

/** What was written at the moment of an act. */
const Written = z.object({ over: z.enum(exchangeProtocols), message: RequesterMessage })

/** Lenders whose systems are told, over a protocol; others by `otherwise`. */
export function exchangeChannel(
  { speaks, symbol, house }: ExchangeChannelOptions,
  otherwise: LenderChannel,
): LenderChannel & Pick<Required<LenderChannel>, 'preview'> {
  const isExchange = (protocol: string): protocol is ExchangeProtocol => speaks.has(protocol)
  const preview = otherwise.preview?.bind(otherwise)
  const write = async (tx: Tx, message: LenderMessage, act: LineAct): Promise<z.input<typeof Written> | undefined> => {
    const { protocol } = act.line.lender
    // One who was asked by other means does not know the number of this turn.
    if (!isExchange(protocol) || (act.line.data.otherMeans && message !== 'request')) return undefined
    return { over: protocol, message: requesterMessageOf(message, act, await askingOf(tx, act, house)) }
  }
  return {
    write: async (tx, message, act) =>
      isExchange(act.line.lender.protocol) ? await write(tx, message, act) : await otherwise.write?.(tx, message, act),
    async send(tx, message, act, key, written) {
      const ready = Written.safeParse(written ?? (await write(tx, message, act)))
      if (!ready.success) {
        // Written for people, whatever its lender is asked by today.
        if (written !== undefined || !isExchange(act.line.lender.protocol))
          await otherwise.send(tx, message, act, key, written)
        return
      }
      if (symbol === undefined) throw new Problem('exchange-unready')
      const { line, request, at, version } = act
      // What was said before goes before, whichever of two jobs came first.
      if (version !== undefined && (await hasEarlierEffects(tx, line.id, version)))
        throw new Problem('exchange-waits', { line: line.id })
      await queueIllMessage(tx, {
        ...{ partnerId: line.lender.id, instanceId: line.id, protocol: ready.data.over, key, at },
        message: {
          from: 'requester',
          envelope: {
            requester: symbol,
            responder: line.lender.symbol,
            requestId: turnNumber(request.id, line.id),
            responderId: await responderId(tx, line.id),
            sentAt: at.toISOString(),
          },
          message: ready.data.message,
        },
      })
    },
    preview: async (tx, message, act) => await preview!(tx, message, act),
  }
}

async function responderId(tx: Tx, line: number): Promise<string | undefined> {
  const row = await tx.selectFrom('ill_lines').select('lender_reference').where('id', '=', line).executeTakeFirst()
  return row?.lender_reference || undefined
}

/** A turn that follows an answer which invited another try names the one before. */
async function askingOf(tx: Tx, { line, request }: LineAct, house: AskingHouse = {}): Promise<Asking> {
  const { rows } = await sql<{ id: number }>`
    select l.id from ill_lines l join workflow_instances i on i.id = l.id
    where l.request_id = ${request.id} and l.lender_id = ${line.lender.id} and l.id <> ${line.id}
      and i.state = 'not-supplied' and exists (select from workflow_events e
        where e.instance_id = l.id and e.event = 'notSupplied' and e.form ->> 'answer' in ('retry', 'estimate')
          and e.actor_kind = 'partner')
    order by l.id desc limit 1`.execute(tx)
  return { ...house, ...(rows[0] && { previousId: turnNumber(request.id, rows[0].id) }) }
}
