import { expect } from 'chai'
import fc from 'fast-check'
import { ResponderMessage } from '../../src/ill/exchange/message.ts'
import { type LendingState, lendingMachine, lentStates } from '../../src/ill/index.ts'
import type { LendingData } from '../../src/ill/machines/lending-data.ts'
import { lendingMessages, type SendingEffect } from '../../src/ill/machines/lending-messages.ts'
import { type ActorKind, type Definition, decide, fold, type HistoryEvent, timersOf } from '../../src/workflow/index.ts'
import { chance } from '../bench/brief-records.ts'
import { seed } from '../seed.ts'
import { runs } from '../standards/asn1/scale.ts'
import { responderTable } from './responder-table.ts'
import { actors, type Chance, oneOf } from './walk.ts'

const definition = lendingMachine as unknown as Definition
const events = Object.keys(definition.events)
const table = new Map(responderTable.map(({ state, event, to }) => [`${state} ${event}`, to]))
const day = 86_400_000
const begun = Date.UTC(2026, 2, 2, 10)

/** What forms may say, by field; empty for what is not here. */
const values: Readonly<Record<string, readonly unknown[]>> = {
  condition: ['LibraryUseOnly', 'Cost', 'Nonsense'],
  conditions: [undefined, 'NoReproduction'],
  reason: ['OnLoan', 'NotFoundAsCited'],
  replyBy: [undefined, '2026-03-04', '2026-09-01'],
  availableOn: ['2026-03-25', undefined],
  supplyOn: [undefined, '2026-03-20'],
  locations: ['Hill\nDale'],
  cost: [undefined, '5.00 EUR', 'much'],
  service: [undefined, 'loan', 'copy'],
  dueOn: ['2026-05-01', '2026-06-01', undefined],
  renewable: [true, false],
  publicNote: [undefined, 'Thank you.'],
  privateNote: [undefined, 'Looked at.'],
  bibId: [1],
  itemId: [1, null],
}

interface Lending {
  state: LendingState
  data: LendingData
  readonly services: readonly ('loan' | 'copy')[]
  readonly history: HistoryEvent[]
  /** Fees posted and not reversed; whether our item is out. */
  fees: number
  out: boolean
}

function begin(services: Lending['services']): Lending {
  const data: LendingData = {
    ...(definition.start as LendingData),
    service: services[0]!,
    expiresAt: new Date(begun + 5 * day).toISOString(),
  }
  const start: HistoryEvent = {
    ...{ version: 1, event: 'start', actor: actors.partner, via: 'iso18626', at: new Date(begun), form: {} },
    ...{ from: null, to: definition.initial, patch: data, before: {}, effects: [], undoes: null },
  }
  return { state: 'in-process', data, services, history: [start], fees: 0, out: false }
}

const ends: ReadonlySet<string> = new Set(['not-supplied', 'cancelled', 'checked-in', 'forward'])
const lent: ReadonlySet<string> = new Set(lentStates)

function expectSound({ state, data, fees }: Lending): void {
  if (data.dueOn !== null) {
    expect(lent.has(state) || state === 'checked-in', 'a date due only from Shipped on').to.equal(true)
    expect(data.shippedService, 'a date due only for loans').to.equal('loan')
  }
  if (data.shippedService === 'copy')
    expect(state, 'a copy is sent, or lost').to.be.oneOf(['shipped', 'lost', 'checked-in'])
  expect(data.shippedService === null, 'shipped as something').to.equal(data.shippedAt === null)
  if (ends.has(state)) expect(data.closed, `${state} is closed`).to.equal(true)
  if (['in-process', 'conditional', 'cancel-pending'].includes(state)) expect(data.closed).to.equal(false)
  else expect(data.expiresAt, 'nothing expires that is answered').to.equal(null)
  expect(fees).to.be.oneOf([0, 1])
  if (timersOf(definition, { state, data }).length > 0) expect(state).to.be.oneOf(['in-process', 'conditional'])
}

class Act implements fc.Command<Lending, object> {
  readonly seed: number
  #text = ''
  constructor(seed: number) {
    this.seed = seed
  }
  [fc.cloneMethod]() {
    return new Act(this.seed)
  }
  check = () => true
  toString = () => this.#text || `(${this.seed})`

