import { RateLimiterMemory } from 'rate-limiter-flexible'
import {
  type IllMessage,
  iso10161,
  type NotUnderstood,
  type Partner,
  partnersAt,
  type Receipt,
  type Receive,
  type Sender,
  symbolValue,
} from '../ill/index.ts'
import type { Database } from '../kit/db/index.ts'
import { audit, networkOf } from '../kit/index.ts'
import type { NoteRefusal, ReceiveMessage } from './association.ts'
import { notUnderstood } from './refusal.ts'

export interface PartnersOptions {
  readonly database: Database
  /** Our symbols, the one we use ourselves first. */
  readonly symbols: readonly string[]
  readonly receive: Receive
}

export interface RefuseOptions extends Pick<PartnersOptions, 'database' | 'symbols'> {
  readonly note: (sender: Sender, what: NotUnderstood) => Promise<void>
}

/** How often those whom nobody knows are written down in a minute. */
const strangersPerMinute = 30

/**
 * Takes in messages of the libraries of the directory: who calls is known by the networks set for a library and by the
 * symbol in the message. The protocol shows nothing else. Symbols without their kind are understood where they can mean
 * one library only, and so is a message that leaves out whose it is, or ours.
 */
export function receiveOfPartners({ database, symbols, receive }: PartnersOptions): ReceiveMessage {
  const noted = new RateLimiterMemory({ points: strangersPerMinute, duration: 60 })
  const note = async (address: string, entry: Omit<Parameters<typeof audit>[1], 'subject'>, subject?: Partner) => {
    const network = networkOf(address)
    const among = await noted.consume(network).then(
      () => true,
      () => false,
    )
    if (!among) return
    await audit(database.db, {
      ...entry,
      subject: subject ? { kind: 'lender', id: subject.id } : { kind: 'network', id: network },
    })
  }

  return async (message, { address, raw }) => {
    const candidates = await partnersAt(database.db, address)
    if (candidates.length === 0) {
      await note(address, {
        actor: { name: 'a stranger', via: 'api' },
        action: 'exchange.stranger',
        detail: { over: 'iso10161' },
      })
      return unknown
    }
    const sender = senderOf(message)
    const partner = meant(candidates, sender, ({ symbol }) => symbol)
    if (!partner) {
      const [only, ...others] = candidates
      const sure = others.length === 0 ? only : undefined
      const name = sure?.name ?? 'one of several libraries'
      await note(
        address,
        { actor: { name, via: 'api' }, action: 'exchange.forged', detail: { saysItIs: sender.slice(0, 60) } },
        sure,
      )
      return unknown
    }
    return await receive(partner, addressed(message, partner.symbol, symbols), { protocol: 'iso10161', raw })
  }
}

/**
 * Keeps what is said that is not understood. What does not say whose it is, is the one's that alone calls from there; what
 * is nobody's for certain is the network's.
 */
export function refuseOfPartners({ database, symbols, note }: RefuseOptions): NoteRefusal {
  return async (refusal, address) => {
    const candidates = await partnersAt(database.db, address)
    const sender = refusal.apdu ? iso10161.headingOf(refusal.apdu, symbols).sender : ''
    const partner = meant(candidates, sender, ({ symbol }) => symbol)
    const name = candidates.length > 0 ? 'one of several libraries' : 'a stranger'
    const place = { place: 'network', id: networkOf(address), name } as const
    await note(partner ? { partner } : place, notUnderstood(refusal, symbols))
  }
}

/** Nobody learns which of the two it is: that the address is not known, or that it is another library's. */
const unknown: Receipt = {
  kind: 'refused',
  why: 'unsupported',
  what: iso10161.stranger,
  text: 'This library is not known here at this address.',
}

const senderOf = ({ from, envelope }: IllMessage) => (from === 'requester' ? envelope.requester : envelope.responder)

/** Whoever a symbol means: the one of that symbol, or the only one whose symbol is that without its kind. */
function meant<T>(candidates: readonly T[], symbol: string, of: (candidate: T) => string): T | undefined {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()
  const found = candidates.find((candidate) => same(of(candidate), symbol))
  if (found) return found
  const alike = candidates.filter((candidate) => symbol === '' || same(symbolValue(of(candidate)), symbolValue(symbol)))
  return alike.length === 1 && (symbol === '' || /^ISIL:/i.test(symbol)) ? alike[0] : undefined
}

/** The message with the symbols by which we know both libraries. */
function addressed(message: IllMessage, theirs: string, symbols: readonly string[]): IllMessage {
  const { requester, responder } = message.envelope
  const named = message.from === 'requester' ? responder : requester
  const ours = named === '' ? symbols[0] : meant(symbols, named, (symbol) => symbol)
  const [us, them] = [ours ?? named, theirs]
  const envelope =
    message.from === 'requester'
      ? { ...message.envelope, requester: them, responder: us }
      : { ...message.envelope, requester: us, responder: them }
  return { ...message, envelope }
}
