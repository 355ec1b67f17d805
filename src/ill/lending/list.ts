import { type RawBuilder, sql } from 'kysely'
import { fold, words } from '../../bib/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Service } from '../citation-form/index.ts'
import { type ListCursor, type ListOrder, pageOf } from '../lists/index.ts'
import { type LendingState, lendingMachine } from '../machines/lending.ts'
import { parseLendingNumber } from './number.ts'
import { type LendingRow, lendingColumns, lendingOf, lendingTables } from './read.ts'
import type { Lending } from './types.ts'

/** Which requests of other libraries are meant. Everything that is given has to hold. */
export interface LendingQuery {
  readonly ids?: readonly number[] | undefined
  readonly states?: readonly LendingState[] | undefined
  /** Promised already, or not: whether its time to answer runs. */
  readonly promised?: boolean | undefined
  /** Its time to answer is over before that. */
  readonly expiresBefore?: Date | undefined
  /** Due before a day, and from a day on. YYYY-MM-DD. */
  readonly dueBefore?: string | undefined
  readonly dueFrom?: string | undefined
  /** The last that counts of what happened. */
  readonly lastEvent?: string | undefined
  readonly lastEventNot?: string | undefined
  readonly news?: boolean | undefined
  /** Answered by a standing rule. */
  readonly byRule?: boolean | undefined
  readonly attention?: boolean | undefined
  /** Also those that are completed, or over: else only what is still to be done or awaited. */
  readonly all?: boolean | undefined
  readonly partnerId?: number | undefined
  readonly service?: Service | undefined
  /** Our number or theirs, or words of title and author. */
  readonly text?: string | undefined
}

/** What lists can be ordered by. */
export const lendingSorts = [
  ...(['oldest', 'newest', 'changed', '-changed', 'answer', '-answer', 'needed', '-needed', 'due', '-due'] as const),
  ...(['title', '-title', 'library', '-library', 'status', '-status'] as const),
] as const
export type LendingSort = (typeof lendingSorts)[number]

export interface LendingPage {
  readonly lendings: readonly Lending[]
  /** Absent at the end. */
  readonly next?: ListCursor
}

const field = (name: string) => sql`i.data->>${sql.lit(name)}`
const truth = (name: string) => sql`(${field(name)})::boolean`

/** What has to hold of `g`, its instance `i` and its library `d`. */
function conditionOf(query: LendingQuery): RawBuilder<unknown> {
  const number = query.text === undefined ? undefined : parseLendingNumber(query.text)
  const conditions: RawBuilder<unknown>[] = [sql`i.definition = 'lending'`]
  const add = <T>(value: T | undefined, condition: (value: T) => RawBuilder<unknown>) => {
    if (value !== undefined) conditions.push(condition(value))
  }
  if (!query.all && number === undefined && query.ids === undefined) {
    conditions.push(sql`${field('completedAt')} is null`)
    if (query.states === undefined) conditions.push(sql`not ${truth('closed')}`)
  }
  add(query.ids, (value) => sql`g.id = any(${[...value]}::bigint[])`)
  add(query.states, (value) => sql`i.state = any(${[...value]}::text[])`)
  add(query.promised, (value) => (value ? sql`${field('expiresAt')} is null` : sql`${field('expiresAt')} is not null`))
  add(query.expiresBefore, (value) => sql`(${field('expiresAt')})::timestamptz <= ${value}`)
  add(query.dueBefore, (value) => sql`(${field('dueOn')})::date < ${value}::date`)
  add(query.dueFrom, (value) => sql`(${field('dueOn')})::date >= ${value}::date`)
  add(query.lastEvent, (value) => sql`i.last_event = ${value}`)
  add(query.lastEventNot, (value) => sql`i.last_event <> ${value}`)
  add(query.news || undefined, () => truth('news'))
  add(
    query.byRule || undefined,
    () => sql`exists (select from workflow_events e where e.instance_id = g.id and e.actor_kind = 'system'
      and e.event in ('willSupply', 'unfilled')) and ${field('completedAt')} is null`,
  )
  add(query.attention || undefined, () => truth('attention'))
  add(query.partnerId, (value) => sql`g.lender_id = ${value}`)
  add(query.service, (value) => sql`${field('service')} = ${value}`)
  if (number !== undefined) add(number, (value) => sql`g.id = ${value}`)
  else add(query.text?.trim() || undefined, textCondition)
  return sql.join(conditions, sql` and `)
}

