import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // What another library wants of us. How it stands is kept by the workflow under the same id.
  `create table ill_lendings (
    id bigint primary key references workflow_instances,
    lender_id bigint not null references lenders,
    via text not null check (via in ('iso18626', 'iso10161', 'email', 'telephone', 'post', 'other')),
    their_number text not null default '',
    previous_number text,
    wanted jsonb not null,
    title text not null,
    author text not null,
    words tsvector not null,
    services text[] not null,
    level text,
    needed_by date,
    expires_on date,
    most_cost text,
    hold text not null default 'policy' check (hold in ('yes', 'no', 'policy')),
    conditions jsonb not null default '[]',
    deliver_to jsonb,
    deliver_email text not null default '',
    note text not null default '',
    bib_id bigint references bibs,
    item_id bigint references items on delete set null,
    open_key text unique,
    opened_at timestamptz not null,
    picked_at timestamptz,
    labelled_at timestamptz
  )`,
  // Of two requests with one number over a wire the second is a repeat; by telephone nobody promises that.
  `create unique index ill_lendings_number on ill_lendings (lender_id, their_number)
    where via in ('iso18626', 'iso10161')`,
  `create index ill_lendings_lender on ill_lendings (lender_id, opened_at)`,
  `create index ill_lendings_opened on ill_lendings (opened_at, id)`,
  `create index ill_lendings_words on ill_lendings using gin (words)`,
  `create index ill_lendings_bib on ill_lendings (bib_id) where bib_id is not null`,
  `create index workflow_instances_lending on workflow_instances (state) where definition = 'lending'`,
  // One entry for a shipment whose costs a scheme settles, and one that reverses it.
  `create table ill_fees (
    id bigint generated always as identity primary key,
    lending_id bigint not null references ill_lendings,
    version integer not null,
    scheme text not null check (scheme in ('ifm', 'laser')),
    amount numeric(12, 2) not null,
    currency text not null,
    reverses bigint unique references ill_fees,
    posted_at timestamptz not null,
    unique (lending_id, version)
  )`,
  // Lent to a library, or kept for one: to no reader then.
  `alter table loans add column lending_id bigint references ill_lendings, drop constraint loans_check,
    add constraint loans_check check (returned_at is not null
      or (item_id is not null and (patron_id is not null or lending_id is not null)))`,
  `create unique index loans_lending on loans (lending_id) where lending_id is not null and returned_at is null`,
  `alter table reservations add column lending_id bigint references ill_lendings, drop constraint reservations_check1,
    add constraint reservations_check1 check (closed_at is not null
      or ((patron_id is not null or lending_id is not null) and (level = 'copy') = (item_id is not null)))`,
  `drop index reservations_once`,
  `create unique index reservations_once on reservations (patron_id, lending_id, bib_id, item_id) nulls not distinct
    where closed_at is null`,
  `create or replace view bibs_in_use as
    select bib_id from reservations where closed_at is null
    union select bib_id from ill_requests where bib_id is not null
    union select bib_id from ill_lendings where bib_id is not null`,
]
