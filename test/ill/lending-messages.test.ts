import { expect } from 'chai'
import { RequesterMessage, ResponderMessage } from '../../src/ill/exchange/message.ts'
import { type LendingEvent, lendingEventOf, lendingMachine } from '../../src/ill/index.ts'
import { newLending } from '../../src/ill/machines/lending-data.ts'
import { lendingMessages, type SendingEffect } from '../../src/ill/machines/lending-messages.ts'
import type { Definition } from '../../src/workflow/index.ts'
import { rulesFor } from '../../src/workflow/index.ts'

const definition = lendingMachine as unknown as Definition
const today = '2026-03-02'
const said = (event: string, form: object = {}, data: object = {}) => ({
  ...{ event, today, state: 'shipped', form: { ...form } },
  data: { ...newLending, ...data },
})
const write = (effect: SendingEffect, event: LendingEvent, form: object = {}, data: object = {}) =>
  lendingMessages[effect](said(event, lendingMachine.events[event].form?.parse(form) ?? {}, data))

describe('What a lender says to a borrowing library', () => {
  it('is a message of the exchange, whatever effect sends it and for whatever event', () => {
    const everything = {
      ...{ publicNote: 'As agreed.', reason: 'OnLoan', condition: 'LibraryUseOnly', replyBy: '2026-03-12' },
      ...{ cost: '12.50 eur', locations: 'Hill\n\nDale', availableOn: '2026-04-01', dueOn: '2026-05-01' },
      ...{ service: 'loan', privateNote: 'Nobody’s business' },
    }
    let written = 0
    for (const effect of Object.keys(lendingMessages) as SendingEffect[]) {
      const events = Object.keys(definition.events).filter((event) =>
        Object.keys(definition.states).some((state) =>
          rulesFor(definition, state, event).some((rule) => rule.do?.includes(effect)),
        ),
      )
      for (const event of events)
        for (const message of lendingMessages[effect](
          said(event, everything, { dueOn: '2026-05-01', shippedService: 'loan' }),
        )) {
          written++
          expect(ResponderMessage.parse(message), `${effect}, ${event}`).to.deep.equal(message)
          expect(JSON.stringify(message)).not.to.include('Nobody')
        }
    }
    expect(written).to.be.greaterThan(25)
  })

  it('names the reason, the condition, the cost and the days', () => {
    expect(write('sendNotSupplied', 'unfilled', { reason: 'NotOnShelf', publicNote: 'Sorry.' })).to.deep.equal([
      { type: 'not-supplied', answer: 'unfilled', reason: 'NotOnShelf', note: 'Sorry.' },
    ])
    expect(write('sendNotSupplied', 'locations', { locations: ' Hill \n\nDale' })).to.deep.equal([
      { type: 'not-supplied', answer: 'locations', locations: ['Hill', 'Dale'] },
    ])
    expect(write('sendNotSupplied', 'retry', { reason: 'OnLoan', retryAfter: '2026-04-01' })).to.deep.equal([
      { type: 'not-supplied', answer: 'retry', reason: 'OnLoan', retryAfter: '2026-04-01' },
    ])
    expect(write('sendConditional', 'answerConditional', { condition: 'Cost', cost: '7.5 eur' })).to.deep.equal([
      { type: 'conditional', conditions: ['It costs what is named below'], cost: { amount: '7.50', currency: 'EUR' } },
    ])
  })

  it('refuses a cancelling before it tells that the item has been sent all the same', () => {
    const data = { shippedService: 'loan', dueOn: '2026-05-01', renewable: false }
    const messages = write('sendShippedAllTheSame', 'shipped', { dueOn: '2026-05-01', publicNote: 'Too late.' }, data)
    expect(messages).to.deep.equal([
      { type: 'cancel-reply', agrees: false },
      { type: 'shipped', service: 'loan', on: today, dueOn: '2026-05-01', renewable: false, note: 'Too late.' },
    ])
  })

  it('does not send back what the other side wrote where it answers by itself', () => {
    expect(write('sendRenewNo', 'renew', { publicNote: 'Please!' })).to.deep.equal([
      { type: 'renew-reply', agrees: false },
    ])
    expect(write('sendCancelNo', 'cancel', { publicNote: 'Please!' })).to.deep.equal([
      { type: 'cancel-reply', agrees: false },
    ])
    expect(write('sendRenewNo', 'renewNo', { publicNote: 'No.' })).to.deep.equal([
      { type: 'renew-reply', agrees: false, note: 'No.' },
    ])
  })
})

describe('What a borrowing library says', () => {
  const note = 'x'.repeat(4000)
  const messages: readonly RequesterMessage[] = [
    { type: 'request', kind: 'new', wanted: { title: 'Emma' }, services: ['loan'], note },
    { type: 'request', kind: 'retry', wanted: { title: 'Emma' }, services: ['loan'], note },
    { type: 'request', kind: 'reminder', wanted: { title: 'Emma' }, services: ['loan'], note },
    { type: 'conditional-reply', agrees: true, note },
    { type: 'conditional-reply', agrees: false, note },
    { type: 'cancel', note },
    { type: 'received', on: today, service: 'loan', note },
    { type: 'renew', dueOn: '2026-05-01', note },
    { type: 'returned', on: today, via: 'x'.repeat(200), note },
    { type: 'lost', note },
    { type: 'damaged', note },
    { type: 'note', note },
    { type: 'note', note: '' },
    { type: 'status-query', note },
  ]

  it('is an event that it may cause, with a form that fits, for every kind of message', () => {
    const kinds = new Set(messages.map(({ type }) => type))
    expect(kinds).to.deep.equal(new Set(RequesterMessage.options.map(({ shape }) => shape.type.value)))
    for (const message of messages) {
      const { event, form } = lendingEventOf(RequesterMessage.parse(message))
      const spec = lendingMachine.events[event]
      expect(spec.by, event).to.include('partner')
      expect(spec.form?.safeParse(form).success, event).to.equal(true)
    }
  })

  it('keeps what it wrote, and the days it names', () => {
    expect(lendingEventOf({ type: 'renew', dueOn: '2026-05-01', note: 'Please.' })).to.deep.equal({
      event: 'renew',
      form: { dueOn: '2026-05-01', publicNote: 'Please.' },
    })
    expect(lendingEventOf({ type: 'conditional-reply', agrees: false })).to.deep.equal({
      event: 'conditionDeclined',
      form: {},
    })
  })
})
