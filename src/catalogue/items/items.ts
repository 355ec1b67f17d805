import { sql } from 'kysely'
import { type ItemsTable, storableText, type Tx } from '../../kit/db/index.ts'
import { type Actor, audit, mustActIn } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { type CodeList, codeLists } from './codes.ts'

/** What is said of a copy. Codes are of the authorised lists; a location or collection may be left open. */
export interface ItemFields {
  readonly accessionNo: string
  readonly branch: string
  readonly location?: string | undefined
  readonly collection?: string | undefined
  readonly status: string
  readonly callNumber: string
  readonly publicNote: string
  /** Never shown to readers. */
  readonly staffNote: string
}

export interface Item extends ItemFields {
  readonly id: number
  readonly bibId: number
  readonly version: number
  /** Where it is instead of where it belongs. */
  readonly circulation?: ItemCirculation
  /** It has left for good: staff see it, readers don't. */
  readonly withdrawn?: true
}

/** What becomes of an item at the desk: codes of the list of item statuses, like an item's own. */
export type ItemCirculation = NonNullable<ItemsTable['circulation']>

/** The status an item has just now: that of the desk before its own. */
export const shownStatus = ({ circulation, status }: Pick<Item, 'circulation' | 'status'>): string =>
  circulation ?? status

export const itemColumns = [
  'id',
  'bib_id as bibId',
  'accession_no as accessionNo',
  'branch',
  'location',
  'collection',
  'status',
  'call_number as callNumber',
  'public_note as publicNote',
  'staff_note as staffNote',
  'version',
  'circulation',
  'withdrawn',
] as const

export type ItemRow = Omit<Item, 'location' | 'collection' | 'circulation' | 'withdrawn'> & {
  location: string | null
  collection: string | null
  circulation: ItemCirculation | null
  withdrawn: boolean
}
export const itemOf = ({ location, collection, circulation, withdrawn, ...rest }: ItemRow): Item => ({
  ...rest,
  ...(location !== null && { location }),
  ...(collection !== null && { collection }),
  ...(circulation !== null && { circulation }),
  ...(withdrawn && { withdrawn }),
})

/** Which items are seen: those the library has, or also those that have left. */
export type ItemSight = 'present' | 'all'

/** The items of a record, by branch and accession number. */
export async function itemsOf(tx: Tx, bibId: number, sight: ItemSight = 'present'): Promise<Item[]> {
  return (await itemsOfAll(tx, [bibId], sight)).get(bibId) ?? []
}

/** The items of several records. */
export async function itemsOfAll(
  tx: Tx,
  bibIds: readonly number[],
  sight: ItemSight = 'present',
): Promise<Map<number, Item[]>> {
  const found = new Map<number, Item[]>()
  if (bibIds.length === 0) return found
  const rows = await tx
    .selectFrom('items')
    .select(itemColumns)
    .where('bib_id', 'in', bibIds)
    .where('withdrawn', 'in', sight === 'all' ? [true, false] : [false])
    .orderBy('branch')
    .orderBy('accession_no')
    .execute()
  for (const row of rows) {
    const items = found.get(row.bibId) ?? []
    items.push(itemOf(row))
    found.set(row.bibId, items)
  }
  return found
}

export async function readItem(tx: Tx, id: number): Promise<Item | undefined> {
  const row = await tx.selectFrom('items').select(itemColumns).where('id', '=', id).executeTakeFirst()
  return row && itemOf(row)
}

/** What a list says of a record's copies. */
export interface ItemSummary {
  readonly count: number
  readonly available: number
  /** Codes of the branches that have one, in order. */
  readonly branches: readonly string[]
}

export async function itemSummaries(tx: Tx, bibIds: readonly number[]): Promise<Map<number, ItemSummary>> {
  if (bibIds.length === 0) return new Map()
  const { rows } = await sql<ItemSummary & { id: number }>`
    select i.bib_id as id, count(*) as count, count(*) filter (where c.available) as available,
      array_agg(distinct i.branch order by i.branch) as branches
    from items i join codes c on c.list = 'item-status' and c.code = coalesce(i.circulation, i.status)
    where i.bib_id = any(${[...bibIds]}::bigint[]) and not i.withdrawn group by i.bib_id
  `.execute(tx)
  return new Map(rows.map(({ id, ...summary }) => [id, summary]))
}

/** @throws Problem bib-gone, code-unknown, accession-no-taken, not-your-branch */
export async function addItem(tx: Tx, bibId: number, given: ItemFields, actor: Actor, batchId?: number): Promise<Item> {
  const fields = sound(given)
  mustActIn(fields.branch, actor)
  // Held, so that the record is not deleted meanwhile.
  const bib = await tx.selectFrom('bibs').select('state').where('id', '=', bibId).forShare().executeTakeFirst()
  if (!bib || bib.state === 'deleted') throw new Problem('bib-gone', { bib: bibId })
  await checkCodes(tx, fields)
  const row = await tx
    .insertInto('items')
    .values({ bib_id: bibId, batch_id: batchId ?? null, ...rowOf(fields) })
    .onConflict((oc) => oc.column('accession_no').doNothing())
    .returning(itemColumns)
    .executeTakeFirst()
  if (!row) throw taken(fields.accessionNo, await ownerOf(tx, fields.accessionNo))
  if (batchId === undefined) await tell(tx, 'item.add', row, actor)
  return itemOf(row)
}

