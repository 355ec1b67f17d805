import { sql } from 'kysely'
import { dateIn } from '../kit/calendar/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { withCalendars } from './calendars.ts'
import { type CirculationSettings, calendarOf } from './settings.ts'
import type { ReservationLevel } from './types.ts'

/** A loan as a line of a list. Dates are YYYY-MM-DD. */
export interface LoanLine {
  readonly id: string
  readonly itemId: number
  readonly bibId: number
  readonly accessionNo: string
  readonly patronId: string
  readonly branch: string
  readonly lentAt: Date
  readonly dueOn: string
  readonly overdue: boolean
  readonly renewals: number
  /** Borrowed from another library, for this request. */
  readonly requestId?: string
}

/** An open reservation as a line of a list. */
export interface ReservationLine {
  readonly id: string
  readonly level: ReservationLevel
  readonly bibId: number
  readonly patronId: string
  readonly pickupBranch: string
  readonly state: 'waiting' | 'transit' | 'ready'
  /** Among those that wait: 1 is the next. */
  readonly place?: number
  readonly placedAt: Date
  readonly keepUntil?: string
  /** Of the copy that was found, or of the one that is wanted. */
  readonly accessionNo?: string
  readonly itemId?: number
  readonly requestId?: string
}

interface LoanRow extends Omit<LoanLine, 'requestId' | 'overdue'> {
  readonly requestId: string | null
}

const loanSelect = sql`
  select l.id, l.item_id as "itemId", i.bib_id as "bibId", i.accession_no as "accessionNo", l.patron_id as "patronId",
    l.branch, l.lent_at as "lentAt", l.due_on as "dueOn", l.renewals, ill.request_id as "requestId"
  from loans l join items i on i.id = l.item_id left join ill_items ill on ill.item_id = l.item_id`

/** What a patron has, the first due first. */
export async function loansOf(tx: Tx, rules: CirculationSettings, patronId: string, now: number): Promise<LoanLine[]> {
  const { rows } = await sql<LoanRow>`${loanSelect}
    where l.patron_id = ${patronId} and l.returned_at is null order by l.due_on, l.lent_at, l.id`.execute(tx)
  const settings = await withCalendars(tx, rules)
  return rows.map((row) => loanLine(settings, now, row))
}

/** When each of some items that are lent is due. */
export async function dueDates(tx: Tx, itemIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ id: number; due: string }>`
    select item_id as id, due_on as due from loans
    where returned_at is null and item_id = any(${[...itemIds]}::bigint[])`.execute(tx)
  return new Map(rows.map(({ id, due }) => [id, due]))
}

function loanLine(settings: CirculationSettings, now: number, { requestId, ...row }: LoanRow): LoanLine {
  const today = dateIn(calendarOf(settings, row.branch).timeZone, now)
  return { ...row, overdue: row.dueOn < today, ...(requestId !== null && { requestId }) }
}

/** Where a page of a list begins: behind this line. */
export interface After {
  readonly date: string
  readonly id: string
}

/** What is overdue, the longest first; lent by the desks of a branch where one is named. */
export async function overdueLoans(
  tx: Tx,
  rules: CirculationSettings,
  { branch, now, size, after }: { branch?: string | undefined; now: number; size: number; after?: After | undefined },
): Promise<{ readonly loans: readonly LoanLine[]; readonly next?: After }> {
  // Where the day begins first most is overdue: whether each is by its own clock is seen below.
  const { rows } = await sql<LoanRow>`${loanSelect}
    where l.patron_id is not null and l.returned_at is null and l.due_on < ${dateIn('Etc/GMT-14', now)}::date
      and (${branch ?? null}::text is null or l.branch = ${branch ?? null})
      and (${after?.date ?? null}::date is null or (l.due_on, l.id) > (${after?.date ?? null}::date, ${after?.id ?? null}::uuid))
    order by l.due_on, l.id limit ${size + 1}`.execute(tx)
  const settings = await withCalendars(tx, rules)
  const page = rows.slice(0, size)
  const last = page.at(-1)
  return {
    loans: page.map((row) => loanLine(settings, now, row)).filter(({ overdue }) => overdue),
    ...(rows.length > size && last && { next: { date: last.dueOn, id: last.id } }),
  }
}

interface ReservationRow extends Omit<ReservationLine, 'place' | 'keepUntil' | 'accessionNo' | 'itemId' | 'requestId'> {
  readonly place: number | null
  readonly keepUntil: string | null
  readonly accessionNo: string | null
  readonly itemId: number | null
  readonly requestId: string | null
}

