import type { RecordLevel } from '../../bib/index.ts'
import type { Actor } from '../../kit/index.ts'
import type { Flavour, MarcRecord } from '../../standards/marc/index.ts'

export type BibState = 'active' | 'suppressed' | 'deleted'

/** What made a version of a record. */
export const bibActions = [
  'create',
  'edit',
  'overlay',
  'merge',
  'select',
  'import',
  'undo',
  'suppress',
  'unsuppress',
  'delete',
  'restore',
] as const
export type BibAction = (typeof bibActions)[number]

/** Who changed a record, how and why, and what from. */
export interface Provenance {
  readonly actor: Actor
  readonly action: BibAction
  readonly reason?: string
  /** Of `bib_sources`: the record of another library it was made from. */
  readonly sourceId?: number
  /** Of the file it was loaded from. */
  readonly batchId?: number
}

/** A version of a record without its MARC. */
export interface BibVersionInfo {
  readonly version: number
  readonly state: BibState
  readonly flavour: Flavour
  readonly level: RecordLevel
  readonly changedAt: Date
  readonly changedBy: { readonly id?: string; readonly name: string }
  readonly action: BibAction
  readonly reason: string
  readonly sourceId?: number
  readonly batchId?: number
}

/** A record of the catalogue as it is now. */
export interface Bib extends BibVersionInfo {
  readonly id: number
  readonly createdAt: Date
  readonly record: MarcRecord
}
