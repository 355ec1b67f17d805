import { CirculationFile } from '../../src/circulation/index.ts'
import { borrowerLetters, type LetterOptions, letters } from '../../src/ill/adapters/letters.ts'
import {
  addLine,
  type IllPorts,
  IllSettings,
  illMachines,
  libraryLetters,
  linesOf,
  type Order,
  ownCirculation,
  ownShelf,
  placeRequest,
} from '../../src/ill/index.ts'
import type { Database } from '../../src/kit/db/index.ts'
import { type Clock, createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker, type Handlers } from '../../src/kit/jobs/index.ts'
import { createEngine, type Engine, workflowHandlers } from '../../src/workflow/index.ts'
import { actors } from './walk.ts'

/** What one telling of a story is about. */
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

/** What a story is told with. */
export interface Means {
  readonly database: Database
  readonly engine: Engine
  readonly clock: Clock
  /** What a worker can do. */
  readonly handlers: Handlers
}

export type Act = (means: Means, world: World, places: Places) => Promise<unknown>
/** `days` from now it happens; at once if not said. */
export type Step = readonly [name: string, act: Act, days?: number]

/** Acts of people and programs, each as it is done again when nobody knows whether it was done. */
export interface Story {
  readonly steps: readonly Step[]
  /** Everything that has been written to anybody when it is over, and all that has happened. */
  readonly outcome: {
    readonly messages: readonly string[]
    readonly request: readonly string[]
    readonly line: readonly string[]
  }
}

const settings = IllSettings.parse({ limits: { perDay: 100_000, open: 100_000 } })
const cause = { actor: actors.staff, via: 'page' } as const

export interface StoryOptions extends LetterOptions {
  readonly clock?: Clock
  readonly followed?: boolean
  /** Stands between the house and its desk and letters. */
  readonly between?: (ports: IllPorts) => IllPorts
}

/** The house as it is, but for what is said otherwise. */
export function storyEngine({
  clock = systemClock,
  followed = false,
  between = (ports) => ports,
  ...names
}: StoryOptions = {}): Engine {
  const ports = between({
    clock,
    circulation: ownCirculation(CirculationFile.parse({})),
    channel: letters(names),
    news: borrowerLetters(names),
    shelf: ownShelf(CirculationFile.parse({})),
    borrowers: libraryLetters(names),
  })
  return createEngine({ machines: illMachines(ports), clock, followed })
}

/** With a worker that writes letters, and leaves it to others to send them. */
export const meansOf = (database: Database, engine: Engine): Means => ({
  ...{ database, engine, clock: systemClock },
  handlers: workflowHandlers(database, engine, systemClock),
})

export const due = { dueAtLender: '2031-05-01' }
export const onLine =
  (event: string, form: object, key = event): Act =>
  ({ database, engine }, _world, { line }) =>
    engine.perform(database, line!, event, { ...cause, form, key: `story:${key}` })
export const onRequest =
  (event: string, form: (world: World) => object): Act =>
  ({ database, engine }, world, { request }) =>
    engine.perform(database, request!, event, { ...cause, form: form(world), key: `story:${event}` })

/** A request with a lender that has not been asked. */
export const beginning: readonly Step[] = [
  ['place', place],
  ['link', onRequest('link', ({ bibId }) => ({ bibId }))],
  ['add lender', addLender],
]

/** A loan from placing to the end. */
export const loan: Story = {
  steps: [
    ...beginning,
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
  ],
  outcome: {
    messages: ['ill-request-to-lender', 'ill-renewal-to-lender', 'ill-returned-to-lender', 'request-completed'],
    request: ['start', 'link', 'complete'],
    line: ['start', 'request', 'shipped', 'receivedAsLoan', 'requestRenewal', 'renewed', 'returned'],
  },
}

function place({ database, engine }: Means, { key, patronId }: World) {
  const order: Order = {
    ...{ patronId, service: 'loan', citation: { title: `Wanted ${key}` }, pickupBranch: 'main', note: '' },
    ...{ copyrightAgreed: false, source: { kind: 'form' } },
  }
  return database.tx((tx) => placeRequest(tx, order, { ...cause, key }, { engine, settings, now: new Date() }))
}

/** Whoever does not know whether a lender was added looks first. */
function addLender({ database, engine }: Means, { lenderId }: World, { request }: Places) {
  const now = new Date()
  return database.tx(async (tx) => {
    if ((await linesOf(tx, [request!], now)).get(request!)!.length > 0) return
    await addLine(tx, request!, lenderId, cause, { engine, settings, now })
  })
}

/** Takes back an event of the line. Whoever does not know whether it was taken back looks first. */
export const undoLine =
  (event: string): Act =>
  ({ database, engine }, _world, { line }) =>
    database.tx(async (tx) => {
      const last = (await engine.history(tx, line!)).at(-1)!
      if (last.event === event) await engine.undo(tx, line!, cause)
    })

/** Has a worker carry out what is due until nothing is left. */
export async function doJobs({ database, clock, handlers }: Means): Promise<void> {
  const worker = createWorker({
    ...{ database, clock, log: createLog('silent'), poll: 10, backOff: 5, concurrency: 1, handlers },
  })
  try {
    while ((await waiting(database, Object.keys(handlers), clock)) > 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
  } finally {
    await worker.close()
  }
}

/** Jobs that are due, or are to be tried again. Whoever looks is no part of the story. */
async function waiting({ pool }: Database, kinds: readonly string[], clock: Clock): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `/* looking */ select count(*)::int as n from jobs
     where failed_at is null and kind = any($1) and (attempts > 0 or run_at <= $2)`,
    [kinds, new Date(clock.now())],
  )
  return rows[0]!.n
}
