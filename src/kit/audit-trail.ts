import { type RawBuilder, sql } from 'kysely'
import type { Actor } from './audit.ts'
import { storableText, type Tx } from './db/index.ts'

/** A line of the audit trail, as it was written. */
export interface AuditLine {
  readonly id: number
  readonly at: Date
  readonly actorName: string
  readonly via: Actor['via']
  readonly action: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly detail: Readonly<Record<string, unknown>>
}

/** Which lines are looked for: those for which all of this is true. */
export interface AuditQuery {
  /** A part of the name of who did it. */
  readonly who?: string | undefined
  /** Kind of the thing it was done to. */
  readonly kind?: string | undefined
  /** That one thing; with its kind. */
  readonly subject?: string | undefined
  readonly from?: Date | undefined
  /** Before this. */
  readonly until?: Date | undefined
  /** A part of what was done, of the number of what it was done to, or of the detail. */
  readonly text?: string | undefined
  /** Actions that hold the text in the words people know them by. */
  readonly actions?: readonly string[] | undefined
  /** The line before which the page begins. */
  readonly before?: number | undefined
}

/** `\`, `%` and `_` stand for themselves. */
const containing = (text: string) => `%${storableText(text).replace(/[\\%_]/g, '\\$&')}%`

export interface AuditPage {
  readonly lines: readonly AuditLine[]
  readonly more: boolean
}

/** A page of the audit trail, the newest first, and whether there are more. */
export async function auditPage(tx: Tx, query: AuditQuery, size: number): Promise<AuditPage> {
  const { who, before } = query
  if (!who) return await pageOf(tx, query, size)
  // Who does much is among the newest lines; of who did little, the few are found by name.
  const last = before ?? (await newest(tx)) + 1
  const near = await pageOf(tx, query, size, sql<boolean>`id >= ${last - nearby}`)
  if (near.more || last <= nearby) return near
  const names = await namesLike(tx, who)
  if (names.length === 0) return { lines: [], more: false }
  return names.length > mostNames
    ? await pageOf(tx, query, size)
    : await pageOf(tx, { ...query, who: undefined }, size, sql<boolean>`actor_name = any(${names}::text[])`)
}

/** Lines that are looked through one by one, and names by which lines are looked up. */
const nearby = 20_000
const mostNames = 500

const newest = async (tx: Tx): Promise<number> =>
  (
    await tx
      .selectFrom('audit')
      .select(({ fn }) => fn.max('id').as('id'))
      .executeTakeFirstOrThrow()
  ).id ?? 0

/** Of the names of those who did anything, some that hold a text: from one to the next in the index, however many lines. */
async function namesLike(tx: Tx, who: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    with recursive names as (
      select min(actor_name) as name from audit
      union all
      select (select min(actor_name) from audit where actor_name > names.name) from names where name is not null
    )
    select name from names where name ilike ${containing(who)} limit ${mostNames + 1}`.execute(tx)
  return rows.map(({ name }) => name)
}

async function pageOf(
  tx: Tx,
  { who, kind, subject, from, until, text, actions = [], before }: AuditQuery,
  size: number,
  among?: RawBuilder<boolean>,
): Promise<AuditPage> {
  let rows = tx
    .selectFrom('audit')
    .select(['id', 'at', 'actor_name', 'via', 'action', 'subject_kind', 'subject_id', 'detail'])
  if (among) rows = rows.where(among)
  if (who) rows = rows.where('actor_name', 'ilike', containing(who))
  if (kind) rows = rows.where('subject_kind', '=', storableText(kind))
  if (subject) rows = rows.where('subject_id', '=', storableText(subject))
  if (from) rows = rows.where('at', '>=', from)
  if (until) rows = rows.where('at', '<', until)
  if (before !== undefined) rows = rows.where('id', '<', before)
  if (text)
    rows = rows.where(({ eb, or }) =>
      or([
        eb('action', 'ilike', containing(text)),
        eb('subject_id', 'ilike', containing(text)),
        eb(sql<string>`detail::text`, 'ilike', containing(text)),
        ...(actions.length > 0 ? [eb('action', 'in', actions)] : []),
      ]),
    )
  const found = await rows
    .orderBy('id', 'desc')
    .limit(size + 1)
    .execute()
  const lines = found.slice(0, size).map(({ actor_name, subject_kind, subject_id, ...row }) => ({
    ...row,
    actorName: actor_name,
    subject: { kind: subject_kind, id: subject_id },
  }))
  return { lines, more: found.length > size }
}

const atOnce = 5000

/** All lines of a query, the newest first, a few thousand in memory at a time. */
export async function* auditLines(tx: Tx, query: AuditQuery): AsyncGenerator<readonly AuditLine[]> {
  for (let { before } = query; ; ) {
    const { lines, more } = await auditPage(tx, { ...query, before }, atOnce)
    yield lines
    if (!more) return
    before = lines.at(-1)!.id
  }
}

/** The kinds of things anything was done to: from one to the next in the index, however many lines there are. */
export async function auditedKinds(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ kind: string }>`
    with recursive kinds as (
      select min(subject_kind) as kind from audit
      union all
      select (select min(subject_kind) from audit where subject_kind > kinds.kind) from kinds where kind is not null
    )
    select kind from kinds where kind is not null`.execute(tx)
  return rows.map(({ kind }) => kind)
}
