import { expect } from 'chai'
import { borrowingEventOf } from '../../../src/ill/exchange/lender-said.ts'
import { ResponderMessage } from '../../../src/ill/exchange/message.ts'
import { borrowingMachine } from '../../../src/ill/index.ts'

const note = 'With our compliments'
const whole: readonly ResponderMessage[] = [
  { type: 'will-supply', expectedOn: '2026-03-09', likely: true, note },
  { type: 'hold', availableOn: '2026-03-12', note },
  {
    ...{ type: 'conditional', conditions: ['LibraryUseOnly', 'Insure it'], replyBy: '2026-03-20', note },
    cost: { amount: '12.50', currency: 'EUR' },
  },
  {
    ...{ type: 'not-supplied', answer: 'locations', reason: 'NotHeld', retryAfter: '2026-04-01', note },
    ...{ cost: { amount: '3' }, locations: ['XX-2', 'Hill Library'] },
  },
  { type: 'expired', note },
  { type: 'cancel-reply', agrees: true, note },
  { type: 'cancel-reply', agrees: false, note },
  {
    ...{ type: 'shipped', service: 'loan', on: '2026-03-04', dueOn: '2026-04-04', renewable: true, itemId: '3000' },
    ...{ conditions: ['LibraryUseOnly'], cost: { amount: '5', currency: 'GBP' }, via: 'Courier', note },
    ...{ insuredFor: { amount: '80' }, url: 'https://x.test/1', returnTo: { name: 'Hill', place: 'Hillton' } },
  },
  { type: 'unship', note },
  { type: 'overdue', dueOn: '2026-04-04', note },
  { type: 'recall', note },
  { type: 'renew-reply', agrees: true, dueOn: '2026-05-04', renewable: false, note },
  { type: 'renew-reply', agrees: false, note },
  { type: 'checked-in', on: '2026-05-05', note },
  { type: 'lost', note },
  { type: 'damaged', note },
  { type: 'note', note },
  { type: 'status', state: 'SHIPPED', dueOn: '2026-04-04', note },
]

/** Everything a message says, as plain texts. */
const texts = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(texts) : []

describe('What a lender’s message is to a borrower’s line', () => {
  it('is known of every kind of message', () => {
    const kinds = ResponderMessage.options.map(({ shape }) => shape.type.value)
    expect(new Set(whole.map(({ type }) => type))).to.deep.equal(new Set(kinds))
  })

  for (const message of whole) {
    const { event, form } = borrowingEventOf(message)
    it(`${message.type} is ${event}, and loses nothing on the way`, () => {
      const { by, form: schema } = borrowingMachine.events[event]
      expect(by).to.include('partner')
      const said = JSON.stringify(schema!.parse(form))
      const { type: _, ...rest } = message
      for (const text of texts(rest)) expect(said).to.include(text)
    })
  }

  it('leaves a form as it is where the message says no more than its kind', () => {
    for (const { type } of whole) {
      const bare = ResponderMessage.safeParse({
        ...{ type, conditions: ['x'], answer: 'unfilled', agrees: true, service: 'copy', note: 'n', state: 'PENDING' },
      })
      const { event, form } = borrowingEventOf(bare.data!)
      expect(() => borrowingMachine.events[event].form!.parse(form), type).not.to.throw()
    }
  })

  it('cuts what no form takes instead of refusing the message', () => {
    const long = borrowingEventOf({ type: 'conditional', conditions: ['a'.repeat(1500), 'b'.repeat(1500)] })
    expect(() => borrowingMachine.events.conditional.form!.parse(long.form)).not.to.throw()
  })

  it('takes a note as long as a message has it, and one that says nothing', () => {
    for (const note of ['n'.repeat(4000), '', ' \n']) {
      const { event, form } = borrowingEventOf(ResponderMessage.parse({ type: 'note', note }))
      expect(() => borrowingMachine.events[event].form!.parse(form), `${note.length} characters`).not.to.throw()
    }
  })

  it('gives a copy no date due', () => {
    expect(borrowingEventOf({ type: 'shipped', service: 'copy', dueOn: '2026-04-04' }).form).to.have.property(
      'dueAtLender',
      undefined,
    )
  })
})
