import type { Selectable } from 'kysely'
import type { Tables } from '../kit/db/index.ts'
import type { MailParty } from '../kit/mail/index.ts'
import type { Audience, MessageKind } from './kinds.ts'

export type MessageState = Tables['messages']['state']

/** What a message can be, in words for people. */
export const messageStates = {
  queued: 'Waiting to be sent',
  sending: 'Being sent',
  sent: 'Sent',
  failed: 'Not sent',
  unsure: 'Perhaps sent',
  held: 'Held',
  kept: 'Kept: no mail server',
  'other-means': 'Sent by other means',
  bounced: 'Came back',
} as const satisfies Readonly<Record<MessageState, string>>
export const messageStateNames = Object.keys(messageStates) as MessageState[]

/** What a message is about. Ids are of their own domains. */
export interface About {
  readonly requestId?: number | undefined
  readonly lineId?: number | undefined
  readonly patronId?: string | undefined
  readonly itemId?: number | undefined
}

/** A message, as it is kept. */
export interface Message extends TextOfMessage {
  readonly id: number
  readonly kind: MessageKind
  readonly audience: Audience
  readonly language: string
  /** 0 for the one that comes with Farshelf; undefined where the text was the sender's own. */
  readonly templateVersion?: number
  readonly about: About
  /** Counts the messages about its request. */
  readonly number?: number
  readonly to: MailParty
  readonly state: MessageState
  /** Why it is held, failed or waits. */
  readonly reason?: string
  /** What the mail server said when it took it. */
  readonly response?: string
  readonly messageId?: string
  /** Times it was tried. */
  readonly attempts: number
  readonly createdAt: Date
  readonly sentAt?: Date
  /** Who sent it by other means, or dismissed it. */
  readonly settledBy?: string
  readonly dismissedAt?: Date
}

interface TextOfMessage {
  readonly subject: string
  readonly text: string
  readonly html?: string
}

/** The number of a request, as people and subjects of messages have it: R-000123. */
export const requestNumber = (id: number): string => `R-${String(id).padStart(6, '0')}`

export type MessageRow = Selectable<Tables['messages']>

export const messageOf = (row: MessageRow): Message => ({
  id: row.id,
  kind: row.kind as MessageKind,
  audience: row.audience,
  language: row.language,
  ...given('templateVersion', row.template_version),
  about: {
    ...given('requestId', row.request_id),
    ...given('lineId', row.line_id),
    ...given('patronId', row.patron_id),
    ...given('itemId', row.item_id),
  },
  ...given('number', row.number),
  to: { name: row.to_name, address: row.to_address },
  subject: row.subject,
  text: row.text,
  ...given('html', row.html),
  state: row.state,
  ...given('reason', row.reason),
  ...given('response', row.response),
  ...given('messageId', row.message_id),
  attempts: row.attempts,
  createdAt: row.created_at,
  ...given('sentAt', row.sent_at),
  ...given('settledBy', row.settled_by_name),
  ...given('dismissedAt', row.dismissed_at),
})

const given = <N extends string, V>(name: N, value: V | null): { readonly [K in N]?: V } =>
  (value === null ? {} : { [name]: value }) as { readonly [K in N]?: V }
