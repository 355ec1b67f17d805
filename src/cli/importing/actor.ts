import { userInfo } from 'node:os'
import type { Actor } from '../../kit/index.ts'

/** Whoever types the command, as this machine knows them. */
export function commandLineActor(): Actor {
  try {
    return { name: userInfo().username, via: 'cli' }
  } catch {
    // A user without an entry, as in containers.
    return { name: 'command line', via: 'cli' }
  }
}
