import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { lendingNumber } from '../lending/number.ts'
import { requestNumber } from '../requests/number.ts'
import { type Call, callColumns, type OpenCallState, openCallStates } from './calls.ts'

/** What a call is about: a request of a reader or of another library. */
export interface CallAbout {
  readonly side: 'borrowing' | 'lending'
  /** Of the request. */
  readonly id: number
  readonly number: string
  readonly title: string
  /** The library on the other side. */
  readonly library: string
  /** Where the reader fetches it. */
  readonly pickupBranch: string | undefined
}

export interface QueuedCall {
  readonly call: Call
  readonly about: CallAbout
}

const patience = 30 * 60_000

/** Whether something should long have been done by itself: the system may be down. */
export const isLate = ({ state, createdAt }: Call, now: Date): boolean =>
  (state === 'waiting' || state === 'failed') && now.getTime() - createdAt.getTime() > patience

/** Which steps somebody works on. */
export interface CallsWithin {
  /** Those of requests of other libraries. */
  readonly lending: boolean
  /** Those of readers' requests that are picked up at these branches or nowhere; `all` for any, none where left out. */
  readonly pickups?: 'all' | readonly string[] | undefined
}

interface QueueOptions {
  readonly within: CallsWithin
  /** Those in one of these states alone. */
  readonly states?: readonly OpenCallState[] | undefined
  readonly side?: CallAbout['side'] | undefined
  /** Those after this one. */
  readonly after?: number | undefined
  readonly limit: number
}

/** What is not sent, failing, or left to staff, of what somebody works on, the oldest first. */
export async function circulationQueue(tx: Tx, options: QueueOptions): Promise<readonly QueuedCall[]> {
  const { within, states = openCallStates, side, after = 0, limit } = options
  const { lending, pickups } = within
  const ofBranch =
    pickups === undefined
      ? sql`false`
      : pickups === 'all'
        ? sql`true`
        : sql`(r.pickup_branch is null or r.pickup_branch = any(${[...pickups]}::text[]))`
  const { rows } = await sql<Call>`select ${callColumns} from circulation_calls c
    left join ill_lines l on l.id = c.instance_id left join ill_requests r on r.id = l.request_id
    where c.state = any(${[...states]}::text[]) and c.state in ('waiting', 'failed', 'manual') and c.id > ${after}
      and ((l.id is null and ${lending && side !== 'borrowing'}::boolean)
        or (l.id is not null and ${side !== 'lending'}::boolean and ${ofBranch}))
    order by c.id limit ${limit}`.execute(tx)
  const abouts = await aboutCalls(tx, rows)
  return rows.flatMap((call) => {
    const about = abouts.get(call.instanceId)
    return about ? [{ call, about }] : []
  })
}

/** What calls are about, by the instance. */
export async function aboutCalls(
  tx: Tx,
  calls: readonly Pick<Call, 'instanceId'>[],
): Promise<ReadonlyMap<number, CallAbout>> {
  const { rows } = await sql<Omit<CallAbout, 'number' | 'pickupBranch'> & { instance: number; branch: string | null }>`
    select l.id as instance, 'borrowing' as side, r.id, r.title, d.name as library, r.pickup_branch as branch
      from ill_lines l join ill_requests r on r.id = l.request_id join lenders d on d.id = l.lender_id
      where l.id = any(${calls.map(({ instanceId }) => instanceId)}::bigint[])
    union all
    select g.id, 'lending', g.id, g.title, d.name, null
      from ill_lendings g join lenders d on d.id = g.lender_id
      where g.id = any(${calls.map(({ instanceId }) => instanceId)}::bigint[])`.execute(tx)
  return new Map(
    rows.map(({ instance, branch, ...about }) => [
      instance,
      {
        ...about,
        number: about.side === 'lending' ? lendingNumber(about.id) : requestNumber(about.id),
        pickupBranch: branch ?? undefined,
      },
    ]),
  )
}
