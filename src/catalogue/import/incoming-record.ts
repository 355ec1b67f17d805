import { cleanUp } from '../../bib/index.ts'
import { type Decoded, MarcRecord, type Rejected } from '../../standards/marc/index.ts'
import { type PreparedRecord, prepareRecord } from '../records/index.ts'
import { type IncomingItem, itemsIn } from './item-fields.ts'
import type { ImportProfile } from './profile.ts'
import type { RejectedRow } from './table/index.ts'
import type { ImportCode } from './types.ts'

/** Where a record stands in the file. */
export interface Place {
  readonly ordinal: number
  readonly offset: number
  readonly length: number
}

/** A record of the file, made ready for the catalogue, or the reason why it is not taken. */
export type Incoming = Place & { readonly repaired: boolean } & (
    | { readonly rejected: ImportCode; readonly detail: string }
    | {
        readonly rejected?: undefined
        readonly record: MarcRecord
        readonly prepared: PreparedRecord
        readonly items: readonly IncomingItem[]
      }
  )
export type Accepted = Extract<Incoming, { readonly rejected?: undefined }>

/** Makes a record as it was read ready for the catalogue by the rules of a profile. */
export function readyFor(outcome: Decoded | Rejected | RejectedRow, place: Place, profile: ImportProfile): Incoming {
  const repaired = 'diagnostics' in outcome && outcome.diagnostics.length > 0
  const refuse = (rejected: ImportCode, detail: string): Incoming => ({ ...place, repaired, rejected, detail })
  if ('reason' in outcome) return refuse('unreadable', outcome.reason)
  if ('rejected' in outcome) return refuse('unreadable', said(outcome.diagnostics))
  const { record, lossy, lossyFields } = outcome
  if (record.fields.length === 0) return refuse('empty', said(outcome.diagnostics))
  if (lossy && profile.lossy === 'reject') return refuse('lossy', `fields ${lossyFields.join(', ')}`)
  const items = profile.items ? itemsIn(record, profile.items) : []
  const bare = profile.items && !profile.items.keepFields ? without(record, profile.items.tag) : record
  const clean = profile.cleanUp ? cleanUp(bare, profile.cleanUp, { flavour: profile.flavour }) : bare
  return { ...place, repaired, record: clean, prepared: prepareRecord(clean, profile.flavour), items }
}

function without(record: MarcRecord, tag: string): MarcRecord {
  const rest = new MarcRecord()
  rest.leader = record.leader
  rest.fields = record.fields.filter((field) => field[0] !== tag)
  return rest
}

const said = (diagnostics: Decoded['diagnostics']): string =>
  diagnostics
    .slice(0, 3)
    .map(({ code, tag, detail }) => [code, tag, detail].filter(Boolean).join(' '))
    .join('; ')
    .slice(0, 300)
