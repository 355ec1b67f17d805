import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { addPerson } from '../../src/accounts/index.ts'
import { addBib, addItem, saveBranch } from '../../src/catalogue/index.ts'
import { defaultCirculation } from '../../src/circulation/index.ts'
import { acquaintAll } from '../../src/demo/index.ts'
import { addLine, createIll, findLender, IllSettings, placeRequest } from '../../src/ill/index.ts'
import { openDatabase } from '../../src/kit/db/index.ts'
import { post, reachOf } from '../../src/kit/http/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { built } from '../built.ts'
import { book } from '../catalogue/books.ts'
import { startServer, type TestServer } from '../postgres.ts'
import { median, table } from './figures.ts'
import { serve } from './serving.ts'

const loans = Number(process.env['BENCH_LOANS'] ?? 300)
const warmUp = 30
const concurrency = Number(process.env['BENCH_CONCURRENCY'] ?? 16)
const posts = 3000
/** A message of each side, as long as ours are. */
const bareBody = 'x'.repeat(1200)

const log = createLog('silent')
const by = { name: 'Bench', via: 'cli' } as const
const ann = { kind: 'staff', id: '00000000-0000-4000-8000-00000000000a', name: 'Ann' } as const
const networks = ['127.0.0.0/8']

/**
 * Full loans between two libraries: two processes as `farshelf serve` starts them, messages of ISO 18626 over HTTP, one
 * durable PostgreSQL. We do what staff do, in the databases: ask, ship, receive, return and check in; jobs, messages and
 * what they cause are the processes' own. Beside them in the same run, a bare server that keeps what is posted in one row:
 * what a message costs at least.
 */
