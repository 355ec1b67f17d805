import { sql } from 'kysely'
import { dateIn } from '../kit/calendar/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { withCalendars } from './calendars.ts'
import { type CirculationSettings, calendarOf } from './settings.ts'
import type { ReservationState } from './types.ts'

/** Where an item stands that came for a request, for the reader it came for. Dates are YYYY-MM-DD. */
export interface Visit {
  /** The reader has it. */
  readonly loan?: { readonly id: string; readonly dueOn: string; readonly overdue: boolean }
  /** It is kept for the reader, or on its way to where it is to be fetched. */
  readonly reservation?: {
    readonly state: ReservationState
    readonly pickupBranch: string
    readonly keepUntil?: string
  }
  /** When the reader first took it, and last gave it back. */
  readonly lentAt?: Date
  readonly returnedAt?: Date
}

interface VisitRow {
  readonly requestId: string
  readonly loanId: string | null
  readonly dueOn: string
  readonly lentIn: string
  readonly lentAt: Date | null
  readonly returnedAt: Date | null
  readonly state: ReservationState | null
  readonly pickupBranch: string
  readonly keepUntil: string | null
}

/** The items that came for each of some requests; nothing for requests that have none. `now` is epoch milliseconds. */
export async function visitsFor(
  tx: Tx,
  rules: CirculationSettings,
  requestIds: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, readonly Visit[]>> {
  const { rows } = await sql<VisitRow>`
    select ill.request_id as "requestId", l.id as "loanId", l.due_on as "dueOn", l.branch as "lentIn",
      own.lent_at as "lentAt", own.returned_at as "returnedAt", r.state, r.pickup_branch as "pickupBranch",
      r.keep_until as "keepUntil"
    from ill_items ill
      left join loans l on l.item_id = ill.item_id and l.patron_id = ill.patron_id and l.returned_at is null
      left join lateral (select min(o.lent_at) as lent_at, max(o.returned_at) as returned_at from loans o
        where o.item_id = ill.item_id and o.patron_id = ill.patron_id) own on true
      left join lateral (select * from reservations o where o.closed_at is null and o.patron_id = ill.patron_id
        and coalesce(o.allocated_item, o.item_id) = ill.item_id order by o.placed_at limit 1) r on true
    where ill.request_id = any(${[...requestIds]}::text[]) order by ill.item_id`.execute(tx)
  // Only whether something is overdue goes by the calendars.
  const settings = rows.some(({ loanId }) => loanId !== null) ? await withCalendars(tx, rules) : rules
  const visits = new Map<string, Visit[]>()
  for (const row of rows) visits.set(row.requestId, [...(visits.get(row.requestId) ?? []), visit(settings, now, row)])
  return visits
}

function visit(settings: CirculationSettings, now: number, row: VisitRow): Visit {
  const { loanId, dueOn, lentIn, lentAt, returnedAt, state, pickupBranch, keepUntil } = row
  return {
    ...(loanId !== null && {
      loan: { id: loanId, dueOn, overdue: dueOn < dateIn(calendarOf(settings, lentIn).timeZone, now) },
    }),
    ...(state !== null && { reservation: { state, pickupBranch, ...(keepUntil !== null && { keepUntil }) } }),
    ...(lentAt !== null && { lentAt }),
    ...(returnedAt !== null && { returnedAt }),
  }
}
