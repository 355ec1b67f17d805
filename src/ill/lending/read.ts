import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import type { Service } from '../citation-form/index.ts'
import type { PostalAddress } from '../exchange/message.ts'
import { lendingNumber } from './number.ts'
import type { Lending } from './types.ts'

/** The columns of a request of another library, for a query that joins `g`, its instance `i` and the library `d`. */
export const lendingColumns = sql`g.id, g.via, g.their_number as "theirNumber", g.previous_number as "previousNumber", g.wanted,
  g.title, g.author, g.services, g.level, g.needed_by as "neededBy", g.expires_on as "expiresOn", g.most_cost as "mostCost",
  g.hold, g.conditions, g.deliver_to as "deliverTo", g.deliver_email as "deliverEmail", g.note, g.bib_id as "bibId",
  g.item_id as "itemId", g.opened_at as "openedAt", g.picked_at as "pickedAt", g.labelled_at as "labelledAt",
  i.state, i.data, i.version, i.last_event as "lastEvent", i.changed_at as "changedAt",
  json_build_object('id', d.id, 'symbol', d.symbol, 'name', d.name, 'email', d.email, 'protocol', d.protocol,
    'settlement', d.settlement, 'answering', d.answering, 'gets', d.gets, 'lentDays', d.lent_days, 'street', d.street, 'postalCode', d.postal_code, 'place', d.place, 'region', d.region,
    'country', d.country) as partner`

export const lendingTables = sql`ill_lendings g join workflow_instances i on i.id = g.id join lenders d on d.id = g.lender_id`

type Nullable =
  | 'previousNumber'
  | 'level'
  | 'neededBy'
  | 'expiresOn'
  | 'mostCost'
  | 'deliverTo'
  | 'bibId'
  | 'itemId'
  | 'pickedAt'
  | 'labelledAt'

/** A row of those columns. */
export interface LendingRow extends Omit<Lending, 'number' | Nullable> {
  readonly previousNumber: string | null
  readonly level: string | null
  readonly neededBy: string | null
  readonly expiresOn: string | null
  readonly mostCost: string | null
  readonly deliverTo: PostalAddress | null
  readonly bibId: number | null
  readonly itemId: number | null
  readonly pickedAt: Date | null
  readonly labelledAt: Date | null
  readonly services: readonly Service[]
}

export const lendingOf = (row: LendingRow): Lending => ({
  ...row,
  number: lendingNumber(row.id),
  previousNumber: row.previousNumber ?? undefined,
  level: row.level ?? undefined,
  neededBy: row.neededBy ?? undefined,
  expiresOn: row.expiresOn ?? undefined,
  mostCost: row.mostCost ?? undefined,
  deliverTo: row.deliverTo ?? undefined,
  bibId: row.bibId ?? undefined,
  itemId: row.itemId ?? undefined,
  pickedAt: row.pickedAt ?? undefined,
  labelledAt: row.labelledAt ?? undefined,
})

/** Requests of other libraries by id; those there are. */
export async function readLendings(tx: Tx, ids: readonly number[]): Promise<ReadonlyMap<number, Lending>> {
  const { rows } = await sql<LendingRow>`select ${lendingColumns} from ${lendingTables}
    where g.id = any(${[...ids]}::bigint[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, lendingOf(row)]))
}

export const readLending = async (tx: Tx, id: number): Promise<Lending | undefined> =>
  (await readLendings(tx, [id])).get(id)

/** The request that a library's system means by a number of its own. */
export async function findLending(
  tx: Tx,
  { partnerId, theirNumber }: { readonly partnerId: number; readonly theirNumber: string },
): Promise<Lending | undefined> {
  const { rows } = await sql<LendingRow>`select ${lendingColumns} from ${lendingTables}
    where g.lender_id = ${partnerId} and g.their_number = ${theirNumber} and g.via in ('iso18626', 'iso10161')`.execute(
    tx,
  )
  return rows[0] && lendingOf(rows[0])
}

/** The request of another library an item of ours is lent for; of several numbers the first that an item has. */
export async function lendingOfItem(tx: Tx, numbers: readonly string[]): Promise<Lending | undefined> {
  const { rows } = await sql<LendingRow>`select ${lendingColumns} from ${lendingTables}
    join loans l on l.lending_id = g.id and l.returned_at is null join items t on t.id = l.item_id
    where t.accession_no = any(${[...numbers]}::text[]) limit 1`.execute(tx)
  return rows[0] && lendingOf(rows[0])
}
