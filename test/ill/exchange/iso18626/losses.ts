import type { Peer } from '../../../../src/ill/exchange/iso18626/index.ts'
import { statusOf } from '../../../../src/ill/exchange/iso18626/states.ts'
import { withoutTokens } from '../../../../src/ill/exchange/iso18626/tokens.ts'
import type { IllMessage } from '../../../../src/ill/exchange/message.ts'
import {
  canonical,
  DeliveryMethod,
  LoanCondition,
  ReasonRetry,
  ReasonUnfilled,
  ServiceLevel,
} from '../../../../src/standards/iso18626/index.ts'

/** A message with its fields open to the table below. */
type Loose = Record<string, unknown> & { type: string }
interface Loss {
  /** What is lost, for whom: people read this. */
  readonly what: string
  readonly of: (message: Loose, peer: Peer) => boolean
  readonly becomes: (message: Loose, peer: Peer, sentAt: string, state: string | undefined) => Loose
}

const is =
  (...types: readonly string[]) =>
  (message: Loose) =>
    types.includes(message.type)
const always = () => true
const older = ({ version }: Peer) => version === '1.2'
const note = (message: Loose, before: string): Loose => ({
  type: 'note',
  from: message['from'],
  note: [before, message['note']].filter(Boolean).join('\n'),
})
const spelt = (codes: readonly string[], code: unknown) =>
  typeof code === 'string' ? (canonical(codes, code) ?? code) : code
const without = (message: Loose, ...names: readonly string[]): Loose =>
  Object.fromEntries(Object.entries(message).filter(([name]) => !names.includes(name))) as Loose
const oneLine = (text: string) => text.replace(/\s*[\r\n\u0085\u2028\u2029]\s*/g, ' ').trim()

/**
 * Everything that a message loses on its way through ISO 18626, in this order. Whatever is not here arrives as it was
 * sent: a test makes sure of that for every profile and version.
 */
export const losses: readonly Loss[] = [
  {
    what: 'Tokens that are for machines, in whatever text',
    of: always,
    becomes: withoutAll,
  },
  {
    what: 'Line breaks within a condition, and a condition said twice',
    of: (message) => Array.isArray(message['conditions']),
    becomes: (message) => ({
      ...message,
      conditions: [
        ...new Set(
          (message['conditions'] as string[])
            .map(oneLine)
            .filter((each) => each !== '')
            .map((each) => spelt(LoanCondition.known, each)),
        ),
      ],
    }),
  },
  {
    what: 'Line breaks within the name of a place, and a place said twice',
    of: (message) => Array.isArray(message['locations']),
    becomes: (message) => ({
      ...message,
      locations: [...new Set((message['locations'] as string[]).map(oneLine).filter((each) => each !== ''))],
    }),
  },
  {
    what: 'Line breaks in how something is sent',
    of: is('shipped', 'returned'),
    becomes: (message) => ({ ...message, via: oneLine(String(message['via'] ?? '')) }),
  },
  {
    what: 'Line breaks in the number of an item, beside the address of a copy in 1.2',
    of: (message, peer) => older(peer) && message['url'] !== undefined,
    becomes: (message) => ({ ...message, itemId: oneLine(String(message['itemId'] ?? '')) }),
  },
  {
    what: 'Other spellings of the standard’s codes',
    of: always,
    becomes: (message, { version }) => ({
      ...message,
      level: spelt(ServiceLevel.known, message['level']),
      via:
        message.type === 'shipped' && !(version === '1.2' && message['url'])
          ? spelt(DeliveryMethod.known, message['via'])
          : message['via'],
    }),
  },
  {
    what: 'Other spellings of reasons',
    of: is('not-supplied'),
    becomes: (message) => ({
      ...message,
      reason: spelt(
        message['answer'] === 'retry' || message['answer'] === 'estimate' ? ReasonRetry.known : ReasonUnfilled.known,
        message['reason'],
      ),
    }),
  },
  {
    what: 'Service levels that the standard does not know: Alma is asked for Standard',
    of: (message, { profile }) =>
      profile === 'alma' && message['level'] !== undefined && !ServiceLevel.known.includes(String(message['level'])),
    becomes: (message) => ({ ...message, level: 'Standard' }),
  },
  {
    what: 'More than two lines of a street: the others stand on the second',
    of: always,
    becomes: (message) => {
      const inTwo = (address: unknown) => {
        const street = (address as { street?: string } | undefined)?.street
        if (street === undefined) return address
        const [first, ...others] = street.split(/\s*[\r\n]+\s*/).filter((line) => line !== '')
        return { ...(address as object), street: [first, others.join(', ')].filter(Boolean).join('\n') }
      }
      return { ...message, deliverTo: inTwo(message['deliverTo']), returnTo: inTwo(message['returnTo']) }
    },
  },
  {
    what: 'When something was sent, where nobody says: it is the day of the message',
    of: is('shipped'),
    becomes: (message, _, sentAt) => ({ on: sentAt.slice(0, 10), ...message }),
  },
  {
    what: 'When a loan came back, where nobody says: it is the day of the message',
    of: is('checked-in'),
    becomes: (message, _, sentAt) => ({ on: sentAt.slice(0, 10), ...message }),
  },
  {
    what: 'Whether it is certain: what is not said to be likely is certain',
    of: (message, { profile }) => message.type === 'will-supply' && (message['likely'] === false || profile === 'alma'),
    becomes: (message) => without(message, 'likely'),
  },
  {
    what: 'States that statuses do not tell apart',
    of: is('status'),
    becomes: (message) => ({ ...message, state: coarse[String(message['state'])] ?? 'IN-PROCESS' }),
  },
  {
    what: 'That a loan is lost, in 1.2: people read it',
    of: (message, peer) => message.type === 'lost' && older(peer) && message['from'] === 'requester',
    becomes: (message) => note(message, 'Item: lost'),
  },
  {
    what: 'That a sending is taken back, to others than Farshelf: people read it',
    of: (message, { profile }) => message.type === 'unship' && profile !== 'standard',
    becomes: (message) => note(message, 'Marked as sent by mistake: it was not sent.'),
  },
  {
    what: 'What is said beside an answer to conditions, to Alma',
    of: (message, { profile }) => message.type === 'conditional-reply' && profile === 'alma',
    becomes: (message) => without(message, 'note'),
  },
  {
    what: 'A retry, with conditions, by the number that the request has already: it answers the lender’s conditions',
    of: (message, { profile, version }) =>
      message['kind'] === 'retry' &&
      message['previousId'] === message['requestId'] &&
      message['conditions'] !== undefined &&
      profile === 'standard' &&
      version === '2021-2',
    becomes: (message) => ({ type: 'conditional-reply', agrees: true, note: message['note'] }),
  },
  {
    what: 'A lender’s note without words: its status is told instead',
    of: (message) => message.type === 'note' && message['from'] === 'responder' && message['note'] === undefined,
    becomes: (message, _, __, state) => ({ ...message, note: `Status: ${statusOf(state) ?? 'RequestReceived'}` }),
  },
]

