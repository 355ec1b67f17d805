import { Command, InvalidArgumentError, Option } from 'commander'
import { encodings } from '../standards/marc/index.ts'
import { cancelOfImport, listImports, rejectsOfImport, showImport } from './importing/batches.ts'
import { type FileFlags, importFile } from './importing/file.ts'
import { previewFile } from './importing/preview.ts'
import { resumeImport, undoOfImport } from './importing/watch.ts'
import type { Io } from './io.ts'

const formats = ['marc', 'marcxml', 'json', 'mrk', 'csv'] as const

/** `farshelf import`: files of records into the catalogue. */
export function importCommand(io: Io): Command {
  const command = new Command('import')
    .description('Loads a file of records (- is standard input), plain or gzip, into the catalogue.')
    .enablePositionalOptions()
    .argument('<file>', 'file of records, or -')
    .option('-p, --profile <name>', 'how it is loaded: a profile of config/import.yaml', 'default')
    .option('--dry-run', 'only count what loading would do; the file stays staged')
    .option('--preview', 'only show how the first records read in each encoding')
    .addOption(
      new Option('--encoding <name>', 'how text is encoded, where that cannot be told').choices([
        ...encodings,
        'utf-16le',
        'utf-16be',
      ]),
    )
    .addOption(new Option('--format <format>', 'the format of the file, where it does not tell').choices(formats))
    .option('--again', 'load a file that was loaded before')
    .option('--json', 'print one JSON object')
    .addHelpText('after', afterwards)
    .action((name: string, flags: FileFlags & { preview?: true }) =>
      flags.preview ? previewFile(name, flags, io) : importFile(name, flags, io),
    )
  command
    .command('list')
    .description('Lists the files loaded last.')
    .option('--json', 'one JSON object a line')
    .action((flags: { json?: true }) => listImports(flags, io))
  command
    .command('show')
    .description('Says what became of a file.')
    .argument('<batch>', 'its number', batchNumber)
    .option('--json', 'print one JSON object')
    .action((batch: number, flags: { json?: true }) => showImport(batch, flags, io))
  command
    .command('resume')
    .description('Goes on with a load that was paused, failed or cut off, or begins with a file that is staged.')
    .argument('<batch>', 'its number', batchNumber)
    .option('--json', 'print one JSON object')
    .action((batch: number, flags: { json?: true }) => resumeImport(batch, flags, io))
  command
    .command('undo')
    .description('Takes back what a load did; what was changed since is left, and said.')
    .argument('<batch>', 'its number', batchNumber)
    .option('--json', 'print one JSON object')
    .action((batch: number, flags: { json?: true }) => undoOfImport(batch, flags, io))
  command
    .command('cancel')
    .description('Gives a file up: it is not loaded, or no further, and its bytes are let go of.')
    .argument('<batch>', 'its number', batchNumber)
    .option('--json', 'print one JSON object')
    .action((batch: number, flags: { json?: true }) => cancelOfImport(batch, flags, io))
  command
    .command('rejects')
    .description('Writes the rejected records of a file as they were in it.')
    .argument('<batch>', 'its number', batchNumber)
    .option('--report', 'instead, which they are and why, as CSV')
    .option('--json', 'the report as one JSON object a line')
    .option('-o, --output <file>', 'where to write, if not to standard output')
    .action((batch: number, flags: { report?: true; json?: true; output?: string }) =>
      rejectsOfImport(batch, flags, io),
    )
  return command
}

const afterwards = `
Nothing is lost when it is interrupted: "farshelf import resume BATCH" goes on. The exit code is 1 when the load did not
come to its end, or records were rejected.
`

function batchNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be the number of an import.')
  return Number(text)
}
