import { expect } from 'chai'
import { borrowingMachine, type IllPorts, illMachines, type LineEvent } from '../../src/ill/index.ts'
import type { LineData } from '../../src/ill/machines/line-data.ts'
import { type Definition, decide, type EventActor } from '../../src/workflow/index.ts'
import { copyTable, requesterTable } from './requester-table.ts'

const definition = borrowingMachine as unknown as Definition
const at = new Date('2026-03-02T09:00:00Z')
const kinds = ['partner', 'staff', 'clock', 'system'] as const
const lender: EventActor = { kind: 'partner', id: 'ISIL:XX-1', name: 'Lender' }
const staff: EventActor = { kind: 'staff', id: 's', name: 'Staff' }
const clock: EventActor = { kind: 'clock', name: 'Timer' }

const forms: Partial<Record<LineEvent, object>> = {
  receivedAsLoan: { dueAtLender: '2026-04-01' },
  renewed: { dueAtLender: '2026-05-01' },
  conditional: { condition: 'Library use only', replyBy: '2026-03-09' },
  sendFailed: { message: 'request' },
}

/** As they are in a house. */
const { guards: real, values } = illMachines({} as IllPorts).at(-1)!

/** Nothing stands in the way: a library whose system answers, and whose fees a scheme settles. */
const facts = {
  ...{ linked: true, email: '', endpoint: 'https://x.test/', protocol: 'iso18626', settlement: 'ifm', open: true },
  ...{ otherLive: false, terminated: false, ended: false, neededBy: null, automatic: true },
  calendar: { timeZone: 'Europe/Berlin', closedWeekdays: [6, 7], closedDates: [] },
}
const before: ReadonlySet<string> = new Set(['idle', 'pending', 'conditional', 'cancel-pending'])

/** A turn that ended, whose lender has said since that it sent it. */
const over: ReadonlySet<string> = new Set(['not-supplied', 'cancelled'])

/** A line as it is in a state, and what follows when something happens to it. */
const happen = (
  state: string,
  event: string,
  actor: EventActor,
  { service = 'loan', form = {}, data = {}, ...more }: { service?: string; form?: object; data?: object } & object = {},
) =>
  decide(
    definition,
    {
      state,
      data: {
        ...borrowingMachine.start,
        shippedService: before.has(state) || over.has(state) ? null : service,
        shippedAt: over.has(state) ? '2026-03-01T00:00:00Z' : null,
        receivedAt: state === 'lost' ? '2026-03-01T00:00:00Z' : null,
        ...data,
      } as LineData,
    },
    { event, actor, at, form: { service, ...(forms as Record<string, object>)[event], ...form } },
    { facts: { ...facts, service, ...more }, guards: real, values, later: (from) => from },
  )

