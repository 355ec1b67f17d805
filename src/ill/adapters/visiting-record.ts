import { sql } from 'kysely'
import { bibHistory, holdBibs, readBib, setBibState } from '../../catalogue/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Actor } from '../../kit/index.ts'
import { openRequestStates } from '../machines/request.ts'
import type { Request } from '../requests/types.ts'

/** How the reason begins by which a record is known that was suppressed here. */
const cameFor = 'Brought in only for'

/**
 * Suppresses the record of a request once its last item has gone home, where it came into the catalogue for requests
 * alone: it is younger than the request, had never an item of ours, and nobody waits for it.
 */
export async function hideVisitingRecord(
  tx: Tx,
  { id, number, bibId }: Pick<Request, 'id' | 'number' | 'bibId'>,
  actor: Actor,
): Promise<void> {
  if (bibId === undefined) return
  await holdBibs(tx, [bibId])
  const { rows } = await sql<{ visiting: boolean }>`
    select b.created_at >= r.placed_at
      and not exists (select from items i left join ill_items x on x.item_id = i.id
        where i.bib_id = b.id and (x.item_id is null or x.closed_at is null))
      and not exists (select from reservations v where v.bib_id = b.id and v.closed_at is null)
      and not exists (select from ill_requests o join workflow_instances w on w.id = o.id
        where o.bib_id = b.id and o.id <> r.id and w.state = any(${[...openRequestStates]}::text[])) as visiting
    from ill_requests r join bibs b on b.id = r.bib_id where r.id = ${id} and b.state = 'active'`.execute(tx)
  const bib = rows[0]?.visiting ? await readBib(tx, bibId) : undefined
  if (!bib) return
  const reason = `${cameFor} ${number}: its last item has gone home`
  await setBibState(tx, bibId, bib.version, 'suppressed', { actor, action: 'suppress', reason })
}

/** Shows a record again that was suppressed so, now that it has an item once more. */
export async function showVisitingRecord(
  tx: Tx,
  { number, bibId }: Pick<Request, 'number' | 'bibId'>,
  actor: Actor,
): Promise<void> {
  if (bibId === undefined) return
  await holdBibs(tx, [bibId])
  const bib = await readBib(tx, bibId, 'suppressed')
  if (bib?.state !== 'suppressed') return
  const [last] = await bibHistory(tx, bibId)
  if (last?.action !== 'suppress' || !last.reason.startsWith(cameFor)) return
  await setBibState(tx, bibId, bib.version, 'active', {
    actor,
    action: 'unsuppress',
    reason: `Needed again for ${number}`,
  })
}
