import { sql } from 'kysely'
import { numberArray, type Tx, textArray } from '../../kit/db/index.ts'
import { type PreparedRecord, provenanceRow } from './rows.ts'
import { addIndex } from './store-index.ts'
import type { Provenance } from './types.ts'

/**
 * Adds many records of one provenance: four statements however many there are, and one to read what
 * places they are found by. Gives their ids in the order of the
 * records. A thousand at a time keeps memory and the transaction small.
 */
export async function addBibs(
  tx: Tx,
  records: readonly PreparedRecord[],
  state: 'active' | 'suppressed',
  provenance: Provenance,
): Promise<readonly number[]> {
  if (records.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    select nextval(s.ids) as id
    from (select pg_get_serial_sequence('bibs', 'id')::regclass as ids offset 0) s, generate_series(1, ${records.length}::int)
  `.execute(tx)
  const ids = rows.map(({ id }) => id)
  const by = provenanceRow(provenance)
  await sql`
    insert into bibs (id, version, state, flavour, level, marc, fingerprint, changed_by, changed_by_name, action, reason, source_id, batch_id)
    select id, 1, ${state}, flavour, level, marc, fingerprint, ${by.changed_by}::uuid, ${by.changed_by_name}, ${by.action},
      ${by.reason}, ${by.source_id}::bigint, ${by.batch_id}::bigint
    from unnest(${numberArray(ids)}::bigint[], ${textArray(records.map(({ flavour }) => flavour))}::text[],
      ${textArray(records.map(({ indexed }) => indexed.search.level))}::text[],
      ${textArray(records.map(({ marc }) => marc))}::text[],
      ${records.map(({ fingerprint }) => fingerprint)}::bytea[]) as r (id, flavour, level, marc, fingerprint)
  `.execute(tx)
  await addIndex(
    tx,
    records.map((prepared, at) => ({ id: ids[at]!, state, prepared })),
  )
  return ids
}
