import type { Selectable } from 'kysely'
import { type BibVersion, storableText } from '../../kit/db/index.ts'
import type { Flavour, MarcRecord } from '../../standards/marc/index.ts'
import { type IndexedRecord, indexRecord } from '../indexing/index.ts'
import { fingerprintOf, stored } from './stored-marc.ts'
import type { BibAction, BibVersionInfo, Provenance } from './types.ts'

/** The columns of a version that the record itself decides, and what it is indexed under. */
export interface PreparedRecord {
  /** As it is stored. */
  readonly record: MarcRecord
  readonly flavour: Flavour
  readonly marc: string
  readonly fingerprint: Buffer
  readonly indexed: IndexedRecord
}

/** Makes everything that is stored of a record. Costly beside the rest, and needs no database. */
export function prepareRecord(given: MarcRecord, flavour: Flavour): PreparedRecord {
  const { record, marc } = stored(given)
  return { record, flavour, marc, fingerprint: fingerprintOf(marc), indexed: indexRecord(record, flavour) }
}

export const provenanceRow = ({ actor, action, reason = '', sourceId, batchId }: Provenance) => ({
  changed_by: actor.id ?? null,
  changed_by_name: storableText(actor.name),
  action,
  reason: storableText(reason),
  source_id: sourceId ?? null,
  batch_id: batchId ?? null,
})

/** Columns of `bibs` that a superseded version keeps. */
export const versionColumns = [
  'version',
  'state',
  'flavour',
  'level',
  'marc',
  'fingerprint',
  'changed_at',
  'changed_by',
  'changed_by_name',
  'action',
  'reason',
  'source_id',
  'batch_id',
] as const

export function infoOf(row: Omit<Selectable<BibVersion>, 'marc' | 'fingerprint'>): BibVersionInfo {
  return {
    version: row.version,
    state: row.state,
    flavour: row.flavour,
    level: row.level,
    changedAt: row.changed_at,
    changedBy: { name: row.changed_by_name, ...(row.changed_by !== null && { id: row.changed_by }) },
    action: row.action as BibAction,
    reason: row.reason,
    ...(row.source_id !== null && { sourceId: row.source_id }),
    ...(row.batch_id !== null && { batchId: row.batch_id }),
  }
}
