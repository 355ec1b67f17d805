import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table people add column patron_group text`,
  `alter table codes add column built_in boolean not null default false`,
  `insert into codes (list, code, label, position, available) values
    ('item-status', 'pickup-shelf', 'On the pickup shelf', 6, false),
    ('item-status', 'in-transit', 'On its way', 7, false),
    ('item-status', 'ill', 'Interlibrary loan', 8, false),
    ('item-status', 'ill-officer', 'Send to ILL officer', 9, false)
    on conflict do nothing`,
  // What the programs name stays; people may call it what they like.
  `update codes set built_in = true where list = 'item-status'
    and code in ('available', 'on-loan', 'pickup-shelf', 'in-transit', 'ill', 'ill-officer')`,
  // `status` is what cataloguers say of an item, `circulation` what became of it at the desk: each has one owner.
  `alter table items add column circulation text,
    add column withdrawn boolean not null default false,
    add foreign key (status_list, circulation) references codes (list, code),
    add check (circulation in ('on-loan', 'pickup-shelf', 'in-transit', 'ill-officer')),
    add check (not withdrawn or circulation is null)`,
  `create index items_circulation on items (circulation, branch) where circulation is not null`,
  `create table loans (
    id uuid primary key default gen_random_uuid(),
    item_id bigint references items on delete set null,
    patron_id uuid references people on delete set null,
    branch text not null,
    lent_at timestamptz not null,
    due_on date not null,
    renewals integer not null default 0,
    renewed_at timestamptz,
    notices integer not null default 0,
    noticed_at timestamptz,
    returned_at timestamptz,
    returned_branch text,
    check (returned_at is not null or (item_id is not null and patron_id is not null)),
    check ((returned_at is null) = (returned_branch is null))
  )`,
  // Whatever a program forgets: nothing is lent twice.
  `create unique index loans_open on loans (item_id) where returned_at is null`,
  `create index loans_item on loans (item_id)`,
  `create index loans_patron on loans (patron_id, due_on) where returned_at is null`,
  `create index loans_due on loans (due_on, id) where returned_at is null`,
  // With an item it is for that copy, without for any of the record's.
  `create table reservations (
    id uuid primary key default gen_random_uuid(),
    level text not null check (level in ('copy', 'title')),
    bib_id bigint not null references bibs on delete cascade,
    item_id bigint references items on delete set null,
    patron_id uuid references people on delete set null,
    pickup_branch text not null references branches,
    state text not null default 'waiting'
      check (state in ('waiting', 'transit', 'ready', 'fulfilled', 'cancelled', 'expired')),
    position integer not null,
    allocated_item bigint references items on delete set null,
    placed_at timestamptz not null,
    allocated_at timestamptz,
    ready_at timestamptz,
    keep_until date,
    closed_at timestamptz,
    check ((closed_at is not null) = (state in ('fulfilled', 'cancelled', 'expired'))),
    check (closed_at is not null or (patron_id is not null and (level = 'copy') = (item_id is not null))),
    check ((allocated_item is not null) = (state in ('transit', 'ready')) or closed_at is not null),
    check ((state = 'ready') <= (keep_until is not null))
  )`,
  `create unique index reservations_allocated on reservations (allocated_item) where state in ('transit', 'ready')`,
  `create unique index reservations_once on reservations (patron_id, bib_id, item_id) nulls not distinct
    where closed_at is null`,
  `create index reservations_queue on reservations (bib_id, item_id, position) where state = 'waiting'`,
  `create index reservations_item on reservations (item_id) where item_id is not null`,
  `create index reservations_allocations on reservations (allocated_item) where allocated_item is not null`,
  `create index reservations_patron on reservations (patron_id, placed_at)`,
  `create index reservations_keep on reservations (keep_until) where state = 'ready'`,
  // Copies of other libraries, here for a while: one for each volume a lender sent. Closed ones are kept.
  `create table ill_items (
    item_id bigint primary key references items,
    line_id text not null,
    volume text not null default '',
    request_id text not null,
    patron_id uuid references people on delete set null,
    lender_due date,
    added_at timestamptz not null,
    closed_at timestamptz,
    unique (line_id, volume)
  )`,
  `create index ill_items_request on ill_items (request_id)`,
  // The last number of each series: rising, never given twice.
  `create table accession_series (
    prefix text primary key,
    last bigint not null
  )`,
  // What must not be removed. For the catalogue, which knows nothing of loans.
  `create view items_in_use as
    select item_id from loans where returned_at is null
    union select item_id from reservations where closed_at is null and item_id is not null
    union select allocated_item from reservations where closed_at is null and allocated_item is not null
    union select item_id from ill_items`,
]
