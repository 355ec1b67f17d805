import { Command, Option } from 'commander'
import {
  type Encoding,
  encodings,
  type Flavour,
  type FormatName,
  flavours,
  formatNames,
  formats,
  type ReadableFormat,
  readableFormats,
} from '../standards/marc/index.ts'
import type { Io } from './io.ts'
import { check } from './marc-check.ts'
import { convert } from './marc-convert.ts'
import { openMarcFile } from './marc-file.ts'

interface ReadFlags {
  readonly from?: ReadableFormat
  readonly encoding?: Encoding
  readonly flavour: Flavour
}

const meanings = `\nFormats:\n${formatNames.map((name) => `  ${name.padEnd(8)} ${formats[name].label}`).join('\n')}\n`

/** `farshelf marc convert` and `farshelf marc check`. */
export function marcCommand(io: Io): Command {
  const marc = new Command('marc').description('Converts and checks files of MARC records.')
  withReadFlags(marc.command('convert'))
    .description('Writes the records of a file (- is standard input) to standard output in another format.')
    .addOption(new Option('--to <format>', 'the format to write').choices(formatNames).makeOptionMandatory())
    .addHelpText('after', meanings)
    .action(async (name: string, { from, to, ...reading }: ReadFlags & { to: FormatName }) =>
      convert(await openMarcFile(name, from, reading, io), to, reading.flavour, io),
    )
  withReadFlags(marc.command('check'))
    .description('Reads the records of a file (- is standard input) and says what was found in them.')
    .option('--json', 'one JSON object instead of tables')
    .action(async (name: string, { from, json, ...reading }: ReadFlags & { json?: true }) =>
      check(await openMarcFile(name, from, reading, io), json === true, io),
    )
  return marc
}

const withReadFlags = (command: Command): Command =>
  command
    .argument('<file>', 'file of records, or -')
    .addOption(new Option('--from <format>', 'the format of the file, where it does not tell').choices(readableFormats))
    .addOption(new Option('--encoding <name>', 'how text is encoded, where that cannot be told').choices(encodings))
    .addOption(new Option('--flavour <name>', 'what the tags mean').choices(flavours).default('marc21'))
