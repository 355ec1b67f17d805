import type { ColumnType, GeneratedAlways } from 'kysely'

export interface EnquiryTables {
  enquiry_searches: EnquirySearchesTable
  enquiry_marks: EnquiryMarksTable
}

/** A search of a session of staff's Enquiry. */
export interface EnquirySearchesTable {
  session_id: string
  /** SHA-256 of its words and libraries, as an address has them. */
  search: Buffer
  /** JSON text when written. */
  words: ColumnType<unknown, string, string>
  looked_at: Date
  /** Records of ours, where they were looked for; whether that is all. */
  ours: number | null
  ours_exact: boolean | null
  others: number | null
}

/** A hit that is marked in a search of a session. */
export interface EnquiryMarksTable {
  session_id: string
  search: Buffer
  /** Of the list it was marked in: places are others in another order. */
  sort: string
  /** `northfield 3`: a place in a library's answer. */
  place: string
  /** In the order in which they were marked. */
  nth: GeneratedAlways<number>
}
