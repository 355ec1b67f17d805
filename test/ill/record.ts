import { addLine } from '../../src/ill/index.ts'
import { type Database, openDatabase } from '../../src/kit/db/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { Problem } from '../../src/problems.ts'
import { createEngine, type Machine } from '../../src/workflow/index.ts'
import { chance } from '../bench/brief-records.ts'
import { startServer } from '../postgres.ts'
import {
  isRecorded,
  overhear,
  type RecordedHistory,
  type Recorder,
  recorded,
  writeRecorded,
} from '../workflow/histories.ts'
import { ann, createHouse, type House } from './create-house.ts'
import { actors, oneOf, type Step, somethingNext, take } from './walk.ts'

/**
 * `tsx test/ill/record.ts`: records histories of requests and their lenders by the machines as they are, where there are
 * none for these versions yet, and of lines that were moved from the version before. What is recorded of a release stays
 * as it is.
 */
const walks = 260
const steps = 14

/** How some walks begin: chance alone seldom gets that far. */
const arrived = ['request', 'shipped', 'receivedAsLoan']
const beginnings = [
  ...[[], [], arrived],
  ...[
    [...arrived, 'requestRenewal'],
    [...arrived, 'overdue', 'requestRenewal'],
    ['request', 'conditional'],
    ['request', 'cancel'],
  ],
]
const sensible = { transmit: true, condition: 'In the library only', service: 'loan', dueAtLender: '2026-05-01' }

const keyOf = ({ name, version }: { readonly name: string; readonly version: number }) => `${name}/${version}`

async function record(database: Database): Promise<void> {
  const overheard = new Map<string, Recorder>()
  const house = createHouse(
    () => database,
    { limits: { perDay: 100_000, open: 100_000 } },
    (machine: Machine) => {
      const recorder = overhear(machine)
      overheard.set(keyOf(machine.definition), recorder)
      return recorder.machine
    },
  )
  await house.furnish()
  await recordMigrations(house, overheard)
  const recorders = new Map(
    (['request', 'borrowing'] as const).map((name) => [
      name,
      overheard.get(keyOf(house.engine.machine(name).definition))!,
    ]),
  )
  const walked: Walked[] = []
  const seen = new Set<string>()
  const isNew = (of: string, state: string, event: string) => !seen.has(`${of} ${state} ${event}`)
  for (let seed = 1; seed <= walks; seed++) {
    const random = chance(seed)
    const protocol = oneOf(random, ['email', 'email', 'none', 'iso18626'] as const)
    const { request, line } = await house.line({
      order: { service: oneOf(random, ['loan', 'loan', 'copy'] as const) },
      lender: {
        protocol,
        endpoint: protocol === 'iso18626' ? 'https://hill.example/ill' : '',
        settlement: oneOf(random, ['none', 'ifm'] as const),
      },
    })
    const bibId = await bibOf(database, request.id)
    if (random() < 0.3) await house.item(bibId)
    const ids = { request: request.id, line: line.id }
    const heard = { request: [{}, {}] as object[], borrowing: [{}] as object[] }
    const beginning = oneOf(random, beginnings)
    for (let n = 0; n < beginning.length + steps; n++) {
      const event = beginning[n]
      const step: Step =
        event === undefined
          ? await somethingNext(house, ids, bibId, random, isNew)
          : { of: 'borrowing', id: line.id, event, kind: 'staff', form: sensible }
      house.pass(random())
      for (const recorder of recorders.values()) recorder.heard()
      const outcome = await take(house, step)
      if (outcome instanceof Problem) continue
      seen.add(`${step.of} ${outcome.event.from} ${step.event}`)
      for (const [name, recorder] of recorders) {
        const kind = name as keyof typeof heard
        const { version } = await house.engine.read(database.db, kind === 'request' ? ids.request : ids.line)
        const said = recorder.heard()
        if (version > heard[kind].length) heard[kind].push(said)
      }
    }
    for (const [name, id] of [
      ['request', ids.request],
      ['borrowing', ids.line],
    ] as const) {
      const history = await house.engine.history(database.db, id)
      const stands = await house.engine.read(database.db, id)
      const { definition } = house.engine.machine(name)
      const about = `${request.service}, lender by ${protocol}, ends as ${definition.states[stands.state]!.label}`
      walked.push({ name: `walk-${seed}`, history: recorded(about, definition, history, heard[name], stands) })
    }
  }
  for (const machine of recorders.keys())
    if (!isRecorded(house.engine.machine(machine).definition))
      for (const { name, history } of enough(walked.filter(({ history }) => history.machine === machine)))
        writeRecorded(name, history)
}

