import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import { storableText, type Tables, type Tx } from '../../kit/db/index.ts'
import { controlText } from '../../standards/marc/index.ts'
import type { SelectRequest } from './types.ts'

export type OriginRow = Pick<Selectable<Tables['bib_sources']>, 'id' | 'bib_id' | 'raw'>

/** Longer ones are no control numbers; PostgreSQL indexes a key of some 2,700 bytes at most. */
const longestNumber = 200

/**
 * What makes two fetches the same source record, however and by whom it was found: the target, its database and its
 * number for the record; where it has none, its bytes.
 */
export function originKey({ source, decoded }: Pick<SelectRequest, 'source' | 'decoded'>): string {
  const number = controlText(decoded.record, '001')?.trim()
  const name =
    number && number.length <= longestNumber
      ? ['001', number]
      : ['sha-256', createHash('sha256').update(decoded.raw).digest('hex')]
  return JSON.stringify([source.target, source.database, ...name])
}

/** The origin as it was kept the first time. */
export const readOrigin = (tx: Tx, key: string): Promise<OriginRow | undefined> =>
  tx.selectFrom('bib_sources').select(['id', 'bib_id', 'raw']).where('origin_key', '=', key).executeTakeFirst()

/** Keeps where the record came from, its bytes included: anew, or in place of what was kept before. */
export async function keepOrigin(tx: Tx, key: string, { source, decoded }: SelectRequest): Promise<number> {
  const row = {
    target: storableText(source.target),
    target_label: storableText(source.label),
    database: storableText(source.database),
    query: storableText(source.query),
    fetched_at: source.fetchedAt,
    syntax: storableText(source.syntax),
    encoding: decoded.encoding,
    lossy: decoded.lossy,
    raw: Buffer.from(decoded.raw),
  }
  const { id } = await tx
    .insertInto('bib_sources')
    .values({ origin_key: key, ...row })
    .onConflict((conflict) => conflict.column('origin_key').doUpdateSet(row))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Says which record of the catalogue the origin stands for. */
export async function settleOrigin(tx: Tx, id: number, bibId: number): Promise<void> {
  await tx.updateTable('bib_sources').set({ bib_id: bibId }).where('id', '=', id).execute()
}

/** Another state of the source record, or another record of ours, takes its place: what was kept stays, without the key. */
export async function releaseOrigin(tx: Tx, id: number): Promise<void> {
  await tx.updateTable('bib_sources').set({ origin_key: null }).where('id', '=', id).execute()
}

/** Whether a version of the record was made from this origin. */
export async function wasMadeFrom(tx: Tx, bibId: number, sourceId: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from bibs where id = ${bibId} and source_id = ${sourceId}
    union all select 1 from bib_versions where bib_id = ${bibId} and source_id = ${sourceId} limit 1
  `.execute(tx)
  return rows.length > 0
}
