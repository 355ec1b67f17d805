import type { z } from 'zod'
import type { LineEvent } from '../machines/borrowing.ts'
import type { borrowingEvents } from '../machines/borrowing-events.ts'
import { type Money, moneyIn, moneyText } from '../money/index.ts'
import type { ResponderMessage } from './message.ts'

/** What an event's form takes, before it is parsed. */
type FormOf<E extends LineEvent> = (typeof borrowingEvents)[E] extends { readonly form: infer F extends z.ZodType }
  ? z.input<F>
  : Record<string, never>

/** An event of a lender's line, with what is said with it. */
export type LineHappening = {
  readonly [E in LineEvent]: { readonly event: E; readonly form: FormOf<E> }
}[LineEvent]

type Said = { readonly [M in ResponderMessage as M['type']]: (message: M) => LineHappening }

/**
 * What a lender's message is to the borrower's machine: which event, and its form. Whether that is legal, late or a
 * repetition is the machine's to say. domain/ill.md 3.1 and 3.4.
 */
export function borrowingEventOf(message: ResponderMessage): LineHappening {
  const says = table[message.type] as (message: ResponderMessage) => LineHappening
  return says(message)
}

const table: Said = {
  'will-supply': ({ expectedOn, likely, note }) => ({
    event: 'willSupply',
    form: { supplyOn: expectedOn, likely: likely ?? false, ...noted(note) },
  }),
  hold: ({ availableOn, note }) => ({ event: 'hold', form: { availableOn, ...noted(note) } }),
  conditional: ({ conditions, replyBy, cost, note }) => ({
    event: 'conditional',
    form: { condition: joined(conditions, 2000)!, replyBy, cost: amount(cost), ...noted(note, { Cost: cost }) },
  }),
  'not-supplied': ({ answer, reason, retryAfter, cost, locations, note }) => ({
    event: 'notSupplied',
    form: {
      answer,
      reason,
      retryAfter,
      cost: amount(cost),
      locations: joined(locations, 4000, '\n'),
      ...noted(note, { Price: cost }),
    },
  }),
  expired: ({ note }) => ({ event: 'expired', form: noted(note) }),
  'cancel-reply': ({ agrees, note }) => ({ event: agrees ? 'cancelAccepted' : 'cancelRefused', form: noted(note) }),
  shipped: ({ service, on, dueOn, renewable, itemId, conditions, cost, via, insuredFor, url, returnTo, note }) => ({
    event: 'shipped',
    form: {
      ...{ service, shippedOn: on, barcode: itemId, via, url },
      // A copy is kept, whatever its lender's system says.
      dueAtLender: service === 'loan' ? dueOn : undefined,
      renewable: yesOrNo(renewable),
      conditions: joined(conditions, 2000),
      cost: amount(cost),
      insuredFor: amount(insuredFor),
      returnTo: joined(returnTo && Object.values(returnTo), 4000, ', '),
      ...noted(note, { Cost: cost, 'Insured for': insuredFor }),
    },
  }),
  unship: ({ note }) => ({ event: 'unship', form: noted(note) }),
  overdue: ({ dueOn, note }) => ({ event: 'overdue', form: { wasDue: dueOn, ...noted(note) } }),
  recall: ({ note }) => ({ event: 'recall', form: noted(note) }),
  'renew-reply': ({ agrees, dueOn, renewable, note }) =>
    agrees
      ? { event: 'renewed', form: { dueAtLender: dueOn, renewable: yesOrNo(renewable), ...noted(note) } }
      : { event: 'renewalRefused', form: noted(note) },
  'checked-in': ({ on, note }) => ({ event: 'checkedIn', form: { checkedInOn: on, ...noted(note) } }),
  lost: ({ note }) => ({ event: 'lost', form: noted(note) }),
  damaged: ({ note }) => ({ event: 'damaged', form: noted(note) }),
  note: ({ note }) => ({ event: 'message', form: { publicNote: note.trim() || '(an empty note)' } }),
  status: ({ state, dueOn, note }) => ({ event: 'status', form: { state, dueOn, ...noted(note) } }),
}

/** Amounts that forms do not take stand before the note, as they were said. */
const noted = (note: string | undefined, amounts: Readonly<Record<string, Money | undefined>> = {}) => {
  const strange = Object.entries(amounts).flatMap(([label, money]) =>
    money && amount(money) === undefined ? `${label}: ${moneyText(money)}` : [],
  )
  return { lenderNote: strange.length === 0 ? note : [...strange, note].filter(Boolean).join('\n').slice(0, 4000) }
}
const yesOrNo = (said: boolean | undefined) => (said === undefined ? undefined : said ? 'yes' : 'no')

const amount = (money: Money | undefined): string | undefined => moneyText(moneyIn(moneyText(money)))

/** A message can be longer than a form takes: the end of it stays in the message as it was stored. */
const joined = (parts: readonly (string | undefined)[] | undefined, most: number, between = '; ') => {
  const text = parts?.filter(Boolean).join(between)
  return text ? text.slice(0, most) : undefined
}
