import { sql } from 'kysely'
import { storableJson, type Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { ListName } from './names.ts'

/** A list of requests kept under a name. */
export interface SavedView {
  readonly id: number
  readonly name: string
  /** As the address of the list says them: filters and order. */
  readonly filters: Readonly<Record<string, string>>
  readonly shared: boolean
  readonly owner: { readonly id: string; readonly name: string }
}

/** What somebody calls a view, and whether colleagues see it. */
export interface ViewFields {
  readonly name: string
  readonly shared: boolean
}

/** Who changes a view: its owner does so; a supervisor may with those of others that are shared. */
export interface ViewKeeper {
  readonly id: string
  readonly supervisor: boolean
}

/** Nobody keeps more of one list. */
export const mostViews = 50
const longestList = 200

/** Somebody's own views by name, then those that colleagues share. */
export async function viewsFor(tx: Tx, list: ListName, person: string): Promise<readonly SavedView[]> {
  const { rows } = await sql<SavedView>`
    select v.id, v.name, v.filters, v.shared, json_build_object('id', p.id, 'name', p.name) as owner
    from request_views v join people p on p.id = v.owner_id 
    where v.list = ${list} and (v.owner_id = ${person} or v.shared)
    order by v.owner_id <> ${person}, lower(v.name), v.id limit ${longestList}`.execute(tx)
  return rows
}

/** @throws Problem view-taken, view-limit */
export async function saveView(
  tx: Tx,
  list: ListName,
  owner: string,
  { name, shared, filters }: ViewFields & Pick<SavedView, 'filters'>,
): Promise<void> {
  const { rows } = await sql<{ made: boolean; full: boolean }>`
    with mine as (select count(*) >= ${mostViews} as "full" from request_views
      where owner_id = ${owner} and list = ${list}),
    made as (insert into request_views (list, owner_id, name, filters, shared)
      select ${list}, ${owner}, ${name}, ${storableJson(filters)}::jsonb, ${shared} from mine where not "full"
      on conflict do nothing returning id)
    select exists (select from made) as made, "full" from mine`.execute(tx)
  const { made, full } = rows[0]!
  if (full) throw new Problem('view-limit', { most: mostViews })
  if (!made) throw new Problem('view-taken', { name })
}

/** @throws Problem view-gone, also where it is another's to change; view-taken */
export async function changeView(
  tx: Tx,
  list: ListName,
  id: number,
  { name, shared }: ViewFields,
  keeper: ViewKeeper,
): Promise<void> {
  const { rows } = await sql<{ taken: boolean; changed: boolean }>`
    with kept as (select id, owner_id from request_views v where ${keeps(list, id, keeper)}),
    other as (select from request_views v join kept k on k.owner_id = v.owner_id and v.list = ${list} and k.id <> v.id
      where lower(v.name) = lower(${name})),
    changed as (update request_views v set name = ${name}, shared = ${shared} from kept k
      where v.id = k.id and not exists (select from other) returning v.id)
    select exists (select from other) as taken, exists (select from changed) as changed`.execute(tx)
  const { taken, changed } = rows[0]!
  if (taken) throw new Problem('view-taken', { name })
  if (!changed) throw new Problem('view-gone')
}

/** @throws Problem view-gone, also where it is another's to remove */
export async function removeView(tx: Tx, list: ListName, id: number, keeper: ViewKeeper): Promise<void> {
  const { rows } = await sql`delete from request_views v where ${keeps(list, id, keeper)} returning id`.execute(tx)
  if (rows.length === 0) throw new Problem('view-gone')
}

const keeps = (list: ListName, id: number, keeper: ViewKeeper) =>
  sql`v.id = ${id} and v.list = ${list} and (v.owner_id = ${keeper.id} or (${keeper.supervisor} and v.shared))`
