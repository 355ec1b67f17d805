import { createHash, randomBytes } from 'node:crypto'
import { type Stats, statSync } from 'node:fs'
import { chmod, chown, lstat, mkdir, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Problem } from '../../../problems.ts'
import type { Log } from '../../log.ts'
import { canTraverse, type Identity, rootsFolder, serverIdentity } from './identity.ts'

/** Where one embedded server lives. */
export interface Place {
  /** `postgres` in the data folder, links followed: all below is in it, private to the server's user. */
  readonly home: string
  readonly cluster: string
  readonly log: string
  /** Where its socket is; undefined where there are no Unix sockets for us, and loopback serves. */
  readonly sockets: string | undefined
  /** Whom the server runs as, when that is not whom we run as. */
  readonly identity: Identity | undefined
}

/** What fits into a socket's address: 107 bytes on Linux, 103 on macOS. */
const longestSocket = 103
const socketName = '/.s.PGSQL.5432'

/**
 * Makes the folders of the embedded server. As root, with a data folder the server's user cannot reach, its place is
 * a new folder under /var/lib/farshelf, and the data folder gets a link to it.
 * @throws Problem data-folder-unusable
 */
export async function preparePlace(dataFolder: string, log: Log): Promise<Place> {
  const folder = resolve(dataFolder)
  const link = join(folder, 'postgres')
  try {
    await mkdir(folder, { recursive: true })
    const identity = serverIdentity(link)
    if (!statSync(link, { throwIfNoEntry: false })) await makeHome(folder, link, identity, log)
    const home = await realpath(link)
    const owner = statSync(home)
    if (!identity && process.getuid && owner.uid !== process.getuid())
      throw new Problem('data-folder-unusable', { folder: home, detail: `it belongs to user ${owner.uid}` })
    const sockets = process.platform === 'win32' ? undefined : await socketFolder(home, owner)
    return { home, cluster: join(home, 'cluster'), log: join(home, 'server.log'), sockets, identity }
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    throw new Problem('data-folder-unusable', { folder, detail: (cause as Error).message }, { cause })
  }
}

async function makeHome(folder: string, link: string, identity: Identity | undefined, log: Log): Promise<void> {
  if (!identity || canTraverse(folder, identity)) return makePrivate(link, identity)
  const elsewhere = join(rootsFolder, `data-${randomBytes(6).toString('hex')}`)
  await mkdir(rootsFolder, { recursive: true, mode: 0o755 })
  await makePrivate(elsewhere, identity)
  try {
    await symlink(elsewhere, link)
  } catch (error) {
    await rm(elsewhere, { recursive: true })
    // Two processes came at once: the other's place is ours too.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return
  }
  log.info({ folder: elsewhere }, 'PostgreSQL does not run as root: its data is kept where another user can reach it')
}

async function makePrivate(folder: string, identity: Identity | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (identity) await chown(folder, identity.uid, identity.gid)
}

/** The server's own folder if the socket's address fits, else a short one that is always the same for this server. */
async function socketFolder(home: string, { uid, gid }: Stats): Promise<string> {
  if (Buffer.byteLength(home + socketName) <= longestSocket) return home
  const short = join(tmpdir(), `farshelf-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`)
  await mkdir(short, { mode: 0o700 }).then(
    () => (process.getuid?.() === 0 ? chown(short, uid, gid) : undefined),
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  // In a folder everybody writes, somebody may have been there first.
  const found = await lstat(short)
  if (!found.isDirectory() || found.uid !== uid)
    throw new Problem('data-folder-unusable', { folder: short, detail: 'it should hold our socket, but is not ours' })
  await chmod(short, 0o700)
  return short
}
