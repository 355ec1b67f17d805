import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Which lender a target of the search, or a library code in its records, means. Without a target, in whichever's.
  `create table holding_owners (
    id bigint generated always as identity primary key,
    target text not null default '',
    code text not null default '',
    lender_id bigint not null references lenders,
    changed_at timestamptz not null default now(),
    check (target <> '' or code <> '')
  )`,
  `create unique index holding_owners_of on holding_owners (target, lower(code))`,
  `create index holding_owners_lender on holding_owners (lender_id)`,
]
