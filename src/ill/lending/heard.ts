import type { RequesterMessage } from '../exchange/message.ts'
import type { LendingEvent } from '../machines/lending.ts'

/** An event of a request of another library, with what is said in its form. */
export interface Heard {
  readonly event: LendingEvent
  readonly form: Readonly<Record<string, unknown>>
}

const note = ({ note: publicNote }: { readonly note?: string | undefined }) =>
  publicNote === undefined || publicNote === '' ? {} : { publicNote }

type Hears = { readonly [T in RequesterMessage['type']]: (message: RequesterMessage & { readonly type: T }) => Heard }

const requests = { new: 'request', retry: 'conditionAccepted', reminder: 'reminded' } as const

const hears: Hears = {
  request: (message) => ({ event: requests[message.kind], form: note(message) }),
  'conditional-reply': (message) => ({
    event: message.agrees ? 'conditionAccepted' : 'conditionDeclined',
    form: note(message),
  }),
  cancel: (message) => ({ event: 'cancel', form: note(message) }),
  received: ({ on, service, ...message }) => ({
    event: 'received',
    form: { ...(on && { receivedOn: on }), ...(service && { service }), ...note(message) },
  }),
  renew: ({ dueOn, ...message }) => ({ event: 'renew', form: { ...(dueOn && { dueOn }), ...note(message) } }),
  returned: ({ on, via, ...message }) => ({
    event: 'returned',
    form: { ...(on && { returnedOn: on }), ...(via && { via }), ...note(message) },
  }),
  lost: (message) => ({ event: 'lost', form: note(message) }),
  damaged: (message) => ({ event: 'damaged', form: note(message) }),
  note: (message) => ({ event: 'message', form: { publicNote: message.note.trim() || '(an empty note)' } }),
  'status-query': (message) => ({ event: 'statusQuery', form: note(message) }),
}

/**
 * What a message of the borrowing library is to a request it made before. A `request` that is new makes one instead; a
 * retry means this one only while it waits for an answer to its condition, and makes a new one otherwise.
 */
export function lendingEventOf(message: RequesterMessage): Heard {
  const hear = hears[message.type] as (message: RequesterMessage) => Heard
  return hear(message)
}
