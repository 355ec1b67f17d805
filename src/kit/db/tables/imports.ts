import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface ImportTables {
  import_batches: ImportBatchesTable
  import_chunks: ImportChunksTable
  import_records: ImportRecordsTable
  import_items: ImportItemsTable
}

type Numbers = Readonly<Record<string, number>>

/** One file being loaded, or that was. */
export interface ImportBatchesTable {
  id: GeneratedAlways<number>
  file_name: string
  /** Of the source uncompressed; null until all of it is here. */
  sha256: Buffer | null
  size: Generated<number>
  profile: string
  /** The profile as it was when the file was staged. JSON text when written. */
  settings: ColumnType<unknown, string, never>
  format: string
  encoding: string
  state:
    | 'staging'
    | 'checking'
    | 'staged'
    | 'loading'
    | 'paused'
    | 'loaded'
    | 'undoing'
    | 'undone'
    | 'failed'
    | 'cancelled'
  /** The last record dealt with, where it begins, and the bytes up to its end. */
  done_ordinal: Generated<number>
  done_offset: Generated<number>
  done_bytes: Generated<number>
  /** Undoing goes from the last record to the first: those from here on are done. */
  undo_ordinal: number | null
  /** What a dry run counted. */
  expected: ColumnType<Numbers | null, string | null, string | null>
  counts: ColumnType<Numbers, string | undefined, string>
  undo_counts: ColumnType<Numbers | null, string | null, string | null>
  /** In a row, without anything done in between. */
  failures: Generated<number>
  last_error: string | null
  actor_id: string | null
  actor_name: string
  actor_via: 'web' | 'api' | 'cli' | 'job'
  created_at: Generated<Date>
  changed_at: Generated<Date>
  ended_at: Date | null
}

/** The bytes of a source, in order. */
export interface ImportChunksTable {
  batch_id: number
  seq: number
  bytes: Buffer
}

/** What a load replaced of items: what they said before, and the version it made of each. */
export interface ImportItemsTable {
  batch_id: number
  /** Not checked: items may go. */
  item_id: number
  /** Of the record that replaced it. */
  ordinal: number
  accession_no: string
  version: number
  branch: string
  location: string | null
  collection: string | null
  status: string
  call_number: string
  public_note: string
  staff_note: string
  /** `undone`, or why it could not be. */
  undone: string | null
}

/** What became of a record of the file; beyond the batch's `done_ordinal`, what a dry run expects of it. */
export interface ImportRecordsTable {
  batch_id: number
  ordinal: number
  byte_offset: number
  length: number
  outcome: 'new' | 'overlaid' | 'merged' | 'unchanged' | 'kept' | 'skipped' | 'rejected'
  /** Why, for a program. */
  code: string | null
  detail: string | null
  bib_id: number | null
  /** Of the record it was laid over. */
  previous_version: number | null
  /** `undone`, or why it could not be. */
  undone: string | null
}
