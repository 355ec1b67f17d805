import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { z } from 'zod'
import { type Database, openDatabase } from '../../src/kit/db/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import {
  add,
  after,
  bind,
  createEngine,
  defineWorkflow,
  type Engine,
  transitionStatements,
} from '../../src/workflow/index.ts'
import { startServer, type TestServer } from '../postgres.ts'
import { chance } from './brief-records.ts'
import { median, table } from './figures.ts'

const sizes = [10_000, 1_000_000]
const concurrencies = [1, 8, 32]
const rounds = 5
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3)
/** At least this share of pgbench's transactions at this concurrency, and of our own at the smaller size. */
const aim = { concurrency: 8, ofPgbench: 0.7, ofSmaller: 0.8 }
const log = createLog('silent')
const run_ = promisify(execFile)

/** Goes to and fro: there it starts a timer, back it stops it. */
const pendulum = defineWorkflow({
  name: 'pendulum',
  version: 1,
  initial: 'left',
  data: z.object({ swings: z.number(), tiresAt: z.string().nullable() }),
  start: { swings: 0, tiresAt: null },
  states: {
    left: { label: 'Left' },
    right: { label: 'Right', timers: { tiresAt: 'stop' } },
    still: { label: 'Still', final: true },
  },
  events: { swing: { label: 'Swing', by: ['staff'] }, stop: { label: 'Stop', by: ['clock'] } },
  guards: {},
  effects: {},
  lengths: { patience: { days: 7 } },
  rules: {
    left: { swing: { to: 'right', set: { swings: add(1), tiresAt: after('patience') } } },
    right: { swing: { to: 'left', set: { swings: add(1), tiresAt: null } }, stop: { to: 'still' } },
  },
})
const actor = { kind: 'staff', id: '7c0b6a7e-58f4-4a4e-9f3b-4f0c8a1d2e3f', name: 'Bench' } as const
const via = 'page'

const machine = bind(pendulum, {
  facts: async () => new Map(),
  guards: {},
  effects: {},
  later: (from, length) => new Date(from.getTime() + 86_400_000 * ('days' in length ? length.days : length.openDays)),
})

/** Transitions a second, and milliseconds each took. */
interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
}
type Contestant = (concurrency: number) => Promise<Measured>

/**
 * Durable transitions by the engine, beside pgbench with the same statements on the same PostgreSQL; and beside our
 * driver with them and nothing else, which says how much of the distance is the driver's.
 */
export async function run(): Promise<void> {
  const pgbench = await run_('pgbench', ['--version']).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  )
  if (!pgbench)
    process.stdout.write('There is no pgbench here: it comes with postgresql-contrib. No ratio can be told.\n')
  const most = Number(process.env['BENCH_RECORDS'] ?? sizes.at(-1))
  const used = sizes.filter((size) => size <= most)
  const folder = await mkdtemp(join(tmpdir(), 'farshelf-bench-'))
  const server = await startServer({ durable: true })
  const figures: Figure[] = []
  try {
    for (const instances of used.length > 0 ? used : [most])
      figures.push(...(await measure(server, instances, folder, pgbench !== undefined)))
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
  report(figures)
}

interface Figure {
  readonly instances: number
  readonly concurrency: number
  readonly ours: Measured
  readonly driver: Measured
  readonly pgbench?: Measured
  readonly ratio?: number
  readonly driverRatio?: number
}

