import { sql } from 'kysely'
import { type Item, type ItemCirculation, moveItem } from '../catalogue/index.ts'
import { storableText, type Tx } from '../kit/db/index.ts'
import { type Actor, audit, mustActIn } from '../kit/index.ts'
import { hold } from './hold.ts'
import { undoTime } from './notices/jobs.ts'
import type { DeskAct } from './types.ts'

/** How an item, its open loan and the open reservations of its title stand: what a scan can change. As JSON. */
interface Standing {
  readonly circulation: ItemCirculation | null
  readonly status: string
  readonly loan: string | null
  readonly reservations: readonly Readonly<Record<string, unknown>>[]
}

export type ScanAct = 'check-in' | 'check-out'

/** Reads how things stand before a scan, or after it. Its title is held. */
export async function standing(tx: Tx, { id, bibId }: Pick<Item, 'id' | 'bibId'>): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select i.circulation, i.status,
      (select l.id from loans l where l.item_id = i.id and l.returned_at is null) as loan,
      (select coalesce(json_agg(json_build_object('id', r.id, 'state', r.state, 'allocated_item', r.allocated_item,
          'allocated_at', r.allocated_at, 'ready_at', r.ready_at, 'keep_until', r.keep_until) order by r.id), '[]')
        from reservations r where r.bib_id = ${bibId} and r.closed_at is null) as reservations
    from items i where i.id = ${id}`.execute(tx)
  return rows[0]!
}

/** Remembers what a scan changed; undefined where that was nothing. Its title is held. */
export async function rememberScan(
  tx: Tx,
  act: ScanAct,
  item: Pick<Item, 'id' | 'bibId'>,
  before: Standing,
  { branch, by, now }: DeskAct,
): Promise<string | undefined> {
  const after = await standing(tx, item)
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined
  const { id } = await tx
    .insertInto('desk_scans')
    .values({
      ...{ act, item_id: item.id, branch, at: new Date(now) },
      actor_id: by.id ?? null,
      actor_name: storableText(by.name),
      before: JSON.stringify(before),
      after: JSON.stringify(after),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export type UndoRefusal =
  /** The time for it is over, or it was taken back before. */
  | 'late'
  | 'somebody-else'
  /** Something happened since. */
  | 'changed'

export type Undone =
  | { readonly done: true; readonly act: ScanAct; readonly item: Item }
  | { readonly done: false; readonly why: UndoRefusal }

/**
 * Takes a scan back, by who did it, as if it had not been: within half a minute, and as long as nothing else happened.
 * @throws Problem not-your-branch
 */
export async function undoScan(
  tx: Tx,
  { id, by, now }: { readonly id: string; readonly by: Actor; readonly now: number },
): Promise<Undone> {
  const scan = await tx.selectFrom('desk_scans').selectAll().where('id', '=', id).executeTakeFirst()
  if (!scan || now - scan.at.getTime() > undoTime) return { done: false, why: 'late' }
  mustActIn(scan.branch, by)
  const isSame = by.id === undefined ? scan.actor_id === null && scan.actor_name === by.name : scan.actor_id === by.id
  if (!isSame) return { done: false, why: 'somebody-else' }
  const { item } = await hold(tx, scan.item_id)
  // Of two who press at once the second finds it gone.
  const taken = await tx.deleteFrom('desk_scans').where('id', '=', id).returning('id').executeTakeFirst()
  if (!taken) return { done: false, why: 'late' }
  const before = scan.before as unknown as Standing
  const after = scan.after as unknown as Standing
  if (!(await stillSo(tx, item, after))) return { done: false, why: 'changed' }
  await moveItem(
    tx,
    item.id,
    before.circulation ?? undefined,
    before.status === after.status ? undefined : before.status,
  )
  await putLoanBack(tx, before.loan, after.loan)
  for (const reservation of before.reservations) await putReservationBack(tx, reservation)
  await audit(tx, {
    actor: by,
    action: `item.undo-${scan.act}`,
    subject: { kind: 'item', id: item.id },
    detail: { branch: scan.branch, ...((before.loan ?? after.loan) && { loan: before.loan ?? after.loan }) },
  })
  return { done: true, act: scan.act, item }
}

const stillSo = async (tx: Tx, item: Item, after: Standing): Promise<boolean> => {
  const { rows } = await sql<{ same: boolean }>`select ${JSON.stringify(await standing(tx, item))}::jsonb =
    ${JSON.stringify(after)}::jsonb as same`.execute(tx)
  return rows[0]!.same
}

async function putLoanBack(tx: Tx, before: string | null, after: string | null): Promise<void> {
  if (before === after) return
  // One that began with the scan has never been; the audit trail knows of it.
  if (after !== null) await tx.deleteFrom('loans').where('id', '=', after).execute()
  if (before !== null)
    await tx.updateTable('loans').set({ returned_at: null, returned_branch: null }).where('id', '=', before).execute()
}

const putReservationBack = (tx: Tx, row: Standing['reservations'][number]) =>
  sql`update reservations r set state = o.state, allocated_item = o.allocated_item, allocated_at = o.allocated_at,
      ready_at = o.ready_at, keep_until = o.keep_until, closed_at = null
    from json_to_record(${JSON.stringify(row)}::json) as o (id uuid, state text, allocated_item bigint,
      allocated_at timestamptz, ready_at timestamptz, keep_until date)
    where r.id = o.id`.execute(tx)

/** Forgets scans that can't be taken back any more. */
export const dropOldScans = (tx: Tx, now: number) =>
  tx
    .deleteFrom('desk_scans')
    .where('at', '<', new Date(now - 2 * undoTime))
    .execute()
