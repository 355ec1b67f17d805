import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../../kit/db/index.ts'
import { requestNumber } from '../../requests/number.ts'

/** A file that came with a reply. */
export interface ReplyFile {
  readonly fileId: number
  readonly fileName: string
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
}

/** What a lender has written, and what it can be taken to say. */
export interface Reply {
  readonly id: number
  readonly requestId: number
  readonly requestNo: string
  readonly lineId: number
  readonly lender: string
  readonly from: { readonly name: string; readonly address: string }
  /** It came from the address the lender is written to at. */
  readonly knownSender: boolean
  /** It answers a letter of ours; else only its subject says what it is about. */
  readonly answersLetter: boolean
  readonly subject: string
  /** In the sender's own words, without what is quoted. */
  readonly text: string
  readonly arrivedAt: Date
  /** The event of the line it seems to tell of, what its form would hold, and the words it is known by. */
  readonly event?: string
  readonly form: Readonly<Record<string, unknown>>
  readonly phrase?: string
  readonly files: readonly ReplyFile[]
  readonly state: 'open' | 'applied' | 'dismissed'
}

interface Row extends Omit<Reply, 'requestNo' | 'event' | 'phrase' | 'from'> {
  readonly fromName: string
  readonly fromAddress: string
  readonly event: string | null
  readonly phrase: string | null
}

const columns = sql`r.id, l.request_id as "requestId", r.line_id as "lineId", d.name as lender, r.from_name as "fromName",
  r.from_address as "fromAddress", r.known_sender as "knownSender", r.message_id is not null as "answersLetter",
  r.subject, r.text, r.arrived_at as "arrivedAt", r.event, r.form, r.phrase, r.state,
  (select coalesce(json_agg(json_build_object('fileId', f.file_id, 'fileName', f.file_name, 'mediaType', f.media_type,
    'size', f.size) order by f.file_id), '[]') from lender_reply_files f where f.reply_id = r.id) as files`
const tables = sql`lender_replies r join ill_lines l on l.id = r.line_id join lenders d on d.id = l.lender_id
  join ill_requests q on q.id = l.request_id`

const replyOf = ({ fromName, fromAddress, event, phrase, ...row }: Row): Reply => ({
  ...row,
  requestNo: requestNumber(row.requestId),
  from: { name: fromName, address: fromAddress },
  ...(event !== null && { event }),
  ...(phrase !== null && { phrase }),
})

/** Requests whose replies somebody may see who works for some branches; all where undefined. */
const within = (branches: readonly string[] | undefined): RawBuilder<boolean> =>
  branches === undefined
    ? sql<boolean>`true`
    : sql<boolean>`(q.pickup_branch is null or q.pickup_branch = any(${[...branches]}::text[]))`

const mostListed = 200

/** The replies nobody has settled, the oldest first. */
export async function openReplies(tx: Tx, branches?: readonly string[]): Promise<readonly Reply[]> {
  const { rows } = await sql<Row>`select ${columns} from ${tables}
    where r.state = 'open' and ${within(branches)} order by r.arrived_at, r.id limit ${mostListed}`.execute(tx)
  return rows.map(replyOf)
}

/** How many there are. */
export async function countReplies(tx: Tx, branches?: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${tables}
    where r.state = 'open' and ${within(branches)}`.execute(tx)
  return rows[0]!.count
}

/** Those about one request. */
export async function repliesAbout(tx: Tx, requestId: number): Promise<readonly Reply[]> {
  const { rows } = await sql<Row>`select ${columns} from ${tables}
    where r.state = 'open' and l.request_id = ${requestId} order by r.arrived_at, r.id limit ${mostListed}`.execute(tx)
  return rows.map(replyOf)
}

/** One of a request's, settled or not. */
export async function readReply(tx: Tx, requestId: number, id: number): Promise<Reply | undefined> {
  const { rows } = await sql<Row>`select ${columns} from ${tables}
    where r.id = ${id} and l.request_id = ${requestId}`.execute(tx)
  return rows[0] && replyOf(rows[0])
}
