import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '../postgres.ts'
import { startStalling } from '../zoom/stalling.ts'
import { table } from './figures.ts'
import { serve } from './serving.ts'

const readers = 5000
/** Searches begun a second. */
const pace = 100
/** Milliseconds of 95 of 100 front pages while all that goes on: Z11 of the test catalogue. */
const aim = 300

/**
 * Five thousand readers, each at an address of its own, search within a minute what a target has that takes connections
 * and never answers. Meanwhile the front page is asked for, one after the other: how long that takes, beside how long it
 * takes when nothing else goes on.
 */
export async function run(): Promise<void> {
  const postgres = await startServer()
  const stalling = await startStalling()
  const config = await mkdtemp(join(tmpdir(), 'farshelf-bench-'))
  const target = {
    id: 'stalling',
    label: 'Stalling',
    host: '127.0.0.1',
    port: stalling.port,
    searchesPerMinute: 10_000,
  }
  await writeFile(
    join(config, 'targets.yaml'),
    JSON.stringify({ allowNetworks: ['127.0.0.0/8'], targets: [{ ...target, preselected: true }] }),
  )
  const serving = await serve({
    ...{ DATABASE_URL: await postgres.create(), FARSHELF_CONFIG: config, FARSHELF_DATA: config },
    FARSHELF_PROXIES: '1',
  })
  const agent = new Agent({ keepAlive: true })
  const call = (path: string, reader: number, body?: object) => ask(agent, new URL(path, serving.address), reader, body)
  try {
    const idle = await frontPages(call, sleep(3000))
    const statuses = new Map<number, number>()
    const search = async (n: number) => {
      await sleep((n * 1000) / pace)
      const status = await call('/api/v1/searches', n + 1, { query: { any: `book ${n}` } })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    const began = performance.now()
    const busy = await frontPages(call, Promise.all(Array.from({ length: readers }, (_, n) => search(n))))
    const seconds = (performance.now() - began) / 1000
    const [begun = 0, refused = 0] = [statuses.get(201), statuses.get(503)]
    if (begun + refused !== readers) throw new Error(`searches were answered ${JSON.stringify([...statuses])}`)
    report({ idle, busy, seconds, refused, most: stalling.counts().most, all: stalling.counts().all })
  } finally {
    agent.destroy()
    await serving.close()
    await stalling.stop()
    await postgres.close()
    await rm(config, { recursive: true, force: true })
  }
}

type Call = (path: string, reader: number, body?: object) => Promise<number>

/** The front page again and again until something is over: the milliseconds of each. */
async function frontPages(call: Call, over: Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = []
  let going = true
  const ended = over.finally(() => {
    going = false
  })
  while (going) {
    const began = performance.now()
    const status = await call('/', 0)
    times.push(performance.now() - began)
    if (status !== 200) throw new Error(`the front page was answered ${status}`)
    await sleep(20)
  }
  await ended
  return times.sort((a, b) => a - b)
}

/** One call of a reader's; the status of its answer, once it is read to its end. */
function ask(agent: Agent, url: URL, reader: number, body?: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const from = `10.${reader >> 16}.${(reader >> 8) & 255}.${reader & 255}`
    const headers = { 'x-forwarded-for': from, ...(body && { 'content-type': 'application/json' }) }
    request(url, { agent, method: body ? 'POST' : 'GET', headers }, (answer) =>
      answer.resume().on('end', () => resolve(answer.statusCode!)),
    )
      .on('error', reject)
      .end(body && JSON.stringify(body))
  })
}

interface Found {
  readonly idle: readonly number[]
  readonly busy: readonly number[]
  readonly seconds: number
  /** Searches that could not begin, so many were under way. */
  readonly refused: number
  readonly most: number
  readonly all: number
}

function report({ idle, busy, seconds, refused, most, all }: Found): void {
  const of95 = (times: readonly number[]) => times[Math.floor(times.length * 0.95)]!
  const figures = {
    ...{ readers, refused, perSecond: readers / seconds, idle: of95(idle), busy: of95(busy), slowest: busy.at(-1)! },
    ...{ connectionsAtMost: most, connections: all },
  }
  process.stdout.write(
    table(
      [`${readers} searches of a target that stalls`, ''],
      [
        ['searches asked for a second', figures.perSecond.toFixed(0)],
        ['refused, as too many were under way', String(refused)],
        ['connections to it at most', String(most)],
        ['connections to it in all', String(all)],
        ['front page meanwhile, 95 of 100, ms', figures.busy.toFixed(0)],
        ['front page meanwhile, the slowest, ms', figures.slowest.toFixed(0)],
        ['front page when idle, 95 of 100, ms', figures.idle.toFixed(0)],
      ],
    ),
  )
  process.stdout.write(`${JSON.stringify({ bench: 'crowd', ...figures, busyToAim: figures.busy / aim })}\n`)
}
