import { sql } from 'kysely'
import { numberArray, storableText, type Tx, textArray } from '../../kit/db/index.ts'
import type { Dealt } from './deal.ts'

/** Writes what became of records, instead of what was written of them before: one statement each. */
export async function writeOutcomes(
  tx: Tx,
  batch: number,
  range: { readonly from: number; readonly to: number },
  dealt: readonly Dealt[],
): Promise<void> {
  await tx
    .deleteFrom('import_records')
    .where('batch_id', '=', batch)
    .where('ordinal', '>=', range.from)
    .where('ordinal', '<=', range.to)
    .execute()
  if (dealt.length === 0) return
  const column = <T>(of: (one: Dealt) => T): T[] => dealt.map(of)
  const numbers = (of: (one: Dealt) => number): string => numberArray(dealt.map(of))
  await sql`
    insert into import_records (batch_id, ordinal, byte_offset, length, outcome, code, detail, bib_id, previous_version)
    select ${batch}, * from unnest(${numbers(({ incoming }) => incoming.ordinal)}::bigint[],
      ${numbers(({ incoming }) => incoming.offset)}::bigint[], ${numbers(({ incoming }) => incoming.length)}::int[],
      ${textArray(dealt.map(({ outcome }) => outcome))}::text[], ${textArray(dealt.map(({ code }) => code ?? null))}::text[],
      ${textArray(dealt.map(({ detail }) => (detail === undefined ? null : storableText(detail))))}::text[], ${column(({ known }) => idOf(known?.bibId))}::bigint[],
      ${column(({ previousVersion }) => previousVersion ?? null)}::int[])
  `.execute(tx)
}

/** A dry run numbers what it would add below zero. */
const idOf = (id: number | undefined): number | null => (id === undefined || id < 0 ? null : id)
