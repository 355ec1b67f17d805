import { Command, Option } from 'commander'
import { type Bib, eachMatching } from '../catalogue/index.ts'
import { Problem } from '../problems.ts'
import { type FormatName, formatNames, formats, type MarcFormat, visible } from '../standards/marc/index.ts'
import { type FieldName, fielded, fields, parsePqf, type RpnQuery } from '../standards/query/index.ts'
import { exitCodes } from './exit-codes.ts'
import { type Io, Output } from './io.ts'
import { intoFile } from './output-file.ts'
import { fieldFlag } from './search-flags.ts'
import { withDatabase } from './with-database.ts'

interface Options extends Partial<Record<FieldName | 'pqf', string>> {
  readonly format: FormatName
  readonly output?: string
}

/** `farshelf export`: records of the catalogue as a file. */
export function exportCommand(io: Io): Command {
  const command = new Command('export').description(
    'Writes the records of the catalogue that readers can see: those that a search finds, or all.',
  )
  for (const field of fields)
    command.option(fieldFlag(field), `those with this ${field === 'any' ? 'anywhere' : field}`)
  return command
    .option('--pqf <query>', 'those that a query in prefix notation finds, alone')
    .addOption(new Option('--format <format>', 'the format to write').choices(formatNames).default('marc'))
    .option('-o, --output <file>', 'where to write, if not to standard output')
    .addHelpText(
      'after',
      `\nFormats:\n${formatNames.map((name) => `  ${name.padEnd(8)} ${formats[name].label}`).join('\n')}\n`,
    )
    .action((options: Options) => runExport(options, io))
}

/** @throws Problem bad-input, query-syntax, query-empty */
function queryOf(options: Options): RpnQuery | undefined {
  const given = fields.filter((field) => options[field] !== undefined)
  if (options.pqf !== undefined) {
    if (given.length > 0) throw new Problem('bad-input', { detail: '--pqf must be the only query' })
    return parsePqf(options.pqf)
  }
  if (given.length === 0) return undefined
  return fielded(Object.fromEntries(given.map((field) => [field, options[field]])))
}

async function runExport(options: Options, io: Io): Promise<void> {
  const query = queryOf(options)
  const format: MarcFormat = formats[options.format]
  const report = new Output(io.stderr)
  const { written, missing } = await withDatabase(({ db }) =>
    intoFile(options.output, io, async (output) => {
      let [written, missing] = [0, 0]
      output.write(format.open)
      for await (const bibs of eachMatching(db, query)) {
        for (const bib of bibs) {
          const record = recordOf(bib, format, report)
          if (record === undefined) missing += 1
          else {
            written += 1
            await output.write(record)
          }
        }
        await report.flush()
        if (output.closed) break
      }
      output.write(format.close)
      return { written, missing }
    }),
  )
  report.write(`${written} record(s) written${missing > 0 ? `, ${missing} left out` : ''}\n`)
  await report.end()
  if (missing > 0) io.exitCode = exitCodes.failed
}

/** A record in the format, or undefined where it cannot be written: that is reported. */
function recordOf({ id, record, flavour }: Bib, format: MarcFormat, report: Output): string | Uint8Array | undefined {
  try {
    return format.write(record, {
      flavour,
      onLoss: (_code, tag, detail) => void report.write(`${visible(`record ${id}, ${tag}: left out ${detail}`)}\n`),
    })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    report.write(`${visible(`record ${id}: ${error.message}`)}\n`)
    return undefined
  }
}
