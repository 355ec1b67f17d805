import { expect } from 'chai'
import { lendingMachine } from '../../src/ill/index.ts'
import { newLending } from '../../src/ill/machines/lending-data.ts'
import { type ActorKind, type Definition, decide, type EventActor, faults, timersOf } from '../../src/workflow/index.ts'
import { responderTable } from './responder-table.ts'

const definition = lendingMachine as unknown as Definition
const at = new Date('2026-03-02T09:00:00Z')
const actors: Readonly<Record<ActorKind, EventActor>> = {
  staff: { kind: 'staff', id: 's', name: 'Staff' },
  partner: { kind: 'partner', id: 'ISIL:XX-1', name: 'Borrower' },
  clock: { kind: 'clock', name: 'Timer' },
  system: { kind: 'system', name: 'Farshelf' },
  patron: { kind: 'patron', name: 'Nobody here' },
}
/** Theirs to say: all others are ours to do. */
const theirs = new Set<string>([
  ...['request', 'conditionAccepted', 'conditionDeclined', 'cancel', 'received', 'returned', 'renew', 'reminded'],
  ...['damaged', 'message', 'lost'],
])
const later = (from: Date) => new Date(from.getTime() + 86_400_000)

/** Every guard as it is where nothing stands in the way of a loan to a library without a system. */
const guards: Readonly<Record<string, () => boolean>> = Object.fromEntries(
  Object.keys(lendingMachine.guards).map((name) => [name, () => true]),
)
const form = { dueOn: '2026-04-01', condition: 'Other', replyBy: '2026-03-20', renewable: true }

const happen = (state: string, event: string, kind: ActorKind, more: object = {}, data: object = {}) =>
  decide(
    definition,
    { state, data: { ...newLending, attention: false, ...data } },
    { event, actor: actors[kind], at, form: { ...form, ...more } },
    { facts: {}, guards, later },
  )
const without = (...names: readonly string[]) => ({
  ...guards,
  ...Object.fromEntries(names.map((name) => [name, () => false])),
})
const decideWith = (given: typeof guards, state: string, event: string, kind: ActorKind, data: object = {}) =>
  decide(
    definition,
    { state, data: { ...newLending, attention: false, ...data } },
    { event, actor: actors[kind], at, form },
    { facts: {}, guards: given, later },
  )

