import { Command, InvalidArgumentError, Option } from 'commander'
import { createLog, readEnvironment, systemClock } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { type Browsed, browsable, createSearchService, type SearchService, type Target } from '../search/index.ts'
import { visible } from '../standards/marc/index.ts'
import { namedTargets } from './configured.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { targetFlag } from './search-flags.ts'

interface Options {
  readonly target: readonly string[]
  readonly field: (typeof browsable)[number]
  readonly count: number
  readonly before: number
}

const mostTerms = 200

/** `farshelf scan`: an index of one or more targets around a term, how many records have each term before it. */
export function scanCommand(io: Io): Command {
  return new Command('scan')
    .description('Lists the terms of an index around one, with how many records have each, target by target.')
    .argument('[term]', 'where the list begins (default: at the beginning)', '')
    .addOption(targetFlag('a target of targets.yaml or kept by staff, or an address; may be given several times'))
    .addOption(new Option('-f, --field <field>', 'the index').choices(browsable).default('title'))
    .option('--count <n>', 'terms from each target, at most', terms(1), 20)
    .option('--before <n>', 'of them, those before the place', terms(0), 0)
    .action((term: string, options: Options) => scan(term, options, io))
}

const terms = (least: number) => (text: string) => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > mostTerms)
    throw new InvalidArgumentError(`It must be ${least} to ${mostTerms}.`)
  return value
}

async function scan(text: string, { target, field, count, before }: Options, io: Io): Promise<void> {
  if (before >= count) throw new Problem('bad-input', { detail: '--before must be less than --count' })
  const environment = readEnvironment(process.env)
  const targets = await namedTargets(target, environment, { io })
  const log = createLog(process.env['LOG_LEVEL'] ? environment.logLevel : 'silent')
  const service = createSearchService({ targets, clock: systemClock, log })
  try {
    const answers = await Promise.all(targets.map((one) => browsed(service, one, { field, text, count, before })))
    for (const [i, answer] of answers.entries()) print(targets[i]!, answer, io)
    if (answers.every((answer) => answer instanceof Problem)) io.exitCode = exitCodes.allTargetsFailed
  } finally {
    await service.close()
  }
}

/** What a target gave, or why it gave nothing: one that fails leaves the others as they are. */
const browsed = (service: SearchService, { id }: Target, browsing: Parameters<SearchService['browse']>[1]) =>
  service.browse(id, browsing).catch((cause: unknown) => {
    if (cause instanceof Problem) return cause
    throw cause
  })

function print({ label }: Target, answer: Browsed | Problem, io: Io): void {
  if (answer instanceof Problem) {
    io.stderr.write(`${answer.message}\n`)
    return
  }
  const lines = answer.entries.map(
    ({ term, display = term, hits }) => `${hits === undefined ? '?' : hits}\t${visible(display)}\n`,
  )
  io.stdout.write(lines.join(''))
  io.stderr.write(`${label}: ${answer.entries.length} terms\n`)
  for (const { detail } of answer.adapted ?? []) io.stderr.write(`${label}: ${detail}\n`)
}