/** Lines of reservations `r` that are open, by a condition on them. */
const reservationSelect = sql`
  select r.id, r.level, r.bib_id as "bibId", r.patron_id as "patronId", r.pickup_branch as "pickupBranch", r.state,
    r.placed_at as "placedAt", r.keep_until as "keepUntil", i.accession_no as "accessionNo", i.id as "itemId",
    ill.request_id as "requestId",
    case when r.state = 'waiting' then (select count(*) from reservations o where o.state = 'waiting'
      and o.bib_id = r.bib_id and o.item_id is not distinct from r.item_id and o.position <= r.position) end as place
  from reservations r
    left join items i on i.id = coalesce(r.allocated_item, r.item_id)
    left join ill_items ill on ill.item_id = i.id`

const reservationLine = ({
  place,
  keepUntil,
  accessionNo,
  itemId,
  requestId,
  ...row
}: ReservationRow): ReservationLine => ({
  ...row,
  ...(place !== null && { place }),
  ...(keepUntil !== null && { keepUntil }),
  ...(accessionNo !== null && { accessionNo }),
  ...(itemId !== null && { itemId }),
  ...(requestId !== null && { requestId }),
})

/** What a patron waits for, what is ready first. */
export async function reservationsOf(tx: Tx, patronId: string): Promise<ReservationLine[]> {
  const { rows } = await sql<ReservationRow>`${reservationSelect}
    where r.patron_id = ${patronId} and r.closed_at is null
    order by r.state <> 'ready', r.state <> 'transit', r.placed_at, r.id`.execute(tx)
  return rows.map(reservationLine)
}

/** Who waits for a record and its copies: what was found for somebody first, then each queue in its order. */
export async function reservationsOfBib(tx: Tx, bibId: number): Promise<ReservationLine[]> {
  const { rows } = await sql<ReservationRow>`${reservationSelect}
    where r.bib_id = ${bibId} and r.closed_at is null
    order by r.state = 'waiting', r.level, r.item_id, r.position, r.id`.execute(tx)
  return rows.map(reservationLine)
}

/** What waits on the pickup shelf of a branch, or is on its way there. */
export async function pickupShelf(tx: Tx, branch: string): Promise<ReservationLine[]> {
  const { rows } = await sql<ReservationRow>`${reservationSelect}
    where r.pickup_branch = ${branch} and r.state in ('transit', 'ready')
    order by r.state <> 'ready', r.keep_until, r.allocated_at, r.id limit 500`.execute(tx)
  return rows.map(reservationLine)
}

/** A copy that has to be walked to. */
export interface ShelfLine {
  readonly itemId: number
  readonly bibId: number
  readonly accessionNo: string
  readonly branch: string
  readonly location?: string
  readonly callNumber: string
}

interface ShelfRow extends Omit<ShelfLine, 'location'> {
  readonly location: string | null
}
const shelfLine = ({ location, ...row }: ShelfRow): ShelfLine => ({ ...row, ...(location !== null && { location }) })

/** Copies on the pickup shelf of a branch for nobody any more: their time was up, or they were cancelled. */
export async function toClear(tx: Tx, branch: string): Promise<ShelfLine[]> {
  const { rows } = await sql<ShelfRow>`
    select i.id as "itemId", i.bib_id as "bibId", i.accession_no as "accessionNo", i.branch, i.location,
      i.call_number as "callNumber"
    from items i where i.circulation = 'pickup-shelf'
      and not exists (select from reservations r where r.allocated_item = i.id and r.state = 'ready')
      -- The last one it stood there for says where.
      and ${branch} = (select r.pickup_branch from reservations r where r.allocated_item = i.id
        order by r.closed_at desc limit 1)
    order by i.accession_no limit 500`.execute(tx)
  return rows.map(shelfLine)
}

/**
 * Copies on the shelves of a branch that somebody waits for: to be fetched, and checked in. No more of a record than
 * wait for it.
 */
export async function toFetch(tx: Tx, branch: string): Promise<ShelfLine[]> {
  const { rows } = await sql<ShelfRow>`
    with wanted as (
      select r.bib_id, r.item_id, count(*) as wishes from reservations r where r.state = 'waiting' group by 1, 2
    ), standing as (
      select i.*, row_number() over (partition by w.bib_id, w.item_id order by i.branch, i.accession_no) as n, w.wishes
      from wanted w join items i on i.bib_id = w.bib_id and (w.item_id is null or w.item_id = i.id)
        join codes c on c.list = 'item-status' and c.code = i.status
      where i.circulation is null and not i.withdrawn
        and (c.available and not exists (select from ill_items ill where ill.item_id = i.id) or w.item_id = i.id)
    )
    select distinct on (branch, location, call_number, id) id as "itemId", bib_id as "bibId",
      accession_no as "accessionNo", branch, location, call_number as "callNumber"
    from standing where n <= wishes and branch = ${branch}
    order by branch, location, call_number, id limit 500`.execute(tx)
  return rows.map(shelfLine)
}