/** Their number, words of the title, the last of them perhaps not complete, or part of the library's name. */
function textCondition(text: string): RawBuilder<unknown> {
  const wanted = words(fold(text)).map((word) => `'${word.replaceAll("'", '')}'`)
  const title = wanted.length === 0 ? sql`false` : sql`g.words @@ to_tsquery('simple', ${`${wanted.join(' & ')}:*`})`
  return sql`(${title} or lower(g.their_number) = lower(${text.trim()}) or position(lower(${text.trim()}) in lower(d.name)) > 0)`
}

const day = (value: RawBuilder<unknown>, down: boolean): ListOrder => ({
  by: sql`coalesce((${value})::date, ${down ? sql`'-infinity'` : sql`'infinity'`}::date)`,
  ...{ down, type: sql`date` },
})
const instant = (value: RawBuilder<unknown>, down: boolean): ListOrder => ({
  by: sql`coalesce((${value})::timestamptz, ${down ? sql`'-infinity'` : sql`'infinity'`}::timestamptz)`,
  ...{ down, type: sql`timestamptz` },
})
const text = (by: RawBuilder<unknown>, down: boolean): ListOrder => ({ by, down, type: sql`text` })
/** In the order a request goes through them. */
const status = (down: boolean): ListOrder => ({
  by: sql`coalesce(array_position(${Object.keys(lendingMachine.states)}::text[], i.state), 0)`,
  ...{ down, type: sql`integer` },
})

const opened = { by: sql`g.opened_at`, type: sql`timestamptz` }
const changed = { by: sql`i.changed_at`, type: sql`timestamptz` }

/** What has no such day comes last, whichever way the list runs. */
const orders: Readonly<Record<LendingSort, ListOrder>> = {
  oldest: { ...opened, down: false },
  newest: { ...opened, down: true },
  changed: { ...changed, down: true },
  '-changed': { ...changed, down: false },
  answer: instant(field('expiresAt'), false),
  '-answer': instant(field('expiresAt'), true),
  needed: day(sql`g.needed_by`, false),
  '-needed': day(sql`g.needed_by`, true),
  due: day(field('dueOn'), false),
  '-due': day(field('dueOn'), true),
  title: text(sql`g.title`, false),
  '-title': text(sql`g.title`, true),
  library: text(sql`lower(d.name)`, false),
  '-library': text(sql`lower(d.name)`, true),
  status: status(false),
  '-status': status(true),
}

/** A page of the requests that are meant. */
export async function listLendings(
  tx: Tx,
  query: LendingQuery,
  {
    sort = 'oldest',
    after,
    limit = 50,
  }: {
    readonly sort?: LendingSort | undefined
    readonly after?: ListCursor | undefined
    readonly limit?: number
  } = {},
): Promise<LendingPage> {
  const { rows, next } = await pageOf<LendingRow>(tx, {
    ...{ columns: lendingColumns, tables: lendingTables, where: conditionOf(query), id: sql`g.id` },
    ...{ order: orders[sort], after, limit },
  })
  return { lendings: rows.map(lendingOf), ...(next && { next }) }
}

export interface LendingCount {
  readonly count: number
  /** When the oldest of them came in. */
  readonly oldest: Date | null
  /** How many have something that nobody has looked at. */
  readonly fresh: number
}

/** How many are meant, exactly, by each of some queries: in one look at the database. */
export async function countLendings(tx: Tx, queries: readonly LendingQuery[]): Promise<readonly LendingCount[]> {
  if (queries.length === 0) return []
  const counts = queries.map(
    (query, at) => sql`select ${at}::int as at, count(*) as count, min(g.opened_at) as oldest,
      count(*) filter (where ${truth('attention')}) as fresh from ${lendingTables} where ${conditionOf(query)}`,
  )
  const { rows } = await sql<LendingCount>`select count, oldest, fresh from (${sql.join(counts, sql` union all `)}) as c
    order by at`.execute(tx)
  return rows
}
