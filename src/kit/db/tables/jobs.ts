import type { ColumnType, Generated } from 'kysely'

export interface JobTables {
  jobs: JobsTable
}

/** Work to be done, once or more often: outbox, timers and long tasks alike. */
export interface JobsTable {
  id: Generated<number>
  kind: string
  /** Makes enqueuing the same thing twice one job; null where it may be doubled. */
  key: string | null
  /** Written as the text of its JSON: `pg` would take an array for one of PostgreSQL's. */
  payload: ColumnType<unknown, string, string>
  /** When it is due, by the clock of the application; the epoch for at once. */
  run_at: Generated<Date>
  /** Times it was begun. */
  attempts: Generated<number>
  /** Which worker has it, and until when, by the database's clock, it must have said so again. */
  locked_by: string | null
  locked_until: Date | null
  last_error: string | null
  created_at: Generated<Date>
  /** When it was given up. */
  failed_at: Date | null
}
