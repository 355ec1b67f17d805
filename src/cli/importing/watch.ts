import { setTimeout as wait } from 'node:timers/promises'
import {
  type ImportBatch,
  importBatch,
  importHandlers,
  importRecords,
  pauseLoad,
  releaseSource,
  resumeLoad,
  startLoad,
  undoImport,
} from '../../catalogue/index.ts'
import type { Database } from '../../kit/db/index.ts'
import { createLog, systemClock } from '../../kit/index.ts'
import { createWorker } from '../../kit/jobs/index.ts'
import { Problem } from '../../problems.ts'
import { visible } from '../../standards/marc/index.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { withDatabase } from '../with-database.ts'
import { commandLineActor } from './actor.ts'
import { interruptible } from './interrupted.ts'
import { Progress } from './progress.ts'
import { asJson, jsonOf, summaryOf } from './summary.ts'

interface Flags {
  readonly json?: true
}

const busy: Readonly<Partial<Record<ImportBatch['state'], string>>> = {
  checking: 'Checking',
  loading: 'Loading',
  undoing: 'Undoing',
}
const poll = 150

/** `farshelf import resume`. */
export const resumeImport = (id: number, flags: Flags, io: Io): Promise<void> =>
  resting(id, flags, io, async (database) => {
    await database.tx(async (tx) => {
      const { state } = await importBatch(tx, id)
      if (state === 'staged') await startLoad(tx, id, commandLineActor())
      else if (state === 'paused' || state === 'failed') await resumeLoad(tx, id, commandLineActor())
      else if (!(state in busy)) throw new Problem('import-state', { batch: id, state })
    })
  })

/** `farshelf import undo`. */
export const undoOfImport = (id: number, flags: Flags, io: Io): Promise<void> =>
  resting(id, flags, io, async (database) => {
    if ((await importBatch(database.db, id)).state !== 'undoing')
      await database.tx((tx) => undoImport(tx, id, commandLineActor()))
  })

/** Begins something with a batch, and looks on until it is at rest. Interrupted at any moment, it says how to go on. */
const resting = (id: number, flags: Flags, io: Io, begin: (database: Database) => Promise<void>): Promise<void> =>
  withDatabase((database) =>
    interruptible(async (interrupted) => {
      await begin(database)
      await untilAtRest(database, id, flags, io, interrupted)
    }),
  )

/**
 * Carries out the jobs of a batch, or looks on while another process does, until there are none; then says what came of
 * it. When it is interrupted, a load is paused behind the group it is at.
 */
export async function untilAtRest(
  database: Database,
  id: number,
  { json }: Flags,
  io: Io,
  interrupted: AbortSignal,
): Promise<void> {
  const worker = createWorker({
    database,
    handlers: importHandlers(database),
    clock: systemClock,
    log: createLog('silent'),
    concurrency: 1,
  })
  const progress = new Progress(io)
  let batch: ImportBatch
  try {
    batch = await watched(database, id, progress, interrupted)
    // The job that does it as well may come too late for our worker, and there may be no other.
    if (!interrupted.aborted) await releaseSource(database, id, interrupted)
  } finally {
    progress.end()
    await worker.close(interrupted.aborted ? 0 : undefined)
  }
  if (json) asJson(jsonOf(batch), io)
  else {
    io.stdout.write(summaryOf(batch))
    if (batch.state === 'undone' && batch.undo && batch.undo.left > 0) await tellLeft(database, id, io)
    const hint = hints[batch.state]
    if (hint) io.stderr.write(`${hint(id)}\n`)
  }
  if (!isGood(batch)) io.exitCode = exitCodes.failed
}

const goOn = (id: number): string => `Go on with: farshelf import resume ${id}`
const hints: Readonly<Partial<Record<ImportBatch['state'], (id: number) => string>>> = {
  staged: (id) => `Nothing is loaded yet. Load it with: farshelf import resume ${id}`,
  checking: goOn,
  loading: goOn,
  paused: goOn,
  failed: goOn,
  undoing: (id) => `Go on with: farshelf import undo ${id}`,
}

function isGood({ state, counts, expected, undo, lastError }: ImportBatch): boolean {
  // A dry run that failed leaves a file staged, with the reason.
  if (state === 'staged') return lastError === undefined && (expected?.rejected ?? 0) === 0
  if (state === 'undone') return (undo?.left ?? 0) === 0
  return state === 'loaded' && counts.rejected === 0
}

async function watched(
  database: Database,
  id: number,
  progress: Progress,
  interrupted: AbortSignal,
): Promise<ImportBatch> {
  let isPausing = false
  for (;;) {
    const batch = await importBatch(database.db, id)
    const what = busy[batch.state]
    if (what === undefined) return batch
    // A check or an undo is left to whoever resumes it.
    if (interrupted.aborted && batch.state !== 'loading') return batch
    if (interrupted.aborted && !isPausing) {
      isPausing = true
      await database.tx((tx) => pauseLoad(tx, id, commandLineActor())).catch(over)
    }
    const records = batch.state === 'loading' ? { records: batch.done.records } : {}
    progress.show(what, { bytes: batch.done.bytes, of: batch.size, ...records })
    await wait(poll)
  }
}

/** It came to its end just now. */
function over(error: unknown): void {
  if (!(error instanceof Problem && error.code === 'import-state')) throw error
}

/** Names what an undo could not take back. */
async function tellLeft(database: Database, id: number, io: Io): Promise<void> {
  let after: number | undefined = 0
  while (after !== undefined) {
    const page: Awaited<ReturnType<typeof importRecords>> = await importRecords(
      database.db,
      id,
      { left: true },
      { size: 1000, after },
    )
    for (const { ordinal, bibId, undone } of page.records)
      io.stdout.write(visible(`  record ${ordinal} of the file, ${bibId} of the catalogue: ${undone}`).concat('\n'))
    after = page.after
  }
}
