import { expect } from 'chai'
import { borrowingMachine, type IllPorts, illMachines, type LineEvent } from '../../src/ill/index.ts'
import { type Definition, decide, type EventActor } from '../../src/workflow/index.ts'
import { requesterTable } from './requester-table.ts'

const definition = borrowingMachine as unknown as Definition
const at = new Date('2026-03-02T09:00:00Z')
const staff: EventActor = { kind: 'staff', id: 's', name: 'Staff' }
const lender: EventActor = { kind: 'partner', id: 'ISIL:XX-1', name: 'Lender' }
const clock: EventActor = { kind: 'clock', name: 'Timer' }
/** Ours to do; all others are what lenders say. */
const ours = new Set<string>([
  ...['request', 'acceptCondition', 'declineCondition', 'cancel', 'receivedAsLoan', 'requestRenewal', 'returned'],
])

const forms: Partial<Record<LineEvent, object>> = {
  shipped: { service: 'loan', dueAtLender: '2026-04-01' },
  receivedAsLoan: { dueAtLender: '2026-04-01' },
  renewed: { dueAtLender: '2026-05-01' },
}

/** Every guard as it is where nothing stands in the way of a loan from a library whose system answers. */
const guards = Object.fromEntries(
  Object.keys(borrowingMachine.guards).map((name) => [name, () => name !== 'copyAsked' && name !== 'transmits']),
)

/** As they are in a house. */
const real = illMachines({} as IllPorts).at(-1)!.guards

const happen = (state: string, event: string, actor: EventActor) =>
  decide(
    definition,
    { state, data: { ...borrowingMachine.start, dueAtLender: '2026-03-20' } },
    { event, actor, at, form: { ...(forms as Record<string, object>)[event] } },
    { facts: {}, guards, later: (from) => from },
  )

describe('The requester’s table', () => {
  const all = requesterTable

  it('has every state', () => {
    expect(new Set(all.map(([state]) => state))).to.deep.equal(new Set(Object.keys(borrowingMachine.states)))
  })

  for (const [state, event, cell] of all)
    it(`${state}, ${event}: ${cell}`, () => {
      const actor = ours.has(event) ? staff : lender
      const decision = happen(state, event, actor)
      if (cell === '-') return expect(decision).to.deep.equal({ kind: 'illegal' })
      if (decision.kind !== 'move') throw new Error(`it is ${decision.kind}`)
      const to = cell.replace('!', '')
      expect(decision.to).to.equal(to === '=' ? state : to)
      if (event === 'damaged' || event === 'message') return expect(decision.patch).to.deep.equal({ attention: true })
      expect(decision.patch.attention ?? false, 'attention').to.equal(cell.endsWith('!'))
    })

  it('lets a date due in only with a loan', () => {
    const asCopy = { ...guards, asLoan: () => false, loanOrUnknown: () => false, copyAsked: () => true }
    const standing = { state: 'pending', data: borrowingMachine.start }
    const form = { service: 'copy', dueAtLender: '2026-04-01' }
    const grounds = { facts: {}, guards: asCopy, later: (from: Date) => from }
    const shipped = decide(definition, standing, { event: 'shipped', actor: lender, at, form }, grounds)
    expect(shipped).to.deep.include({ kind: 'move', to: 'shipped' })
    expect(shipped).to.have.property('patch').that.does.not.have.property('dueAtLender')
  })

  it('ends a lender’s turn by the clock where that was set, and not once it will supply', () => {
    expect(happen('pending', 'expired', clock)).to.deep.include({ kind: 'move', to: 'not-supplied' })
    expect(happen('shipped', 'expired', clock)).to.deep.equal({ kind: 'illegal' })
    expect(happen('pending', 'willSupply', lender)).to.have.property('kind', 'move')
  })

  it('leaves a copy that was received closed, and without renewal, overdue, recall or return', () => {
    const copy = { ...guards, copyAsked: () => true, loanAsked: () => false, loanShipped: () => false }
    const from = (state: string, event: string) =>
      decide(
        definition,
        { state, data: { ...borrowingMachine.start, shippedService: 'copy' } },
        { event, actor: ours.has(event) || event === 'receivedAsCopy' ? staff : lender, at, form: {} },
        { facts: {}, guards: copy, later: (date) => date },
      )
    expect(from('shipped', 'receivedAsCopy')).to.have.deep.nested.property('patch.closed', true)
    for (const event of ['requestRenewal', 'overdue', 'recall', 'returned', 'renewed'])
      expect(from('received', event).kind, event).to.equal('refused')
  })

  it('leads what was lost and found to where it was: on its way, here, or home', () => {
    const foundWith = (data: object) =>
      decide(
        definition,
        { state: 'lost', data: { ...borrowingMachine.start, ...data } },
        { event: 'found', actor: staff, at, form: {} },
        { facts: {}, guards: real, later: (from) => from },
      )
    const [receivedAt, returnedAt] = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z']
    expect(foundWith({})).to.include({ to: 'shipped' })
    expect(foundWith({ receivedAt })).to.include({ to: 'received' })
    expect(foundWith({ receivedAt, returnedAt })).to.include({ to: 'returned' })
    expect(foundWith({ closedByPartner: true })).to.include({ to: 'returned' })
  })

  it('gives a copy that is called back no date due', () => {
    const copy = { ...guards, loanShipped: () => false }
    const decision = decide(
      definition,
      { state: 'recall', data: borrowingMachine.start },
      { event: 'renewed', actor: lender, at, form: { dueAtLender: '2026-05-01' } },
      { facts: {}, guards: copy, later: (from) => from },
    )
    expect(decision.kind).to.equal('refused')
  })

  it('offers staff one button for one event, and never what only a wire can bring', () => {
    const partnerOnly = Object.entries(borrowingMachine.events).filter(
      ([, { by }]) => !(by as readonly string[]).includes('staff'),
    )
    expect(partnerOnly.map(([event]) => event)).to.deep.equal(['expired', 'cancelUnanswered', 'unship'])
    const labels = Object.values(borrowingMachine.events).map(({ label }) => label)
    expect(new Set(labels).size).to.equal(labels.length)
  })
})