describe('The responder’s table', () => {
  it('is sound', () => expect(faults(definition)).to.deep.equal([]))

  it('has every state, and each pair of state and event once', () => {
    expect(new Set(responderTable.map(({ state }) => state))).to.deep.equal(new Set(Object.keys(definition.states)))
    const pairs = responderTable.map(({ state, event }) => `${state} ${event}`)
    expect(new Set(pairs).size).to.equal(pairs.length)
  })

  it('leaves out only what belongs to it in no state, or in one', () => {
    const named = new Set<string>(responderTable.map(({ event }) => event))
    const rest = Object.keys(definition.events).filter((event) => !named.has(event))
    expect(rest).to.have.members([
      ...['forwarded', 'changeService', 'informedCancelled', 'note', 'statusQuery', 'seen', 'link', 'edit', 'complete'],
      'askedAnew',
    ])
  })

  for (const { state, event, to, attention, effects } of responderTable)
    it(`${state}, ${event}: ${to ?? 'illegal'}${attention ? ', attention' : ''}`, () => {
      const kind = event === 'expired' ? 'clock' : theirs.has(event) ? 'partner' : 'staff'
      const decision = happen(state, event, kind)
      if (to === undefined) return expect(decision).to.deep.equal({ kind: 'illegal' })
      if (decision.kind !== 'move') throw new Error(`it is ${decision.kind}`)
      expect(decision.to).to.equal(to)
      expect(decision.patch['attention'] ?? false, 'attention').to.equal(attention)
      expect(decision.effects).to.deep.equal(effects)
    })

  it('lets staff of ours enter what a library says that has no system, and no other library', () => {
    for (const { state, event, to, effects } of responderTable) {
      if (!theirs.has(event) || !lendingMachine.events[event].by.some((kind) => kind === 'staff')) continue
      // What we report and send ourselves.
      if (['lost', 'damaged', 'message'].includes(event)) continue
      const entered = decideWith(guards, state, event, 'staff')
      const silent = decideWith(without('byHand'), state, event, 'staff')
      if (entered.kind === 'move') {
        expect(entered.to, `${state}, ${event}`).to.equal(to)
        expect(entered.effects).to.deep.equal(effects)
        expect(silent.kind, `${state}, ${event}`).to.equal('refused')
      } else expect(entered.kind, `${state}, ${event}`).to.be.oneOf(['illegal', 'forbidden'])
    }
  })

  it('ends what waits for an answer to its condition where the same is asked anew, and says nothing', () => {
    expect(happen('conditional', 'askedAnew', 'partner')).to.deep.include({ to: 'not-supplied', effects: ['dropHold'] })
    expect(happen('in-process', 'askedAnew', 'partner')).to.deep.equal({ kind: 'illegal' })
  })

  it('tells the other side what we report, and does not tell it what it reported', () => {
    expect(happen('shipped', 'lost', 'staff')).to.deep.include({ to: 'lost', effects: ['sendLost'] })
    expect(happen('shipped', 'lost', 'partner')).to.deep.include({ to: 'lost', effects: [] })
    expect(happen('shipped', 'damaged', 'staff')).to.deep.include({ effects: ['sendDamaged'] })
    expect(happen('shipped', 'message', 'staff')).to.deep.include({ effects: ['sendMessage'] })
    expect(happen('shipped', 'message', 'partner')).to.have.deep.nested.property('patch.news', true)
  })

  describe('of a copy', () => {
    const copy = without('asLoan', 'loanShipped')
    it('ends with Shipped, without a date due or an item that is lent', () => {
      const shipped = decideWith(copy, 'in-process', 'shipped', 'staff')
      expect(shipped).to.deep.include({ to: 'shipped', effects: ['dropHold', 'postFee', 'sendShipped'] })
      expect(shipped).to.have.property('patch').that.includes({ closed: true, shippedService: 'copy' })
      expect(shipped).to.have.property('patch').that.does.not.have.any.keys('dueOn', 'renewable')
    })
    it('cannot be renewed, returned, checked in, overdue or recalled', () => {
      for (const [event, kind] of [
        ['renew', 'partner'],
        ['returned', 'partner'],
        ['overdue', 'staff'],
        ['recall', 'staff'],
        ['checkedIn', 'staff'],
      ] as const)
        expect(decideWith(copy, 'shipped', event, kind).kind, event).to.equal('refused')
    })
    it('is over at the other side once it is received', () => {
      expect(decideWith(copy, 'shipped', 'received', 'partner')).to.have.deep.nested.property(
        'patch.closedByPartner',
        true,
      )
      expect(happen('shipped', 'received', 'partner')).not.to.have.nested.property('patch.closedByPartner')
    })
  })

  it('ships a loan only with a date due', () => {
    const decision = decideWith(without('dueSaid'), 'in-process', 'shipped', 'staff')
    expect(decision).to.deep.equal({ kind: 'refused', reasons: ['a loan needs a date due'] })
  })

  describe('time to answer', () => {
    const expiresAt = '2026-03-09T00:00:00.000Z'
    const timers = (state: string, data: object) =>
      timersOf(definition, { state, data: { ...newLending, ...data } }).map(({ event }) => event)

    it('runs while nobody has answered, and while a condition is not answered', () => {
      expect(timers('in-process', { expiresAt })).to.deep.equal(['expired'])
      expect(timers('conditional', { expiresAt })).to.deep.equal(['expired'])
    })
    it('rests while the borrower waits for an answer to Cancel, and begins anew when that is No', () => {
      expect(timers('cancel-pending', { expiresAt })).to.deep.equal([])
      expect(happen('cancel-pending', 'cancelNo', 'staff', {}, { expiresAt })).to.have.deep.nested.property(
        'patch.expiresAt',
        later(at).toISOString(),
      )
      expect(decideWith(without('expires'), 'cancel-pending', 'cancelNo', 'staff')).not.to.have.nested.property(
        'patch.expiresAt',
      )
    })
    it('is turned off by Will Supply, Hold and Shipped, and by every end', () => {
      for (const event of ['willSupply', 'holdPlaced', 'shipped', 'unfilled', 'locations', 'retry', 'estimate'])
        expect(happen('in-process', event, 'staff', {}, { expiresAt }), event).to.have.deep.nested.property(
          'patch.expiresAt',
          null,
        )
      for (const { state, event, to } of responderTable) {
        if (to === undefined || to === state || !['in-process', 'conditional', 'cancel-pending'].includes(state))
          continue
        const kind = event === 'expired' ? 'clock' : theirs.has(event) ? 'partner' : 'staff'
        const decision = happen(state, event, kind, {}, { expiresAt })
        if (decision.kind !== 'move') throw new Error(decision.kind)
        const left = { expiresAt, ...decision.patch }.expiresAt
        const runsOn = ['in-process', 'conditional', 'cancel-pending'].includes(to)
        expect(left !== null, `${state}, ${event}`).to.equal(runsOn)
      }
    })
    it('becomes later with the day an answer to a condition is wanted by, never earlier', () => {
      const day = new Date('2026-03-20T12:00:00Z')
      expect(happen('in-process', 'answerConditional', 'staff', {}, { expiresAt })).to.have.deep.nested.property(
        'patch.expiresAt',
        later(day).toISOString(),
      )
      expect(
        decideWith(without('replyLater'), 'in-process', 'answerConditional', 'staff', { expiresAt }),
      ).not.to.have.nested.property('patch.expiresAt')
    })
    it('goes on when the condition is accepted', () => {
      expect(happen('conditional', 'conditionAccepted', 'partner', {}, { expiresAt })).not.to.have.nested.property(
        'patch.expiresAt',
      )
    })
  })

  it('closes our side with each of its ends, and with none before', () => {
    const ends = new Set(['not-supplied', 'cancelled', 'checked-in'])
    for (const { state, event, to } of responderTable) {
      if (to === undefined || to === state) continue
      const kind = event === 'expired' ? 'clock' : theirs.has(event) ? 'partner' : 'staff'
      const decision = happen(state, event, kind)
      const closed = decision.kind === 'move' && decision.patch['closed'] === true
      expect(closed, `${state}, ${event}`).to.equal(ends.has(to))
    }
  })

  it('has one button for one event, and none for what only a wire or a clock can bring', () => {
    const offered = Object.entries(lendingMachine.events).filter(([, spec]) => 'group' in spec)
    const labels = offered.map(([, { label }]) => label)
    expect(new Set(labels).size).to.equal(labels.length)
    const others = Object.entries(lendingMachine.events).filter(([, { by }]) => !by.some((kind) => kind === 'staff'))
    expect(others.map(([event]) => event)).to.have.members([
      ...['request', 'expired', 'forwarded', 'askedAnew', 'cancel', 'reminded', 'statusQuery'],
    ])
    for (const [event, spec] of others) expect(spec, event).not.to.have.property('group')
  })
})
