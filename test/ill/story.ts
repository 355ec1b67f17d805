import { CirculationFile } from '../../src/circulation/index.ts'
import { borrowerLetters, letters } from '../../src/ill/adapters/letters.ts'
import {
  addLine,
  type IllPorts,
  IllSettings,
  illMachines,
  linesOf,
  type Order,
  ownCirculation,
  placeRequest,
} from '../../src/ill/index.ts'
import type { Database } from '../../src/kit/db/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker } from '../../src/kit/jobs/index.ts'
import { createEngine, type Engine, workflowHandlers } from '../../src/workflow/index.ts'
import { actors } from './walk.ts'

/** What one telling of the story is about. */
export interface World {
  /** The key its request is placed with. */
  readonly key: string
  readonly patronId: string
  readonly bibId: number
  readonly lenderId: number
}

/** Request and line of a world, once they are there. */
export interface Places {
  readonly request?: number
  readonly line?: number
}

const settings = IllSettings.parse({ limits: { perDay: 100_000, open: 100_000 } })
const cause = { actor: actors.staff, via: 'page' } as const

/** The house as it is, but that somebody may stand between it and its desk and letters. */
export function storyEngine(between: (ports: IllPorts) => IllPorts = (ports) => ports): Engine {
  const ports = between({
    clock: systemClock,
    circulation: ownCirculation(CirculationFile.parse({})),
    channel: letters({}),
    news: borrowerLetters({}),
  })
  return createEngine({ machines: illMachines(ports), clock: systemClock })
}

type Act = (database: Database, engine: Engine, world: World, places: Places) => Promise<unknown>

const due = { dueAtLender: '2031-05-01' }
const onLine =
  (event: string, form: object): Act =>
  (database, engine, _world, { line }) =>
    engine.perform(database, line!, event, { ...cause, form, key: `story:${event}` })
const onRequest =
  (event: string, form: (world: World) => object): Act =>
  (database, engine, world, { request }) =>
    engine.perform(database, request!, event, { ...cause, form: form(world), key: `story:${event}` })

/** A loan from placing to the end, each act as it is done again when nobody knows whether it was done. */
export const story: readonly (readonly [name: string, act: Act])[] = [
  ['place', place],
  ['link', onRequest('link', ({ bibId }) => ({ bibId }))],
  ['add lender', addLender],
  ['request', onLine('request', { transmit: true })],
  ['jobs of request', doJobs],
  ['shipped', onLine('shipped', { service: 'loan', ...due })],
  ['received', onLine('receivedAsLoan', due)],
  ['jobs of received', doJobs],
  ['renewal', onLine('requestRenewal', { dueDate: '2031-06-01' })],
  ['jobs of renewal', doJobs],
  ['renewed', onLine('renewed', { dueAtLender: '2031-06-01' })],
  ['returned', onLine('returned', { publicNote: 'Thank you.' })],
  ['jobs of returned', doJobs],
  ['complete', onRequest('complete', () => ({ notify: true }))],
  ['jobs of complete', doJobs],
]

/** Everything that has been written to anybody when the story is over, and all that has happened. */
export const outcome = {
  messages: ['ill-request-to-lender', 'ill-renewal-to-lender', 'ill-returned-to-lender', 'request-completed'],
  request: ['start', 'link', 'complete'],
  line: ['start', 'request', 'shipped', 'receivedAsLoan', 'requestRenewal', 'renewed', 'returned'],
} as const

function place(database: Database, engine: Engine, { key, patronId }: World) {
  const order: Order = {
    ...{ patronId, service: 'loan', citation: { title: `Wanted ${key}` }, pickupBranch: 'main', note: '' },
    ...{ copyrightAgreed: false, source: { kind: 'form' } },
  }
  return database.tx((tx) => placeRequest(tx, order, { ...cause, key }, { engine, settings, now: new Date() }))
}

/** Whoever does not know whether a lender was added looks first. */
function addLender(database: Database, engine: Engine, { lenderId }: World, { request }: Places) {
  const now = new Date()
  return database.tx(async (tx) => {
    if ((await linesOf(tx, [request!], now)).get(request!)!.length > 0) return
    await addLine(tx, request!, lenderId, cause, { engine, settings, now })
  })
}

/** Has a worker carry out what is to be done until nothing is left. */
async function doJobs(database: Database, engine: Engine, _world: World, { request, line }: Places): Promise<void> {
  const worker = createWorker({
    ...{ database, clock: systemClock, log: createLog('silent'), poll: 10, backOff: 5, concurrency: 1 },
    handlers: workflowHandlers(database, engine, systemClock),
  })
  try {
    while ((await waiting(database, [request!, line!])) > 0) await new Promise((resolve) => setTimeout(resolve, 5))
  } finally {
    await worker.close()
  }
}

/** Effects of these instances that are still to be carried out. Whoever looks is no part of the story. */
async function waiting({ pool }: Database, ids: readonly number[]): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `/* looking */ select count(*)::int as n from jobs where kind = 'workflow.effect' and payload->>'instance' = any($1)`,
    [ids.map(String)],
  )
  return rows[0]!.n
}
