import type { ColumnType, Generated } from 'kysely'

export interface TargetTables {
  target_changes: TargetChangesTable
  target_lessons: TargetLessonsTable
  targets: TargetsTable
  target_health: TargetHealthTable
}

/** A target that staff keep. */
interface TargetsTable {
  id: string
  /** As a file of targets would have it, without its id and its secrets. Written as JSON text. */
  entry: ColumnType<unknown, string, string>
  /** Its secrets, encrypted. */
  sealed: string | null
  version: Generated<number>
  changed_at: Date
  changed_by: string | null
  changed_by_name: string
}

/** One row: a number that grows with each change of `targets`. */
interface TargetChangesTable {
  id: Generated<number>
  version: number
}

/** What a target turned out to take in place of what it refused. */
export interface TargetLessonsTable {
  target: string
  kind: 'attributes' | 'syntax'
  /** Attributes as administrators write them, or a record syntax's OID. */
  asked: string
  works: string
  /** What the target said. */
  because: string
  learned_at: Date
}

/** How a target fared of late. */
export interface TargetHealthTable {
  target: string
  /** Where it was then: at another address it is another. */
  address: string
  /** As `search` reads it. Written as JSON text. */
  fared: ColumnType<unknown, string, string>
  noted_at: Date
}
