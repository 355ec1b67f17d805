import type { Action, RequestingAgencyMessage, Value } from '../../../standards/iso18626/index.ts'
import type { RequesterMessage } from '../message.ts'
import { type Lines, writeNote } from './lines.ts'
import { type Peer, profileOf } from './profiles.ts'
import { tokens } from './tokens.ts'
import { type Asked, type RequestBody, requestBody } from './write-request.ts'

type ActionCode = Value<typeof Action>

/** What is said by the library that asked: a request, or an action. Both still without a header. */
export type RequesterBody =
  | { readonly request: RequestBody }
  | { readonly action: ActionCode; readonly note: RequestingAgencyMessage['note'] }

type Said<T extends RequesterMessage['type']> = Extract<RequesterMessage, { type: T }>
type Writers = {
  readonly [T in RequesterMessage['type']]: (message: Said<T>, peer: Peer, asked: Asked | undefined) => RequesterBody
}

/**
 * The table of domain/ill.md 3.4, borrower to lender. `asked` is the request this turn began with: to agree to conditions
 * as the standard has it is to ask again.
 */
export function requesterBody(message: RequesterMessage, peer: Peer, asked: Asked | undefined): RequesterBody {
  const write = writers[message.type] as (...all: [RequesterMessage, Peer, Asked | undefined]) => RequesterBody
  return write(message, peer, asked)
}

const act = (action: ActionCode, said: Lines, note: string | undefined): RequesterBody => ({
  action,
  note: writeNote(said, note),
})

const writers: Writers = {
  request: (message, peer) => ({ request: requestBody(message, peer) }),
  'conditional-reply': (message, peer, asked) => conditionalReply[profileOf(peer).conditions](message, peer, asked),
  cancel: ({ note }) => act('Cancel', {}, note),
  received: ({ on, service, note }) =>
    act('Received', { receivedOn: on ? [on] : [], service: service ? [service] : [] }, note),
  renew: ({ dueOn, note }) => act('Renew', { dueOn: dueOn ? [dueOn] : [] }, note),
  returned: ({ on, via, insuredFor, note }) =>
    act(
      'ShippedReturn',
      { returnedOn: on ? [on] : [], via: via?.trim() ? [via] : [], insuredFor: insuredFor ? [insuredFor] : [] },
      note,
    ),
  lost: ({ note }, { version }) =>
    version === '1.2' ? act('Notification', { item: ['lost'] }, note) : act('Lost', {}, note),
  damaged: ({ note }) => act('Notification', { item: ['damaged'] }, note),
  note: ({ note }) => act('Notification', {}, note),
  'status-query': ({ note }) => act('StatusRequest', {}, note),
}

type Reply = Said<'conditional-reply'>
const conditionalReply: Readonly<
  Record<'retry' | 'tokens' | 'words', (message: Reply, peer: Peer, asked: Asked | undefined) => RequesterBody>
> = {
  retry: ({ agrees, note }, peer, asked) => {
    if (!agrees) return act('Cancel', { agrees: [false] }, note)
    // Without the request there is nothing to ask again: people have to read it.
    if (asked === undefined) return act('Notification', { agrees: [true] }, note)
    return { request: requestBody({ ...asked, kind: 'retry', note }, peer, true) }
  },
  tokens: ({ agrees, note }) => {
    const { action, token } = agrees
      ? { action: 'Notification' as const, token: tokens.agree }
      : { action: 'Cancel' as const, token: tokens.reject }
    return { action, note: [token, writeNote({}, note)].filter(Boolean).join('\n') }
  },
  // It is understood only where it is all that the note says.
  words: ({ agrees }) => ({ action: 'Notification', note: agrees ? 'ACCEPT' : 'REJECT' }),
}
