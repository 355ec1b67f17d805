import { Command } from 'commander'
import type { App } from '../app.ts'
import { createLog, type Environment, type Log, readEnvironment } from '../kit/index.ts'
import { configuredTargets } from './configured.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

/** `farshelf serve`: the application with the configured targets. */
export function serveCommand(io: Io): Command {
  return new Command('serve')
    .description('Starts Farshelf with the targets of config/targets.yaml. FARSHELF_HOST and FARSHELF_PORT say where.')
    .action(() =>
      run(io, async (environment, log) => {
        const targets = await configuredTargets(environment)
        const { startApp } = await import('../app.ts')
        const app = await startApp(environment, targets, log)
        io.stdout.write(`Farshelf is ready at ${app.url}\n`)
        if (targets.length === 0)
          io.stderr.write(`No target is enabled in ${environment.config}/targets.yaml: nothing can be found yet.\n`)
        return app
      }),
    )
}

/** `farshelf demo`: the application with three small libraries of its own, and one that is down. */
export function demoCommand(io: Io): Command {
  return new Command('demo')
    .description('Starts Farshelf with three small libraries on this machine, one of them slow, and one that is down.')
    .action(() =>
      run(io, async (environment, log) => {
        const { startDemo } = await import('../demo.ts')
        const demo = await startDemo(environment, log)
        for (const { label, address } of demo.libraries) io.stdout.write(`${label.padEnd(28)} ${address}\n`)
        io.stdout.write(`Farshelf is ready at ${demo.url}\n`)
        return demo
      }),
    )
}

/** Runs until SIGTERM or SIGINT, then finishes what is in flight. A second signal ends the process at once. */
async function run(io: Io, start: (environment: Environment, log: Log) => Promise<App>): Promise<void> {
  const environment = readEnvironment(process.env)
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  let app: App
  try {
    app = await start(environment, createLog(environment.logLevel))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error
    const why = {
      EADDRINUSE: 'is in use',
      EACCES: 'is not allowed to us',
      EADDRNOTAVAIL: 'is not an address of this machine',
    }
    io.stderr.write(
      `farshelf: ${environment.host}:${environment.port} ${why[code]}. Set FARSHELF_HOST or FARSHELF_PORT to another.\n`,
    )
    io.exitCode = exitCodes.failed
    return
  }
  await told
  await app.close()
}
