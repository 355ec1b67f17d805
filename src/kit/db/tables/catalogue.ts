import type { Generated, GeneratedAlways } from 'kysely'

export interface CatalogueTables {
  branches: BranchesTable
  codes: CodesTable
  bibs: BibsTable
  bib_versions: BibVersionsTable
  bib_sources: BibSourcesTable
  bib_search: BibSearchTable
  bib_keys: BibKeysTable
  items: ItemsTable
  match_points: MatchPointsTable
}

export interface BranchesTable {
  code: string
  name: string
  position: Generated<number>
  active: Generated<boolean>
}

/** Authorised values of an item's fields. */
export interface CodesTable {
  list: 'location' | 'collection' | 'item-status'
  code: string
  label: string
  position: Generated<number>
  active: Generated<boolean>
  /** Of an item status: whether an item that has it can be lent. */
  available: Generated<boolean>
  /** Programs name it: it stays. */
  built_in: Generated<boolean>
}

export interface BibVersion {
  version: number
  state: 'active' | 'suppressed' | 'deleted'
  flavour: 'marc21' | 'unimarc'
  level: 'full' | 'less-than-full' | 'brief'
  /** JSON of `leader` and `fields`, the shape of a MarcRecord. */
  marc: string
  /** First 16 bytes of the SHA-256 of `marc`. */
  fingerprint: Buffer
  changed_at: Generated<Date>
  changed_by: string | null
  changed_by_name: string
  action: string
  reason: Generated<string>
  source_id: number | null
  batch_id: number | null
}

/** Bibliographic records as they are now. */
export interface BibsTable extends BibVersion {
  id: Generated<number>
  created_at: Generated<Date>
}

/** Versions that were superseded. */
export interface BibVersionsTable extends BibVersion {
  bib_id: number
}

/** Where an imported record came from, with its bytes as received. */
export interface BibSourcesTable {
  id: GeneratedAlways<number>
  /** What makes two fetches the same source record. Null once its record was deleted and it was selected anew. */
  origin_key: string | null
  target: string
  target_label: string
  database: string
  query: string
  fetched_at: Date
  syntax: string
  encoding: string
  lossy: boolean
  raw: Buffer
  /** The record it became or was found to be. Not checked: undoing a load removes records. */
  bib_id: number | null
}

/** What active records are found, filtered and sorted by. */
export interface BibSearchTable {
  bib_id: number
  words: string
  title: string
  author: string
  /** 0 where it is not known. */
  year: number
  format: string
  language: string | null
  level: string
}

/** Exact keys: numbers, match keys, headings to browse. `kind` is one of the catalogue's `keyKinds`, or of `match_points`. */
export interface BibKeysTable {
  kind: number
  key: string
  bib_id: number
  hidden: Generated<boolean>
}

/** Places of records that profiles of imports match by. */
export interface MatchPointsTable {
  kind: GeneratedAlways<number>
  /** JSON of a `MatchPlace`. */
  definition: string
  /** Of the records that were there before it, those up to this one have their keys. */
  done_bib: Generated<number>
  complete: Generated<boolean>
}

export interface ItemsTable {
  id: GeneratedAlways<number>
  bib_id: number
  accession_no: string
  branch: string
  location: string | null
  collection: string | null
  /** What cataloguers say of it. */
  status: string
  /** What became of it at the desk; null while it stands where it belongs. */
  circulation: 'on-loan' | 'pickup-shelf' | 'in-transit' | 'ill-officer' | null
  /** Gone for good, and kept for its history. */
  withdrawn: Generated<boolean>
  call_number: Generated<string>
  public_note: Generated<string>
  staff_note: Generated<string>
  version: Generated<number>
  batch_id: number | null
  created_at: Generated<Date>
  changed_at: Generated<Date>
}
