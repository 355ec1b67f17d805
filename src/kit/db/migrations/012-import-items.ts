import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // What a load replaced. Without foreign keys to items and codes: they may go, what was replaced stays told.
  `create table import_items (
    batch_id bigint not null references import_batches on delete cascade,
    item_id bigint not null,
    ordinal bigint not null,
    accession_no text not null,
    version integer not null,
    branch text not null,
    location text,
    collection text,
    status text not null,
    call_number text not null,
    public_note text not null,
    staff_note text not null,
    undone text,
    primary key (batch_id, item_id)
  )`,
  `create index import_items_ordinal on import_items (batch_id, ordinal)`,
  `create index import_items_item on import_items (item_id)`,
]
