import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { Problem } from '../problems.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

/** Every command, loaded only when it is the one that was asked for: starting is mostly imports. */
const commands: Record<string, { summary: string; load: () => Promise<(io: Io) => Command> }> = {
  search: {
    summary: 'search one or more targets and print what they hold',
    load: async () => (await import('./search.ts')).searchCommand,
  },
  scan: {
    summary: 'list an index of one or more targets around a term',
    load: async () => (await import('./scan.ts')).scanCommand,
  },
  lookup: {
    summary: 'look up a list of ISBNs, ISSNs and LCCNs: the first good record of each',
    load: async () => (await import('./lookup.ts')).lookupCommand,
  },
  targets: {
    summary: 'list the configured targets, test one step by step, or take in a list of them',
    load: async () => (await import('./targets.ts')).targetsCommand,
  },
  import: {
    summary: 'load files of records into the catalogue, see what became of them, undo it',
    load: async () => (await import('./import.ts')).importCommand,
  },
  export: {
    summary: 'write records of the catalogue to a file',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  catalogue: {
    summary: 'upkeep of the local catalogue',
    load: async () => (await import('./catalogue.ts')).catalogueCommand,
  },
  lenders: {
    summary: 'read and write the directory of lenders as a table',
    load: async () => (await import('./lenders.ts')).lendersCommand,
  },
  'library-system': {
    summary: 'test the system of your own that keeps readers and items',
    load: async () => (await import('./library-system.ts')).librarySystemCommand,
  },
  messages: {
    summary: 'take in what comes back of messages',
    load: async () => (await import('./messages.ts')).messagesCommand,
  },
  marc: {
    summary: 'convert and check files of MARC records',
    load: async () => (await import('./marc.ts')).marcCommand,
  },
  workflow: {
    summary: 'check, draw and try the workflows',
    load: async () => (await import('./workflow.ts')).workflowCommand,
  },
  secret: {
    summary: 'change the key that passwords of targets are encrypted with',
    load: async () => (await import('./secret-key.ts')).secretCommand,
  },
  db: {
    summary: 'look at the database, or bring it up to date',
    load: async () => (await import('./db.ts')).dbCommand,
  },
  backup: {
    summary: 'write the whole database into a file',
    load: async () => (await import('./backup.ts')).backupCommand,
  },
  restore: {
    summary: 'make the database what a backup says',
    load: async () => (await import('./backup.ts')).restoreCommand,
  },
  accounts: {
    summary: 'make and list the accounts of staff and patrons',
    load: async () => (await import('./accounts.ts')).accountsCommand,
  },
  serve: {
    summary: 'start Farshelf',
    load: async () => (await import('./serve.ts')).serveCommand,
  },
  demo: {
    summary: 'start Farshelf with three small libraries to try it on',
    load: async () => (await import('./serve.ts')).demoCommand,
  },
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

async function program(io: Io, asked: string | undefined): Promise<Command> {
  const farshelf = new Command('farshelf')
    .description("Finds a title on other libraries' shelves and brings it to a reader.")
    .version(version)
    // What stands behind a command is the command's.
    .enablePositionalOptions()
  for (const [name, { summary, load }] of Object.entries(commands)) {
    if (name === asked) farshelf.addCommand((await load())(io))
    else farshelf.command(name).description(summary)
  }
  quiet(farshelf, io)
  return farshelf
}

/** Makes commander throw instead of exiting, in every subcommand, and print where we do. */
function quiet(command: Command, io: Io) {
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
  })
  for (const sub of command.commands) quiet(sub, io)
}

/**
 * Runs one command line and gives its exit code: 0 done, 1 failed, 2 bad arguments, 3 every target failed.
 * @throws what is nobody's mistake but ours
 */
export async function runCommandLine(args: readonly string[], io: Io): Promise<number> {
  try {
    const farshelf = await program(io, args[0] === 'help' ? args[1] : args[0])
    await farshelf.parseAsync(args, { from: 'user' })
    return Number(io.exitCode ?? exitCodes.done)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badArguments
    if (!(error instanceof Problem)) throw error
    io.stderr.write(`farshelf: ${error.message}\n`)
    return error.status === 400 ? exitCodes.badArguments : exitCodes.failed
  }
}
