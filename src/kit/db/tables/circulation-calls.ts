import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface CirculationCallTables {
  circulation_calls: CirculationCallsTable
}

/** What a library's own system is asked to do, or staff there. */
export interface CirculationCallsTable {
  id: GeneratedAlways<number>
  /** The lender's line, or the request of another library. */
  instance_id: number
  step: string
  /** The act it came from, with its step: once for each. The parts are volumes. */
  batch: string
  part: number
  /** The number of the item in that system; empty where it is not known before. */
  item: Generated<string>
  /** Until when, of what is lent or renewed. */
  due_on: ColumnType<string | null, string | null | undefined, string | null>
  state: 'waiting' | 'done' | 'failed' | 'manual' | 'skipped'
  /** The event that follows once all parts are done: it has not happened before. */
  follow: ColumnType<unknown, string | null, string | null>
  /** When that happened, or could not happen any more. */
  followed_at: Date | null
  /** Each is written down before anything is sent. */
  attempts: Generated<number>
  /** It was sent, and no answer came: it may have been done. */
  doubtful: Generated<boolean>
  created_at: Date
  /** From when on it is tried: the beginning of the hours after which it fails. */
  queued_at: Date
  /** When it is tried next; none once that is over. */
  due_at: Date | null
  tried_at: Date | null
  settled_at: Date | null
  /** What the last attempt failed of, or why it is left out. */
  error: string | null
  /** What the system answered. */
  answer: ColumnType<unknown, string | null | undefined, string | null>
  /** Who did it by hand, and what they noted. */
  settled_by: string | null
  note: string | null
}
