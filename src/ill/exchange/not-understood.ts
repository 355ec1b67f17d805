import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database, Tx } from '../../kit/db/index.ts'
import { audit, type Log } from '../../kit/index.ts'
import type { Engine } from '../../workflow/index.ts'
import { findLending } from '../lending/index.ts'
import { raiseAttention } from './attention.ts'
import { linesSide } from './lines.ts'
import type { Partner } from './partners.ts'

/** Something that came and of which nothing was done. Names of the protocol, no values: those may be anybody's. */
export interface NotUnderstood {
  readonly over: 'iso18626' | 'iso10161' | 'e-mail'
  /** Whose part its sender plays. */
  readonly from: 'requester' | 'responder'
  /** The requester's number of what it is about; empty where it does not say. */
  readonly requestId: string
  /** What kind of message it is, or `unknown`. */
  readonly type: string
  /** What is wrong with it, in a word, and what of it that is about. */
  readonly why: string
  readonly what: string
  /** The same for a message that comes again. */
  readonly key: string
}

/** Who sent it: a library of the directory, or where it came from, where it is nobody's for certain. */
export type Sender =
  | { readonly partner: Partner }
  | { readonly place: 'network' | 'mailbox'; readonly id: string; readonly name: string }

/** Keeps that something was not understood. It never fails: what its sender is told does not hang on that. */
export type NoteNotUnderstood = (
  means: { readonly database: Database; readonly log: Log },
  sender: Sender,
  what: NotUnderstood,
) => Promise<void>

/** How often in a minute it is kept of one sender that something is not understood. */
const mostPerMinute = 30

/**
 * Keeps what is not understood, whichever way it came: shown to those who deal with the line or the request of another
 * library it is about, if it is about one, and in the audit in any case. Of one sender so often in a minute.
 */
export function createNoting(engine: Engine): NoteNotUnderstood {
  const limiter = new RateLimiterMemory({ points: mostPerMinute, duration: 60 })
  return async ({ database, log }, sender, what) => {
    const { actor, subject } = ('partner' in sender ? ofPartner : ofPlace)(sender as never)
    const { over, type, why } = what
    try {
      await limiter.consume(`${subject.kind}:${subject.id}`)
      await database.tx(async (tx) => {
        const shown = 'partner' in sender && (await show(tx, engine, sender.partner, what))
        await audit(tx, {
          ...{ actor, action: 'exchange.refuse', subject },
          detail: { over, type, transaction: what.requestId.slice(0, 60), why, what: what.what.slice(0, 200), shown },
        })
      })
    } catch (error) {
      if (error instanceof RateLimiterRes) log.warn({ subject, over, type, why }, 'one more message was not understood')
      else log.error({ err: error, subject, over, type }, 'it could not be noted that a message is not understood')
    }
  }
}

const ofPartner = ({ partner: { id, name } }: Extract<Sender, { partner: Partner }>) =>
  ({ actor: { name, via: 'api' }, subject: { kind: 'lender', id } }) as const

const ofPlace = ({ place, id, name }: Extract<Sender, { place: string }>) =>
  ({ actor: { name, via: place === 'mailbox' ? 'job' : 'api' }, subject: { kind: place, id } }) as const

/** Shows it where it belongs, once for its key. Gives whether there is such a place. */
async function show(
  tx: Tx,
  engine: Engine,
  partner: Partner,
  { from, requestId, type, what, key }: NotUnderstood,
): Promise<boolean> {
  if (requestId === '') return false
  const instance =
    from === 'responder'
      ? await linesSide.find(tx, partner, { requestId, requester: '', responder: '', sentAt: '' })
      : (await findLending(tx, { partnerId: partner.id, theirNumber: requestId }))?.id
  if (instance === undefined) return false
  const named = [...new Set([type, what].filter(Boolean))].join(', ').slice(0, 200)
  const text = `sent a message that is not understood here, of which nothing was done: ${named}`
  await raiseAttention(engine, tx, instance, partner, text, `not-understood:${key}`)
  return true
}
