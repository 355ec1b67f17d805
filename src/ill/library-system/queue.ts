import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { lendingNumber } from '../lending/number.ts'
import { requestNumber } from '../requests/number.ts'
import { type Call, openCalls } from './calls.ts'

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

const most = 1000
const patience = 30 * 60_000

/** Whether something should long have been done by itself: the system may be down. */
export const isLate = ({ state, createdAt }: Call, now: Date): boolean =>
  state !== 'manual' && now.getTime() - createdAt.getTime() > patience

/** What is not sent, failing, or left to staff, the oldest first; of the oldest thousand. */
export async function circulationQueue(tx: Tx): Promise<readonly QueuedCall[]> {
  const calls = await openCalls(tx, most)
  const abouts = await aboutCalls(tx, calls)
  return calls.flatMap((call) => {
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
