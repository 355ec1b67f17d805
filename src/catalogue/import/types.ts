import type { Actor } from '../../kit/index.ts'
import { type Encoding, type ReadableFormat, readableFormats } from '../../standards/marc/index.ts'
import type { wideEncodings } from '../../standards/table/index.ts'
import type { ImportProfile } from './profile.ts'

/** Where a file is on its way into the catalogue. */
export type ImportState =
  | 'staging'
  | 'checking'
  | 'staged'
  | 'loading'
  | 'paused'
  | 'loaded'
  | 'undoing'
  | 'undone'
  | 'failed'
  | 'cancelled'

/** What becomes of a record of a file. */
export const importOutcomes = ['new', 'overlaid', 'merged', 'unchanged', 'kept', 'skipped', 'rejected'] as const
export type ImportOutcome = (typeof importOutcomes)[number]

/** Why, where the outcome alone does not say it. */
export const importCodes = {
  poorer: 'the record in the catalogue says more',
  policy: 'the profile keeps what is there',
  several: 'several records of the catalogue match',
  review: 'several records of the catalogue match: one has to be chosen',
  unmatched: 'no record of the catalogue matches',
  unreadable: 'these bytes hold no record',
  lossy: 'some characters could not be decoded',
  empty: 'the record has no fields',
  refused: 'the database does not take it',
  twin: 'the same as a record earlier in this file',
} as const
export type ImportCode = keyof typeof importCodes

/** How many records came to what, and what else was met on the way. */
export type ImportCounts = Readonly<Record<ImportOutcome | CountedToo, number>>
type CountedToo = 'repaired' | 'items' | 'itemsReplaced' | 'itemErrors'

export const noCounts = (): Record<keyof ImportCounts, number> => ({
  new: 0,
  overlaid: 0,
  merged: 0,
  unchanged: 0,
  kept: 0,
  skipped: 0,
  rejected: 0,
  repaired: 0,
  items: 0,
  itemsReplaced: 0,
  itemErrors: 0,
})

/** What an undo did: records and items taken out or given back what they said, and records left as they are. */
export interface UndoCounts {
  readonly removed: number
  readonly restored: number
  readonly items: number
  readonly itemsRestored: number
  readonly left: number
}

export type ImportEncoding = Encoding | (typeof wideEncodings)[number] | 'auto'
/** MARC in its formats, and tables, which need a profile that knows their columns. */
export type ImportFormat = ReadableFormat | 'csv'
export const importFormats: readonly ImportFormat[] = [...readableFormats, 'csv']

/** A file that is being loaded, or was. */
export interface ImportBatch {
  readonly id: number
  readonly fileName: string
  /** In hexadecimal, of the bytes as they are uncompressed; absent until all are here. */
  readonly sha256?: string
  readonly size: number
  readonly profileName: string
  readonly profile: ImportProfile
  readonly format: ImportFormat
  readonly encoding: ImportEncoding
  readonly state: ImportState
  /** How far the load has come: records, and bytes of `size`. */
  readonly done: { readonly records: number; readonly bytes: number }
  /** What a dry run counted, where there was one. */
  readonly expected?: ImportCounts
  readonly counts: ImportCounts
  readonly undo?: UndoCounts
  readonly lastError?: string
  readonly actor: Actor
  readonly createdAt: Date
  readonly changedAt: Date
  readonly endedAt?: Date
}

/** What became of one record of the file, or, as long as it is not loaded, what a dry run expects. */
export interface ImportRecord {
  readonly ordinal: number
  readonly offset: number
  readonly length: number
  readonly outcome: ImportOutcome
  readonly code?: ImportCode
  readonly detail?: string
  readonly bibId?: number
  readonly previousVersion?: number
  /** `undone`, or why it was left. */
  readonly undone?: string
}
