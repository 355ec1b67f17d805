import type { Tx } from '../../kit/db/index.ts'
import { enqueue } from '../../kit/jobs/index.ts'

/** The kinds of jobs of a batch. */
export const importJobs = {
  check: 'import.check',
  load: 'import.load',
  undo: 'import.undo',
  release: 'import.release',
} as const

/** Adds a job of a batch, unless it has one of the kind. */
export async function addJob(tx: Tx, kind: keyof typeof importJobs, batch: number): Promise<void> {
  await enqueue(tx, importJobs[kind], { batch }, { key: `${importJobs[kind]}:${batch}` })
}
