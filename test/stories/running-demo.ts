import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../../bin/farshelf.js', import.meta.url))

export interface Demo {
  readonly process: ChildProcess
  readonly url: string
  readonly said: readonly string[]
  /** The password or PIN of somebody, as it was printed; of several libraries, at the one with this address. */
  secretOf(login: string, library?: string): string
}

/** Starts the demo as `npm run demo` does, on a free port, and reads what it prints until it is ready. */
export async function startDemo(
  flags: readonly string[] = [],
  [program, ...args]: readonly [string, ...string[]] = [process.execPath, command, 'demo'],
): Promise<Demo> {
  const child = spawn(program, [...args, ...flags], {
    env: { ...process.env, FARSHELF_PORT: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  const columns = (line = '') => line.split(/ {2,}/)
  const secretAt = (login: string, library: string) => {
    const heading = columns(said.find((line) => line.startsWith('LIBRARY ')))
    return columns(said.find((line) => line.includes(`  ${library}  `)))[heading.indexOf(login.toUpperCase())]
  }
  const secretOf = (login: string, library?: string) => {
    const secret = library ? secretAt(login, library) : new RegExp(` {2}${login} {2,}(\\S+)`).exec(said.join('\n'))?.[1]
    if (!secret) throw new Error(`the demo has nobody who signs in as ${login}`)
    return secret
  }
  for await (const line of createInterface(child.stdout!)) {
    said.push(line)
    const ready = /^Farshelf is ready at (\S+)$/.exec(line)
    if (ready) return { process: child, url: ready[1]!, said, secretOf }
  }
  throw new Error(`the demo ended early: ${said.join('\n')}`)
}
