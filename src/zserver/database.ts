import type { ScanAnswer, ScanEntry, ScanRequest } from '../catalogue/index.ts'
import type { Attribute, RpnQuery } from '../standards/query/index.ts'

export type { ScanAnswer, ScanEntry, ScanRequest }

/** A value that may still be on its way: an in-memory database answers at once, one in PostgreSQL does not. */
export type Eventually<T> = T | Promise<T>

/**
 * What the server can serve: a file of records held in memory, the local catalogue. Every method may refuse with
 * `Problem('bib1-diagnostic', { condition, addinfo })`, which reaches the client as that diagnostic.
 */
export interface Database {
  /** As in databaseNames; compared without regard to case. */
  readonly name: string
  /** `earlier` gives this database's part of a result set the session made before, for `@set` operands. */
  search(query: RpnQuery, earlier: (name: string) => ResultSet | undefined): Eventually<ResultSet>
  scan(request: ScanRequest): Eventually<ScanAnswer>
}

/** Where records are had from, by their positions in a result set. */
export interface RecordSource {
  /**
   * The record at `position`, from 1 to `hits`. Refuses what it cannot give (25 element set, 238 and 239 syntax).
   * @param syntax OID; undefined leaves the choice to the database
   * @param elementSet such as F or B; undefined means full
   */
  present(position: number, syntax: string | undefined, elementSet: string | undefined): Eventually<PresentedRecord>
}

/** The records of one database that answer a query, in order. It does not change; sorting gives another one. */
export interface ResultSet extends RecordSource {
  readonly hits: number
  /** Reads several records in one go, where that is cheaper than one after the other. */
  page?(from: number, count: number): Eventually<RecordSource>
  sort(keys: readonly SortOrder[]): Eventually<ResultSet>
}

/** A record ready to be sent. `octets` go out as they are; `text` is for SUTRS; `asn1` is BER of the syntax's own type. */
export type PresentedRecord =
  | { readonly syntax: string; readonly octets: Uint8Array }
  | { readonly syntax: string; readonly asn1: Uint8Array }
  | { readonly syntax: string; readonly text: string }

/** One sort key, most important first. §3.2.7.1 */
export interface SortOrder {
  /** A field by name (title, author, date …) or by attributes. */
  readonly by: string | { readonly attributeSet: string; readonly attributes: readonly Attribute[] }
  readonly descending: boolean
  /** What to do with a record without the field: put it last, or give up the whole sort. */
  readonly missing: 'last' | 'abort'
}
