import type { Brief, Difference } from '../../bib/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Actor } from '../../kit/index.ts'
import type { Decoded, Flavour } from '../../standards/marc/index.ts'
import type { MatchReason } from '../matching/index.ts'
import type { BibState } from '../records/index.ts'
import type { SelectSettings } from './settings.ts'

/** Where a record was found. */
export interface SelectSource {
  readonly target: string
  readonly label: string
  readonly database: string
  /** What the target was asked. */
  readonly query: string
  readonly syntax: string
  readonly fetchedAt: Date
}

/** What to do with a record that may be in the catalogue already. */
export type SelectDecision =
  /** Use the record we have. */
  | { readonly kind: 'existing'; readonly bibId: number }
  /** Lay theirs over the version of ours that was looked at, by the rules of the configuration. */
  | { readonly kind: 'overlay' | 'complete'; readonly bibId: number; readonly version: number }
  /** Bring back the record it was, which was deleted since. */
  | { readonly kind: 'restore'; readonly bibId: number; readonly version: number }
  | { readonly kind: 'create' }

export interface SelectRequest {
  readonly source: SelectSource
  readonly decoded: Pick<Decoded, 'record' | 'encoding' | 'lossy' | 'lossyFields' | 'raw'>
  readonly flavour: Flavour
  readonly actor: Actor
  readonly settings: SelectSettings
  readonly decision?: SelectDecision | undefined
  /** Somebody looked at the characters that could not be read, and takes the record as it is. */
  readonly confirmLossy?: boolean | undefined
  /** What else belongs to taking the record, in the same transaction: a request that waits for it. */
  readonly link?: ((tx: Tx, bibId: number) => Promise<void>) | undefined
}

/** A record of the catalogue that may be the one that was selected. */
export interface SelectMatch {
  readonly bibId: number
  readonly version: number
  readonly state: BibState
  readonly flavour: Flavour
  /** `origin`: it was made from this very record, and deleted since. */
  readonly reason: MatchReason | 'origin'
  readonly brief: Brief
  /** What laying theirs over it would change; absent where that can't be done. */
  readonly changes?: readonly Difference[]
  /** Theirs says less than it does. */
  readonly poorer: boolean
}

export type SelectOutcome =
  | {
      readonly kind: 'created' | 'existing' | 'overlaid' | 'completed' | 'restored'
      readonly bibId: number
      readonly version: number
    }
  | {
      readonly kind: 'undecided'
      /** What it may be in the catalogue, the surest first; none where only the lost characters are in question. */
      readonly matches: readonly SelectMatch[]
      /** Fields with characters that could not be read, to be confirmed; none where that was done. */
      readonly lossyFields: readonly string[]
      /** The record as it would be added. */
      readonly brief: Brief
      readonly flavour: Flavour
    }
