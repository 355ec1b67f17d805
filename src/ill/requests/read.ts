import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { aReader } from '../../kit/index.ts'
import type { Service } from '../citation-form/index.ts'
import { requestNumber } from './number.ts'
import type { Request, RequestSource } from './types.ts'

/** The columns of a request, for a query that joins `r`, its instance `i` and its patron `p`. */
export const requestColumns = sql`r.id, r.public_id as "publicId", r.service, r.title, r.author, r.citation,
  r.pickup_branch as "pickupBranch", r.needed_by as "neededBy", r.patron_note as note, r.copyright_at as "copyrightAt", r.source, r.bib_id as "bibId",
  r.placed_at as "placedAt", r.despite, i.state, i.data, i.version, i.last_event as "lastEvent", i.changed_at as "changedAt",
  json_build_object('id', coalesce(p.id::text, ''), 'name', coalesce(p.name, ${aReader}), 'cardNumber', coalesce(p.login, ''),
    'email', coalesce(p.email, '')) as patron`

export const requestTables = sql`ill_requests r join workflow_instances i on i.id = r.id left join people p on p.id = r.patron_id`

/** A row of those columns. */
export interface RequestRow extends Omit<Request, 'number' | 'pickupBranch' | 'neededBy' | 'bibId'> {
  readonly pickupBranch: string | null
  readonly neededBy: string | null
  readonly bibId: number | null
  readonly service: Service
  readonly source: RequestSource
}

export const requestOf = (row: RequestRow): Request => ({
  ...row,
  number: requestNumber(row.id),
  pickupBranch: row.pickupBranch ?? undefined,
  neededBy: row.neededBy ?? undefined,
  bibId: row.bibId ?? undefined,
})

/** A request by its id, or by what stands in a patron's addresses. */
export async function readRequest(
  tx: Tx,
  by: { readonly id: number } | { readonly publicId: string },
): Promise<Request | undefined> {
  const condition = 'id' in by ? sql`r.id = ${by.id}` : sql`r.public_id::text = ${by.publicId.toLowerCase()}`
  const { rows } = await sql<RequestRow>`select ${requestColumns} from ${requestTables} where ${condition}`.execute(tx)
  return rows[0] && requestOf(rows[0])
}

/** The record a request was placed with, as it was received; undefined where it came from elsewhere. */
export async function readSourceRecord(tx: Tx, id: number): Promise<Buffer | undefined> {
  const row = await tx.selectFrom('ill_requests').select('source_raw').where('id', '=', id).executeTakeFirst()
  return row?.source_raw ?? undefined
}
