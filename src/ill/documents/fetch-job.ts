import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../kit/db/index.ts'
import { enqueue } from '../../kit/jobs/index.ts'

/** The job that fetches a copy from where its lender says it lies. */
export const fetchCopyJob = 'ill.fetch-copy'

export const CopyToFetch = z.object({
  line: z.number(),
  url: z.url({ protocol: /^https?$/ }),
})
export type CopyToFetch = z.infer<typeof CopyToFetch>

/** Leaves a copy to be fetched, as part of the caller's transaction: once for the message that says where it lies. */
export const leaveToFetch = (tx: Tx, copy: CopyToFetch, message: string) =>
  enqueue(tx, fetchCopyJob, copy, { key: `copy:${copy.line}:${message}` })

/** A copy that has not been fetched yet. */
export interface CopyOnItsWay {
  readonly lineId: number
  /** For people to open: without the name and password it may be fetched with. */
  readonly url: string
  /** When it is tried next; undefined where that was given up. */
  readonly dueAt: Date | undefined
  /** What the last attempt ended with. */
  readonly error: string | undefined
}

/** Copies of some lines that are to be fetched, or could not be. */
export async function copiesOnTheirWay(tx: Tx, lines: readonly number[]): Promise<readonly CopyOnItsWay[]> {
  const { rows } = await sql<{ payload: unknown; run_at: Date; failed_at: Date | null; last_error: string | null }>`
    select payload, run_at, failed_at, last_error from jobs
    where kind = ${fetchCopyJob} and (payload ->> 'line')::bigint = any(${[...lines]}::bigint[]) order by id`.execute(
    tx,
  )
  return rows.map(({ payload, run_at, failed_at, last_error }) => {
    const { line, url } = CopyToFetch.parse(payload)
    return {
      ...{ lineId: line, url: publicAddress(url) },
      ...{ dueAt: failed_at ? undefined : run_at, error: last_error ?? undefined },
    }
  })
}

/** An address without the name and password that are for its host alone. */
export function publicAddress(address: string): string {
  const url = new URL(address)
  url.username = ''
  url.password = ''
  return url.href
}
