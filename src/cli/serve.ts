import { Command, InvalidArgumentError } from 'commander'
import type { App } from '../app.ts'
import type { Demo } from '../demo.ts'
import type { Network } from '../demo-network.ts'
import { createLog, type Environment, type Log, readEnvironment } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { configuredTargets } from './configured.ts'
import type { Io } from './io.ts'
import { table } from './table.ts'

/** `farshelf serve`: the application with the configured targets. */
export function serveCommand(io: Io): Command {
  return new Command('serve')
    .description('Starts Farshelf with the targets of config/targets.yaml. FARSHELF_HOST and FARSHELF_PORT say where.')
    .action(() =>
      run(async (environment, log) => {
        const targets = await configuredTargets(environment)
        const { configuredServer, startApp } = await import('../app.ts')
        const app = await startApp(environment, targets, log, { served: await configuredServer(environment) })
        for (const address of app.served) io.stdout.write(`The catalogue is served over ${address}\n`)
        for (const address of app.called) io.stdout.write(`Other libraries’ systems call over ${address}\n`)
        const setup = await app.setupAddress()
        io.stdout.write(`Farshelf is ready at ${app.url}\n`)
        if (setup) io.stdout.write(`Nobody works here yet. Create the first account, within a day: ${setup}\n`)
        if (app.searched === 0)
          io.stderr.write(
            `No target is enabled, neither in ${environment.config}/targets.yaml nor at Administration, Targets: nothing can be found yet. targets.sample.yaml has some to start from.\n`,
          )
        return app
      }),
    )
}

/** `farshelf demo`: the application with three small libraries of its own, and one that is down; or several applications. */
export function demoCommand(io: Io): Command {
  return new Command('demo')
    .description('Starts Farshelf with three small libraries on this machine, one of them slow, and one that is down.')
    .option(
      '--libraries <N>',
      'start so many whole libraries instead, 2 to 9, that search each other and lend to each other',
      networkSize,
    )
    .action(({ libraries }: { libraries?: number }) =>
      run(async (environment, log) => {
        if (libraries !== undefined) {
          const { startNetwork } = await import('../demo-network.ts')
          const network = await startNetwork(environment, log, libraries)
          io.stdout.write(toldOf(network))
          return network
        }
        const { startDemo } = await import('../demo.ts')
        const demo = await startDemo(environment, log)
        for (const { label, address } of demo.libraries) io.stdout.write(`${label.padEnd(28)} ${address}\n`)
        for (const address of demo.served) io.stdout.write(`The catalogue is served over ${address}\n`)
        io.stdout.write(`\n${table(['who', 'signs in as', 'password or PIN', 'and'], demo.people.map(row))}`)
        io.stdout.write(`Staff sign in at ${demo.url}staff/login, patrons at ${demo.url}login\n\n`)
        io.stdout.write(`Farshelf is ready at ${demo.url}\n`)
        return demo
      }),
    )
}

function networkSize(text: string): number {
  if (!/^[2-9]$/.test(text)) throw new InvalidArgumentError('It must be 2 to 9.')
  return Number(text)
}

/** The libraries of a network, who signs in where, and what to try. */
function toldOf({ libraries }: Network): string {
  const [here, there] = libraries as readonly [Network['libraries'][number], Network['libraries'][number]]
  const logins = here.people.map(({ login }) => login)
  const reader = here.people.find(({ kind }) => kind === 'patron')!.login
  const rows = libraries.map(({ name, url, people }) => [name, url, ...people.map(({ secret }) => secret)])
  return [
    ...libraries.map(({ name, symbol, target }) => `${name.padEnd(16)} ${symbol.padEnd(12)} Z39.50: ${target}\n`),
    '\nThe password or PIN of everybody, under what they sign in as: staff at …/staff/login, readers at …/login\n\n',
    table(['library', 'address', ...logins], rows),
    '\nTo try:\n',
    `1. At ${here.name} sign in as ${reader}, search the other libraries for “${there.own}”, which only ${there.name} has, and press Place Request.\n`,
    `2. There as ill, under Requests: External Search and Select Record, Manage Lenders, Build rota, Requested. At ${there.name} as ill, under Lending: Shipped.\n`,
    `3. At ${here.name} as ill: Received as loan; as desk: Check in, Check out, Check in, Return to lender. At ${there.name} as ill: Check in by scan.\n\n`,
    `Farshelf is ready at ${here.url}\n`,
  ].join('')
}

const row = ({ name, login, secret, does }: Demo['people'][number]): string[] => [name, login, secret, does]

/** The last is the terminal's window closing. */
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** Why an address cannot be listened on, by the system's code. */
const unfitAddress: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is in use',
  EACCES: 'it is not allowed to us',
  EADDRNOTAVAIL: 'it is not an address of this machine',
  ENOTFOUND: 'no such host is known',
  EAI_AGAIN: 'its name cannot be looked up',
}

/**
 * npm passes a signal on to the shell it started us in, and the shell ends without passing it on. So, under npm, that
 * our parent has gone means what the signal would have: looked at every 200 ms.
 */
function whenOrphanedByNpm(stop: () => void): NodeJS.Timeout | undefined {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined
  const parent = process.ppid
  return setInterval(() => {
    if (process.ppid !== parent) stop()
  }, 200).unref()
}

/** Runs until it is told to stop, then finishes what is in flight. A second signal ends the process at once. */
async function run(start: (environment: Environment, log: Log) => Promise<Pick<App, 'close'>>): Promise<void> {
  const environment = readEnvironment(process.env)
  const told = new Promise<void>((resolve) => {
    const stop = () => {
      // The next one finds nobody listening, and ends the process.
      for (const signal of signals) process.off(signal, stop)
      clearInterval(watch)
      resolve()
    }
    for (const signal of signals) process.on(signal, stop)
    const watch = whenOrphanedByNpm(stop)
  })
  const app = await start(environment, createLog(environment.logLevel)).catch((error: NodeJS.ErrnoException) => {
    const detail = unfitAddress[error.code ?? '']
    if (!detail) throw error
    throw new Problem('cannot-listen', { host: environment.host, port: environment.port, detail }, { cause: error })
  })
  await told
  await app.close()
}
