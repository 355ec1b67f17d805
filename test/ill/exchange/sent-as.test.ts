import { expect } from 'chai'
import type { z } from 'zod'
import { requesterMessageOf } from '../../../src/ill/exchange/borrower-says.ts'
import type { RequesterMessage, ResponderMessage } from '../../../src/ill/exchange/message.ts'
import { sampleForm } from '../../../src/ill/exchange/sample-form.ts'
import { sentAs, type Toward } from '../../../src/ill/exchange/sent-as.ts'
import { borrowingEvents } from '../../../src/ill/machines/borrowing-events.ts'
import { newLending } from '../../../src/ill/machines/lending-data.ts'
import { lendingEvents } from '../../../src/ill/machines/lending-events.ts'
import { lendingMessages, type SendingEffect } from '../../../src/ill/machines/lending-messages.ts'
import type { LenderMessage, LineAct } from '../../../src/ill/ports.ts'

const asked = { type: 'request', kind: 'new', wanted: { title: 'Middlemarch' }, services: ['loan'] } as const
const toward = (protocol: Toward['protocol'], profile: Toward['profile'], version: Toward['version']): Toward => ({
  ...{ protocol, profile, version, state: 'SHIPPED', asked: { ...asked, services: ['loan'] } },
})
const dialects: Readonly<Record<string, Toward>> = {
  'standard 2021': toward('iso18626', 'standard', '2021-2'),
  'standard 2017': toward('iso18626', 'standard', '1.2'),
  'reshare 2017': toward('iso18626', 'reshare', '1.2'),
  'alma 2017': toward('iso18626', 'alma', '1.2'),
  'ISO 10161': toward('iso10161', 'standard', '1.2'),
}

const act = {
  ...{ request: { citation: {}, title: 'Middlemarch', author: '', patron: { id: '' }, service: 'loan' } },
  ...{ line: { lender: { timeZone: 'UTC' }, data: { answerBy: null, shippedService: 'loan' } }, at: new Date(0) },
} as unknown as LineAct

const ofForms = <T>(form: z.ZodType | undefined, write: (form: Readonly<Record<string, unknown>>) => T) =>
  [write(sampleForm(form, 0)), write(sampleForm(form, 1))] as const

const toLender = (event: keyof typeof borrowingEvents, says: LenderMessage, dialect: string) => {
  const { form } = borrowingEvents[event] as { form?: z.ZodType }
  const said = ofForms<RequesterMessage>(form, (typed) => requesterMessageOf(says, { ...act, form: typed }))
  return sentAs('requester', said, dialects[dialect]!)
}

const toBorrower = (event: keyof typeof lendingEvents, effect: SendingEffect, dialect: string) => {
  const { form } = lendingEvents[event] as { form?: z.ZodType }
  const said = ofForms<ResponderMessage>(form, (typed) => {
    const data = { ...newLending, service: 'loan', shippedService: 'loan', dueOn: '2099-01-01' } as const
    return lendingMessages[effect]({ event, form: typed, state: 'shipped', data, today: '2026-01-01' })[0]!
  })
  return sentAs('responder', said, dialects[dialect]!)
}

const insteadIn = (of: (dialect: string) => { readonly insteadFor?: string }) =>
  Object.fromEntries(
    Object.keys(dialects).flatMap((dialect) => {
      const { insteadFor } = of(dialect)
      return insteadFor === undefined ? [] : [[dialect, insteadFor]]
    }),
  )

describe('What another system gets of a message', () => {
  it('is a note for people where its dialect has no message for it, on either side', () => {
    expect(insteadIn((dialect) => toLender('lost', 'lost', dialect))).to.deep.equal({
      'standard 2017': 'people',
      'reshare 2017': 'people',
      'alma 2017': 'people',
    })
    expect(insteadIn((dialect) => toLender('damaged', 'damaged', dialect))).to.deep.equal({
      'standard 2021': 'farshelf',
      'standard 2017': 'farshelf',
      'reshare 2017': 'people',
      'alma 2017': 'people',
    })
    expect(insteadIn((dialect) => toBorrower('unship', 'sendUnship', dialect))).to.deep.equal({
      'standard 2021': 'farshelf',
      'standard 2017': 'farshelf',
      'reshare 2017': 'people',
      'alma 2017': 'people',
      'ISO 10161': 'farshelf',
    })
    expect(insteadIn((dialect) => toBorrower('answerConditional', 'sendConditional', dialect))).to.deep.equal({
      'alma 2017': 'people',
    })
    for (const event of ['overdue', 'recall', 'checkedIn'] as const) {
      const effect = ({ overdue: 'sendOverdue', recall: 'sendRecall', checkedIn: 'sendCheckedIn' } as const)[event]
      expect(
        insteadIn((dialect) => toBorrower(event, effect, dialect)),
        event,
      ).to.deep.equal({})
    }
  })

  it('says what that note says by itself, and never shows what is for machines', () => {
    expect(toLender('lost', 'lost', 'standard 2017')).to.deep.include({ as: ['Notification'], says: ['Item: lost'] })
    expect(toBorrower('unship', 'sendUnship', 'reshare 2017').says).to.deep.equal([
      'Marked as sent by mistake: it was not sent.',
    ])
    expect(toBorrower('unship', 'sendUnship', 'standard 2021').says).to.deep.equal([])
    expect(toLender('message', 'note', 'reshare 2017')).to.deep.include({ says: [], inNote: [] })
  })

  it('is agreed between their systems where a dialect does it by a note', () => {
    expect(toLender('acceptCondition', 'condition-accepted', 'reshare 2017')).to.include({ insteadFor: 'system' })
    const alma = toLender('acceptCondition', 'condition-accepted', 'alma 2017')
    expect(alma).to.deep.include({ insteadFor: 'system', says: ['ACCEPT'], unsaid: ['Note'] })
    expect(toLender('acceptCondition', 'condition-accepted', 'standard 2021').as).to.deep.equal(['Request (Retry)'])
    expect(toLender('declineCondition', 'condition-declined', 'standard 2021').as).to.deep.equal(['Cancel'])
  })

  it('names what has its place in the note alone, and what has none', () => {
    expect(toLender('requestRenewal', 'renew', 'standard 2021').inNote).to.deep.equal(['desired due date'])
    expect(toLender('requestRenewal', 'renew', 'ISO 10161').inNote).to.deep.equal([])
    expect(toBorrower('willSupply', 'sendWillSupply', 'alma 2017').unsaid).to.deep.equal(['Only likely'])
    expect(toBorrower('willSupply', 'sendWillSupply', 'standard 2017').unsaid).to.deep.equal([])
    expect(toBorrower('answerConditional', 'sendConditional', 'standard 2017').inNote).to.deep.equal(['condition'])
  })
})
