import { type Kysely, sql } from 'kysely'

/** How requests of each library are answered, what it can have of us, and for how long. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table lenders
    add column answering text not null default 'rules' check (answering in ('rules', 'automatic', 'review', 'never')),
    add column gets text not null default 'both' check (gets in ('both', 'loan', 'copy')),
    add column lent_days integer check (lent_days between 1 and 365)`.execute(db)
}
