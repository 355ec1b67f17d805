import { type Kysely, sql } from 'kysely'

/** What targets turned out to take in place of what they refused. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table target_lessons (
    target text not null,
    kind text not null check (kind in ('attributes', 'syntax')),
    asked text not null,
    works text not null,
    because text not null,
    learned_at timestamptz not null,
    primary key (target, kind, asked)
  )`.execute(db)
}
