import { sql } from 'kysely'
import { codeList, type Item, itemsOf } from '../../catalogue/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { ruleFor } from '../rules.ts'
import type { CirculationSettings } from '../settings.ts'
import type { Held, Reservation } from '../types.ts'
import { reservationColumns, reservationOf } from './rows.ts'

/** Who waits for the same: for one copy, or for any of a record. */
export type Queue = { readonly itemId: number; readonly bibId: number } | { readonly bibId: number }

/** Those who wait, first come first. The title is held. */
export async function waiting(tx: Tx, queue: Queue): Promise<(Reservation & { readonly group?: string })[]> {
  const rows = await tx
    .selectFrom('reservations')
    .leftJoin('people', 'people.id', 'reservations.patron_id')
    .select([...reservationColumns, 'people.patron_group'])
    .where('reservations.bib_id', '=', queue.bibId)
    .where('item_id', 'itemId' in queue ? '=' : 'is', 'itemId' in queue ? queue.itemId : null)
    .where('state', '=', 'waiting')
    .orderBy('position')
    .execute()
  return rows.map(({ patron_group, ...row }) => ({
    ...reservationOf(row),
    ...(patron_group !== null && { group: patron_group }),
  }))
}

/**
 * Whom an item that is in our hands belongs to next: who waits for this copy, else who waits for any of its record and
 * may borrow it. Another library's item is for nobody but who waits for this copy.
 */
export async function nextFor(
  tx: Tx,
  settings: CirculationSettings,
  { item, available, ill }: Held,
): Promise<Reservation | undefined> {
  const suits = ({ group }: { readonly group?: string }) =>
    ill !== undefined || ruleFor(settings, item, group, available) !== undefined
  const copy = (await waiting(tx, { bibId: item.bibId, itemId: item.id })).find(suits)
  if (copy || ill) return copy
  return (await waiting(tx, { bibId: item.bibId })).find(suits)
}

/** Whether others wait for an item so that a patron can't have it: for this copy, or for more copies than are free. */
export async function isWaitedFor(
  tx: Tx,
  settings: CirculationSettings,
  { item, ill }: Held,
  patronId: string,
): Promise<boolean> {
  const copies = await waiting(tx, { bibId: item.bibId, itemId: item.id })
  // One who waits for this copy is not held up by those behind.
  const first = copies[0]
  if (first) return first.patronId !== patronId
  if (ill) return false
  const titles = await waiting(tx, { bibId: item.bibId })
  const own = titles.findIndex((one) => one.patronId === patronId)
  const ahead = own < 0 ? titles.length : own
  return ahead > 0 && ahead > (await freeCopies(tx, settings, item))
}

/** How many other copies of the record stand on the shelf and can be lent. */
async function freeCopies(tx: Tx, settings: CirculationSettings, { id, bibId }: Item): Promise<number> {
  const others = (await lendableCopies(tx, settings, bibId)).filter(
    (copy) => copy.id !== id && copy.circulation === undefined,
  )
  if (others.length === 0) return 0
  const { rows } = await sql`
    select distinct item_id from reservations where state = 'waiting' and item_id = any(${others.map((one) => one.id)})
  `.execute(tx)
  return others.length - rows.length
}

/** The copies of a record that are lent as a rule, wherever they are; those of other libraries are not. */
export async function lendableCopies(
  tx: Tx,
  settings: CirculationSettings,
  bibId: number,
  group?: string,
): Promise<Item[]> {
  const items = await itemsOf(tx, bibId)
  if (items.length === 0) return []
  const available = new Set((await codeList(tx, 'item-status')).filter((one) => one.available).map(({ code }) => code))
  const borrowed = await tx
    .selectFrom('ill_items')
    .select('item_id')
    .where(
      'item_id',
      'in',
      items.map(({ id }) => id),
    )
    .execute()
  const foreign = new Set(borrowed.map(({ item_id }) => item_id))
  return items.filter(
    (item) => !foreign.has(item.id) && ruleFor(settings, item, group, available.has(item.status)) !== undefined,
  )
}
