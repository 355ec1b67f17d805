import { expect } from 'chai'
import fc from 'fast-check'
import { illMachines, type LineState } from '../../src/ill/index.ts'
import type { LineData } from '../../src/ill/machines/line-data.ts'
import { systemClock } from '../../src/kit/index.ts'
import { type ActorKind, decide, type EventActor, fold, type HistoryEvent } from '../../src/workflow/index.ts'
import { chance } from '../bench/brief-records.ts'
import { seed } from '../seed.ts'
import { runs } from '../standards/asn1/scale.ts'
import { copyTable, requesterTable } from './requester-table.ts'
import { actors, type Chance, oneOf, someForm } from './walk.ts'

const unused = () => Promise.reject(new Error('nothing is carried out here'))
const machine = illMachines({
  clock: systemClock,
  circulation: { receive: unused, unreceive: unused, changeDue: unused, close: unused },
  channel: { send: unused },
  news: { tell: unused },
  shelf: {
    ...{ calendar: unused, lend: unused, unlend: unused, changeDue: unused, takeBack: unused },
    ...{ hold: unused, release: unused, holdAgain: unused },
  },
  borrowers: { send: unused },
}).findLast(({ definition: { name } }) => name === 'borrowing')!
const { definition } = machine
const events = Object.keys(definition.events)

const inMap = (cells: typeof requesterTable) =>
  new Map(cells.map(([state, event, cell]) => [`${state} ${event}`, cell.replace('!', '')]))
const [table, ofCopies] = [inMap(requesterTable), inMap(copyTable)]

/** A lender's line as it is, and what we know of it besides the machine. */
interface Line {
  state: LineState
  data: LineData
  readonly service: 'loan' | 'copy'
  readonly history: HistoryEvent[]
  /** Where the book is, and what came of our item. */
  book: 'away' | 'here' | 'home'
  item: 'none' | 'here' | 'home'
}

const day = 86_400_000
const begun = Date.UTC(2026, 2, 2, 10)

function newLine(service: 'loan' | 'copy'): Line {
  const data = definition.start as LineData
  const start: HistoryEvent = {
    ...{ version: 1, event: 'start', actor: actors.staff, via: 'page', at: new Date(begun), form: {} },
    ...{ from: null, to: definition.initial, patch: data, before: {}, effects: [], undoes: null },
  }
  return { state: definition.initial as LineState, data, service, history: [start], book: 'away', item: 'none' }
}

/** What the house may know when something happens: mostly nothing that stands in the way. */
const someFacts = (random: Chance, service: string) => ({
  ...{ service, linked: random() < 0.95, open: random() < 0.95, terminated: random() < 0.05, ended: random() < 0.05 },
  email: random() < 0.9 ? 'ill@hill.example' : '',
  endpoint: random() < 0.9 ? 'https://hill.example/ill' : '',
  protocol: oneOf(random, ['email', 'none', 'iso18626']),
  neededBy: random() < 0.5 ? '2026-03-30' : null,
  automatic: random() < 0.5,
  calendar: { timeZone: 'Europe/Berlin', closedWeekdays: [6, 7], closedDates: [] },
  settlement: oneOf(random, ['none', 'ifm']),
  otherLive: random() < 0.1,
})

/** What somebody says: now and then something that no form takes. */
function someWords(event: string, random: Chance): Record<string, unknown> {
  const said = someForm(definition.events[event]!, random)
  return random() < 0.05 ? { ...said, dueAtLender: 'soon', publicNote: 7, transmit: 'perhaps' } : said
}

/** Where a line is that was lost and found: where it was before, if we had it. */
const whereFound = { away: 'shipped', here: 'received', home: 'returned' } as const satisfies Record<
  Line['book'],
  LineState
>

/** Where an event leads, as the requester's table has it, or the domain page below it. */
function whereTo(
  { state, book, data, service }: Line,
  event: string,
  { protocol }: ReturnType<typeof someFacts>,
  said: Record<string, unknown>,
  kind: ActorKind,
): string {
  const key = `${state} ${event}`
  const cell = ((data.shippedService ?? service) === 'copy' ? ofCopies.get(key) : undefined) ?? table.get(key)!
  if (event === 'found' && cell !== '-') return whereFound[book]
  if (event === 'sendFailed') {
    const renewing = { 'renew-pending': 'received', 'renew-overdue': 'overdue' }[state as string]
    if (said['message'] === 'renew') return renewing ?? state
    if (said['message'] !== 'request') return state
  }
  const other = kind === 'partner' ? ofSystems(state, event, data, said) : undefined
  if (other !== undefined && cell !== '-' && cell !== 'x') return other
  if (state === 'conditional' && kind === 'staff' && (event === 'willSupply' || event === 'hold')) return 'pending'
  if (event === 'unship' && data.reopened && cell === 'pending') return 'not-supplied'
  if (event === 'cancelRefused' && data.termsHeard && cell === 'pending') return 'conditional'
  // One who answers by mail may be asked again.
  if (event === 'requestRenewal' && protocol !== 'iso18626') return cell === '-' ? 'nowhere' : state
  return cell === '=' ? state : cell === '-' || cell === 'x' ? 'nowhere' : cell
}

