import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface AuditTables {
  audit: AuditTable
}

/** Who did what to which thing. Rows are only ever added. */
export interface AuditTable {
  id: GeneratedAlways<number>
  at: Generated<Date>
  actor_id: string | null
  actor_name: string
  via: 'web' | 'api' | 'cli' | 'job'
  action: string
  subject_kind: string
  subject_id: string
  /** JSON text when written. */
  detail: ColumnType<Readonly<Record<string, unknown>>, string, never>
}
