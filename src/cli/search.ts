import { Command, Option } from 'commander'
import { createLog, readEnvironment, systemClock } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import {
  type AdHocSettings,
  createSearchService,
  type Search,
  type SearchQuery,
  syntaxNames,
  type Target,
  type TargetStatus,
} from '../search/index.ts'
import { encodings } from '../standards/marc/index.ts'
import { type FieldName, fields } from '../standards/query/index.ts'
import { namedTargets } from './configured.ts'
import { exitCodes } from './exit-codes.ts'
import { type Io, Output } from './io.ts'
import { type RecordWriter, recordWriters } from './record-writers.ts'
import { fieldFlag, positive, targetFlag } from './search-flags.ts'

interface Options extends Partial<Record<FieldName | 'pqf' | 'cql', string>> {
  readonly target: readonly string[]
  readonly max: number
  readonly syntax?: AdHocSettings['syntax']
  readonly encoding?: AdHocSettings['recordEncoding']
  readonly format: keyof typeof recordWriters
}

/** `farshelf search`: one search at one or more targets, records to standard output in the targets' order. */
export function searchCommand(io: Io): Command {
  const command = new Command('search')
    .description('Searches targets over Z39.50 and SRU and prints the records they hold, target by target.')
    .addOption(targetFlag('a target of targets.yaml or kept by staff, or an address; may be given several times'))
  for (const field of fields) command.option(fieldFlag(field), `search in: ${field === 'any' ? 'anywhere' : field}`)
  return command
    .option('--pqf <query>', 'a query in prefix notation, alone')
    .option('--cql <query>', 'a query in CQL, alone')
    .addOption(new Option('--syntax <name>', 'what an address is asked for').choices(syntaxNames))
    .addOption(new Option('--encoding <name>', 'the encoding of its records, if not as they show').choices(encodings))
    .option('--max <n>', 'records from each target, at most', positive, 10)
    .addOption(
      new Option('--format <format>', 'how records are printed').choices(Object.keys(recordWriters)).default('brief'),
    )
    .action((options: Options) => runSearch(options, io))
}

/** @throws Problem bad-input */
function queryOf(options: Options): SearchQuery {
  const given = fields.filter((field) => options[field] !== undefined)
  const { pqf, cql } = options
  if (pqf === undefined && cql === undefined) return Object.fromEntries(given.map((field) => [field, options[field]]))
  if (given.length > 0 || (pqf !== undefined && cql !== undefined))
    throw new Problem('bad-input', { detail: '--pqf or --cql must be the only query' })
  return pqf === undefined ? { cql: cql! } : { pqf }
}

async function runSearch(options: Options, io: Io): Promise<void> {
  const environment = readEnvironment(process.env)
  const query = queryOf(options)
  const named = await namedTargets(options.target, environment, {
    io,
    settings: {
      ...(options.syntax && { syntax: options.syntax }),
      ...(options.encoding && { recordEncoding: options.encoding }),
    },
  })
  const targets = named.map((target) => limited(target, options.max))
  const log = createLog(process.env['LOG_LEVEL'] ? environment.logLevel : 'silent')
  const mostRecords = options.max * targets.length
  const service = createSearchService({ targets, clock: systemClock, log, mostRecords })
  try {
    const search = service.start({ query, targets: targets.map(({ id }) => id), audience: 'enquiry' })
    await search.settled(Math.max(...targets.map(({ client }) => client.deadlines.total)) + 1_000)
    await print(search, targets, recordWriters[options.format], io)
    for (const status of search.targets) report(status, io)
    if (search.targets.every(({ state, fetched }) => state === 'failed' && fetched === 0))
      io.exitCode = exitCodes.allTargetsFailed
  } finally {
    await service.close()
  }
}

/**
 * The command line asks on purpose, for this many records, whoever the target is shown to; each batch of records has
 * the time that a search has.
 */
const limited = (target: Target, max: number): Target => {
  const { deadlines } = target.client
  const total = deadlines.total * Math.ceil(max / target.firstRecords)
  return {
    ...target,
    client: { ...target.client, deadlines: { ...deadlines, total } },
    firstRecords: max,
    mostRecords: max,
    audience: ['enquiry'],
  }
}

async function print(search: Search, targets: readonly Target[], writer: RecordWriter, io: Io) {
  const { hits } = search.page({ page: 1, size: Number.MAX_SAFE_INTEGER })
  const order = new Map(targets.map(({ id }, i) => [id, i]))
  const records = hits
    .flatMap(({ n, sources }) => sources.map((source, i) => ({ n, source, i })))
    .sort((a, b) => order.get(a.source.target)! - order.get(b.source.target)! || a.source.position - b.source.position)
  const output = new Output(io.stdout)
  await output.write(writer.open ?? '')
  for (const { n, i, source } of records) {
    if (output.closed) break
    try {
      await output.write(writer.write(await search.full(n, i)))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      io.stderr.write(`${source.label}: record ${source.position}: ${error.message}\n`)
      io.exitCode = exitCodes.failed
    }
  }
  await output.write(writer.close ?? '')
  await output.end()
}

/** How a target fared: what it has, or why it failed, and what was done so that it could answer. */
function report(status: TargetStatus, io: Io) {
  const { label, state, hits, fetched, unreadable, unreadableReason, failure, adapted = [] } = status
  if (failure) io.stderr.write(`${label}: ${failure.phrase}. ${failure.detail}\n`)
  else
    io.stderr.write(
      `${label}: ${state === 'stopped' ? 'stopped' : hits === 1 ? '1 hit' : `${hits ?? 0} hits`}, ${fetched} fetched\n`,
    )
  if (unreadable > 0) io.stderr.write(`${label}: ${unreadable} of them could not be read: ${unreadableReason}\n`)
  for (const { detail } of adapted) io.stderr.write(`${label}: ${detail}\n`)
}
