import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import pg from 'pg'
import { testServer } from '../database.ts'
import { until } from '../until.ts'

const command = fileURLToPath(new URL('../../bin/farshelf.js', import.meta.url))
export const admin = { login: 'ada', name: 'Ada', secret: 'a quiet corner by the window' } as const

export interface Process {
  readonly child: ChildProcess
  /** With a slash at its end. */
  readonly url: string
}

/** Somebody signed in: at whichever process, by the same cookie. */
export interface Session {
  get(at: Process, path: string): Promise<Response>
  /** Sends a form, from the page of one's own account. */
  form(at: Process, path: string, body?: (csrf: string) => RequestInit['body']): Promise<Response>
}

export type Processes = Awaited<ReturnType<typeof openProcesses>>

/**
 * Whole processes of the program on one database, each as it is started from a terminal; `start` is the first.
 * @param files of the folder with the configuration, by name
 */
export async function openProcesses(files: Readonly<Record<string, string>> = {}) {
  const config = await mkdtemp(join(tmpdir(), 'farshelf-config-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(config, name), text)
  const address = await (await testServer()).create('empty')
  const pool = new pg.Pool({ connectionString: address, max: 1 })
  // It ends before its connections have: dropping the database may cut them off.
  pool.on('error', () => undefined)
  const running: Process[] = []

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
    child.once('exit', () => running.splice(0, running.length, ...running.filter((one) => one.child !== child)))
    const lines = createInterface(child.stdout!)[Symbol.asyncIterator]()
    const url = /^Farshelf is ready at (\S+)$/.exec(await nextLine(lines))![1]!
    const started = { child, url }
    running.push(started)
    return { process: started, lines }
  }

  async function signIn(at: Process): Promise<Session> {
    const { login, secret } = admin
    const answer = await sendForm(at, '/staff/login', { login, secret })
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

  return {
    address,
    pool,
    /** Those that have not ended. */
    running: running as readonly Process[],
    start,
    signIn,
    /** Has so many run, starting what is missing. */
    async fill(wanted: number): Promise<void> {
      await Promise.all(Array.from({ length: Math.max(0, wanted - running.length) }, () => start()))
    },
    /** Makes the first account, by the link that a process offered when it started. */
    async makeAdmin(at: Process, lines: AsyncIterator<string>): Promise<void> {
      const { login, name, secret } = admin
      const made = await sendForm(at, await firstLink(lines), { login, name, fresh: secret, again: secret })
      expect(made.status).to.equal(303)
    },
    /** The process that has a job just now. */
    async holder(): Promise<Process> {
      let found: Process | undefined
      await until(async () => {
        const { rows } = await pool.query<{ pid: string }>(
          "select split_part(locked_by, ':', 2) as pid from jobs where locked_until > now()",
        )
        found = running.find(({ child }) => String(child.pid) === rows[0]?.pid)
        return found !== undefined
      })
      return found!
    },
    async close(): Promise<void> {
      for (const { child } of running) child.kill('SIGKILL')
      await pool.end()
      await (await testServer()).drop(address)
      await rm(config, { recursive: true, force: true })
    },
  }
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next()
  if (done) throw new Error('it ended early')
  return value
}

/** Where a process offers to make the first account. */
export const firstLink = async (lines: AsyncIterator<string>): Promise<string> =>
  /^Nobody works here yet.* http:\/\/[^/]+(\S+)$/.exec(await nextLine(lines))![1]!

const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
export const csrfOf = (page: string) => /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''

/** Sends a form as somebody who is not signed in, from the page that has it. */
export async function sendForm(
  { url }: Process,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  const page = await fetch(new URL(path, url))
  const cookie = cookieOf(page)
  const csrf = csrfOf(await page.text())
  const body = new URLSearchParams({ csrf, ...fields })
  return await fetch(new URL(path, url), { method: 'POST', headers: { cookie }, body, redirect: 'manual' })
}

/** The page at a process once it refreshes itself no more. */
export async function settledPage(session: Session, at: Process, path: string): Promise<string> {
  let page = ''
  await until(async () => {
    const answer = await session.get(at, path)
    page = await answer.text()
    return !answer.headers.has('refresh')
  })
  return page
}
