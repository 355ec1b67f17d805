import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** A user and group of this machine. */
export interface Identity {
  readonly uid: number
  readonly gid: number
}

/** Where what root cannot leave in place goes: root's own, and readable for the user PostgreSQL runs as. */
export const rootsFolder = '/var/lib/farshelf'

/**
 * Whom the server must run as: PostgreSQL refuses to be root. Undefined when we are not root. A folder that has an
 * owner decides, so that the data goes on being the same user's when another user is installed, or root comes by.
 */
export function serverIdentity(folder: string): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(folder, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return userNamed('postgres') ?? userNamed('nobody') ?? { uid: 65_534, gid: 65_534 }
}

function userNamed(name: string): Identity | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

/** Whether the user may pass through every folder on the way to this one, and into it. */
export function canTraverse(path: string, { uid, gid }: Identity): boolean {
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    const { mode, uid: owner, gid: group } = statSync(folder)
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (folder === dirname(folder)) return true
  }
}
