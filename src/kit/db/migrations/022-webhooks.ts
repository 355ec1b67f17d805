import { type Kysely, sql } from 'kysely'

/** Addresses of other programs that want to know what happens with requests. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table webhooks (
    id bigint generated always as identity primary key,
    url text not null,
    kinds text[] not null,
    secret text not null,
    names_patron boolean not null default false,
    active boolean not null default true,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    delivered_at timestamptz,
    last_error text
  )`.execute(db)
}
