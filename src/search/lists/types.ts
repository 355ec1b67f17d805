import type { WrittenEntry } from '../entries.ts'

/** What a list says of one target, in our words, not judged yet. */
export interface Draft {
  /** Where it begins in the list, from 1. */
  readonly line: number
  readonly label: string
  /** What could not be carried over, or was taken otherwise: sentences without their full stop. */
  readonly remarks: readonly string[]
  /** All but id and label; why it cannot be a target of ours, where it cannot. */
  readonly said: { readonly [setting: string]: unknown } | string
}

/** A target of a list: an entry that is right, or why there is none. */
export type Listed = Pick<Draft, 'line' | 'label' | 'remarks'> &
  ({ readonly entry: WrittenEntry } | { readonly fault: string })

export const listFormats = ['koha-csv', 'koha-sql', 'pazpar2'] as const
export type ListFormat = (typeof listFormats)[number]

/** How a format is called on pages and at the command line. */
export const listFormatNames: Readonly<Record<ListFormat, string>> = {
  'koha-csv': 'table of Koha’s Z39.50/SRU servers (CSV)',
  'koha-sql': 'table of Koha’s Z39.50/SRU servers (SQL)',
  pazpar2: 'file of pazpar2 settings (XML)',
}

export interface TargetList {
  readonly format: ListFormat
  readonly targets: readonly Listed[]
  /** What concerns no single target. */
  readonly remarks: readonly { readonly line: number; readonly text: string }[]
}

/** What a reader of one format gives. */
export type Drafted = Pick<TargetList, 'remarks'> & { readonly drafts: readonly Draft[] }
