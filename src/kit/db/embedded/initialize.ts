import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Problem } from '../../../problems.ts'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'

/** The server's logins. They stay in the cluster's folder, which only the server's user and root can read. */
export interface Logins {
  /** Of the role `postgres`, which only the supervisor uses. */
  readonly superuser: string
  /** Of `farshelf_owner`, who owns the tables and migrates them. */
  readonly owner: string
  /** Of `farshelf_app`, who reads and writes rows. */
  readonly app: string
  /** Where it listens on loopback, if it must. */
  readonly port: number
}

const run = promisify(execFile)
const loginsFile = 'farshelf.json'

/**
 * Makes the data folder of the server unless there is one, and gives the logins that go with it. It is made under
 * another name and renamed, so a start that was killed leaves nothing half made.
 * @throws Problem embedded-version when another PostgreSQL made it, embedded-failed, data-folder-unusable
 */
export async function initialize(place: Place, binaries: Binaries): Promise<Logins> {
  if (!existsSync(place.cluster)) await create(place, binaries)
  const found = Number((await read(place, 'PG_VERSION')).trim())
  if (found !== binaries.major)
    throw new Problem('embedded-version', { folder: place.cluster, found, needed: binaries.major })
  return JSON.parse(await read(place, loginsFile)) as Logins
}

async function read(place: Place, file: string): Promise<string> {
  try {
    return await readFile(join(place.cluster, file), 'utf8')
  } catch (cause) {
    throw new Problem('data-folder-unusable', { folder: place.cluster, detail: (cause as Error).message }, { cause })
  }
}

async function create(place: Place, { initdb }: Binaries): Promise<void> {
  const part = `${place.cluster}.${randomBytes(6).toString('hex')}`
  const passwordFile = `${part}.password`
  const password = () => randomBytes(24).toString('base64url')
  const logins: Logins = {
    superuser: password(),
    owner: password(),
    app: password(),
    // Away from the range systems give out by themselves.
    port: 15_000 + (randomBytes(2).readUInt16BE() % 15_000),
  }
  try {
    await mkdir(part, { mode: 0o700 })
    await writeFile(passwordFile, logins.superuser, { mode: 0o600 })
    if (place.identity)
      for (const path of [part, passwordFile]) await chown(path, place.identity.uid, place.identity.gid)
    await run(
      initdb,
      [
        ...['-D', part, '-U', 'postgres', '--pwfile', passwordFile, '-A', 'scram-sha-256', '--no-instructions'],
        // PostgreSQL's own locale sorts and folds the same on every machine; the system's changes with its library.
        ...['-E', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
      ],
      { ...place.identity, cwd: place.home, env: serverVariables() },
    )
    const file = join(part, loginsFile)
    await writeFile(file, JSON.stringify(logins), { mode: 0o600 })
    if (place.identity) await chown(file, place.identity.uid, place.identity.gid)
    await rename(part, place.cluster).catch((error: NodeJS.ErrnoException) => {
      // Another process was first: its cluster serves us both.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } catch (cause) {
    const { code, stderr } = cause as NodeJS.ErrnoException & { stderr?: string }
    const detail = stderr?.trim().split('\n').at(-1) || (cause as Error).message
    if (code === 'EACCES' || code === 'EROFS' || code === 'ENOSPC')
      throw new Problem('data-folder-unusable', { folder: place.home, detail }, { cause })
    throw new Problem('embedded-failed', { detail, log: place.log }, { cause })
  } finally {
    await rm(part, { recursive: true, force: true })
    await rm(passwordFile, { force: true })
  }
}

/** What the server's programs get of our environment: a PGDATA or LC_ALL of somebody's must not reach them. */
export function serverVariables(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP, TMPDIR } = process.env
  return {
    PATH,
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(SystemRoot && { SystemRoot }),
    ...(TEMP && { TEMP }),
    ...(TMPDIR && { TMPDIR }),
  }
}
