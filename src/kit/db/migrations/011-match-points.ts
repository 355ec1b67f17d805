import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Places of records that files are matched by; `kind` is that of their keys in `bib_keys`.
  await sql`create table match_points (
    kind smallint primary key generated always as identity (start with 100),
    definition text not null unique,
    done_bib bigint not null default 0,
    complete boolean not null default false
  )`.execute(db)
}
