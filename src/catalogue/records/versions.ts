import { sql } from 'kysely'
import { numberArray, type Tx, textArray } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Flavour } from '../../standards/marc/index.ts'
import { provenanceRow, versionColumns } from './rows.ts'
import { addIndex, clearIndex, type Indexable } from './store-index.ts'
import type { BibState, Provenance } from './types.ts'

/** What a record was before. */
export interface Superseded {
  readonly state: BibState
  readonly flavour: Flavour
  readonly marc: string
}

/**
 * Copies the current versions of records, each named once, into the history, holding the rows, so that of two writers
 * exactly one goes on. Gives what they were, in order.
 * @throws Problem bib-gone, version-conflict when one is no longer the version `expected`
 */
export async function supersede(
  tx: Tx,
  wanted: readonly { readonly id: number; readonly expected: number }[],
): Promise<readonly Superseded[]> {
  const ids = numberArray(wanted.map(({ id }) => id))
  const { rows } = await sql<Superseded & { readonly id: number; readonly version: number }>`
    select id, version, state, flavour, marc from bibs where id = any(${ids}::bigint[]) order by id for update
  `.execute(tx)
  const found = new Map(rows.map((row) => [row.id, row]))
  const before = wanted.map(({ id, expected }) => {
    const row = found.get(id)
    if (!row) throw new Problem('bib-gone', { bib: id })
    if (row.version !== expected) throw new Problem('version-conflict', { what: 'record', id, version: row.version })
    return row
  })
  await tx
    .insertInto('bib_versions')
    .columns(['bib_id', ...versionColumns])
    .expression(
      tx
        .selectFrom('bibs')
        .select(['id', ...versionColumns])
        .where(sql<boolean>`id = any(${ids}::bigint[])`),
    )
    .execute()
  return before
}

/** The version of a record that follows one that was superseded. */
export interface NextVersion extends Indexable {
  readonly version: number
}

/** Stores the next versions of records, each named once, and what they are found by from now on. */
export async function storeVersions(tx: Tx, next: readonly NextVersion[], provenance: Provenance): Promise<void> {
  const by = provenanceRow(provenance)
  const ids = next.map(({ id }) => id)
  const prepared = next.map((one) => one.prepared)
  await sql`
    update bibs b set version = n.version, state = n.state, flavour = n.flavour, level = n.level, marc = n.marc,
      fingerprint = n.fingerprint, changed_at = now(), changed_by = ${by.changed_by}::uuid,
      changed_by_name = ${by.changed_by_name}, action = ${by.action}, reason = ${by.reason},
      source_id = ${by.source_id}::bigint, batch_id = ${by.batch_id}::bigint
    from unnest(${numberArray(ids)}::bigint[], ${numberArray(next.map(({ version }) => version))}::int[],
      ${textArray(next.map(({ state }) => state))}::text[], ${textArray(prepared.map(({ flavour }) => flavour))}::text[],
      ${textArray(prepared.map(({ indexed }) => indexed.search.level))}::text[],
      ${textArray(prepared.map(({ marc }) => marc))}::text[],
      ${prepared.map(({ fingerprint }) => fingerprint)}::bytea[]) as n (id, version, state, flavour, level, marc, fingerprint)
    where b.id = n.id
  `.execute(tx)
  await clearIndex(tx, ids)
  await addIndex(tx, next)
}