/**
 * Who may act in some branches only must be allowed to in the one it leaves and in the one it goes to.
 * @throws Problem item-gone, version-conflict, code-unknown, accession-no-taken, not-your-branch
 */
export async function changeItem(tx: Tx, id: number, expected: number, given: ItemFields, actor: Actor): Promise<Item> {
  const fields = sound(given)
  const now = await held(tx, id, expected, actor)
  mustActIn(fields.branch, actor)
  await checkCodes(tx, fields, now)
  if (fields.accessionNo !== now.accessionNo) {
    const other = await ownerOf(tx, fields.accessionNo)
    if (other !== undefined) throw taken(fields.accessionNo, other)
  }
  const row = await tx
    .updateTable('items')
    .set({ ...rowOf(fields), version: expected + 1, changed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .returning(itemColumns)
    .executeTakeFirstOrThrow()
    .catch((error: { code?: string; constraint?: string }) => {
      // Given to another since it was looked for; which one can't be asked any more in this transaction.
      if (error.code === '23505' && error.constraint === 'items_accession_no_key') throw taken(fields.accessionNo)
      throw error
    })
  await tell(tx, 'item.change', row, actor)
  return itemOf(row)
}

/** @throws Problem item-gone, version-conflict, not-your-branch, item-in-use */
export async function removeItem(tx: Tx, id: number, expected: number, actor: Actor): Promise<void> {
  const item = await held(tx, id, expected, actor)
  // Nobody can lend or reserve it while it is held.
  const used = await tx.selectFrom('items_in_use').select('item_id').where('item_id', '=', id).executeTakeFirst()
  if (used) throw new Problem('item-in-use', { accessionNo: item.accessionNo })
  await tx.deleteFrom('items').where('id', '=', id).execute()
  await tell(tx, 'item.remove', item, actor)
}

async function held(tx: Tx, id: number, expected: number, actor: Actor): Promise<ItemRow> {
  const row = await tx.selectFrom('items').select(itemColumns).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new Problem('item-gone', { item: id })
  mustActIn(row.branch, actor)
  if (row.version !== expected) throw new Problem('version-conflict', { what: 'item', id, version: row.version })
  return row
}

const taken = (accessionNo: string, bib?: number): Problem =>
  new Problem('accession-no-taken', { accessionNo, bib: bib ?? '(just added)' })

/** The record of the item with an accession number. */
async function ownerOf(tx: Tx, accessionNo: string): Promise<number | undefined> {
  const item = await tx.selectFrom('items').select('bib_id').where('accession_no', '=', accessionNo).executeTakeFirst()
  return item?.bib_id
}

const valueIn = (list: CodeList, fields: Pick<ItemRow | ItemFields, 'status' | 'location' | 'collection'>) =>
  list === 'item-status' ? fields.status : fields[list]

/** Codes must be active ones, but what an item already has it may keep. @throws Problem code-unknown */
async function checkCodes(tx: Tx, fields: ItemFields, now?: ItemRow): Promise<void> {
  for (const list of codeLists) {
    const code = valueIn(list, fields)
    if (code === undefined || code === null || (now && valueIn(list, now) === code)) continue
    const found = await tx
      .selectFrom('codes')
      .select('active')
      .where('list', '=', list)
      .where('code', '=', code)
      // Held, so that nobody removes it meanwhile.
      .forKeyShare()
      .executeTakeFirst()
    if (!found?.active) throw new Problem('code-unknown', { list, code })
  }
  if (now?.branch === fields.branch) return
  const branch = await tx
    .selectFrom('branches')
    .select('active')
    .where('code', '=', fields.branch)
    .forKeyShare()
    .executeTakeFirst()
  if (!branch?.active) throw new Problem('code-unknown', { list: 'branch', code: fields.branch })
}

const sound = (fields: ItemFields): ItemFields => ({
  accessionNo: storableText(fields.accessionNo),
  branch: storableText(fields.branch),
  location: fields.location && storableText(fields.location),
  collection: fields.collection && storableText(fields.collection),
  status: storableText(fields.status),
  callNumber: storableText(fields.callNumber),
  publicNote: storableText(fields.publicNote),
  staffNote: storableText(fields.staffNote),
})

const rowOf = (fields: ItemFields) => ({
  accession_no: fields.accessionNo,
  branch: fields.branch,
  location: fields.location ?? null,
  collection: fields.collection ?? null,
  status: fields.status,
  call_number: fields.callNumber,
  public_note: fields.publicNote,
  staff_note: fields.staffNote,
})

const tell = (tx: Tx, action: string, { id, bibId, accessionNo }: ItemRow, actor: Actor): Promise<void> =>
  audit(tx, { actor, action, subject: { kind: 'item', id }, detail: { bib: bibId, accessionNo } })
