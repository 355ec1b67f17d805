import { expect } from 'chai'
import { illDefinitions } from '../../src/ill/index.ts'
import { kindOf, webhookKinds } from '../../src/webhooks/kinds.ts'

describe('Kinds of webhook events', () => {
  it('are those that can be subscribed to, whatever happens', () => {
    const found = illDefinitions.flatMap(({ name, events }) =>
      ['start', 'undo', 'local:recheck', ...Object.keys(events)].map((event) => kindOf(name, event)),
    )
    expect(new Set(found)).to.deep.equal(new Set(webhookKinds))
  })

  it('leave out that a request was taken to a newer version of its workflow', () => {
    expect(['request', 'borrowing'].map((machine) => kindOf(machine, 'migrate'))).to.deep.equal([undefined, undefined])
  })
})
