import { type Kysely, sql } from 'kysely'

/** Views and columns are kept of more lists than that of readers' requests: of each on its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table request_views add column list text not null default 'requests' check (list in ('requests', 'lendings'))`,
  `drop index request_views_name`,
  `create unique index request_views_name on request_views (owner_id, list, lower(name))`,
  `alter table request_columns add column list text not null default 'requests' check (list in ('requests', 'lendings')),
    drop constraint request_columns_pkey, add primary key (person_id, list)`,
]
