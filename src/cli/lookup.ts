import { readFile, stat } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { Command, Option } from 'commander'
import { createLog, readEnvironment, systemClock } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import {
  createSearchService,
  findFirst,
  firstResult,
  inLanes,
  type ListedNumber,
  type LookedUpRecord,
  type LookupResult,
  listLimits,
  lookupReportHead,
  lookupReportRow,
  type NumberKind,
  numberKinds,
  outcomeNames,
  readNumberList,
  resultOf,
  type SearchService,
  whyWords,
} from '../search/index.ts'
import {
  type FormatName,
  formatNames,
  formats,
  type MarcFormat,
  visible,
  writeIfHeld,
} from '../standards/marc/index.ts'
import { namedTargets } from './configured.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { intoFile } from './output-file.ts'

interface Options {
  readonly source: readonly string[]
  readonly kind?: NumberKind
  readonly column?: string
  readonly full?: true
  readonly format: FormatName
  readonly output?: string
  readonly report?: string
}

/** Numbers looked up at once. A library is asked for one after the other, or as many as it allows. */
const atOnce = 4

/** `farshelf lookup`: for each number of a list the first good record, in an order of libraries. Those that staff keep come from the database. */
export function lookupCommand(io: Io): Command {
  return new Command('lookup')
    .description(
      'Looks up a list of ISBNs, ISSNs and LCCNs: writes for each the first good record in an order of libraries, and says what became of it.',
    )
    .argument('<file>', 'the list: a number a line, or a table with a column of them; - for standard input')
    .addOption(
      new Option('-s, --source <id|host:port/db|url>', 'a target, the preferred one first; may be given several times')
        .argParser((value: string, all: readonly string[] | undefined) => [...(all ?? []), value])
        .default([], 'all enabled'),
    )
    .addOption(new Option('--kind <kind>', 'what they are, if not as they show').choices(numberKinds))
    .option('--column <name>', 'of a table: the name in its first row, or its place from 1 (default: found out)')
    .option('--full', 'take full records only')
    .addOption(new Option('--format <format>', 'the format to write').choices(formatNames).default('marc'))
    .option('-o, --output <file>', 'where to write the records, if not to standard output')
    .option('--report <file>', 'where to write what became of each number, as CSV')
    .addHelpText(
      'after',
      `
A good record holds the number itself and could be read without loss. The first library that has one gives it; a brief
one is taken only where no other has a fuller one. Of what a target allows in searches a minute, half is used.
Ends with 0 when every number was looked up, found or not; with 1 when some library failed for one that was not found,
or a record could not be written; with 3 when nothing could be asked for anywhere.
`,
    )
    .action((file: string, options: Options) => runLookup(file, options, io))
}

async function runLookup(file: string, options: Options, io: Io): Promise<void> {
  const { kind, column, full = false } = options
  const environment = readEnvironment(process.env)
  const list = readNumberList(await bytesOf(file, io), { kind, column })
  const targets = await namedTargets(options.source, environment, { io })
  const log = createLog(process.env['LOG_LEVEL'] ? environment.logLevel : 'silent')
  const service = createSearchService({ targets, clock: systemClock, log })
  try {
    const sources = targets.map(({ id }) => id)
    const records = new Map<number, LookedUpRecord>()
    const results = new Map(list.map((listed) => [listed.line, firstResult(listed)]))
    await lookUpAll(list, service, { sources, fullOnly: full }, (result, record) => {
      results.set(result.line, result)
      if (record) records.set(result.line, record)
      say(result, io)
    })
    const all = [...results.values()]
    for (const result of all) if (result.outcome === 'invalid') say(result, io)
    await write(list, records, options, io)
    if (options.report !== undefined)
      await intoFile(options.report, io, async (output) => {
        output.write(lookupReportHead)
        for (const result of all) await output.write(lookupReportRow(result))
      })
    summarise(all, io)
  } finally {
    await service.close()
  }
}

/** @throws Problem bad-input, lookup-too-long */
async function bytesOf(file: string, { stdin }: Io): Promise<Uint8Array> {
  try {
    if (file === '-') return await buffer(stdin)
    if ((await stat(file)).size > listLimits.bytes)
      throw new Problem('lookup-too-long', { numbers: listLimits.numbers })
    return await readFile(file)
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('bad-input', { detail: `${file} cannot be read: ${(error as Error).message}` }, { cause: error })
  }
}

/** Looks up what is to be looked up, each number once. */
const lookUpAll = (
  list: readonly ListedNumber[],
  service: SearchService,
  options: { readonly sources: readonly string[]; readonly fullOnly: boolean },
  tell: (result: LookupResult, record: LookedUpRecord | undefined) => void,
): Promise<void> =>
  inLanes(list, atOnce, async (listed) => {
    if (!listed.wanted || listed.twinOf !== undefined) return
    const finding = await findFirst(listed.wanted, { service, ...options })
    tell(resultOf(listed, finding), finding.outcome === 'found' ? finding.record : undefined)
  })

/** One line a number: where it was found and what it is, or why not. */
function say(result: LookupResult, io: Io): void {
  const { line, given, number = given, outcome, label, title } = result
  const found =
    outcome === 'found' ? `${label}: ${title}` : `${outcomeNames[outcome].toLowerCase()}: ${whyWords(result)}`
  sayOf(line, [number, found], io)
}

/** Columns are parted by tabs; what others wrote in them does nothing to a terminal. */
const sayOf = (line: number, columns: readonly string[], io: Io) =>
  io.stderr.write(`${[`line ${line}`, ...columns.map(visible)].join('\t')}\n`)

/** The records, in the order of the list. */
async function write(
  list: readonly ListedNumber[],
  records: ReadonlyMap<number, LookedUpRecord>,
  { format: name, output: file }: Options,
  io: Io,
): Promise<void> {
  const { open, close, label }: MarcFormat = formats[name]
  let leftOut = 0
  await intoFile(file, io, async (output) => {
    output.write(open)
    for (const { line } of list) {
      const found = records.get(line)
      if (!found || output.closed) continue
      const written = writeIfHeld(name, found.decoded.record, { flavour: found.flavour })
      if ('part' in written) await output.write(written.part)
      else {
        leftOut += 1
        sayOf(line, [`left out: ${written.why}`], io)
      }
    }
    output.write(close)
  })
  if (leftOut === 0) return
  io.stderr.write(`${leftOut} of ${records.size} records left out: they cannot be written as ${label}\n`)
  io.exitCode = exitCodes.failed
}

function summarise(results: readonly LookupResult[], io: Io): void {
  const counted = (outcome: LookupResult['outcome']) => results.filter((one) => one.outcome === outcome).length
  const [found, failed] = [counted('found'), counted('failed')]
  const facts = [`${found} found`, `${counted('not-found')} not found`, `${failed} could not be asked everywhere`]
  io.stderr.write(`${[...facts, `${counted('invalid')} not valid`, `${counted('twin')} twice`].join(', ')}\n`)
  if (failed === 0) return
  const nobodyAnswered = results.every(({ outcome, tries }) =>
    outcome === 'failed' ? tries.every(({ said }) => said === 'failed') : outcome === 'invalid' || outcome === 'twin',
  )
  io.exitCode = nobodyAnswered ? exitCodes.allTargetsFailed : exitCodes.failed
}
