import { Command } from 'commander'
import { createLog, readEnvironment, systemClock } from '../kit/index.ts'
import {
  addressOf,
  createSearchService,
  isPlainlyPlaced,
  placeRefusal,
  probeText,
  type Target,
} from '../search/index.ts'
import { enabledOnes, namedTargets } from './configured.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { table } from './table.ts'
import { importTargetList, type TargetListOptions } from './target-list.ts'

/** `farshelf targets`: what is configured, and whether it works. */
export function targetsCommand(io: Io): Command {
  const command = new Command('targets').description(
    'Lists the enabled targets, tests one step by step, or takes in a list of them.',
  )
  command
    .command('list')
    .description('the enabled targets, of targets.yaml and kept by staff, in the order pages show them')
    .action(() => list(io))
  command
    .command('test')
    .description('connects, opens a session, searches and tries record syntaxes, saying how each step went')
    .argument(
      '<id|host:port/db|url>',
      'a target of targets.yaml or kept by staff, or an address: of SRU an http(s) one',
    )
    .action((name: string) => test(name, io))
  command
    .command('import')
    .description('takes in a list of targets that Koha (its table z3950servers, CSV or SQL) or pazpar2 (XML) keeps')
    .argument('<file>')
    .option('--dry-run', 'say what it would do, and do nothing')
    .option('--enable', 'search new ones from now on; else each waits until somebody enables it')
    .option('--yaml', 'write entries for targets.yaml, passwords and all, and keep nothing')
    .action((file: string, options: TargetListOptions) => importTargetList(file, options, io))
  return command
}

async function list(io: Io): Promise<void> {
  const targets = await enabledOnes(readEnvironment(process.env), io)
  if (targets.length === 0) {
    io.stderr.write(
      'No target is enabled. config/targets.sample.yaml has some to start from; Administration, Targets adds others.\n',
    )
    return
  }
  io.stdout.write(table(['id', 'label', 'address', 'syntax', 'shown to', 'categories'], targets.map(row)))
  for (const target of targets.filter(isPlainlyPlaced)) {
    const detail = await placeRefusal(target)
    if (detail !== undefined) io.stderr.write(`${target.id}: ${detail}\n`)
  }
}

const row = ({ id, label, client, syntax, audience, categories }: Target): string[] => [
  id,
  label,
  addressOf(client),
  syntax,
  audience.join(', ') || 'nobody',
  categories.join(', '),
]

async function test(name: string, io: Io): Promise<void> {
  const environment = readEnvironment(process.env)
  const targets = await namedTargets([name], environment, { io, off: true })
  const log = createLog(process.env['LOG_LEVEL'] ? environment.logLevel : 'silent')
  const service = createSearchService({ targets, clock: systemClock, log })
  try {
    // A target works when it answers a search; few know every syntax.
    let works = false
    for await (const tried of service.probe(targets[0]!.id)) {
      const { step, ok, ms } = tried
      if (step === 'search') works = ok
      io.stdout.write(`${ok ? '✓' : '✕'} ${step.padEnd(12)} ${probeText(tried)} (${Math.round(ms)} ms)\n`)
    }
    if (!works) io.exitCode = exitCodes.allTargetsFailed
  } finally {
    await service.close()
  }
}