export async function run(): Promise<void> {
  const postgres = await startServer({ durable: true })
  const folder = await mkdtemp(join(tmpdir(), 'farshelf-bench-'))
  const opened: House[] = []
  try {
    const before = await barePosts(postgres)
    for (const name of ['North', 'South']) opened.push(await openHouse(postgres, folder, name))
    const [north, south] = opened as [House, House]
    await acquaintAll(opened)
    const ready: Ready[] = []
    for (let n = 0; n < warmUp + loans; n++) ready.push(await prepare(north, south, n))
    await lendAll(north, south, ready.splice(0, warmUp))
    const counted = await countMessages(opened)
    const began = performance.now()
    const times = await lendAll(north, south, ready)
    const seconds = (performance.now() - began) / 1000
    const messages = (await countMessages(opened)).map((count, n) => count - counted[n]!)
    const after = await barePosts(postgres)
    report({ seconds, times, messages, bare: median([before, after]) })
  } finally {
    for (const { close } of opened) await close()
    await postgres.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface House extends Awaited<ReturnType<typeof openHouse>> {}

/** A library: its process, and its database as its staff reach it. */
async function openHouse(postgres: TestServer, folder: string, place: string) {
  const url = await postgres.create()
  const symbol = `ISIL:XX-${place}`
  const config = await mkdtemp(join(folder, 'config-'))
  const exchange = `{ allowNetworks: ${JSON.stringify(networks)}, perMinute: 100000 }`
  await writeFile(join(config, 'ill.yaml'), `symbol: ${symbol}\nexchange: ${exchange}\n`)
  const serving = await serve({ DATABASE_URL: url, FARSHELF_CONFIG: config, FARSHELF_DATA: config })
  const database = await openDatabase({ url, dataFolder: '', log, poolSize: concurrency })
  const settings = IllSettings.parse({ symbol, limits: { perDay: 1_000_000, open: 1_000_000 } })
  const ill = createIll({
    ...{ clock: systemClock, circulation: defaultCirculation, settings, followed: true },
    carriers: { iso18626: { carry: () => Promise.reject(new Error('the process carries')) } },
  })
  await database.tx((tx) => saveBranch(tx, { code: 'main', label: 'Main', position: 0, active: true }, by))
  return {
    ...{ symbol, place, name: `${place} Library`, database, ill, settings },
    endpoint: new URL('iso18626', serving.address).href,
    act: (id: number, event: string, form: object = {}) =>
      database.tx((tx) => ill.engine.act(tx, id, event, { actor: ann, via: 'page', form: { ...form } })),
    async close() {
      await serving.close()
      await database.close()
      await postgres.drop(url)
    },
  }
}

/** A request of a reader's with the lender's line, and the lender's item. */
interface Ready {
  readonly line: number
  /** What the lender knows the request by. */
  readonly number: string
  readonly itemNo: string
}

async function prepare(north: House, south: House, n: number): Promise<Ready> {
  const title = `A wanted book, number ${n}`
  const bibIn = async (house: House) => {
    const record = { record: book({ title, author: 'Doe, Jane' }), flavour: 'marc21' } as const
    return (await house.database.tx((tx) => addBib(tx, record, { actor: by, action: 'create' }))).id
  }
  const itemNo = `S-${n}`
  const fields = { branch: 'main', status: 'available', callNumber: '', publicNote: '', staffNote: '' }
  const held = await bibIn(south)
  await south.database.tx((tx) => addItem(tx, held, { ...fields, accessionNo: itemNo }, by))
  const bibId = await bibIn(north)
  return await north.database.tx(async (tx) => {
    const person = { kind: 'patron', login: `P${n}`, name: `Reader ${n}`, email: '' } as const
    const patronId = await addPerson(tx, { ...person, blocked: false, active: true, roles: [] }, by)
    const means = { engine: north.ill.engine, settings: north.settings, now: new Date() }
    const cause = { actor: ann, via: 'page' }
    const citation = { title, author: 'Doe, Jane' }
    const order = {
      patronId,
      service: 'loan',
      citation,
      pickupBranch: 'main',
      note: '',
      copyrightAgreed: false,
    } as const
    const placed = await placeRequest(tx, { ...order, source: { kind: 'form' } }, cause, means)
    if (placed.kind !== 'placed') throw new Error(JSON.stringify(placed.obstacles))
    const { id, number } = placed.request
    await north.ill.engine.act(tx, id, 'link', { actor: ann, via: 'page', form: { bibId } })
    const lender = await findLender(tx, south.symbol)
    const { id: line } = await addLine(tx, id, lender!.id, cause, means)
    return { line, number: `${number}-${line}`, itemNo }
  })
}

/** Lends them all, so many at once. Gives the milliseconds that each took. */
async function lendAll(north: House, south: House, ready: readonly Ready[]): Promise<number[]> {
  const lines = watch(
    north,
    `select id::text as key, id, state, last_event, (data ->> 'closedByPartner')::boolean as closed
     from workflow_instances where id = any($1::bigint[])`,
  )
  const lendings = watch(
    south,
    `select their_number as key, id, state, last_event, false as closed from ill_lendings join workflow_instances using (id)
     where their_number = any($1)`,
  )
  const times: number[] = []
  const waiting = [...ready]
  const lend = async ({ line, number, itemNo }: Ready) => {
    const began = performance.now()
    await north.act(line, 'request', { transmit: true })
    const { id: lending } = await lendings.until(number, () => true)
    await south.act(lending, 'shipped', { service: 'loan', itemNo, dueOn: '2099-05-01' })
    await lines.until(String(line), ({ state }) => state === 'shipped')
    await north.act(line, 'receivedAsLoan', { dueAtLender: '2099-05-01' })
    await north.act(line, 'returned')
    await lendings.until(number, ({ last }) => last === 'returned')
    await south.act(lending, 'checkedIn')
    await lines.until(String(line), ({ closed }) => closed)
    times.push(performance.now() - began)
  }
  const one = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await lend(next)
  }
  try {
    await Promise.all(Array.from({ length: concurrency }, one))
  } finally {
    await Promise.all([lines.close(), lendings.close()])
  }
  return times
}

interface Seen {
  readonly id: number
  readonly state: string
  readonly last: string
  /** The other library is done with it. */
  readonly closed: boolean
}

/** How often we look what has come of it all: one small statement for everything that is waited for. Milliseconds. */
const glance = 10

function watch({ database: { pool } }: House, statement: string) {
  interface Wish {
    readonly holds: (seen: Seen) => boolean
    readonly come: (seen: Seen) => void
  }
  const wishes = new Map<string, Wish>()
  let closed = false
  const looking = (async () => {
    for (; !closed; await wait(glance)) {
      if (wishes.size === 0) continue
      const { rows } = await pool.query({ name: 'watch', text: statement, values: [[...wishes.keys()]] })
      for (const { key, id, state, last_event: last, closed } of rows) {
        const wish = wishes.get(key)
        if (!wish?.holds({ id, state, last, closed })) continue
        wishes.delete(key)
        wish.come({ id, state, last, closed })
      }
    }
  })()
  return {
    until: (key: string, holds: Wish['holds']) =>
      Promise.race([
        new Promise<Seen>((come) => wishes.set(key, { holds, come })),
        looking.then(() => Promise.reject(new Error('closed'))),
      ]),
    async close() {
      closed = true
      await looking
    },
  }
}

/** Messages that each library has sent and taken in. */
const countMessages = (houses: readonly House[]): Promise<number[]> =>
  Promise.all(
    houses.map(async ({ database: { pool } }) => {
      const { rows } = await pool.query<{ count: number }>(
        "select count(*) from ill_messages where state = 'confirmed'",
      )
      return rows[0]!.count
    }),
  )

/** Bare posts a second, as many at once, each over a connection of its own like a message. */
async function barePosts(postgres: TestServer): Promise<number> {
  const url = await postgres.create('empty')
  const child = fork(await built('test/bench/bare-post.ts'), [url], { execArgv: [] })
  try {
    const [port] = (await once(child, 'message')) as [number]
    const reach = reachOf(networks, '')
    const { signal } = new AbortController()
    let left = posts
    const sendAll = async () => {
      while (left-- > 0)
        await post({
          ...{ url: new URL(`http://127.0.0.1:${port}/`), headers: { 'content-type': 'application/xml' } },
          ...{ body: bareBody, reach, timeout: 30_000, signal },
        })
    }
    const began = performance.now()
    await Promise.all(Array.from({ length: concurrency }, sendAll))
    return posts / ((performance.now() - began) / 1000)
  } finally {
    const ended = once(child, 'exit')
    child.kill()
    await ended
    await postgres.drop(url)
  }
}

interface Found {
  readonly seconds: number
  readonly times: readonly number[]
  /** Of each library. */
  readonly messages: readonly number[]
  readonly bare: number
}

function report({ seconds, times, messages, bare }: Found): void {
  const sorted = [...times].sort((a, b) => a - b)
  const perMinute = (times.length / seconds) * 60
  // Each is sent by one library and taken in by the other.
  const perSecond = messages.reduce((sum, count) => sum + count, 0) / 2 / seconds
  const ms = (value: number) => Math.round(value).toLocaleString('en')
  const [p50, p95] = [median(sorted), sorted[Math.floor(sorted.length * 0.95)]!]
  process.stdout.write(
    table(
      [`${times.length} loans, ${concurrency} at once`, 'figure'],
      [
        ['full loans a minute', ms(perMinute)],
        ['milliseconds of one, median', ms(p50)],
        ['milliseconds of one, 95 of 100', ms(p95)],
        ['messages a second, sent and taken in', perSecond.toFixed(1)],
        ['bare posts with one durable row a second', ms(bare)],
        ['ratio of messages to bare posts', (perSecond / bare).toFixed(3)],
      ],
    ),
  )
  process.stdout.write(
    `${JSON.stringify({ bench: 'network', loans: times.length, concurrency, perMinute, perSecond, bare, ratio: perSecond / bare, p50, p95 })}\n`,
  )
}
