import { z } from 'zod'
import type { Database, Tx } from '../../kit/db/index.ts'
import { enqueue, type Handlers } from '../../kit/jobs/index.ts'
import type { CirculationSettings } from '../settings.ts'
import type { Loan, Reservation } from '../types.ts'
import { type NoticeOptions, writeNotice } from './write.ts'

const kind = 'circulation.notice'
/** Told when the job runs: what is no longer so by then is not told. */
const Payload = z.discriminatedUnion('what', [
  z.object({ what: z.enum(['ready', 'expired']), reservation: z.uuid() }),
  z.object({ what: z.literal('recalled'), loan: z.uuid(), dueOn: z.iso.date() }),
])
type Payload = z.output<typeof Payload>

/** How long a scan can be taken back; what is written because of one waits for so long. Milliseconds. */
export const undoTime = 30_000

/** Has a reader told that something stands on the pickup shelf, as part of the transaction that puts it there. */
export async function pickupNotice(
  tx: Tx,
  { notices }: CirculationSettings,
  { id }: Pick<Reservation, 'id'>,
  now: number,
): Promise<void> {
  if (notices.pickup) await add(tx, { what: 'ready', reservation: id }, id, new Date(now + undoTime))
}

/** Has a reader told that something stood on the pickup shelf in vain. */
export async function expiryNotice(
  tx: Tx,
  { notices }: CirculationSettings,
  { id }: Pick<Reservation, 'id'>,
): Promise<void> {
  if (notices.pickupExpired) await add(tx, { what: 'expired', reservation: id }, id)
}

/** Has a reader told that a loan is due earlier than it was. */
export async function recallNotice(
  tx: Tx,
  { notices }: CirculationSettings,
  { id, dueOn }: Pick<Loan, 'id' | 'dueOn'>,
): Promise<void> {
  if (notices.recalled) await add(tx, { what: 'recalled', loan: id, dueOn }, `${id}:${dueOn}`)
}

const add = (tx: Tx, payload: Payload, id: string, runAt?: Date) =>
  enqueue(tx, kind, payload, { key: `${kind}:${payload.what}:${id}`, ...(runAt && { runAt }) })

/** Writes what readers are told by itself. */
export const noticeHandlers = ({ tx }: Database, now: () => number, options: NoticeOptions): Handlers => ({
  [kind]: {
    run: (given, job) =>
      tx(async (within) => {
        await job.finish(within)
        const payload = Payload.parse(given)
        if (payload.what === 'recalled')
          await tellRecalled(within, payload.loan, payload.dueOn, new Date(now()), options)
        else await tellOfShelf(within, payload.reservation, payload.what, new Date(now()), options)
      }),
  },
})

async function tellOfShelf(tx: Tx, id: string, state: 'ready' | 'expired', at: Date, options: NoticeOptions) {
  const row = await tx
    .selectFrom('reservations')
    .select(['bib_id', 'allocated_item', 'patron_id', 'pickup_branch', 'ready_at', 'keep_until'])
    .where('id', '=', id)
    .where('state', '=', state)
    .executeTakeFirst()
  if (!row?.patron_id || !row.ready_at) return
  const notice = {
    kind: state === 'ready' ? 'pickup-ready' : 'pickup-expired',
    patronId: row.patron_id,
    bibId: row.bib_id,
    itemId: row.allocated_item ?? undefined,
    pickupBranch: row.pickup_branch,
    keepUntil: row.keep_until ?? undefined,
    key: `pickup:${state}:${id}:${row.ready_at.toISOString()}`,
    at,
  } as const
  await writeNotice(tx, notice, options)
}

async function tellRecalled(tx: Tx, id: string, dueOn: string, at: Date, options: NoticeOptions) {
  const loan = await tx
    .selectFrom('loans')
    .innerJoin('items', 'items.id', 'loans.item_id')
    .select(['loans.patron_id', 'items.id as itemId', 'items.bib_id'])
    .where('loans.id', '=', id)
    .where('due_on', '=', dueOn)
    .where('returned_at', 'is', null)
    .executeTakeFirst()
  if (!loan?.patron_id) return
  const { patron_id: patronId, bib_id: bibId, itemId } = loan
  const key = `recalled:${id}:${dueOn}`
  await writeNotice(tx, { kind: 'recalled', ...{ patronId, bibId, itemId, dueOn, key, at } }, options)
}
