import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface IllTables {
  ill_requests: IllRequestsTable
  ill_lines: IllLinesTable
  ill_lendings: IllLendingsTable
  ill_rotas: IllRotasTable
  ill_advances: IllAdvancesTable
  ill_patron_checks: IllPatronChecksTable
  fee_entries: FeeEntriesTable
  bibs_in_use: BibsInUseView
  request_views: RequestViewsTable
  request_columns: RequestColumnsTable
}

/** Records that an open reservation or a request is for. */
export interface BibsInUseView {
  bib_id: number
}

/** Written as the text of its JSON. */
type Json<T> = ColumnType<T, string, string>

/** What a reader asked for. Its state is the workflow instance's of the same id. */
export interface IllRequestsTable {
  /** Printed as R-000123. */
  id: number
  /** What stands in a patron's addresses: not to be guessed. */
  public_id: Generated<string>
  /** None once its reader is forgotten. */
  patron_id: string | null
  service: 'loan' | 'copy'
  title: string
  author: string
  citation: Json<Readonly<Record<string, unknown>>>
  /** Equal for two requests of one title. */
  match_key: string
  words: ColumnType<never, string, string>
  pickup_branch: string | null
  needed_by: string | null
  patron_note: string
  /** When the reader agreed to the statement on copyright. */
  copyright_at: Date | null
  /** Where it came from; with `source_raw`, the record as received, for an external hit. */
  source: Json<Readonly<Record<string, unknown>>>
  source_raw: Buffer | null
  bib_id: number | null
  linked_at: Date | null
  /** What the caller knows the placing by. */
  place_key: string | null
  placed_at: Date
  /** What stood against it, of which whoever placed it was told. */
  despite: ColumnType<readonly Readonly<Record<string, unknown>>[], string | undefined, string>
}

/** One lender's turn. Its state is the workflow instance's of the same id. */
export interface IllLinesTable {
  id: number
  request_id: number
  lender_id: number
  /** From 1, in the order they are to be asked. */
  position: number
  /** What the lender calls it. */
  lender_reference: Generated<string>
  /** What the caller knows the adding by. */
  add_key: string | null
  /** Of a rota: why it stands where it does, in words. */
  why: ColumnType<readonly string[], string | undefined, string>
  /** The lender’s own number of its record, and where the book stands there. */
  record_id: string | null
  call_number: string | null
  /** Why it was passed over. */
  skipped: string | null
}

/** Requests whose rota was built. */
export interface IllRotasTable {
  request_id: number
  /** The next lender is asked by itself. */
  automatic: boolean
  built_at: Date
}

/** Who was asked after whom. */
export interface IllAdvancesTable {
  request_id: number
  from_line: number
  /** None where the rota was at its end. */
  to_line: number | null
  at: Date
}

/** What the library's own system says of the reader of a request. */
export interface IllPatronChecksTable {
  request_id: number
  state: 'waiting' | 'fine' | 'invalid' | 'unanswered' | 'accepted'
  /** Why it is not fine, in words. */
  reason: Generated<string>
  /** Somebody has to look at it. */
  review: Generated<boolean>
  /** When the system was asked last. */
  asked_at: Date | null
  accepted_by: string | null
}

/** What one library owes another, by a scheme that settles it. */
export interface FeeEntriesTable {
  id: GeneratedAlways<number>
  /** Of the lender's line or the request of another library that `instance_id` is. */
  side: 'borrowing' | 'lending'
  instance_id: number
  /** Of the event that posted it: the same event posts once. */
  version: number
  kind: 'fee' | 'reversal'
  partner_id: number
  scheme: 'ifm' | 'laser'
  /** A decimal; negative in a reversal, none where nobody has said how much. */
  amount: string | null
  /** ISO 4217, or empty. */
  currency: string
  /** Symbols; empty is us, where we have none. */
  debtor: string
  creditor: string
  reverses: number | null
  at: Date
}

/** A list of requests that somebody keeps under a name. */
export interface RequestViewsTable {
  id: GeneratedAlways<number>
  list: Generated<'requests' | 'lendings'>
  owner_id: string
  name: string
  /** The parameters of the list's address. */
  filters: Json<Readonly<Record<string, string>>>
  /** Everybody who works on requests sees it. */
  shared: boolean
  created_at: Generated<Date>
}

/** What somebody wants lists of requests to show. */
export interface RequestColumnsTable {
  person_id: string
  list: Generated<'requests' | 'lendings'>
  columns: string[]
}

/** What another library wants of us. Its state is the workflow instance's of the same id. */
export interface IllLendingsTable {
  /** Printed as L-000123. */
  id: number
  /** The borrowing library, as the directory has it. */
  lender_id: number
  /** How it came. */
  via: 'iso18626' | 'iso10161' | 'email' | 'telephone' | 'post' | 'other'
  /** What the borrowing library calls it. */
  their_number: Generated<string>
  /** The number it had before it was asked again. */
  previous_number: string | null
  wanted: Json<Readonly<Record<string, unknown>>>
  title: string
  author: string
  words: ColumnType<never, string, string>
  services: ('loan' | 'copy')[]
  level: string | null
  needed_by: string | null
  expires_on: string | null
  /** "12.50 EUR" */
  most_cost: string | null
  hold: Generated<'yes' | 'no' | 'policy'>
  /** Conditions agreed to beforehand. */
  conditions: Json<readonly string[]>
  deliver_to: Json<Readonly<Record<string, string>>> | null
  deliver_email: Generated<string>
  note: Generated<string>
  bib_id: number | null
  item_id: number | null
  /** What the caller knows the opening by. */
  open_key: string | null
  opened_at: Date
  /** When it was printed on a pick list, and on a shipping list. */
  picked_at: Date | null
  labelled_at: Date | null
}
