import { isDeepStrictEqual } from 'node:util'
import type { ExchangeProtocol } from './carrier.ts'
import { fromIso10161, serviceOf, toIso10161 } from './iso10161/index.ts'
import { fromIso18626, type Peer, readIso18626, toIso18626 } from './iso18626/index.ts'
import { answerIn } from './iso18626/lines.ts'
import { withoutTokens } from './iso18626/tokens.ts'
import type { Asked } from './iso18626/write-request.ts'
import type { Envelope, IllMessage, RequesterMessage, ResponderMessage } from './message.ts'
import { fieldWords } from './words.ts'

/** Whom a message is for, and how things stand: what a translation depends on beside the message. */
export interface Toward extends Peer {
  readonly protocol: ExchangeProtocol
  /** Where the transaction stands, a Current-State of ISO 10161. */
  readonly state: string
  /** The request it began with. */
  readonly asked?: Asked | undefined
}

/** What another system gets of a message. */
export interface SentAs {
  readonly type: RequesterMessage['type'] | ResponderMessage['type']
  /** As the protocol calls it: `Cancel`, `Notification`, `Request (Retry)`; several where it depends on what is filled in. */
  readonly as: readonly string[]
  /**
   * Where the dialect has no message of its own for it, and a note goes instead: who acts on that. `people` have to read
   * it, `farshelf` understands its like, `system` has it agreed so.
   */
  readonly insteadFor?: 'people' | 'farshelf' | 'system'
  /** It does not come back as what it was, though it is no mere note. */
  readonly changed: boolean
  /** Lines that its note begins with, whatever is filled in. */
  readonly says: readonly string[]
  /** What has no place but in the note, by name. */
  readonly inNote: readonly string[]
  /** What cannot be said at all, by name. */
  readonly unsaid: readonly string[]
}

type Said = RequesterMessage | ResponderMessage
type Side = IllMessage['from']

/** What is written by hand in the samples: it is told by that from what the translation adds. */
export const samples = ['What is written, 1', 'What is written, 2'] as const

/**
 * What becomes of a message on its way, found by sending it: it is translated and read again as its receiver would, twice,
 * with two fillings. What both have in common comes from the translation, what differs from what was filled in.
 */
export function sentAs(side: Side, [one, other]: readonly [Said, Said], toward: Toward): SentAs {
  const [first, second] = [translated(side, one, toward), translated(side, other, toward)]
  const lines = [first, second].map(({ note }) => linesOf(note))
  const says = one.type === 'note' ? [] : lines[0]!.filter((line) => lines[1]!.includes(line))
  const instead = first.isNote && one.type !== 'note'
  return {
    type: one.type,
    as: [...new Set([first.as, second.as])],
    ...(instead && { insteadFor: readerOf(first, one, toward) }),
    changed: !instead && first.back?.type !== one.type,
    says,
    inNote: one.type === 'note' ? [] : namesIn(lines.flat().filter((line) => !says.includes(line))),
    unsaid: unsaidOf(one, other, first),
  }
}

interface Translated {
  readonly as: string
  readonly note: string | undefined
  /** Its receiver's system has nothing to act on by the protocol. */
  readonly isNote: boolean
  /** As the receiver understands it. */
  readonly back: Said | undefined
  /** The other side agrees to act on it, by something in its note. */
  readonly agreed: 'system' | 'farshelf' | undefined
}

const envelope: Envelope = {
  requester: 'ISIL:XX-A',
  responder: 'ISIL:XX-B',
  requestId: '1',
  responderId: '1',
  sentAt: '2026-01-01T00:00:00Z',
}

const translated = (side: Side, message: Said, toward: Toward): Translated =>
  translations[toward.protocol]({ from: side, envelope, message } as IllMessage, toward)

const translations: Readonly<Record<ExchangeProtocol, (message: IllMessage, toward: Toward) => Translated>> = {
  iso18626(message, toward) {
    const incoming = readIso18626(Buffer.from(toIso18626(message, toward, toward)))
    if (incoming.kind !== 'message') throw new Error(`What we write is not understood: ${message.message.type}`)
    const { read } = incoming
    const back = fromIso18626(read, toward)
    const { as, note } = wireOf(read)
    return {
      ...{ as, note, isNote: as === 'Notification', agreed: agreedIn(note) },
      back: 'message' in back ? back.message : undefined,
    }
  },
  iso10161(message) {
    const apdu = toIso10161(message, new Date(envelope.sentAt))
    const back = fromIso10161(apdu, [message.from === 'requester' ? envelope.responder : envelope.requester])
    const value: Readonly<Record<string, unknown>> = apdu.value
    const note = value['note'] ?? value['requesterNote'] ?? value['responderNote']
    const as = serviceOf(apdu)
    return {
      ...{ as, isNote: as === 'MESSAGE', agreed: undefined },
      note: typeof note === 'string' ? note : undefined,
      back: back.kind === 'understood' ? back.message.message : undefined,
    }
  },
}

type Read = Parameters<typeof fromIso18626>[0]

/** What it is on the wire, by its code, and its note. */
function wireOf(read: Read): { readonly as: string; readonly note: string | undefined } {
  if (read.kind === 'request') {
    const { requestType, note } = read.body.serviceInfo ?? {}
    return { as: requestType === undefined || requestType === 'New' ? 'Request' : `Request (${requestType})`, note }
  }
  if (read.kind === 'requestingAgencyMessage') return { as: read.body.action ?? '', note: read.body.note }
  const { reasonForMessage = '', note } = read.body.messageInfo ?? {}
  const byStatus = reasonForMessage === 'RequestResponse' || reasonForMessage === 'StatusChange'
  return { as: byStatus ? (read.body.statusInfo?.status ?? reasonForMessage) : reasonForMessage, note }
}

function agreedIn(note: string | undefined): Translated['agreed'] {
  if (note === undefined) return undefined
  if (note.includes('#Farshelf')) return 'farshelf'
  return answerIn(note) !== undefined || withoutTokens(note) !== note.trim() ? 'system' : undefined
}

function readerOf({ back, agreed }: Translated, { type }: Said, { profile }: Toward): SentAs['insteadFor'] & string {
  if (back?.type !== type) return 'people'
  return agreed ?? (profile === 'standard' ? 'farshelf' : 'people')
}

/** What lines say, by the words before their colons. */
const namesIn = (lines: readonly string[]): readonly string[] => [
  ...new Set(lines.map((line) => line.split(':', 1)[0]!.toLowerCase())),
]

/** The lines of a note that the translation put there. */
const linesOf = (note: string | undefined): readonly string[] =>
  (withoutTokens(note ?? '') ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== '--' && line !== '-' && !samples.some((sample) => line.endsWith(sample)))

/** What was filled in and does not arrive. */
function unsaidOf(one: Said, other: Said, { back, note = '' }: Translated): readonly string[] {
  const [sent, differs, heard] = [one, other, back ?? {}] as readonly Readonly<Record<string, unknown>>[]
  return Object.entries(sent!).flatMap(([name, value]) => {
    if (value === undefined || isDeepStrictEqual(value, differs![name])) return []
    const arrives = name === 'note' ? textOf(heard).includes(String(value)) : isDeepStrictEqual(value, heard![name])
    return arrives || (back?.type !== one.type && note.includes(String(value))) ? [] : [fieldWords[name] ?? name]
  })
}

const textOf = (value: unknown): string => JSON.stringify(value) ?? ''