async function measure(server: TestServer, instances: number, folder: string, beside: boolean): Promise<Figure[]> {
  const url = await server.create()
  const database = await openDatabase({
    url,
    dataFolder: '',
    log,
    poolSize: Math.max(...concurrencies),
    statementTimeout: 0,
  })
  try {
    await fill(database, instances)
    const engine = createEngine({ machines: [machine], clock: systemClock })
    const ours: Contestant = (concurrency) => swing(database, engine, instances, concurrency)
    const driver: Contestant = (concurrency) => drive(database, instances, concurrency)
    const theirs = beside ? await pgbenchOf(url, instances, folder) : undefined
    // Compilers and caches get warm.
    await ours(8)
    const figures: Figure[] = []
    for (const concurrency of concurrencies) {
      const all: { ours: Measured; driver: Measured; theirs?: Measured | undefined }[] = []
      // By turns, so that what else the machine does troubles both.
      for (let round = 0; round < rounds; round++)
        all.push({
          theirs: await theirs?.(concurrency),
          ours: await ours(concurrency),
          driver: await driver(concurrency),
        })
      figures.push({
        ...{ instances, concurrency, ours: middle(all.map((one) => one.ours)) },
        driver: middle(all.map((one) => one.driver)),
        ...(theirs && {
          pgbench: middle(all.map((one) => one.theirs!)),
          ratio: median(all.map((one) => one.ours.perSecond / one.theirs!.perSecond)),
          driverRatio: median(all.map((one) => one.driver.perSecond / one.theirs!.perSecond)),
        }),
      })
    }
    return figures
  } finally {
    await database.close()
    await server.drop(url)
  }
}

const middle = (all: readonly Measured[]): Measured => ({
  perSecond: median(all.map(({ perSecond }) => perSecond)),
  p50: median(all.map(({ p50 }) => p50)),
  p95: median(all.map(({ p95 }) => p95)),
})

async function fill({ pool }: Database, instances: number): Promise<void> {
  await pool.query(
    `insert into workflow_instances (definition, definition_version, state, version, last_event, data, created_at, changed_at)
     select 'pendulum', 1, 'left', 1, 'start', $1::jsonb, now(), now() from generate_series(1, $2::int)`,
    [JSON.stringify(pendulum.start), instances],
  )
  await pool.query(
    `insert into workflow_events (instance_id, version, event, actor_kind, actor_id, actor_name, via, at, form, to_state, patch, before, effects, mark)
     select id, 1, 'start', 'staff', $2, $3, 'page', now(), '{}', 'left', $1::jsonb, '{}', '{}', 'start' from workflow_instances order by id`,
    [JSON.stringify(pendulum.start), actor.id, actor.name],
  )
}

/** Lets random instances swing, so many at once, for some seconds. */
const swing = (database: Database, engine: Engine, instances: number, concurrency: number): Promise<Measured> =>
  repeat(concurrency, async (random) => {
    await engine.perform(database, 1 + Math.floor(random() * instances), 'swing', { actor, via })
  })

/** Sends the engine's two statements over connections of the pool, deciding nothing. */
function drive({ pool }: Database, instances: number, concurrency: number): Promise<Measured> {
  const { read, append } = transitionStatements
  const tired = '20260302T090000Z'
  const data = (swings: number, tiresAt: string | null) => JSON.stringify({ swings, tiresAt })
  const job = { kind: 'workflow.timer', is: 'timer', of: 'tiresAt', payload: { field: 'tiresAt' }, runAt: tired }
  return repeat(concurrency, async (random) => {
    const id = 1 + Math.floor(random() * instances)
    const client = await pool.connect()
    try {
      const { rows } = await client.query<{ version: number }>({ name: 'bench-read', text: read, values: [id] })
      const { version } = rows[0]!
      const there = version % 2 === 1
      const [from, to, patch, before] = there
        ? ['left', 'right', data(2, tired), data(1, null)]
        : ['right', 'left', data(2, null), data(1, tired)]
      const said = [actor.kind, actor.id, actor.name, via, new Date().toISOString(), '{}']
      const event = [version + 1, 'swing', ...said, from, to, patch, before, '{}', null, 'swing', null, patch, 1, id]
      await client.query(
        there
          ? { name: 'bench-queueing', text: append.queueing, values: [...event, JSON.stringify([job])] }
          : { name: 'bench-stopping', text: append.stopping, values: [...event, [`timer:${id}:tiresAt`]] },
      )
    } finally {
      client.release()
    }
  })
}

/** Does something again and again, so many at once, for some seconds. */
async function repeat(concurrency: number, act: (random: () => number) => Promise<void>): Promise<Measured> {
  const random = chance(concurrency)
  const times: number[] = []
  const began = performance.now()
  const end = began + seconds * 1000
  const one = async () => {
    while (performance.now() < end) {
      const at = performance.now()
      await act(random)
      times.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, one))
  return measured(times, (performance.now() - began) / 1000)
}