  run(lending: Lending): void {
    const random: Chance = chance(this.seed)
    const { state, services } = lending
    const legal = events.filter((event) => table.get(`${state} ${event}`) !== undefined || !known.has(event))
    const event = oneOf(random, random() < 0.85 ? legal : events)
    const spec = definition.events[event]!
    const kind = random() < 0.92 ? oneOf(random, spec.by) : oneOf(random, Object.keys(actors) as ActorKind[])
    const names = Object.keys(spec.form?.shape ?? {}).filter((name) => name in values)
    const said = Object.fromEntries(
      names.map((name) => [name, oneOf(random, values[name]!)]).filter(([, value]) => value !== undefined),
    )
    this.#text = `${state}: ${kind} ${event} ${JSON.stringify(said)}`
    const parsed = spec.form ? spec.form.safeParse(said) : { success: true as const, data: {} }
    if (!parsed.success) return
    const form = parsed.data
    const at = new Date(begun + lending.history.length * day)
    const asLoan = (form['service'] ?? lending.data.service) === 'loan'
    const [byHand, settled, mayHold] = [random() < 0.7, random() < 0.5, random() < 0.7]
    const replyLater =
      lending.data.expiresAt !== null && typeof form['replyBy'] === 'string' && form['replyBy'] > lending.data.expiresAt
    const guards: Readonly<Record<keyof typeof lendingMachine.guards, () => boolean>> = {
      byHand: () => byHand,
      mayHold: () => mayHold,
      replyLater: () => replyLater,
      expires: () => lending.data.expiresAt !== null,
      otherAsked: () => services.length > 1,
      asLoan: () => asLoan,
      asAsked: () => (form['service'] ?? lending.data.service) === lending.data.service,
      dueSaid: () => form['dueOn'] !== undefined,
      dueKnown: () => (form['dueOn'] ?? lending.data.dueOn) !== null,
      laterDue: () => String(form['dueOn'] ?? '') > (lending.data.dueOn ?? ''),
      loanShipped: () => lending.data.shippedService === 'loan',
      notReceived: () => lending.data.receivedAt === null && lending.data.returnedAt === null,
      settled: () => settled,
      attention: () => lending.data.attention,
      uncompleted: () => lending.data.completedAt === null,
    }
    const decision = decide(
      definition,
      lending,
      { event, actor: actors[kind], at, form },
      { facts: {}, guards, later: (from) => new Date(from.getTime() + day) },
    )
    if (decision.kind === 'forbidden') expect(spec.by).not.to.include(kind)
    if (decision.kind !== 'move') return
    if (known.has(event)) expect(decision.to, `${state}, ${event}`).to.equal(table.get(`${state} ${event}`))
    this.#happen(lending, event, form, kind, decision)
    expectSound(lending)
  }

  #happen(
    lending: Lending,
    event: string,
    form: Record<string, unknown>,
    kind: ActorKind,
    { to, patch, effects }: { to: string; patch: object; effects: readonly string[] },
  ) {
    const { history, data, state } = lending
    const after = { ...data, ...patch }
    const sends = effects.filter((effect): effect is SendingEffect => effect.startsWith('send'))
    expect(sends.length, 'one act says one thing').to.be.lessThan(2)
    for (const effect of sends)
      for (const message of lendingMessages[effect]({ event, form, state: to, data: after, today: '2026-03-02' }))
        ResponderMessage.parse(message)
    // What the other side says is answered only where nobody of ours has to decide.
    if (kind === 'partner' && sends.length > 0) expect(event).to.be.oneOf(['cancel', 'renew', 'statusQuery'])
    for (const effect of effects) {
      if (effect === 'postFee') lending.fees++
      if (effect === 'reverseFee') lending.fees--
      if (effect === 'lend') {
        expect(lending.out, 'nothing is lent twice').to.equal(false)
        lending.out = true
      }
      if (effect === 'takeBack') lending.out = false
    }
    history.push({
      ...{ version: history.length + 1, event, actor: actors[kind], via: 'page', at: new Date(begun), form: {} },
      ...{ from: state, to, patch: patch as HistoryEvent['patch'], before: {}, effects, undoes: null },
    })
    lending.state = to as LendingState
    lending.data = after
  }
}
const known: ReadonlySet<string> = new Set(responderTable.map(({ event }) => event))

/** S01 and S02 of the test catalogue, for what other libraries ask of us. */
describe('A request of another library, whatever is done with it in any order', () => {
  const sequences = runs(500)
  const steps = 40

  it(`goes where the table says, and keeps its word, ${sequences} times up to ${steps} acts`, function () {
    this.timeout(3_600_000)
    this.test!.title += ` (seed ${seed})`
    const reached = new Set<string>()
    let acts = 0
    const commands = fc.commands([fc.nat(2 ** 31 - 1).map((one) => new Act(one))], { maxCommands: steps, size: 'max' })
    const services = fc.constantFrom(['loan'], ['copy'], ['loan', 'copy']) as fc.Arbitrary<Lending['services']>
    fc.assert(
      fc.property(services, commands, (wanted, list) => {
        const lending = begin(wanted)
        fc.modelRun(() => ({ model: lending, real: {} }), list)
        const { state, data, history } = lending
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
