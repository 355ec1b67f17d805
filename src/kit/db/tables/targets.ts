export interface TargetTables {
  target_lessons: TargetLessonsTable
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
