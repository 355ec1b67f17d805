import type { Calendar } from '../../kit/calendar/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Clock } from '../../kit/index.ts'
import type { Cause, Engine } from '../../workflow/index.ts'
import { findLending, type LendingOrder, lendingEventOf, openLending } from '../lending/index.ts'
import { moneyText } from '../money/index.ts'
import { partnerActor } from './attention.ts'
import { wishOf } from './identity.ts'
import type { Envelope, Receipt, RequesterMessage } from './message.ts'
import { firstRequest } from './outbox.ts'
import type { Partner } from './partners.ts'
import { type Came, refused, type Side, withoutReader } from './receive.ts'

export interface LendingsOptions {
  readonly engine: Engine
  readonly clock: Clock
  /** The days on which we work. */
  readonly calendar: (tx: Tx) => Promise<Calendar>
}

type Wish = Extract<RequesterMessage, { type: 'request' }>

/** What borrowing libraries say: to requests of theirs, or to make one. */
export function lendingsSide({ engine, clock, calendar }: LendingsOptions): Side<RequesterMessage> {
  /** Asked again with a number of its own, what waits for an answer to its condition has it: one of the two goes on. */
  const endFormer = async (tx: Tx, partner: Partner, { kind, previousId }: Wish, cause: Cause) => {
    if (kind !== 'retry' || previousId === undefined) return
    const former = await findLending(tx, { partnerId: partner.id, theirNumber: previousId })
    if (!former) return
    // Whoever answers it at this moment is waited for: it counts what they did.
    await engine.hold(tx, former.id)
    if ((await engine.read(tx, former.id)).state === 'conditional') await engine.act(tx, former.id, 'askedAnew', cause)
  }
  const find = async (tx: Tx, partner: Partner, { requestId }: Envelope): Promise<number | undefined> =>
    (await findLending(tx, { partnerId: partner.id, theirNumber: requestId }))?.id
  return {
    find,
    eventOf: lendingEventOf,
    async open(tx, partner, envelope, message, came) {
      if (message.type !== 'request' || message.kind === 'reminder') return undefined
      const known = await findLending(tx, { partnerId: partner.id, theirNumber: envelope.requestId })
      if (known && message.kind === 'new') return await again(tx, message, known.id)
      // A retry with the number of one there is answers its condition: of one that has ended it would be lost.
      if (known) return over.has(known.state) ? ended : undefined
      const cause = { actor: partnerActor(partner), via: came.protocol }
      const { lending } = await openLending(tx, orderOf(partner, envelope, message, came), cause, {
        ...{ engine, calendar: await calendar(tx), now: new Date(clock.now()) },
      })
      await endFormer(tx, partner, message, { ...cause, form: { publicNote: `Asked anew, as ${envelope.requestId}` } })
      return lending.id
    },
  }
}

/** Requests that nothing can come of any more. */
const over: ReadonlySet<string> = new Set(['not-supplied', 'cancelled', 'forward'])
const ended = refused('bad-value', 'requestType', 'This request has ended here: ask anew, with a number of its own.')

/** Made once more, by another clock: the same wish is one, another needs a number of its own. */
async function again(tx: Tx, message: Wish, known: number): Promise<number | Receipt> {
  const first = await firstRequest(tx, known)
  if (first && wishOf(withoutReader(first)) === wishOf(withoutReader(message))) return known
  return refused('duplicate-request', 'requestId', 'There is a request with this number already.')
}

function orderOf(partner: Partner, { requestId }: Envelope, message: Wish, { protocol }: Came): LendingOrder {
  const { mostCost, conditions = [], hold = 'policy', deliverEmail = '', note = '', previousId } = message
  const { wanted, services, level, neededBy, expiresOn, deliverTo } = message
  return {
    ...{ partnerId: partner.id, via: protocol, theirNumber: requestId, previousNumber: previousId },
    ...{ wanted, services, level, neededBy, expiresOn, deliverTo, conditions, hold, deliverEmail, note },
    mostCost: moneyText(mostCost),
  }
}
