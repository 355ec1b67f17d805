import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import type { DocumentMediaType } from './media-types.ts'

/** A copy that a lender sent as a file. */
export interface StoredDocument {
  readonly id: number
  readonly requestId: number
  readonly lineId: number
  readonly lender: string
  /** None once it is removed. */
  readonly fileId: number | null
  readonly fileName: string
  readonly mediaType: DocumentMediaType
  /** Bytes. */
  readonly size: number
  readonly sha256: Buffer
  readonly storedBy: string
  readonly storedAt: Date
  /** YYYY-MM-DD, the last day. */
  readonly keepUntil: string
  readonly mostDownloads: number | null
  /** By its reader. */
  readonly downloads: number
  readonly firstDownloadAt: Date | null
  readonly lastDownloadAt: Date | null
  readonly removedAt: Date | null
  readonly removedAs: 'expired' | 'withdrawn' | 'replaced' | 'forgotten' | null
  readonly removedBy: string | null
  /** The lender's line stands at Received as copy: it does not if that was undone. */
  readonly received: boolean
}

/** Where a copy stands, as far as its reader can have it. */
export type CopyStanding = 'ready' | 'used-up' | 'expired' | 'withdrawn' | 'replaced' | 'forgotten' | 'not-received'

/** A copy can be had until its last day has ended wherever its reader is: that is half a day later than here. */
const everywhere = 12 * 3_600_000
/** The day before which a last day is past. */
export const dayEndedAt = (now: Date): string => new Date(now.getTime() - everywhere).toISOString().slice(0, 10)

export function standingOfCopy(
  {
    removedAs,
    received,
    keepUntil,
    downloads,
    mostDownloads,
  }: Pick<StoredDocument, 'removedAs' | 'received' | 'keepUntil' | 'downloads' | 'mostDownloads'>,
  now: Date,
): CopyStanding {
  if (removedAs !== null) return removedAs
  if (!received) return 'not-received'
  if (keepUntil < dayEndedAt(now)) return 'expired'
  return mostDownloads !== null && downloads >= mostDownloads ? 'used-up' : 'ready'
}

/** That a lender's line `l` with its instance `li` has a copy, its newest, that is ready: as `standingOfCopy` has it. */
export const hasReadyCopy = (now: Date): RawBuilder<unknown> => sql`(${isReceivedCopy(sql`li`)} and exists (
  select from ill_documents d where d.line_id = l.id
    and d.id = (select max(newest.id) from ill_documents newest where newest.line_id = l.id)
    and d.removed_as is null and d.keep_until >= ${dayEndedAt(now)}::date
    and (d.most_downloads is null or d.downloads < d.most_downloads)))`

/** That the line of an instance stands at Received as copy. */
const isReceivedCopy = (instance: RawBuilder<unknown>) =>
  sql`${instance}.state = 'received' and ${instance}.data->>'shippedService' = 'copy'`

const select = (condition: RawBuilder<unknown>) => sql<StoredDocument>`
  select d.id, l.request_id as "requestId", d.line_id as "lineId", lender.name as lender, d.file_id as "fileId",
    d.file_name as "fileName", d.media_type as "mediaType", d.size, d.sha256, d.stored_by_name as "storedBy",
    d.stored_at as "storedAt", d.keep_until as "keepUntil", d.most_downloads as "mostDownloads", d.downloads,
    d.first_download_at as "firstDownloadAt", d.last_download_at as "lastDownloadAt", d.removed_at as "removedAt",
    d.removed_as as "removedAs", d.removed_by_name as "removedBy",
    ${isReceivedCopy(sql`i`)} as received
  from ill_documents d join ill_lines l on l.id = d.line_id join workflow_instances i on i.id = l.id
    join lenders lender on lender.id = l.lender_id
  where ${condition} order by l.position, d.id desc`

/** All documents of some requests, also removed ones: lender by lender, of each the newest first. */
export async function documentsOf(
  tx: Tx,
  requests: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredDocument[]>> {
  const { rows } = await select(sql`l.request_id = any(${[...requests]}::bigint[])`).execute(tx)
  const of = new Map<number, StoredDocument[]>(requests.map((id) => [id, []]))
  for (const row of rows) of.get(row.requestId)!.push(row)
  return of
}

/** One of a request's documents; undefined also where it is another's. */
export async function readDocument(tx: Tx, requestId: number, id: number): Promise<StoredDocument | undefined> {
  const { rows } = await select(sql`d.id = ${id} and l.request_id = ${requestId}`).execute(tx)
  return rows[0]
}

/** The document that a key stands for. */
export async function documentWithKey(tx: Tx, key: string): Promise<StoredDocument | undefined> {
  const { rows } = await select(sql`d.key = ${key}`).execute(tx)
  return rows[0]
}

/** Whether a lender's line has a file that its reader can be given. */
export async function hasCurrent(tx: Tx, lineId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('ill_documents')
    .select('id')
    .where('line_id', '=', lineId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** What readers are told of: of the rest they need not hear. */
const told = ['ready', 'used-up', 'expired', 'withdrawn'] as const satisfies readonly CopyStanding[]

/** A copy as its reader is told of it. */
export interface OwnCopy extends StoredDocument {
  readonly standing: (typeof told)[number]
}

/** Of each lender's documents the newest, as far as their reader is told of it. */
export function ownCopies(documents: readonly StoredDocument[], now: Date): readonly OwnCopy[] {
  const newest = documents.filter(({ lineId }, at) => documents.findIndex((one) => one.lineId === lineId) === at)
  return newest.flatMap((one): OwnCopy[] => {
    const standing = told.find((each) => each === standingOfCopy(one, now))
    return standing ? [{ ...one, standing }] : []
  })
}

/** The copy of a request that its reader can have now. */
export async function readyCopy(tx: Tx, requestId: number, now: Date): Promise<OwnCopy | undefined> {
  const documents = (await documentsOf(tx, [requestId])).get(requestId)!
  return ownCopies(documents, now).find(({ standing }) => standing === 'ready')
}
