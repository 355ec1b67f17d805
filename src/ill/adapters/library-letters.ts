import type { Tx } from '../../kit/db/index.ts'
import { type MessageKind, queueMessage } from '../../messages/index.ts'
import type { ResponderMessage } from '../exchange/message.ts'
import type { LendingAct } from '../lending/types.ts'
import { conditionCodes, retryCodes, unfilledCodes } from '../machines/lending-codes.ts'
import { type Money, moneyText } from '../money/index.ts'
import type { BorrowerChannel } from '../ports.ts'
import type { LetterOptions } from './letters.ts'

type Type = ResponderMessage['type']

const kinds: Readonly<Record<Exclude<Type, 'status'>, MessageKind>> = {
  'will-supply': 'lending-answer',
  hold: 'lending-answer',
  conditional: 'lending-answer',
  'not-supplied': 'lending-answer',
  expired: 'lending-answer',
  'cancel-reply': 'lending-answer',
  'renew-reply': 'lending-answer',
  shipped: 'lending-shipped',
  overdue: 'lending-recall',
  recall: 'lending-recall',
  'checked-in': 'lending-note',
  unship: 'lending-note',
  lost: 'lending-note',
  damaged: 'lending-note',
  note: 'lending-note',
}

/** Libraries that are written to: those without a system of their own that we speak to. */
export const libraryLetters = ({ library, limits }: LetterOptions): BorrowerChannel => ({
  async send(tx: Tx, message: ResponderMessage, { lending, at }: LendingAct, key: string) {
    // Whoever asks by telephone and has no address hears it by telephone; nobody asks for a status by letter.
    if (message.type === 'status' || lending.partner.email === '') return
    const answer = answerWords(message)
    const { note } = message
    await queueMessage(
      tx,
      {
        kind: kinds[message.type],
        to: { name: lending.partner.name, address: lending.partner.email },
        // Which fields a kind takes is looked at when the message is written.
        fields: {
          ...{ requestNo: lending.number, title: lending.title, author: lending.author || undefined },
          ...{ borrowerName: lending.partner.name, borrowerReference: lending.theirNumber || undefined },
          ...{ library, note, answer },
          ...('dueOn' in message && { dueOn: message.dueOn }),
          ...(message.type === 'shipped' && { service: message.service, itemNo: message.itemId }),
        } as never,
        about: { lineId: lending.id },
        ...{ key, at },
      },
      limits,
    )
  },
})

const reasons: Readonly<Record<string, string>> = { ...retryCodes, ...unfilledCodes }
const conditions: Readonly<Record<string, string>> = conditionCodes
const list = (all: readonly (string | undefined)[]) => all.filter((one) => one !== undefined && one !== '').join('\n')
const cost = (money: Money | undefined) => money && `Cost: ${moneyText(money)}`

/** What a message says, for people, a line each. */
export function answerWords(message: ResponderMessage): string {
  switch (message.type) {
    case 'will-supply':
      return list([
        message.likely ? 'We can probably supply it.' : 'We will supply it.',
        message.expectedOn && `Expected to be sent on ${message.expectedOn}`,
      ])
    case 'hold':
      return list([
        'It is not free now: we have placed a hold for you.',
        message.availableOn && `Expected to be available on ${message.availableOn}`,
      ])
    case 'conditional':
      return list([
        'We can supply it on this condition:',
        ...message.conditions.map((code) => conditions[code] ?? code),
        cost(message.cost),
        message.replyBy && `Please answer by ${message.replyBy}`,
      ])
    case 'not-supplied':
      return list([
        message.answer === 'retry'
          ? 'We cannot supply it now.'
          : message.answer === 'estimate'
            ? 'This is what it would cost.'
            : 'We cannot supply it.',
        message.reason && (reasons[message.reason] ?? message.reason),
        message.retryAfter && `Please ask again after ${message.retryAfter}`,
        cost(message.cost),
        message.locations && `These may have it: ${message.locations.join(', ')}`,
      ])
    case 'expired':
      return 'We could not supply it in time: your request is closed here.'
    case 'cancel-reply':
      return message.agrees ? 'Your request is cancelled, as you asked.' : 'It is too late to cancel your request.'
    case 'renew-reply':
      return list([
        message.agrees ? 'You may keep it longer.' : 'It cannot be renewed: please send it back when it is due.',
        message.agrees ? message.dueOn && `Due on ${message.dueOn}` : undefined,
      ])
    case 'shipped':
      return list([
        ...(message.conditions ?? []).map((code) => `Condition: ${conditions[code] ?? code}`),
        message.renewable === true ? 'It can be renewed.' : undefined,
        cost(message.cost),
        message.via && `Sent by ${message.via}`,
        message.url,
      ])
    case 'overdue':
      return 'It was due and has not come back. Please send it back, or ask for a renewal.'
    case 'recall':
      return 'We need it back now: please return it at once.'
    case 'checked-in':
      return 'It has come back. Thank you: the loan is over.'
    case 'unship':
      return 'It was not sent after all. We are sorry, and will tell you more.'
    case 'lost':
      return 'It has been lost.'
    case 'damaged':
      return 'It came back damaged.'
    case 'note':
      return ''
    case 'status':
      return message.state
  }
}