/** Where what a lender's system says leads otherwise than the table says: overtaken, or after it has the item back. */
function ofSystems(
  state: LineState,
  event: string,
  { dueSaid, closedByPartner }: Line['data'],
  said: Record<string, unknown>,
): string | undefined {
  const home = state === 'not-supplied' || state === 'cancelled' || state === 'returned'
  if (home && closedByPartner && ['overdue', 'recall', 'renewed', 'lost'].includes(event)) return state
  const due = (said['dueAtLender'] ?? said['wasDue']) as string | undefined
  if (home || due === undefined || dueSaid === null) return undefined
  if (event === 'overdue' && due < dueSaid) return state
  if (event !== 'renewed' || due > dueSaid) return undefined
  return state === 'renew-pending' ? 'received' : state === 'renew-overdue' ? 'overdue' : state
}

const withDue: ReadonlySet<string> = new Set([
  ...['shipped', 'not-received-overdue', 'received', 'renew-pending', 'overdue', 'renew-overdue', 'recall'],
  ...['returned', 'lost'],
  // Sent to a turn that was over.
  ...['not-supplied', 'cancelled'],
])
/** As long as a loan is so, we have the item. */
const withItem: ReadonlySet<string> = new Set(['received', 'renew-pending', 'overdue', 'renew-overdue'])

function expectSound({ state, data, item, service }: Line): void {
  if (data.dueAtLender !== null) {
    expect(withDue.has(state), 'a date due only from Shipped on').to.equal(true)
    expect(data.shippedService ?? service, 'a date due only for loans').to.equal('loan')
  }
  if ((data.shippedService ?? service) === 'loan') {
    if (withItem.has(state)) expect(item, `the item of a loan that is ${state}`).to.equal('here')
    if (state === 'returned') expect(item, 'the item of what is returned').not.to.equal('here')
  } else expect(item, 'a copy is nobody’s item').to.equal('none')
  const { timers = {} } = definition.states[state]!
  const paused = state === 'cancel-pending'
  expect(data.expiresAt === null || paused || 'expiresAt' in timers, 'a turn that ends by the clock').to.equal(true)
}

/** Somebody does something, whatever it is. What it was stands in its text once it has happened. */
class Act implements fc.Command<Line, object> {
  readonly seed: number
  #text = ''
  constructor(seed: number) {
    this.seed = seed
  }
  /** What it said belongs to one run. */
  [fc.cloneMethod]() {
    return new Act(this.seed)
  }
  check = () => true
  toString = () => this.#text || `(${this.seed})`

  run(line: Line): void {
    const random = chance(this.seed)
    const { state } = line
    const legal = events.filter((event) => table.get(`${state} ${event}`) !== '-')
    const event = oneOf(random, random() < 0.8 ? legal : events)
    const kind =
      random() < 0.9 ? oneOf(random, definition.events[event]!.by) : oneOf(random, Object.keys(actors) as ActorKind[])
    const said = someWords(event, random)
    this.#text = `${state}: ${kind} ${event} ${JSON.stringify(said)}`
    const schema = definition.events[event]!.form
    const parsed = schema ? schema.safeParse(said) : { success: true as const, data: {} }
    if (!parsed.success) return
    const actor: EventActor = actors[kind]
    const at = new Date(begun + line.history.length * day)
    const facts = someFacts(random, line.service)
    const decision = decide(
      definition,
      line,
      { event, actor, at, form: parsed.data },
      { facts, guards: machine.guards, values: machine.values!, later: (from) => new Date(from.getTime() + day) },
    )
    if (decision.kind === 'forbidden') expect(definition.events[event]!.by).not.to.include(kind)
    if (decision.kind !== 'move') return
    expect(whereTo(line, event, facts, parsed.data, kind), `${state}, ${event}`).to.equal(decision.to)
    this.#happen(line, event, decision)
    expectSound(line)
  }

  #happen(
    line: Line,
    event: string,
    { to, patch, effects }: { to: string; patch: object; effects: readonly string[] },
  ) {
    if (event.startsWith('receivedAs')) line.book = 'here'
    if (to === 'returned') line.book = 'home'
    if (effects.includes('createItem') && line.item === 'none') line.item = 'here'
    if (effects.includes('closeItem') && line.item === 'here') line.item = 'home'
    const { history, data, state } = line
    history.push({
      ...{ version: history.length + 1, event, actor: actors.staff, via: 'page', at: new Date(begun), form: {} },
      ...{ from: state, to, patch: patch as HistoryEvent['patch'], before: {}, effects, undoes: null },
    })
    line.state = to as LineState
    line.data = { ...data, ...patch }
  }
}

/** S01 and S02 of the test catalogue, as far as deciding goes. */
describe('A lender’s line, whatever is done with it in any order', () => {
  const sequences = runs(1500)
  const steps = 60

  it(`goes where the table says, and keeps its word, ${sequences} times up to ${steps} acts`, function () {
    this.timeout(3_600_000)
    this.test!.title += ` (seed ${seed})`
    const reached = new Set<string>()
    let acts = 0
    const commands = fc.commands([fc.nat(2 ** 31 - 1).map((one) => new Act(one))], { maxCommands: steps, size: 'max' })
    fc.assert(
      fc.property(fc.constantFrom('loan', 'loan', 'copy'), commands, (service, list) => {
        const line = newLine(service as 'loan' | 'copy')
        fc.modelRun(() => ({ model: line, real: {} }), list)
        const { state, data, history } = line
        const folded = fold(definition, history)
        expect([folded.state, folded.data, folded.version]).to.deep.equal([state, data, history.length])
        acts += history.length - 1
        for (const one of history) reached.add(one.to)
      }),
      { numRuns: sequences, seed, endOnFailure: false },
    )
    expect(reached, 'every state was reached').to.deep.equal(new Set(Object.keys(definition.states)))
    expect(acts).to.be.greaterThan(sequences * 5)
  })
})
