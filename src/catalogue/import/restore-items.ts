import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'

/**
 * Gives the items that records of a batch replaced back what they said: those that nobody else has changed since, loads
 * that were undone excepted. Gives how many, and by the number of its record what was left, for people.
 */
export async function restoreItems(
  tx: Tx,
  batchId: number,
  ordinals: { readonly from: number; readonly to: number },
): Promise<{ readonly restored: number; readonly stuck: ReadonlyMap<number, string> }> {
  const some = sql`r.batch_id = ${batchId} and r.ordinal between ${ordinals.from} and ${ordinals.to}`
  await sql`select from items where id in (select item_id from import_items r where ${some}) order by id for update`.execute(
    tx,
  )
  // Each load that was undone added two versions: its own, and the one that took it back.
  const { rows } = await sql<{ item: number; ordinal: number; no: string; note: string }>`
    select r.item_id as item, r.ordinal, r.accession_no as no, case
        when i.id is null then 'deleted since'
        when i.version <> r.version + 2 * (
          select count(*) from import_items l where l.item_id = r.item_id and l.version > r.version and l.undone = 'undone'
        ) then 'changed since'
        when not exists (select from branches where code = r.branch)
          or not exists (select from codes where list = 'item-status' and code = r.status)
          or r.location is not null and not exists (select from codes where list = 'location' and code = r.location)
          or r.collection is not null and not exists (select from codes where list = 'collection' and code = r.collection)
          then 'had codes that are gone'
        else 'undone' end as note
    from import_items r left join items i on i.id = r.item_id
    where ${some}
  `.execute(tx)
  const back = rows.filter(({ note }) => note === 'undone').map(({ item }) => item)
  await sql`
    update items i set branch = r.branch, location = r.location, collection = r.collection, status = r.status,
      call_number = r.call_number, public_note = r.public_note, staff_note = r.staff_note, version = i.version + 1,
      changed_at = now()
    from import_items r where r.batch_id = ${batchId} and r.item_id = i.id and i.id = any(${back}::bigint[])
  `.execute(tx)
  await sql`
    update import_items r set undone = n.note
    from unnest(${rows.map(({ item }) => item)}::bigint[], ${rows.map(({ note }) => note)}::text[]) as n (item, note)
    where r.batch_id = ${batchId} and r.item_id = n.item
  `.execute(tx)
  const stuck = new Map<number, string>()
  for (const { ordinal, no, note } of rows)
    if (note !== 'undone') stuck.set(ordinal, [stuck.get(ordinal), `item ${no} ${note}`].filter(Boolean).join('; '))
  return { restored: back.length, stuck }
}
