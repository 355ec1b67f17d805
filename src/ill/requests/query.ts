import { type RawBuilder, sql } from 'kysely'
import { fold, words } from '../../bib/index.ts'
import { addDays, instantOf } from '../../kit/calendar/index.ts'
import type { Service } from '../citation-form/index.ts'
import { type LineState, liveLineStates } from '../machines/borrowing.ts'
import { openRequestStates, type RequestState } from '../machines/request.ts'
import { type OwnQuery, ownCondition } from './current.ts'
import { parseRequestNumber } from './number.ts'
import { type QueueName, queues, someLine } from './queues.ts'

/** Which requests are meant. Everything that is given has to hold. */
export interface RequestQuery {
  /** These and no others. */
  readonly ids?: readonly number[] | undefined
  /** Those that are still open unless said otherwise. A search by number finds any. */
  readonly states?: readonly RequestState[] | undefined
  /** Also completed, cancelled and expired ones, where no states are given. */
  readonly completed?: boolean | undefined
  /** A lender's line of the request stands so. */
  readonly lineStates?: readonly LineState[] | undefined
  /** What a lender sent is, or is not, in the borrower's hands. */
  readonly lent?: boolean | undefined
  readonly assignedTo?: string | undefined
  readonly unassigned?: boolean | undefined
  readonly attention?: boolean | undefined
  readonly service?: Service | undefined
  readonly patronId?: string | undefined
  /** As its reader has it: what goes on, what has ended, or whatever is shown. */
  readonly own?: OwnQuery | undefined
  readonly cardNumber?: string | undefined
  readonly pickupBranch?: string | undefined
  readonly lenderId?: number | undefined
  readonly bibId?: number | undefined
  /** YYYY-MM-DD, both ends included, as the clocks of `timeZone` have it. */
  readonly placedFrom?: string | undefined
  readonly placedTo?: string | undefined
  /** UTC if not given. */
  readonly timeZone?: string | undefined
  readonly neededTo?: string | undefined
  /** The lender wants it back by then. */
  readonly dueTo?: string | undefined
  /** A lender was asked by then and has not answered. */
  readonly sentTo?: string | undefined
  /** What waits for staff at lenders, whatever the request’s own state. */
  readonly queue?: QueueName | undefined
  /** A request's number, or words of title, author, ISBN or the patron's name or card. */
  readonly text?: string | undefined
  /** Only where these branches are the pickup place; all if not given. */
  readonly branches?: readonly string[] | undefined
}

const isLent = sql`exists (select from ill_items x join loans o on o.item_id = x.item_id and o.returned_at is null
  where x.line_id = l.id::text)`

/** Something happened, to the request or at a lender, that nobody has looked at. */
export const hasNews = sql`((i.data->>'attention')::boolean or ${someLine(sql`(li.data->>'attention')::boolean`)})`

/** What has to hold of `r`, its instance `i` and its patron `p`. */
export function conditionOf(query: RequestQuery): RawBuilder<unknown> {
  const number = query.text === undefined ? undefined : parseRequestNumber(query.text)
  const any = query.completed || number !== undefined || query.ids !== undefined || query.queue !== undefined
  const states = query.states ?? (any ? undefined : openRequestStates)
  const zone = query.timeZone ?? 'UTC'
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  const add = <T>(value: T | undefined, condition: (value: T) => RawBuilder<unknown>) => {
    if (value !== undefined) conditions.push(condition(value))
  }
  add(query.ids, (value) => sql`r.id = any(${[...value]}::bigint[])`)
  add(states, (value) => sql`i.definition = 'request' and i.state = any(${[...value]}::text[])`)
  add(query.lineStates, (value) => someLine(sql`li.state = any(${[...value]}::text[])`))
  add(query.lent, (value) => (value ? someLine(isLent) : sql`not ${someLine(isLent)}`))
  add(query.assignedTo, (value) => sql`i.data->>'assignedTo' = ${value}`)
  add(query.unassigned || undefined, () => sql`i.data->>'assignedTo' is null`)
  add(query.attention || undefined, () => hasNews)
  add(query.service, (value) => sql`r.service = ${value}`)
  add(query.patronId, (value) => sql`r.patron_id = ${value}`)
  add(query.own, ownCondition)
  add(query.cardNumber, (value) => sql`lower(p.login) = lower(${value})`)
  add(query.pickupBranch, (value) => sql`r.pickup_branch = ${value}`)
  add(query.lenderId, (value) => someLine(sql`l.lender_id = ${value}`))
  add(query.bibId, (value) => sql`r.bib_id = ${value}`)
  add(query.placedFrom, (value) => sql`r.placed_at >= ${new Date(instantOf(zone, value))}`)
  add(query.placedTo, (value) => sql`r.placed_at < ${new Date(instantOf(zone, addDays(value, 1)))}`)
  add(query.neededTo, (value) => sql`r.needed_by <= ${value}::date`)
  add(query.dueTo, (value) =>
    someLine(sql`li.state = any(${[...liveLineStates]}::text[]) and (li.data->>'dueAtLender')::date <= ${value}::date`),
  )
  add(query.sentTo, (value) =>
    someLine(
      sql`li.state = 'pending' and li.data->>'promised' is null
        and ((li.data->>'sentAt')::timestamptz at time zone ${zone})::date <= ${value}::date`,
    ),
  )
  add(query.queue, (value) => queues[value].holds)
  add(query.branches, (value) => sql`(r.pickup_branch is null or r.pickup_branch = any(${[...value]}::text[]))`)
  if (number !== undefined) add(number, (value) => sql`r.id = ${value}`)
  else add(query.text?.trim() || undefined, textCondition)
  return sql.join(conditions, sql` and `)
}

/** Words of the title and their like, the last of them perhaps not complete; or of the patron. */
function textCondition(text: string): RawBuilder<unknown> {
  const wanted = words(fold(text)).map((word) => `'${word.replaceAll("'", '')}'`)
  const title = wanted.length === 0 ? sql`false` : sql`r.words @@ to_tsquery('simple', ${`${wanted.join(' & ')}:*`})`
  return sql`(${title} or lower(p.login) = lower(${text.trim()}) or position(lower(${text.trim()}) in lower(p.name)) > 0)`
}
