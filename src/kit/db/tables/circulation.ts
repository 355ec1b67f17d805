import type { ColumnType, Generated } from 'kysely'

export interface CirculationTables {
  loans: LoansTable
  reservations: ReservationsTable
  ill_items: IllItemsTable
  accession_series: AccessionSeriesTable
  items_in_use: ItemsInUseView
  desk_scans: DeskScansTable
}

/** What the last scans changed: for a moment. */
export interface DeskScansTable {
  id: Generated<string>
  act: 'check-in' | 'check-out'
  item_id: number
  branch: string
  actor_id: string | null
  actor_name: string
  at: Date
  /** JSON, written as text. */
  before: ColumnType<unknown, string, string>
  after: ColumnType<unknown, string, string>
}

/** Who has, or had, which item. Dates are YYYY-MM-DD. */
export interface LoansTable {
  id: Generated<string>
  /** Null once the item was removed; never while it is lent. */
  item_id: number | null
  patron_id: string | null
  /** The request of another library it is lent for: then to no patron. */
  lending_id: number | null
  /** The desk's that lent it. */
  branch: string
  lent_at: Date
  due_on: string
  renewals: Generated<number>
  renewed_at: Date | null
  /** Overdue notices that were sent of this due date. */
  notices: Generated<number>
  noticed_at: Date | null
  /** The due date the reader was reminded of; another one is reminded of anew. */
  reminded_of: Generated<string | null>
  returned_at: Date | null
  returned_branch: string | null
}

export interface ReservationsTable {
  id: Generated<string>
  /** Of one copy, or of any copy of a record. */
  level: 'copy' | 'title'
  bib_id: number
  item_id: number | null
  patron_id: string | null
  /** The request of another library it is kept for: then for no patron. */
  lending_id: number | null
  pickup_branch: string
  /** `transit`: a copy is on its way to the pickup place. `ready`: it stands there. */
  state: Generated<'waiting' | 'transit' | 'ready' | 'fulfilled' | 'cancelled' | 'expired'>
  /** Orders the queue of the copy, or of the record. */
  position: number
  /** The copy that was found for it. */
  allocated_item: number | null
  placed_at: Date
  allocated_at: Date | null
  ready_at: Date | null
  /** The last day on the pickup shelf. */
  keep_until: string | null
  closed_at: Date | null
}

/** Temporary items of lenders. */
export interface IllItemsTable {
  item_id: number
  line_id: string
  volume: Generated<string>
  request_id: string
  /** For whom it was borrowed. */
  patron_id: string | null
  lender_due: string | null
  added_at: Date
  closed_at: Date | null
}

export interface AccessionSeriesTable {
  prefix: string
  last: number
}

/** A view. */
export interface ItemsInUseView {
  item_id: number
}
