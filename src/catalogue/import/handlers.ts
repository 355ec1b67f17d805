import { z } from 'zod'
import type { Database } from '../../kit/db/index.ts'
import type { Handler, Handlers } from '../../kit/jobs/index.ts'
import { runCheck } from './check.ts'
import type { ImportJob } from './failures.ts'
import { importJobs } from './jobs.ts'
import { runLoad } from './load.ts'
import { releaseSource } from './release.ts'
import { runUndo } from './undo.ts'

const Payload = z.object({ batch: z.number() })

/** What a worker does for files: `createWorker({ handlers: importHandlers(database), … })`. */
export function importHandlers(database: Database): Handlers {
  const handler = (run: (database: Database, batch: number, job: ImportJob) => Promise<void>): Handler => ({
    // Failures are counted with the batch. How often a process was killed on the way says nothing.
    attempts: Number.MAX_SAFE_INTEGER,
    run: (payload, job) => run(database, Payload.parse(payload).batch, job),
  })
  return {
    [importJobs.check]: handler(runCheck),
    [importJobs.load]: handler(runLoad),
    [importJobs.undo]: handler(runUndo),
    [importJobs.release]: {
      run: (payload, { signal }) => releaseSource(database, Payload.parse(payload).batch, signal),
    },
  }
}