function measured(times: number[], lasted: number): Measured {
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)]!
  return { perSecond: times.length / lasted, p50: at(0.5), p95: at(0.95) }
}

/** pgbench with the very statements of the engine; what the engine works out beforehand stands in place of parameters. */
async function pgbenchOf(url: string, instances: number, folder: string): Promise<Contestant> {
  const { read, append } = transitionStatements
  const key = `concat_ws(':', 'timer', :id::text, 'tiresAt')`
  const event = (from: string, to: string, tires: string, was: string) => [
    ...[':version + 1', `'swing'`, `'${actor.kind}'`, `'${actor.id}'`, `'${actor.name}'`, `'${via}'`, 'now()', `'{}'`],
    ...[`'${from}'`, `'${to}'`, `'{"swings": 2, "tiresAt": ${tires}}'`, `'{"swings": 1, "tiresAt": ${was}}'`],
    ...[`'{}'`, 'null', `'swing'`, 'null', `'{"swings": 2, "tiresAt": ${tires}}'`, '1', ':id'],
  ]
  // pgbench takes a colon before a digit for a variable.
  const time = '"20260302T090000Z"'
  const job = `'[{"kind":"workflow.timer","is":"timer","of":"tiresAt","payload":{"field":"tiresAt"},"runAt":${time}}]'`
  const filled = (text: string, values: readonly string[]) =>
    text.replace(/\s+/g, ' ').replace(/\$(\d+)/g, (_, n: string) => values[Number(n) - 1]!)
  const script = [
    `\\set id random(1, ${instances})`,
    `${filled(read, [':id'])} \\gset`,
    '\\set there :version % 2',
    '\\if :there',
    `${filled(append.queueing, [...event('left', 'right', time, 'null'), job])};`,
    '\\else',
    `${filled(append.stopping, [...event('right', 'left', 'null', time), `array[${key}]`])};`,
    '\\endif',
    '',
  ].join('\n')
  const file = join(folder, 'swing.sql')
  await writeFile(file, script)
  return async (concurrency) => {
    const logs = await mkdtemp(join(folder, 'log-'))
    const workers = String(Math.min(2, concurrency))
    await run_(
      'pgbench',
      ['-n', '-M', 'prepared', '-c', String(concurrency), '-j', workers, '-T', String(seconds), '-f', file, '-l', url],
      { cwd: logs },
    )
    const times: number[] = []
    for (const name of await readdir(logs))
      for (const line of (await readFile(join(logs, name), 'utf8')).split('\n'))
        if (line) times.push(Number(line.split(' ')[2]) / 1000)
    return measured(times, seconds)
  }
}

function report(figures: readonly Figure[]): void {
  const ms = (value: number | undefined) => value?.toFixed(2) ?? '–'
  const whole = (value: number | undefined) => (value === undefined ? '–' : Math.round(value).toLocaleString('en'))
  const rows = figures.map(({ instances, concurrency, ours, driver, pgbench, ratio, driverRatio }) => [
    ...[instances.toLocaleString('en'), String(concurrency)],
    ...[whole(ours.perSecond), ms(ours.p50), ms(ours.p95)],
    ...[whole(pgbench?.perSecond), ms(pgbench?.p50), ms(pgbench?.p95), ratio?.toFixed(2) ?? '–'],
    ...[whole(driver.perSecond), driverRatio?.toFixed(2) ?? '–'],
  ])
  const headings = [
    'instances',
    'at once',
    'ours/s',
    'p50 ms',
    'p95 ms',
    'pgbench/s',
    'p50 ms',
    'p95 ms',
    'ratio',
    'driver/s',
    'of pgbench',
  ]
  process.stdout.write(table(headings, rows))
  const at = figures.filter(({ concurrency }) => concurrency === aim.concurrency)
  const ratio = Math.min(...at.map((one) => one.ratio ?? Number.NaN))
  const growth = at.length > 1 ? at.at(-1)!.ours.perSecond / at[0]!.ours.perSecond : undefined
  process.stdout.write(
    `${JSON.stringify({ bench: 'workflow', ratio, ratioToAim: ratio / aim.ofPgbench, growth, growthToAim: growth && growth / aim.ofSmaller, figures })}\n`,
  )
}
