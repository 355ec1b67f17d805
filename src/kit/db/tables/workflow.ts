import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface WorkflowTables {
  workflow_instances: WorkflowInstancesTable
  workflow_events: WorkflowEventsTable
}

type Scalars = Readonly<Record<string, string | number | boolean | null>>
/** Written as the text of its JSON. */
type Json<T> = ColumnType<T, string, string>

/** How each instance of a machine stands: what its events add up to. */
export interface WorkflowInstancesTable {
  id: GeneratedAlways<number>
  definition: string
  definition_version: number
  state: string
  /** How many events it has had. */
  version: number
  /** The last that was not quiet. */
  last_event: string
  data: Json<Scalars>
  created_at: Date
  changed_at: Date
}

/** What happened to it. Rows are only ever added. */
export interface WorkflowEventsTable {
  instance_id: number
  /** The instance's version after it. */
  version: number
  event: string
  actor_kind: 'staff' | 'patron' | 'partner' | 'clock' | 'system'
  actor_id: string | null
  actor_name: string
  via: string
  at: Date
  form: Json<Record<string, unknown>>
  from_state: string | null
  to_state: string
  /** Fields it changed: new values, and what they were. */
  patch: Json<Scalars>
  before: Json<Scalars>
  effects: Generated<string[]>
  /** The version of the event it took back. */
  undoes: number | null
  /** `last_event` after it. */
  mark: string
  /** What the caller knows it by, so that the same call again changes nothing. */
  key: string | null
}
