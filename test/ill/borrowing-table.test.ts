import { expect } from 'chai'
import { borrowingMachine, type LineEvent, type LineState } from '../../src/ill/index.ts'
import { type Definition, decide, type EventActor } from '../../src/workflow/index.ts'

/**
 * The requester's table of the domain page, section 3.1, written down a second time. A cell is what follows: a state,
 * `=` for staying, `!` behind it for raised attention, `-` for illegal.
 */
const first = `
                     request willSupply,hold conditional notSupplied  expired      shipped  acceptCondition declineCondition cancel         cancelAccepted cancelRefused
idle                 pending -               -           -            -            -        -               -                -              -              -
pending              -       =               conditional! not-supplied not-supplied shipped  -               -                cancel-pending =              =
conditional          -       pending         =!          not-supplied not-supplied shipped  pending         not-supplied     cancel-pending -              -
cancel-pending       -       =               =           not-supplied not-supplied shipped! -               -                -              cancelled      pending
not-supplied         -       -               -           =            =            =!       -               -                -              =              =
cancelled            -       -               -           =            =            =!       -               -                -              =              -
shipped              -       =               -           =!           -            =        -               -                -              -              =
not-received-overdue -       =               -           =!           -            =        -               -                -              -              =
received             -       =               -           =!           -            =        -               -                -              -              =
renew-pending        -       =               -           =!           -            =        -               -                -              -              =
overdue              -       =               -           =!           -            =        -               -                -              -              =
renew-overdue        -       =               -           =!           -            =        -               -                -              -              =
recall               -       =               -           =!           -            =        -               -                -              -              =
returned             -       =               -           =!           -            =        -               -                -              -              =
lost                 -       =               -           =!           -            =        -               -                -              -              =`

const second = `
                     receivedAsLoan overdue               recall  requestRenewal renewed   renewalRefused returned checkedIn lost  damaged,message
idle                 -              -                     -       -              -         -              -        -         -     =
pending              received       not-received-overdue! recall! -              -         -              -        -         lost! =
conditional          -              -                     -       -              -         -              -        -         -     =
cancel-pending       received       =!                    =!      -              -         -              -        -         lost! =
not-supplied         -              -                     -       -              -         -              -        -         -     =
cancelled            -              -                     -       -              -         -              -        -         -     =
shipped              received       not-received-overdue! recall! -              -         -              returned returned  lost! =
not-received-overdue overdue        =                     recall! -              -         -              returned returned  lost! =
received             =              overdue!              recall! renew-pending  received  =!             returned returned  lost! =
renew-pending        -              renew-overdue!        recall! -              received  received!      returned returned  lost! =
overdue              -              =                     recall! renew-overdue  received  =              returned returned  lost! =
renew-overdue        -              =                     recall! -              received  overdue!       returned returned  lost! =
recall               =              =                     =       -              =!        =              returned returned  lost! =
returned             -              =!                    =!      -              -         -              =        =         lost! =
lost                 -              =                     =       -              -         -              returned returned  =     =`

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

/** The two tables' cells, one by one. */
function cells(table: string): (readonly [state: LineState, event: LineEvent, cell: string])[] {
  const [head, ...rows] = table.trim().split('\n')
  const events = head!.trim().split(/\s+/)
  return rows.flatMap((row) => {
    const [state, ...all] = row.trim().split(/\s+/)
    if (all.length !== events.length) throw new Error(`${state}: ${all.length} cells for ${events.length} events`)
    return all.flatMap((cell, at) =>
      events[at]!.split(',').map((event) => [state as LineState, event as LineEvent, cell] as const),
    )
  })
}

const happen = (state: string, event: string, actor: EventActor) =>
  decide(
    definition,
    { state, data: { ...borrowingMachine.start, dueAtLender: '2026-03-20' } },
    { event, actor, at, form: { ...(forms as Record<string, object>)[event] } },
    { facts: {}, guards, later: (from) => from },
  )

describe('The requester’s table', () => {
  const all = [...cells(first), ...cells(second)]

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

  it('offers staff one button for one event, and never what only a wire can bring', () => {
    const partnerOnly = Object.entries(borrowingMachine.events).filter(
      ([, { by }]) => !(by as readonly string[]).includes('staff'),
    )
    expect(partnerOnly.map(([event]) => event)).to.deep.equal(['expired', 'cancelUnanswered', 'unship'])
    const labels = Object.values(borrowingMachine.events).map(({ label }) => label)
    expect(new Set(labels).size).to.equal(labels.length)
  })
})
