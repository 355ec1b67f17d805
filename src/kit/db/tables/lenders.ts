import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface LenderTables {
  lenders: LendersTable
  lender_uploads: LenderUploadsTable
  branch_calendars: BranchCalendarsTable
  holding_owners: HoldingOwnersTable
}

interface StoredCalendar {
  readonly timeZone: string
  readonly closedWeekdays: readonly number[]
  readonly closedDates: readonly string[]
}
/** Written as the text of its JSON. */
type CalendarColumn = ColumnType<StoredCalendar, string, string>

/** Libraries that can be asked. None is ever deleted: requests name them. */
export interface LendersTable {
  id: GeneratedAlways<number>
  /** `ISIL:GB-UkOxU`; unique whatever its case. */
  symbol: string
  name: string
  street: string
  postal_code: string
  place: string
  region: string
  country: string
  email: string
  protocol: 'email' | 'iso18626' | 'iso10161' | 'script' | 'none'
  endpoint: string
  lends: boolean
  /** Decimal, two places: read as text, for a number is not exact. */
  loan_cost: string | null
  loan_days: number | null
  renewals: number | null
  copies: boolean
  copy_cost: string | null
  currency: string
  settlement: 'none' | 'ifm' | 'laser'
  /** Whether it is told who the patron is. */
  names_patron: boolean
  calendar: CalendarColumn
  /** YYYY-MM-DD, the last day on which nothing is sent. */
  suspended_until: string | null
  closed: boolean
  last_resort: boolean
  notes: string
  active: boolean
  /** Which dialect of ISO 18626 it speaks, and of which version. */
  profile: Generated<'standard' | 'reshare' | 'alma'>
  protocol_version: Generated<'1.2' | '2021-2'>
  /** Addresses and networks it calls from, separated by commas. */
  networks: Generated<string>
  /** SHA-256 fingerprint of its client certificate, in hexadecimal digits. */
  certificate: Generated<string>
  /** How its requests are answered, what it can have of us, and for how long. */
  answering: Generated<'rules' | 'automatic' | 'review' | 'never'>
  gets: Generated<'both' | 'loan' | 'copy'>
  lent_days: number | null
  version: Generated<number>
  created_at: Generated<Date>
  changed_at: Generated<Date>
  /** The folded name: lists are in its order. */
  name_key: string
  /** What it is found by: words of name, place and symbol. */
  words: string
}

/** Days on which a branch works; without a branch, those of every branch that has none of its own. */
export interface BranchCalendarsTable {
  branch: string | null
  calendar: CalendarColumn
  version: Generated<number>
  changed_at: Generated<Date>
}

/** Which lender a target of the search, or a library code in its records, means. */
export interface HoldingOwnersTable {
  id: GeneratedAlways<number>
  /** Its id; '' for any. */
  target: string
  /** As records have it; '' for whatever the target shows. */
  code: string
  lender_id: number
  changed_at: Generated<Date>
}

/** Tables of lenders that wait for somebody to say that they are taken in. */
interface LenderUploadsTable {
  id: string
  name: string
  content: Buffer
  sent_by: string
  sent_at: Date
}