describe('The requester’s table', () => {
  it('has every state and every event, once', () => {
    const wanted = Object.keys(borrowingMachine.states).flatMap((state) =>
      Object.keys(borrowingMachine.events).map((event) => `${state} ${event}`),
    )
    expect(requesterTable.map(([state, event]) => `${state} ${event}`)).to.have.members(wanted)
  })

  for (const [service, table] of [
    ['loan', requesterTable],
    ['copy', copyTable],
  ] as const)
    for (const [state, event, cell] of table)
      it(`of a ${service}: ${state}, ${event}: ${cell}`, () => {
        const kind = kinds.find((one) => (borrowingMachine.events[event].by as readonly string[]).includes(one))!
        const data = {
          ...(event === 'approve' && { approved: false }),
          ...(event === 'seen' && { attention: true }),
        }
        const decision = happen(state, event, { kind, name: kind }, { service, data })
        if (cell === '-') return expect(decision).to.deep.equal({ kind: 'illegal' })
        if (cell === 'x') return expect(decision.kind).to.equal('refused')
        if (decision.kind !== 'move') throw new Error(`it is ${JSON.stringify(decision)}`)
        const to = cell.replace('!', '')
        expect(decision.to).to.equal(to === '=' ? state : to)
        expect(decision.patch.attention ?? false, 'attention').to.equal(cell.endsWith('!'))
      })

  it('lets a date due in only with a loan', () => {
    const form = { dueAtLender: '2026-04-01' }
    expect(happen('pending', 'shipped', lender, { form })).to.have.deep.nested.property(
      'patch.dueAtLender',
      '2026-04-01',
    )
    const copy = happen('pending', 'shipped', lender, { form, service: 'copy' })
    expect(copy).to.have.property('patch').that.does.not.have.property('dueAtLender')
  })

  it('ends a lender’s turn by the clock where that was set, and not once it will supply', () => {
    expect(happen('pending', 'expired', clock)).to.deep.include({ kind: 'move', to: 'not-supplied' })
    expect(happen('shipped', 'expired', clock)).to.deep.equal({ kind: 'illegal' })
    for (const [state, event] of [
      ['pending', 'willSupply'],
      ['conditional', 'willSupply'],
      ['conditional', 'hold'],
    ] as const) {
      const form = { supplyOn: '2026-03-10', availableOn: '2026-03-10' }
      const decision = happen(state, event, lender, { form, data: { expiresAt: 'x', answerBy: 'y' } })
      expect(decision)
        .to.have.property('patch')
        .that.includes({ expiresAt: null, answerBy: null, expectedOn: '2026-03-10' })
    }
  })

  it('gives a lender so many of its open days, and waits some more; or until the day that was said', () => {
    const times = (more: object, form = {}) => {
      const decision = happen('idle', 'request', staff, { form, ...more })
      if (decision.kind !== 'move') throw new Error(decision.kind)
      return [decision.patch['answerBy'] ?? null, decision.patch['expiresAt'] ?? null]
    }
    // From Monday, five open days where the lender is, over a weekend; two more to wait.
    expect(times({})).to.deep.equal(['2026-03-09T23:00:00.000Z', '2026-03-11T23:00:00.000Z'])
    const calendar = { ...facts.calendar, closedDates: ['2026-03-05'] }
    expect(times({ calendar })).to.deep.equal(['2026-03-10T23:00:00.000Z', '2026-03-12T23:00:00.000Z'])
    expect(times({ automatic: false })).to.deep.equal([null, null])
    expect(times({ automatic: false }, { answerBy: '2026-03-06' })).to.deep.equal([
      ...['2026-03-06T23:00:00.000Z', '2026-03-10T23:00:00.000Z'],
    ])
  })

  it('lets the time to answer last at least until the day by which a lender wants a reply', () => {
    const [early, late] = ['2026-03-05T23:00:00.000Z', '2026-03-20T23:00:00.000Z']
    const expires = (state: string, event: string, actor: EventActor, expiresAt: string | null) => {
      const decision = happen(state, event, actor, { data: { expiresAt, replyBy: '2026-03-09' } })
      return decision.kind === 'move' ? (decision.patch['expiresAt'] ?? expiresAt) : decision.kind
    }
    for (const [state, event, actor] of [
      ['pending', 'conditional', lender],
      ['conditional', 'conditional', lender],
      ['conditional', 'acceptCondition', staff],
    ] as const) {
      expect(expires(state, event, actor, early), event).to.equal('2026-03-09T23:00:00.000Z')
      expect(expires(state, event, actor, late), event).to.equal(late)
      expect(expires(state, event, actor, null), event).to.equal(null)
    }
  })

  it('stops the time to answer while a cancelling is not answered', () => {
    const data = { expiresAt: '2026-03-05T23:00:00.000Z', cancelAskedAt: '2026-02-28T09:00:00.000Z' }
    expect(happen('cancel-pending', 'cancelRefused', lender, { data })).to.have.deep.nested.property(
      'patch.expiresAt',
      '2026-03-07T23:00:00.000Z',
    )
  })

  it('tells a lender of a loss that it does not know of yet, and no other', () => {
    for (const state of ['pending', 'cancel-pending', 'shipped', 'received', 'returned'])
      for (const [actor, effects] of [
        [staff, ['sendLost']],
        [lender, []],
      ] as const)
        expect(happen(state, 'lost', actor), state).to.deep.include({ to: 'lost', effects })
  })

  it('closes a turn that is over for both sides, and opens it again where something sent back is lost', () => {
    for (const [state, event, actor, service] of [
      ['pending', 'notSupplied', lender, 'loan'],
      ['pending', 'expired', clock, 'loan'],
      ['conditional', 'declineCondition', staff, 'loan'],
      ['cancel-pending', 'cancelAccepted', lender, 'loan'],
      ['received', 'returned', staff, 'loan'],
      ['received', 'checkedIn', lender, 'loan'],
      ['shipped', 'receivedAsCopy', staff, 'copy'],
    ] as const)
      expect(happen(state, event, actor, { service }), event).to.have.deep.nested.property('patch.closed', true)
    const returned = { closed: true, returnedAt: '2026-03-01T00:00:00Z' }
    expect(happen('returned', 'lost', staff, { data: returned })).to.have.deep.nested.property('patch.closed', false)
    const found = happen('lost', 'found', staff, { data: { ...returned, closed: false } })
    expect(found).to.deep.include({ to: 'returned', patch: { closed: true } })
  })

  it('takes from staff only what the lender’s system does not say itself', () => {
    for (const event of ['shipped', 'notSupplied']) {
      expect(happen('pending', event, staff)).to.have.property('kind', 'refused')
      for (const protocol of ['email', 'script', 'none'])
        expect(happen('pending', event, staff, { ...{ protocol } })).to.have.property('kind', 'move')
      expect(happen('pending', event, staff, { data: { otherMeans: true } })).to.have.property('kind', 'move')
    }
    expect(happen('received', 'renewed', staff)).to.include({ kind: 'move', to: 'received' })
  })

  it('reaches a lender by the address its protocol needs', () => {
    const asks = (more: object) => happen('idle', 'request', staff, { form: { transmit: true }, ...more }).kind
    expect(asks({})).to.equal('move')
    expect(asks({ endpoint: '' })).to.equal('refused')
    expect(asks({ protocol: 'email' })).to.equal('refused')
    expect(asks({ protocol: 'email', email: 'ill@x.test', endpoint: '' })).to.equal('move')
  })

  it('goes on to the next lender only where it is the request that could not be sent', () => {
    const fails = (state: string, message: string) =>
      happen(state, 'sendFailed', { kind: 'system', name: 'Farshelf' }, { form: { message, reason: 'Refused' } })
    expect(fails('pending', 'note')).to.deep.include({ to: 'pending', patch: { attention: true }, effects: [] })
    expect(fails('pending', 'request')).to.deep.include({ to: 'not-supplied', effects: ['lineEnded'] })
    expect(fails('renew-pending', 'renew')).to.include({ to: 'received' })
    expect(fails('renew-overdue', 'renew')).to.include({ to: 'overdue' })
    expect(fails('renew-overdue', 'note')).to.include({ to: 'renew-overdue' })
  })

  it('keeps no asking for renewal that was refused', () => {
    const data = { renewAskedAt: '2026-03-01T00:00:00Z', renewProposed: '2026-05-01' }
    for (const [state, protocol] of [
      ['received', 'email'],
      ['overdue', 'email'],
      ['renew-pending', 'iso18626'],
      ['recall', 'email'],
    ])
      expect(happen(state!, 'renewalRefused', staff, { data, ...{ protocol } }), state)
        .to.have.property('patch')
        .that.deep.includes({ renewAskedAt: null, renewProposed: null, renewAnswer: 'no' })
  })

  it('leads what was lost and found to where it was: on its way, here, or home', () => {
    const foundWith = (data: object) => happen('lost', 'found', staff, { data: { receivedAt: null, ...data } })
    const [receivedAt, returnedAt] = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z']
    expect(foundWith({})).to.deep.include({ to: 'shipped', effects: ['sendMessage'] })
    expect(foundWith({ receivedAt })).to.include({ to: 'received' })
    expect(foundWith({ receivedAt, returnedAt })).to.include({ to: 'returned' })
    expect(foundWith({ closedByPartner: true })).to.include({ to: 'returned' })
  })

  it('offers staff one button for one event, and never what only a wire can bring', () => {
    const partnerOnly = Object.entries(borrowingMachine.events).filter(
      ([, { by }]) => !(by as readonly string[]).includes('staff'),
    )
    expect(partnerOnly.map(([event]) => event)).to.deep.equal([
      ...['expired', 'sendFailed', 'cancelUnanswered', 'unship', 'status'],
    ])
    const labels = Object.values(borrowingMachine.events).map(({ label }) => label)
    expect(new Set(labels).size).to.equal(labels.length)
  })
})
