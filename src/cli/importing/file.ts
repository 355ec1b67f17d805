import { basename } from 'node:path'
import {
  type ImportBatch,
  type ImportEncoding,
  type ImportFormat,
  type ImportProfile,
  importProfiles,
  profileNamed,
  stageImport,
  startCheck,
  startLoad,
} from '../../catalogue/index.ts'
import type { Database } from '../../kit/db/index.ts'
import type { Environment } from '../../kit/index.ts'
import type { Source } from '../../standards/marc/index.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { withDatabase } from '../with-database.ts'
import { commandLineActor } from './actor.ts'
import { interruptible } from './interrupted.ts'
import { Progress } from './progress.ts'
import { openSource } from './source.ts'
import { asJson, jsonOf } from './summary.ts'
import { untilAtRest } from './watch.ts'

export interface FileFlags {
  readonly profile: string
  readonly dryRun?: true
  readonly encoding?: ImportEncoding
  readonly format?: ImportFormat
  readonly again?: true
  readonly json?: true
}

/** `farshelf import FILE`: stages it, then loads it or says what loading would do. */
export async function importFile(name: string, flags: FileFlags, io: Io): Promise<void> {
  const told = new AbortController()
  const source = await openSource(name, io, told.signal)
  const work = async (database: Database, environment: Environment, signal: AbortSignal) => {
    const profile = await namedProfile(flags.profile, environment)
    signal.addEventListener('abort', () => told.abort())
    const received = await staged(database, name, source, profile, flags, io).catch((error) => {
      if (!signal.aborted) throw error
    })
    if (!received) {
      io.stderr.write('Interrupted while the file was read: nothing of it is kept.\n')
      io.exitCode = exitCodes.failed
      return
    }
    const { isNew, batch } = received
    if (!isNew) {
      if (flags.json) asJson({ ...jsonOf(batch), alreadyLoaded: true }, io)
      else
        io.stdout.write(
          `This file was loaded with the profile "${flags.profile}" before, as import ${batch.id} (${batch.state}). Nothing was done; --again loads it all the same.\n`,
        )
      return
    }
    const begin = flags.dryRun ? startCheck : startLoad
    await database.tx((tx) => begin(tx, batch.id, commandLineActor()))
    await untilAtRest(database, batch.id, flags, io, signal)
  }
  await withDatabase((database, environment) => interruptible((signal) => work(database, environment, signal)))
}

/** @throws Problem import-profile-unknown, config-invalid */
export const namedProfile = async (name: string, { config }: Environment): Promise<ImportProfile> =>
  profileNamed(await importProfiles(config), name)

async function staged(
  database: Database,
  name: string,
  source: Source,
  profile: ImportProfile,
  { profile: profileName, encoding, format, again }: FileFlags,
  io: Io,
): Promise<{ isNew: boolean; batch: ImportBatch }> {
  const progress = new Progress(io)
  try {
    return await stageImport(database, source, {
      fileName: name === '-' ? 'standard input' : basename(name),
      profileName,
      profile,
      actor: commandLineActor(),
      encoding,
      format,
      again: again === true,
      onBytes: (bytes) => progress.show('Reading', { bytes }),
    })
  } finally {
    progress.end()
  }
}