/** Lines that began by the version before of their machine, and what happened to them before and after they were moved. */
const moves: readonly (readonly [name: string, about: string, before: readonly string[], after: readonly string[]])[] =
  [
    ['moved-asked', 'Renewal was asked for by mail', ['requestRenewal'], ['requestRenewal', 'renewed', 'returned']],
    ['moved-renewed', 'Renewed, and asked once more', ['renewed', 'requestRenewal'], ['overdue', 'returned']],
    [
      'moved-undone',
      'Terminated, taken back, lost and found',
      ['terminate', 'undo', 'lost', 'found'],
      ['terminate', 'undo'],
    ],
  ]

async function recordMigrations(house: House, overheard: ReadonlyMap<string, Recorder>): Promise<void> {
  const newest = house.engine.machine('borrowing').definition
  const former = house.engine.machines.filter(({ definition }) => definition.name === newest.name).at(-2)!
  const before = createEngine({
    clock: house.clock,
    machines: house.engine.machines.filter(({ definition }) => definition !== newest),
  })
  for (const [name, about, old, young] of moves) {
    if (isRecorded(former.definition, name)) continue
    const { request, lender } = await house.line()
    const { id } = await house.database.tx((tx) =>
      addLine(tx, request.id, lender.id, { actor: ann, via: 'web' }, { ...house, engine: before, now: house.now }),
    )
    const heard: object[] = [{}]
    for (const event of [...arrived, ...old, 'migrate', ...young]) {
      house.pass(0.5)
      for (const recorder of overheard.values()) recorder.heard()
      if (event === 'migrate') {
        await house.db.deleteFrom('jobs').where('kind', '=', 'workflow.effect').execute()
        await house.database.tx((tx) => house.engine.migrate(tx, id, { actor: actors.system, via: 'job' }))
      } else {
        const outcome = await take(house, { of: 'borrowing', id, event, kind: 'staff', form: sensible })
        if (outcome instanceof Problem) throw outcome
      }
      heard.push(Object.assign({}, ...[...overheard.values()].map((recorder) => recorder.heard())))
    }
    const history = await house.engine.history(house.db, id)
    writeRecorded(name, recorded(about, former.definition, history, heard, await house.engine.read(house.db, id)))
  }
}

interface Walked {
  readonly name: string
  readonly history: RecordedHistory
}

/** As few of them as show every way that any of them went. */
function enough(walked: readonly Walked[]): readonly Walked[] {
  const ways = new Map(
    walked.map((one) => [
      one,
      one.history.lines.map(({ from, event, to, effects }) => [from, event, to, ...effects].join(' ')),
    ]),
  )
  const left = new Set([...ways.values()].flat())
  const kept: Walked[] = []
  const gain = (one: Walked) => new Set(ways.get(one)!.filter((way) => left.has(way))).size
  while (left.size > 0) {
    const best = walked.reduce((one, other) => (gain(other) > gain(one) ? other : one))
    kept.push(best)
    for (const way of ways.get(best)!) left.delete(way)
  }
  return kept
}

const bibOf = async ({ db }: Database, id: number) =>
  (await db.selectFrom('ill_requests').select('bib_id').where('id', '=', id).executeTakeFirstOrThrow()).bib_id!

const server = await startServer()
try {
  const database = await openDatabase({ url: await server.create(), dataFolder: '', log: createLog('silent') })
  await record(database)
  await database.close()
} finally {
  await server.close()
}
