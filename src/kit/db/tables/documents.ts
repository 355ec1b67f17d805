import type { Generated, GeneratedAlways } from 'kysely'

export interface DocumentTables {
  ill_documents: DocumentsTable
  ill_document_files: DocumentFilesTable
  ill_document_pieces: DocumentPiecesTable
  ill_sent_copies: SentCopiesTable
}

/** The copy that a lender sent as a file, to be downloaded by its reader. */
export interface DocumentsTable {
  id: GeneratedAlways<number>
  line_id: number
  /** None once it is removed. */
  file_id: number | null
  /** What the caller knows the storing by. */
  key: string | null
  /** Empty once its reader is forgotten. */
  file_name: string
  media_type: string
  size: number
  sha256: Buffer
  /** The account; none for programs. */
  stored_by: string | null
  stored_by_name: string
  stored_at: Date
  /** YYYY-MM-DD, the last day. */
  keep_until: string
  most_downloads: number | null
  /** By its reader. */
  downloads: Generated<number>
  /** Of those that began, how many did not end and are not counted among them. */
  broken_off: Generated<number>
  first_download_at: Date | null
  last_download_at: Date | null
  removed_at: Date | null
  removed_as: 'expired' | 'withdrawn' | 'replaced' | 'forgotten' | null
  removed_by_name: string | null
}

/** Bytes as they came in. Those of no document are removed after a day. */
export interface DocumentFilesTable {
  id: GeneratedAlways<number>
  created_at: Date
}

export interface DocumentPiecesTable {
  file_id: number
  seq: number
  bytes: Buffer
}

/** A file that was sent to another library, which fetches it by a link. */
export interface SentCopiesTable {
  id: GeneratedAlways<number>
  lending_id: number
  /** None once it is removed. */
  file_id: number | null
  /** Empty once it is removed. */
  file_name: string
  media_type: string
  size: number
  sha256: Buffer
  /** SHA-256 of what stands in its link. */
  token_hash: Buffer
  sent_at: Date
  sent_by_name: string
  /** Then it can be fetched no more. */
  ends_at: Date
  fetches: Generated<number>
  /** The last time. */
  fetched_at: Date | null
  removed_at: Date | null
}
