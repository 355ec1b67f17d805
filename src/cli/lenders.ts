import { readFile, stat } from 'node:fs/promises'
import { Command } from 'commander'
import {
  findLender,
  importLenders,
  type LenderImport,
  lendersCsv,
  lenderTableColumns,
  makePartnerToken,
  setPartnerHeader,
} from '../ill/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { type Actor, systemClock } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import type { Io } from './io.ts'
import { intoFile } from './output-file.ts'
import { askSecret } from './secret.ts'
import { table } from './table.ts'
import { withDatabase } from './with-database.ts'

const actor: Actor = { name: 'command line', via: 'cli' }
const largestFile = 32 * 1024 * 1024

/** `farshelf lenders`: the directory of lenders as a table. */
export function lendersCommand(io: Io): Command {
  const command = new Command('lenders').description('Reads and writes the directory of lenders as a table.')
  command
    .command('import <file>')
    .description('takes in a CSV file: adds lenders and changes those there are; with anything wrong in it, none of it')
    .option('--check', 'say what it would do, and do nothing')
    .addHelpText('after', `\nThe first row names the columns:\n${columnsHelp()}`)
    .action((file: string, { check }: { check?: true }) => runImport(file, check === true, io))
  command
    .command('export')
    .description('writes all lenders as a CSV file, which import takes')
    .option('--output <file>', 'instead of standard output')
    .action(({ output }: { output?: string }) => runExport(output, io))
  command
    .command('token <symbol>')
    .description('gives a library a new token, which its system shows with its messages, and prints it this once')
    .action((symbol: string) => runToken(symbol, io))
  command
    .command('header <symbol> [name]')
    .description(
      'sets the header we show a library’s system, Authorization if not said; its value is read, never an argument',
    )
    .option('--remove', 'show it nothing more')
    .action((symbol: string, name: string | undefined, { remove }: { remove?: true }) =>
      runHeader(symbol, { name: name ?? 'Authorization', remove: remove === true }, io),
    )
  return command
}

const columnsHelp = () =>
  table(
    ['column', 'holds'],
    lenderTableColumns.map(({ name, about }) => [name, about]),
  )

async function runImport(file: string, check: boolean, io: Io): Promise<void> {
  const bytes = await contentOf(file)
  const done = await withDatabase((database) => database.tx((tx) => importLenders(tx, bytes, check ? {} : { actor })))
  for (const line of faultLines(done)) io.stderr.write(`${file}, ${line}\n`)
  const counts = `${done.added.length} added, ${done.changed.length} changed, ${done.same} as they were`
  if (done.faults.length > 0) {
    io.stdout.write(`Nothing was taken in: ${done.faults.length} thing(s) are wrong with the file.\n`)
    io.exitCode = 1
  } else io.stdout.write(check ? `Would be: ${counts}.\n` : `Lenders: ${counts}.\n`)
}

const mostTold = 100
const faultLines = ({ faults }: LenderImport): string[] => [
  ...faults
    .slice(0, mostTold)
    .map(({ line, column, detail }) => `line ${line}${column ? `, ${column}` : ''}: ${detail}`),
  ...(faults.length > mostTold ? [`and ${faults.length - mostTold} more`] : []),
]

/** @throws Problem bad-input */
async function contentOf(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).size > largestFile)
      throw new Problem('bad-input', { detail: `${file} has more than ${largestFile} bytes` })
    return await readFile(file)
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('bad-input', { detail: `${file} cannot be read: ${(error as Error).message}` }, { cause: error })
  }
}

const runExport = (output: string | undefined, io: Io): Promise<void> =>
  withDatabase((database) =>
    intoFile(output, io, async (into) => {
      for await (const piece of lendersCsv(database.db)) await into.write(piece)
    }),
  )

const now = () => new Date(systemClock.now())

async function runToken(symbol: string, io: Io): Promise<void> {
  const token = await withDatabase((database) =>
    database.tx(async (tx) => makePartnerToken(tx, await idOf(tx, symbol), actor, now())),
  )
  io.stdout.write(`${token}\n`)
}

interface HeaderOptions {
  readonly name: string
  readonly remove: boolean
}

async function runHeader(symbol: string, { name, remove }: HeaderOptions, io: Io): Promise<void> {
  const header = remove ? undefined : { name, value: await askSecret(io, `what is in ${name}`) }
  await withDatabase((database) =>
    database.tx(async (tx) => setPartnerHeader(tx, await idOf(tx, symbol), header, actor, now())),
  )
  io.stdout.write(remove ? 'It is shown nothing more.\n' : `${name} is set.\n`)
}

/** @throws Problem bad-input */
async function idOf(tx: Tx, symbol: string): Promise<number> {
  const lender = await findLender(tx, symbol)
  if (!lender) throw new Problem('bad-input', { detail: `there is no lender ${symbol}` })
  return lender.id
}
