import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a running server writes into its data folder: the pg_ctl of PostgreSQL reads the same. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  /** Empty where it has none. */
  readonly sockets: string
  readonly status: 'starting' | 'stopping' | 'ready' | 'unknown'
}

/** Reads `postmaster.pid`; undefined where there is none, or it is just being written. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port, sockets, , , status] = text.split('\n').map((line) => line.trim())
  if (!pid || Number.isNaN(Number(pid))) return undefined
  const known = status === 'starting' || status === 'stopping' || status === 'ready' ? status : 'unknown'
  return { pid: Number(pid), port: Number(port ?? 0), sockets: sockets ?? '', status: known }
}

/**
 * Whether the process is a PostgreSQL that runs: not one that is a zombie until somebody asks for it, nor
 * another program that has been given the same number since: in containers that is likely.
 */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const [state, command] = lookUp(pid)
  return state !== 'Z' && (command === undefined || command.includes('postgres'))
}

/** A process's state letter and command, as far as the system says. */
function lookUp(pid: number): [state?: string, command?: string] {
  try {
    if (process.platform === 'linux') {
      // 123 (postgres) S 1 …: the name may hold anything, brackets too.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const end = stat.lastIndexOf(')')
      return [stat[end + 2], stat.slice(stat.indexOf('(') + 1, end)]
    }
    if (process.platform === 'win32') return []
    const { stdout } = spawnSync('ps', ['-o', 'stat=,comm=', '-p', String(pid)], { encoding: 'utf8' })
    const [, state, command] = /^(\S)\S*\s+(.*)$/m.exec(stdout) ?? []
    return [state, command]
  } catch {
    return []
  }
}
