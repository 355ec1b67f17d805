import { openDatabase } from '../../src/kit/db/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { Problem } from '../../src/problems.ts'
import { type Machine, rulesFor } from '../../src/workflow/index.ts'
import { chance } from '../bench/brief-records.ts'
import { startServer } from '../postgres.ts'
import { isRecorded, overhear, type Recorder, recorded, writeRecorded } from '../workflow/histories.ts'
import { createHouse, type House } from './create-house.ts'
import { type Chance, oneOf, type Step, take } from './walk.ts'

/**
 * `tsx test/ill/record-lendings.ts`: records histories of requests of other libraries by the machine as it is, where there
 * are none for this version yet. What is recorded of a release stays as it is.
 */
const walks = 400
const steps = 9

const sent = ['shipped']
const beginnings: readonly (readonly string[])[] = [
  ...[[], [], ['answerConditional'], ['cancel'], sent, ['cancel', 'cancelYes'], ['unfilled'], [...sent, 'checkedIn']],
  ...[
    [...sent, 'renew'],
    [...sent, 'overdue'],
    [...sent, 'overdue', 'renew'],
    [...sent, 'recall'],
    [...sent, 'lost'],
  ],
  ['forwarded'],
]

/** What forms say, by field. */
const values: Readonly<Record<string, readonly unknown[]>> = {
  condition: ['LibraryUseOnly', 'Other'],
  conditions: [undefined, 'NoReproduction'],
  reason: ['OnLoan', 'NotFoundAsCited'],
  replyBy: [undefined, '2026-03-03', '2026-09-01'],
  availableOn: ['2026-03-25'],
  supplyOn: [undefined, '2026-03-20'],
  locations: ['Hill\nDale'],
  cost: ['5.00 EUR', undefined],
  service: [undefined, undefined, 'loan', 'copy'],
  dueOn: ['2026-05-01', '2026-06-01'],
  renewable: [true, false],
  publicNote: ['Thank you.', undefined],
  privateNote: ['Looked at.', undefined],
}
/** Not undefined where it is needed. */
const needed = new Set(['note', 'message', 'estimate'])

function formOf(house: House, event: string, random: Chance): Record<string, unknown> {
  const shape = house.engine.machine('lending').definition.events[event]?.form?.shape ?? {}
  const pick = (name: string) => (needed.has(event) ? values[name]![0] : oneOf(random, values[name]!))
  const said = Object.keys(shape)
    .filter((name) => name in values)
    .map((name) => [name, pick(name)] as const)
  return Object.fromEntries(said.filter(([, value]) => value !== undefined))
}

async function record(house: House, recorder: Recorder): Promise<void> {
  const { definition } = house.engine.machine('lending')
  if (isRecorded(definition)) return
  const shown = new Set<string>()
  for (let seed = 1; seed <= walks; seed++) {
    const random = chance(seed)
    const via = oneOf(random, ['email', 'telephone', 'iso18626'] as const)
    const services = oneOf(random, [['loan'], ['loan', 'copy'], ['copy', 'loan']] as const)
    const title = `Wanted ${seed}`
    const bibId = await house.bib(title, { author: 'Doe, Jane' })
    await house.item(bibId)
    const { lending } = await house.lending(
      {
        ...{ via, services },
        wanted: { title, author: 'Doe, Jane', year: '1974' },
        hold: oneOf(random, ['yes', 'no']),
      },
      { settlement: oneOf(random, ['none', 'ifm'] as const) },
    )
    const { id } = lending
    const heard: object[] = [recorder.heard()]
    const beginning = oneOf(random, beginnings)
    for (let n = 0; n < beginning.length + steps; n++) {
      const { state } = await house.engine.read(house.db, id)
      const legal = Object.keys(definition.events).filter((event) => rulesFor(definition, state, event).length > 0)
      const fresh = legal.filter((event) => !shown.has(`${state} ${event}`))
      const stays = fresh.filter((event) => rulesFor(definition, state, event).every(({ to }) => !to || to === state))
      const some = stays.length > 0 ? stays : fresh.length > 0 && random() < 0.8 ? fresh : legal
      const event = beginning[n] ?? (random() < 0.04 ? 'undo' : oneOf(random, some))
      const kinds = definition.events[event]?.by ?? ['staff']
      const link = { bibId, itemId: null, wasBibId: bibId, wasItemId: null }
      const step: Step = {
        ...{ of: 'borrowing', id, event, kind: oneOf(random, kinds) },
        form: event === 'link' ? link : formOf(house, event, random),
      }
      house.pass(random() / 2)
      recorder.heard()
      if ((await take(house, step)) instanceof Problem) continue
      heard.push(recorder.heard())
    }
    const history = await house.engine.history(house.db, id)
    const ways = history.map(({ from, event, to, effects }) => [from, event, to, ...effects].join(' '))
    if (ways.every((way) => shown.has(way))) continue
    for (const way of ways) shown.add(way)
    for (const { from, event } of history) shown.add(`${from} ${event}`)
    const stands = await house.engine.read(house.db, id)
    const about = `${services.join(' or ')}, asked by ${via}, ends as ${definition.states[stands.state]!.label}`
    writeRecorded(`walk-${seed}`, recorded(about, definition, history, heard, stands))
  }
}

const server = await startServer()
try {
  const database = await openDatabase({ url: await server.create(), dataFolder: '', log: createLog('silent') })
  let recorder: Recorder | undefined
  const house = createHouse(
    () => database,
    {},
    (machine: Machine) => {
      if (machine.definition.name !== 'lending') return machine
      recorder = overhear(machine)
      return recorder.machine
    },
  )
  await house.furnish()
  await record(house, recorder!)
  await database.close()
} finally {
  await server.close()
}
