import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface LookupTables {
  lookup_lists: LookupListsTable
  lookup_numbers: LookupNumbersTable
}

/** A list of numbers that somebody has looked up. */
export interface LookupListsTable {
  id: GeneratedAlways<number>
  /** `person:ID` or `token:ID`: whoever made it, and nobody else, sees it. */
  owner: string
  name: string
  /** Ids of targets, the preferred one first. */
  sources: string[]
  full_only: boolean
  state: 'running' | 'stopped' | 'done' | 'failed'
  /** 1, or 2 while what failed is tried once more. */
  round: Generated<number>
  /** When what failed is tried once more. */
  again_at: Date | null
  /** In a row, without anything looked up in between. */
  failures: Generated<number>
  last_error: string | null
  created_at: Date
  changed_at: Date
}

/** An entry of a list and what became of it. */
export interface LookupNumbersTable {
  list_id: number
  line: number
  given: string
  kind: 'isbn' | 'issn' | 'lccn' | null
  number: string | null
  outcome: 'waiting' | 'found' | 'not-found' | 'failed' | 'invalid' | 'twin'
  refusal: string | null
  twin_of: number | null
  source: string | null
  label: string | null
  title: string | null
  level: string | null
  /** What the libraries said that were asked in vain. JSON text when written. */
  tries: ColumnType<unknown, string | undefined, string>
  /** The record: JSON of its leader and fields. */
  marc: string | null
  flavour: 'marc21' | 'unimarc' | null
}
