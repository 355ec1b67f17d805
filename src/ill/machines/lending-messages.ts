import type { ResponderMessage } from '../exchange/message.ts'
import { moneyIn } from '../money/index.ts'
import type { lendingMachine } from './lending.ts'
import { conditionCodes } from './lending-codes.ts'
import type { LendingData } from './lending-data.ts'

/** What was said with an event, and how things stand after it. */
export interface SaidToBorrower {
  readonly event: string
  readonly form: Readonly<Record<string, unknown>>
  readonly state: string
  readonly data: LendingData
  /** YYYY-MM-DD, where we are. */
  readonly today: string
}

type Effect = keyof typeof lendingMachine.effects
export type SendingEffect = Extract<Effect, `send${string}`>

type Words = { readonly [field: string]: string | undefined }
type Writes = (said: SaidToBorrower) => readonly ResponderMessage[]

const text = (form: SaidToBorrower['form'], name: string): string | undefined =>
  typeof form[name] === 'string' && form[name] !== '' ? (form[name] as string) : undefined
const given = <const N extends string>(name: N, value: unknown): Words =>
  typeof value === 'string' && value !== '' ? { [name]: value } : {}
const note = ({ form }: SaidToBorrower) => given('note', form['publicNote']) as { note?: string }

const money = (name: 'cost' | 'insuredFor', said: unknown) => {
  const value = moneyIn(said)
  return value === undefined ? {} : { [name]: value }
}

/** Two of the choices are no code of the standard: their words, and the cost or note beside them, say it. */
const conditionOf = (code: string): string => (code === 'Cost' || code === 'Other' ? conditionCodes[code] : code)

const lines = (said: string | undefined) =>
  (said ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 50)

/** An answer by itself repeats nothing of what the borrowing library wrote. */
const answer = (type: 'cancel-reply' | 'renew-reply', agrees: boolean, own: string): Writes => {
  return (said) => [{ type, agrees, ...(said.event === own && note(said)) }]
}
const cancelNo = answer('cancel-reply', false, 'cancelNo')
const shipped: Writes = (said) => {
  const { form, data, today } = said
  const condition = text(form, 'conditions')
  return [
    {
      type: 'shipped',
      service: data.shippedService ?? data.service,
      on: text(form, 'shippedOn') ?? today,
      ...(data.shippedService === 'loan' && {
        ...given('dueOn', data.dueOn),
        ...(data.renewable !== null && { renewable: data.renewable }),
      }),
      ...given('itemId', form['itemNo']),
      ...(condition !== undefined && { conditions: [conditionOf(condition)] }),
      ...money('cost', form['cost']),
      ...given('via', form['via']),
      ...money('insuredFor', form['insuredFor']),
      ...given('url', form['url']),
      ...note(said),
    },
  ]
}

/** What each effect says to the borrowing library: a function of the event and of how things stand after it. */
export const lendingMessages: Readonly<Record<SendingEffect, Writes>> = {
  sendConditional: (said) => [
    {
      type: 'conditional',
      conditions: [conditionOf(text(said.form, 'condition') ?? 'Other')],
      ...given('replyBy', said.form['replyBy']),
      ...money('cost', said.form['cost']),
      ...note(said),
    },
  ],
  sendWillSupply: (said) => [
    {
      type: 'will-supply',
      ...given('expectedOn', said.form['supplyOn']),
      ...(said.form['likely'] === true && { likely: true }),
      ...note(said),
    },
  ],
  sendHold: (said) => [{ type: 'hold', ...given('availableOn', said.form['availableOn']), ...note(said) }],
  sendNotSupplied: (said) => [
    {
      type: 'not-supplied',
      answer: said.event as 'unfilled' | 'retry' | 'locations' | 'estimate',
      ...given('reason', said.form['reason']),
      ...given('retryAfter', said.form['retryAfter']),
      ...money('cost', said.form['cost']),
      ...(said.event === 'locations' && { locations: lines(text(said.form, 'locations')) }),
      ...note(said),
    },
  ],
  sendExpired: () => [{ type: 'expired' }],
  sendCancelYes: answer('cancel-reply', true, 'cancelYes'),
  sendCancelNo: cancelNo,
  sendShipped: shipped,
  sendShippedAllTheSame: (said) => [...cancelNo(said), ...shipped(said)],
  sendUnship: (said) => [{ type: 'unship', ...note(said) }],
  sendOverdue: (said) => [{ type: 'overdue', ...given('dueOn', said.data.dueOn), ...note(said) }],
  sendRecall: (said) => [{ type: 'recall', ...note(said) }],
  sendRenewYes: (said) => [
    {
      type: 'renew-reply',
      agrees: true,
      ...given('dueOn', said.data.dueOn),
      ...(said.data.renewable !== null && { renewable: said.data.renewable }),
      ...note(said),
    },
  ],
  sendRenewNo: answer('renew-reply', false, 'renewNo'),
  sendCheckedIn: (said) => [{ type: 'checked-in', on: text(said.form, 'checkedInOn') ?? said.today, ...note(said) }],
  sendLost: (said) => [{ type: 'lost', ...note(said) }],
  sendDamaged: (said) => [{ type: 'damaged', ...note(said) }],
  sendMessage: (said) => [{ type: 'note', note: text(said.form, 'publicNote') ?? '' }],
  sendStatus: ({ state, data }) => [{ type: 'status', state: currentState(state), ...given('dueOn', data.dueOn) }],
}

/** A state as Current-State of ISO 10161 has it. */
export const currentState = (state: string): string => state.toUpperCase()
