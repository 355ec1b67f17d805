import { setImmediate as turn } from 'node:timers/promises'
import { cleanUp } from '../../bib/index.ts'
import type { Db } from '../../kit/db/index.ts'
import { type Decoded, MarcRecord, type Rejected } from '../../standards/marc/index.ts'
import { type PreparedRecord, prepareRecord } from '../records/index.ts'
import { sourceFrom } from './chunks.ts'
import { type IncomingItem, itemsIn } from './item-fields.ts'
import type { ImportProfile } from './profile.ts'
import { readSource } from './source-records.ts'
import type { RejectedRow } from './table/index.ts'
import type { ImportBatch, ImportCode } from './types.ts'

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

/** What is dealt with in one transaction at most. */
const groupRecords = 1000
const groupBytes = 4 * 1024 * 1024
/** Records made ready before others in this process have their turn: the transaction that stores the last group. */
const atOnce = 4

/**
 * The records of a batch behind the one numbered `after.ordinal`, which begins at `after.offset` (0 and 0 for all), in
 * groups for one transaction each. ISO 2709 is read from there on; other formats can be read from their beginning only.
 */
export async function* incomingGroups(
  db: Db,
  batch: ImportBatch,
  after: { readonly ordinal: number; readonly offset: number },
): AsyncGenerator<readonly Incoming[]> {
  const { id, format, profile } = batch
  const resumes = format === 'marc' && after.ordinal > 0
  const base = resumes ? { ordinal: after.ordinal - 1, offset: after.offset } : { ordinal: 0, offset: 0 }
  const source = sourceFrom(db, id, base.offset)
  let group: Incoming[] = []
  let bytes = 0
  for await (const outcomes of readSource(source, batch))
    for (const outcome of outcomes) {
      const ordinal = outcome.ordinal + base.ordinal
      if (ordinal <= after.ordinal) continue
      group.push(
        readyFor(outcome, { ordinal, offset: outcome.offset + base.offset, length: outcome.raw.length }, profile),
      )
      bytes += outcome.raw.length
      if (group.length % atOnce === 0) await turn()
      if (group.length < groupRecords && bytes < groupBytes) continue
      yield group
      group = []
      bytes = 0
    }
  if (group.length > 0) yield group
}

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
