import type { ReadMessage } from '../../../standards/iso18626/index.ts'
import type { RequesterMessage } from '../message.ts'
import { answerIn, itemText, readNote } from './lines.ts'
import { type Peer, profileOf } from './profiles.ts'
import { tokens, withoutTokens } from './tokens.ts'
import { given } from './values.ts'

type Read = Extract<ReadMessage, { kind: 'requestingAgencyMessage' }>['body']
type ActionCode = NonNullable<Read['action']>

/** What a message of the library that asked says. domain/ill.md 3.4. */
export function requesterMessageOf(action: ActionCode, raw: string, peer: Peer): RequesterMessage {
  return readers[action](withoutTokens(raw), raw, peer)
}

const noted = (note: string | undefined) => given({ note }) ?? {}

type Reader = (note: string | undefined, raw: string, peer: Peer) => RequesterMessage

const readers: Readonly<Record<ActionCode, Reader>> = {
  StatusRequest: (note) => ({ type: 'status-query', ...noted(readNote(note).note) }),
  Received: (whole) => {
    const { receivedOn, service, note } = readNote(whole, 'receivedOn', 'service')
    return { type: 'received', ...given({ on: receivedOn[0], service: service[0], note }) }
  },
  Cancel: (whole, raw, peer) => {
    const { agrees, note } = readNote(whole, 'agrees')
    const rejected = profileOf(peer).conditions === 'tokens' && raw.includes(tokens.reject)
    if (agrees[0] === false || rejected) return { type: 'conditional-reply', agrees: false, ...noted(note) }
    return { type: 'cancel', ...noted(agrees[0] === undefined ? note : whole) }
  },
  Renew: (whole) => {
    const { dueOn, note } = readNote(whole, 'dueOn')
    return { type: 'renew', ...given({ dueOn: dueOn[0], note }) }
  },
  HoldReturn: (note) => said('Returns are on hold.', note),
  ShippedReturn: returned,
  ShippedForward: (note) => returned(['It was sent on to another library.', note].filter(Boolean).join('\n')),
  Lost: (note) => ({ type: 'lost', ...noted(readNote(note).note) }),
  Notification: notification,
}

const said = (words: string, note: string | undefined): RequesterMessage => ({
  type: 'note',
  note: [words, note].filter(Boolean).join('\n'),
})

function returned(whole: string | undefined): RequesterMessage {
  const { returnedOn, via, insuredFor, note } = readNote(whole, 'returnedOn', 'via', 'insuredFor')
  return { type: 'returned', ...given({ on: returnedOn[0], via: via[0], insuredFor: insuredFor[0], note }) }
}

/** It changes no state, unless it is how this peer answers conditions. */
function notification(whole: string | undefined, raw: string, peer: Peer): RequesterMessage {
  const { conditions } = profileOf(peer)
  const { item, note } = readNote(whole, 'item')
  if (conditions === 'tokens' && raw.includes(tokens.agree))
    return { type: 'conditional-reply', agrees: true, ...noted(readNote(whole).note) }
  const word = conditions === 'words' ? answerIn(whole ?? '') : undefined
  if (word) return { type: 'conditional-reply', agrees: word === 'ACCEPT' }
  if (item[0] === 'damaged') return { type: 'damaged', ...noted(note) }
  return { type: 'note', note: [...item.map(itemText), note].filter(Boolean).join('\n') }
}
