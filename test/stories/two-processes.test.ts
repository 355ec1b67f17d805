import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import pg from 'pg'
import { lockForMatching } from '../../src/catalogue/index.ts'
import { openDatabase } from '../../src/kit/db/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { briefRecord } from '../bench/brief-records.ts'
import { census, fileOf } from '../catalogue/import/loading.ts'
import { testServer } from '../database.ts'
import { until } from '../until.ts'

const command = fileURLToPath(new URL('../../bin/farshelf.js', import.meta.url))
const admin = { login: 'ada', name: 'Ada', secret: 'a quiet corner by the window' } as const

interface Process {
  readonly child: ChildProcess
  /** With a slash at its end. */
  readonly url: string
}

/** Somebody signed in: at whichever process, by the same cookie. */
interface Session {
  get(at: Process, path: string): Promise<Response>
  /** Sends a form, from the page of one's own account. */
  form(at: Process, path: string, body?: (csrf: string) => RequestInit['body']): Promise<Response>
}

describe('Two processes on one database', function () {
  // Whole processes, started from the source: with other work on the machine each takes its seconds.
  this.timeout(240_000)
  let address: string
  let config: string
  let pool: pg.Pool
  let running: Process[] = []
  let links: readonly string[]

  before(async () => {
    config = await mkdtemp(join(tmpdir(), 'farshelf-config-'))
    address = await (await testServer()).create('empty')
    pool = new pg.Pool({ connectionString: address, max: 1 })
    // It ends before its connections have: dropping the database may cut them off.
    pool.on('error', () => undefined)
    // Both find nothing, and each offers to make the first account.
    const both = await Promise.all([start(), start()])
    running = both.map(({ process }) => process)
    links = await Promise.all(
      both.map(async ({ lines }) => /^Nobody works here yet.* http:\/\/[^/]+(\S+)$/.exec(await nextOf(lines))![1]!),
    )
    const { login, name, secret } = admin
    const made = await send(running[1]!, links[0]!, { login, name, fresh: secret, again: secret })
    expect(made.status).to.equal(303)
  })
  beforeEach(async () => {
    const left = running.filter(({ child }) => child.exitCode === null && child.signalCode === null)
    const missing = Array.from({ length: 2 - left.length }, () => start())
    running = [...left, ...(await Promise.all(missing)).map(({ process }) => process)]
  })
  after(async () => {
    for (const { child } of running) child.kill('SIGKILL')
    await pool?.end()
    await (await testServer()).drop(address)
    await rm(config, { recursive: true, force: true })
  })

  async function start(): Promise<{ process: Process; lines: AsyncIterator<string> }> {
    const child = spawn(process.execPath, [command, 'serve'], {
      env: {
        ...process.env,
        DATABASE_URL: address,
        FARSHELF_PORT: '0',
        FARSHELF_CONFIG: config,
        FARSHELF_DATA: config,
        LOG_LEVEL: 'silent',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const lines = createInterface(child.stdout!)[Symbol.asyncIterator]()
    const url = /^Farshelf is ready at (\S+)$/.exec(await nextOf(lines))![1]!
    return { process: { child, url }, lines }
  }
  async function nextOf(lines: AsyncIterator<string>): Promise<string> {
    const { value, done } = await lines.next()
    if (done) throw new Error('it ended early')
    return value
  }

  /** Sends a form as somebody who is not signed in, from the page that has it. */
  async function send({ url }: Process, path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    const page = await fetch(new URL(path, url))
    const cookie = cookieOf(page)
    const csrf = csrfOf(await page.text())
    const body = new URLSearchParams({ csrf, ...fields })
    return await fetch(new URL(path, url), { method: 'POST', headers: { cookie }, body, redirect: 'manual' })
  }
  const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const csrfOf = (page: string) => /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''

  async function signIn(at: Process): Promise<Session> {
    const { login, secret } = admin
    const answer = await send(at, '/staff/login', { login, secret })
    expect(answer.status).to.equal(303)
    const cookie = cookieOf(answer)
    const get: Session['get'] = ({ url }, path) =>
      fetch(new URL(path, url), { headers: { cookie }, redirect: 'manual' })
    const csrf = csrfOf(await (await get(at, '/account')).text())
    return {
      get,
      form: ({ url }, path, body = () => new URLSearchParams({ csrf })) =>
        fetch(new URL(path, url), {
          method: 'POST',
          headers: { cookie },
          body: body(csrf) ?? null,
          redirect: 'manual',
        }),
    }
  }

  /** Sends a file in at a process, and gives its page. */
  async function sendFile(session: Session, at: Process, bytes: Buffer): Promise<string> {
    const form = new FormData()
    form.set('profile', 'default')
    form.set('encoding', 'auto')
    form.set('file', new File([new Uint8Array(bytes)], 'books.mrc'))
    const csrf = csrfOf(await (await session.get(at, '/import')).text())
    const answer = await session.form(at, `/import?csrf=${csrf}`, () => form)
    expect(answer.status).to.equal(303)
    return answer.headers.get('location')!
  }
  /** The page of a file, at a process, once nothing goes on any more. */
  async function settled(session: Session, at: Process, path: string): Promise<string> {
    let page = ''
    await until(async () => {
      const answer = await session.get(at, path)
      page = await answer.text()
      return !answer.headers.has('refresh')
    })
    return page
  }
  /** The process that has a job just now. */
  async function holder(): Promise<Process> {
    let found: Process | undefined
    await until(async () => {
      const { rows } = await pool.query<{ pid: string }>(
        "select split_part(locked_by, ':', 2) as pid from jobs where locked_until > now()",
      )
      found = running.find(({ child }) => String(child.pid) === rows[0]?.pid)
      return found !== undefined
    })
    return found!
  }
  const books = (from: number, to: number) => fileOf(Array.from({ length: to - from }, (_, n) => briefRecord(from + n)))

  it('start at once on an empty database, and make one first account', async () => {
    for (const process of running)
      for (const link of links) expect((await fetch(new URL(link, process.url))).status).to.equal(410)
    expect((await pool.query("select login from people where kind = 'staff'")).rows).to.deep.equal([
      { login: admin.login },
    ])
    for (const { url } of running) expect((await fetch(new URL('readyz', url))).status).to.equal(200)
  })

  it('know at one who signed in at the other, until that is ended there', async () => {
    const [one, other] = running as [Process, Process]
    const session = await signIn(one)
    const page = await (await session.get(other, '/account')).text()
    expect(page).to.include(admin.name)
    const second = await signIn(other)
    expect((await second.get(one, '/account')).status).to.equal(200)
    // The older of the two, ended by the newer at the other process
    const { rows } = await pool.query<{ id: string }>('select id from sessions order by created_at desc limit 2')
    expect((await second.form(other, `/account/sessions/${rows[1]!.id}/end`)).status).to.equal(303)
    for (const process of running) {
      expect((await session.get(process, '/account')).headers.get('location')).to.include('/login')
      expect((await second.get(process, '/account')).status).to.equal(200)
    }
  })

  it('load a file once, whichever it was sent to and begun at', async () => {
    const [one, other] = running as [Process, Process]
    const session = await signIn(one)
    const before = await census({ pool })
    const path = await sendFile(session, one, books(0, 1000))
    expect(await settled(session, other, path)).to.include('Ready to load')
    // Pressed at both at once
    const pressed = await Promise.all(running.map((process) => session.form(process, `${path}/load`)))
    expect(pressed.map(({ status }) => status).sort()).to.deep.equal([303, 409])
    expect(await settled(session, one, path)).to.include('What happened')
    const after = await census({ pool })
    expect(after).to.deep.equal({ bibs: before.bibs + 1000, doubled: 0, indexed: before.indexed + 1000 })
  })

  it('let one stop while the other goes on for the same people', async () => {
    const [one, other] = running as [Process, Process]
    const session = await signIn(one)
    const ended = once(one.child, 'exit')
    one.child.kill('SIGTERM')
    expect(await ended).to.deep.equal([0, null])
    expect((await session.get(other, '/account')).status).to.equal(200)
    const path = await sendFile(session, other, books(3000, 3100))
    expect(await settled(session, other, path)).to.include('Ready to load')
  })

  it('finish the load at which one of them was killed', async () => {
    const session = await signIn(running[0]!)
    const before = await census({ pool })
    const path = await sendFile(session, running[0]!, books(10_000, 15_000))
    await settled(session, running[1]!, path)
    const database = await openDatabase({ url: address, dataFolder: '', log: createLog('silent') })
    const dying = await database.tx(async (tx) => {
      // While we hold this, it can begin to load, but not be done with it.
      await lockForMatching(tx)
      await session.form(running[0]!, `${path}/load`)
      return await holder()
    })
    await database.close()
    const ended = once(dying.child, 'exit')
    dying.child.kill('SIGKILL')
    await ended
    const other = running.find((one) => one !== dying)!
    expect(await settled(session, other, path)).to.include('What happened')
    const { rows } = await pool.query('select state, counts from import_batches order by id desc limit 1')
    expect(rows[0].state).to.equal('loaded')
    expect(rows[0].counts).to.include({ new: 5000, unchanged: 0 })
    const after = await census({ pool })
    expect(after).to.deep.equal({ bibs: before.bibs + 5000, doubled: 0, indexed: before.indexed + 5000 })
  })
})