/** A value with no token in any of its texts. */
function withoutAll<T>(value: T): T {
  if (typeof value === 'string') return (withoutTokens(value) ?? '') as T
  if (Array.isArray(value)) return value.map(withoutAll) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutAll(each)])) as T
}

const coarse: Readonly<Record<string, string>> = {
  'NOT-SUPPLIED': 'NOT-SUPPLIED',
  CONDITIONAL: 'CONDITIONAL',
  CANCELLED: 'CANCELLED',
  SHIPPED: 'SHIPPED',
  'RENEW-PENDING': 'SHIPPED',
  'RENEW-OVERDUE': 'OVERDUE',
  OVERDUE: 'OVERDUE',
  'CHECKED-IN': 'CHECKED-IN',
  RECALL: 'RECALL',
  LOST: 'LOST',
}

/** Characters that XML cannot hold, white space around texts, and what is empty then. */
function tidy(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '').trim() || undefined
  if (Array.isArray(value)) {
    const kept = value.map(tidy).filter((each) => each !== undefined)
    return kept.length > 0 ? kept : undefined
  }
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).flatMap(([name, each]) => {
    const tidied = tidy(each)
    return tidied === undefined ? [] : [[name, tidied] as const]
  })
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** A message as it must arrive at a peer. */
export function arriving({ from, envelope, message }: IllMessage, peer: Peer, state: string | undefined): unknown {
  const { repeat: _, ...named } = tidy(envelope) as Record<string, unknown>
  const isRequest = message.type === 'request'
  const agreesAgain = message.type === 'conditional-reply' && message.agrees && peer.profile === 'standard'
  let loose = tidy(message) as Loose
  Object.assign(loose, { from, requestId: envelope.requestId })
  for (const { of, becomes } of losses)
    if (of(loose, peer)) loose = tidy(becomes(loose, peer, envelope.sentAt, state)) as Loose
  loose = without(loose, 'from', 'requestId')
  if (loose.type === 'note') loose['note'] ??= ''
  if (loose.type === 'request') loose['wanted'] ??= {}
  const sentAt = envelope.sentAt.replace('22:00Z', '22:00:00Z')
  // A request has no place for the lender's number.
  const kept = isRequest || agreesAgain ? without(named as Loose, 'responderId') : named
  return { from, envelope: { ...kept, sentAt }, message: loose }
}
