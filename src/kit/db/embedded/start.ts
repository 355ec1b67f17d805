import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { type Logins, serverVariables } from './initialize.ts'
import type { Place } from './place.ts'
import { lives, type Postmaster, readPostmaster } from './postmaster.ts'

/** What the server is told, besides where it listens. Durability is PostgreSQL's default: fsync stays on. */
const settings: Readonly<Record<string, string>> = {
  // One machine, no replicas: a table filled in the transaction that made it needs no log of its own.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '2GB',
  maintenance_work_mem: '128MB',
  work_mem: '16MB',
  random_page_cost: '1.1',
  // Queries here are short: compiling them costs more than it saves.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Failed statements are told to us, and may hold readers' data: they are nothing for this log.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
}

const mebibyte = 1024 * 1024
/** What PostgreSQL always gets for its pages, and the most: the search tables of a million records fit in there. */
const [leastBuffers, mostBuffers] = [128, 2048]

/** A quarter of the memory we may use, as PostgreSQL's manual advises. What no page comes into is never taken. */
export function sharedBuffers(memory = Math.min(totalmem(), process.constrainedMemory() || totalmem())): string {
  return `${Math.min(Math.max(Math.floor(memory / mebibyte / 4), leastBuffers), mostBuffers)}MB`
}

const largestLog = mebibyte

/** How a start went: the child lives and is ready, or it ended and said why. */
export type Started = { readonly child: ChildProcess } | { readonly said: string }

/**
 * Starts the server and waits until it takes connections, however long its recovery needs. It is in a session of its
 * own: Ctrl-C in the terminal must reach us, not it.
 */
export async function start(
  place: Place,
  binaries: Binaries,
  logins: Logins,
  more: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const listen: Record<string, string> = place.sockets
    ? { listen_addresses: '', unix_socket_directories: place.sockets, unix_socket_permissions: '0700', port: '5432' }
    : { listen_addresses: '127.0.0.1', port: String(logins.port) }
  const options = Object.entries({ ...settings, shared_buffers: sharedBuffers(), ...more, ...listen }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  )
  const output = await openLog(place)
  const from = (await output.stat()).size
  const child = spawn(binaries.postgres, ['-D', place.cluster, ...options], {
    ...place.identity,
    cwd: place.home,
    env: serverVariables(),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', output.fd, output.fd],
  })
  child.unref()
  let ended: string | undefined
  child.once('error', (error) => {
    ended = error.message
  })
  child.once('exit', (code, signal) => {
    ended = `it ended with ${signal ?? code}`
  })
  try {
    while (ended === undefined) {
      const postmaster = await readPostmaster(place.cluster)
      if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return { child }
      await wait(5)
    }
    return { said: (await tail(place.log, from)) || ended }
  } finally {
    await output.close()
  }
}

async function openLog({ log, identity }: Place): Promise<FileHandle> {
  const size = await stat(log).then(
    ({ size }) => size,
    () => 0,
  )
  if (size > largestLog) await rename(log, `${log}.1`).catch(() => undefined)
  const file = await open(log, 'a', 0o600)
  if (identity) await file.chown(identity.uid, identity.gid)
  return file
}

/** What was added to the log since, without the time stamps. */
async function tail(path: string, from: number): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, from)
    const text = buffer.toString('utf8', 0, bytesRead)
    const lines = text.split('\n').filter((line) => /FATAL|HINT|DETAIL|could not|error/.test(line))
    return lines
      .map((line) => line.replace(/^.*?(?=FATAL|HINT|DETAIL)/, ''))
      .join(' ')
      .replace(/\s+/g, ' ')
  } finally {
    await file.close()
  }
}

/** Why the server would not start, when it was only that another one runs or has not quite ended. */
export const isTaken = (said: string) => /lock file "[^"]*" already exists|pre-existing shared memory/.test(said)

/**
 * Removes what a server left that is certainly dead, where PostgreSQL itself cannot be certain: its number belongs to
 * a zombie, or to another program. Its own interlock on shared memory still stands.
 */
export async function clearRemains(place: Place, { pid }: Postmaster): Promise<void> {
  if (!lives(pid)) await rm(join(place.cluster, 'postmaster.pid'), { force: true })
}

/** Ends the server: its clients are disconnected, its data written. Waits until it is gone; false when it is not. */
export async function stop(place: Place, { pgCtl }: Binaries): Promise<boolean> {
  const postmaster = await readPostmaster(place.cluster)
  if (!postmaster || !lives(postmaster.pid)) return true
  if (process.platform === 'win32')
    await promisify(execFile)(pgCtl, ['stop', '-D', place.cluster, '-m', 'fast', '-w'], { windowsHide: true })
  else process.kill(postmaster.pid, 'SIGINT')
  for (let waited = 0; waited < 60_000; waited += 10) {
    if (!lives(postmaster.pid)) return true
    await wait(10)
  }
  return false
}
