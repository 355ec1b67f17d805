import { sql } from 'kysely'
import { numberArray, storableText, type Tx, textArray } from '../../kit/db/index.ts'
import type { ItemChanges } from './item-fields.ts'
import type { CodeFault, Refusal, WantedItem } from './store-items.ts'

/** What an item says that is there. */
export interface There {
  readonly id: number
  readonly bibId: number
  readonly accessionNo: string
  /** Added or replaced by an earlier record of the file. */
  readonly isDone: boolean
  readonly branch: string
  readonly location: string | null
  readonly collection: string | null
  readonly status: string
  readonly callNumber: string
  readonly publicNote: string
  readonly staffNote: string
}

const codes = ['branch', 'location', 'collection', 'status'] as const
const fields = [...codes, 'callNumber', 'publicNote', 'staffNote'] as const

/**
 * Replaces what items say that their records have, and keeps what they said. Gives what became of each of those, as
 * `storeItems` does of others: undefined when it was replaced, "" when it says the same already, or was in the file
 * before. Codes that an item has it may keep.
 */
export async function replaceItems<T extends WantedItem & { readonly ordinal: number }>(
  tx: Tx,
  batchId: number,
  wanted: readonly T[],
  fault: CodeFault,
): Promise<ReadonlyMap<T, Refusal>> {
  const there = await itemsThere(tx, batchId, numbersOf(wanted), 'held')
  const { became, replaced } = planReplacing(there, wanted, fault)
  await store(tx, batchId, replaced)
  return became
}

/** The accession numbers of items, as the database has them. */
export const numbersOf = (wanted: readonly WantedItem[]): readonly string[] => [...new Set(wanted.map(numberOf))]

const numberOf = ({ item }: WantedItem): string => storableText(item.fields.accessionNo)

/** What replacing would do with those of some items that their records have: `replaced` is what these would say. */
export function planReplacing<T extends WantedItem & { readonly ordinal: number }>(
  there: ReadonlyMap<string, There>,
  wanted: readonly T[],
  fault: CodeFault,
): { readonly became: ReadonlyMap<T, Refusal>; readonly replaced: readonly Replaced[] } {
  const became = new Map<T, Refusal>()
  const done = new Set<There>()
  const replaced: Replaced[] = []
  for (const one of wanted) {
    const now = there.get(numberOf(one))
    if (now?.bibId !== one.bibId) continue
    const next = { ...now, ...sound(one.item.changes) }
    const changed = fields.filter((field) => next[field] !== now[field])
    const problem = fault(
      Object.fromEntries(codes.filter((code) => changed.includes(code)).map((code) => [code, next[code]])),
    )
    if (changed.length === 0 || now.isDone || done.has(now)) became.set(one, '')
    else if (problem) became.set(one, problem.message)
    else {
      became.set(one, undefined)
      done.add(now)
      replaced.push({ item: next, ordinal: one.ordinal })
    }
  }
  return { became, replaced }
}

/** What an item is to say, and the record of the file that says so. */
interface Replaced {
  readonly item: There
  readonly ordinal: number
}

const sound = (changes: ItemChanges): ItemChanges =>
  Object.fromEntries(Object.entries(changes).map(([field, text]) => [field, text === null ? null : storableText(text)]))

/** Items by their accession numbers; held, in the order of their ids, if they are to be changed. */
export async function itemsThere(
  tx: Tx,
  batchId: number,
  numbers: readonly string[],
  how: 'held' | 'looked at',
): Promise<ReadonlyMap<string, There>> {
  const { rows } = await sql<There>`
    select id, bib_id as "bibId", accession_no as "accessionNo", branch, location, collection, status,
      call_number as "callNumber", public_note as "publicNote", staff_note as "staffNote",
      batch_id is not distinct from ${batchId}::bigint
        or exists (select from import_items r where r.batch_id = ${batchId} and r.item_id = items.id) as "isDone"
    from items where accession_no = any(${textArray(numbers)}::text[])
    order by id ${how === 'held' ? sql`for update` : sql``}
  `.execute(tx)
  return new Map(rows.map((row) => [row.accessionNo, row]))
}

async function store(tx: Tx, batchId: number, replaced: readonly Replaced[]): Promise<void> {
  if (replaced.length === 0) return
  const ids = numberArray(replaced.map(({ item }) => item.id))
  await sql`
    insert into import_items (batch_id, item_id, ordinal, accession_no, version, branch, location, collection, status,
      call_number, public_note, staff_note)
    select ${batchId}, i.id, r.ordinal, i.accession_no, i.version + 1, i.branch, i.location, i.collection, i.status,
      i.call_number, i.public_note, i.staff_note
    from unnest(${ids}::bigint[], ${numberArray(replaced.map(({ ordinal }) => ordinal))}::bigint[]) as r (id, ordinal)
    join items i on i.id = r.id
  `.execute(tx)
  const texts = (field: (typeof fields)[number]) => textArray(replaced.map(({ item }) => item[field]))
  await sql`
    update items i set branch = r.branch, location = r.location, collection = r.collection, status = r.status,
      call_number = r.call_number, public_note = r.public_note, staff_note = r.staff_note, version = i.version + 1,
      changed_at = now()
    from unnest(${ids}::bigint[], ${texts('branch')}::text[], ${texts('location')}::text[], ${texts('collection')}::text[],
      ${texts('status')}::text[], ${texts('callNumber')}::text[], ${texts('publicNote')}::text[],
      ${texts('staffNote')}::text[]) as r (id, branch, location, collection, status, call_number, public_note, staff_note)
    where i.id = r.id
  `.execute(tx)
}
