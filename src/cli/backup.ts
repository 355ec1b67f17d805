import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Command } from 'commander'
import { backUp, type Progress, restore } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'
import { withConnection } from './connected.ts'
import type { Io } from './io.ts'

/** `farshelf backup FILE`: the whole database, as it is at one moment, into a file or to standard output. */
export function backupCommand(io: Io): Command {
  return new Command('backup')
    .description('Writes the whole database, as it is now, into a file, while Farshelf goes on running.')
    .argument('<file>', 'the file, or - for standard output')
    .action((file: string) =>
      withConnection(async (connection, log) => {
        const save = file === '-' ? (backup: Readable) => pipeline(backup, io.stdout, { end: false }) : saveAs(file)
        const { tables } = await backUp(connection, log, save, teller(io))
        io.stderr.write(`${summary(tables)} saved\n`)
      }),
    )
}

/** `farshelf restore FILE`: makes the database what a backup says. */
export function restoreCommand(io: Io): Command {
  return new Command('restore')
    .description(
      'Makes the database what a backup says: all of it, or nothing when anything is wrong. Stop Farshelf first.',
    )
    .argument('<file>', 'the file, or - for standard input')
    .option('--force', 'replace what the database holds')
    .action((file: string, { force }: { force?: boolean }) =>
      withConnection(async (connection, log) => {
        const backup = file === '-' ? io.stdin : await read(file)
        const { tables } = await restore(connection, log, backup, { force: force === true, tell: teller(io) })
        io.stderr.write(`${summary(tables)} restored\n`)
      }),
    )
}

const summary = (tables: readonly { readonly rows: number }[]) =>
  `${tables.reduce((sum, { rows }) => sum + rows, 0)} rows of ${tables.length} tables`

/** Says at a terminal which table it is. */
function teller({ stderr }: Io): (progress: Progress) => void {
  if (!('isTTY' in stderr) || stderr.isTTY !== true) return () => {}
  return ({ table, rows }) => void stderr.write(`\x1b[2K${table}: ${rows} rows\r`)
}

/** Into a file nobody else may read, which gets its name when it is whole and on the disk. */
const saveAs = (file: string) => async (backup: Readable) => {
  const part = `${file}.${randomBytes(4).toString('hex')}`
  try {
    await pipeline(backup, createWriteStream(part, { mode: 0o600, flags: 'wx', flush: true }))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    throw new Problem('output-failed', { detail: (error as Error).message }, { cause: error })
  }
}

async function read(file: string): Promise<Readable> {
  try {
    return createReadStream(file, { fd: await open(file) })
  } catch (cause) {
    throw new Problem('bad-input', { detail: `${file} cannot be read: ${(cause as Error).message}` }, { cause })
  }
}
