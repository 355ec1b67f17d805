import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../../bin/farshelf.js', import.meta.url))

export interface Serving {
  /** Where it listens. */
  readonly address: string
  close(): Promise<void>
}

/** `farshelf serve` as a process of its own, silent and on a free port. @param env what is set beyond that */
export async function serve(env: NodeJS.ProcessEnv): Promise<Serving> {
  const flags = process.env['BENCH_PROFILE'] ? ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`] : []
  const child = spawn(process.execPath, [...flags, command, 'serve'], {
    env: { ...process.env, FARSHELF_PORT: '0', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return {
    address: await addressOf(child),
    async close() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(child.stdout!)) {
    const ready = /^Farshelf is ready at (\S+)$/.exec(line)
    if (ready) return ready[1]!
  }
  throw new Error('a library did not start')
}
