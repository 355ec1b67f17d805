import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Whether somebody wants to see, and have kept, what is long past.
  `alter table people add column keep_history boolean not null default false`,
  // None once its reader is forgotten.
  `alter table ill_requests alter column patron_id drop not null`,
  `create index audit_loan on audit ((detail->>'loan')) where detail ? 'loan'`,
  `create index loans_past on loans (returned_at) where returned_at is not null and patron_id is not null`,
]
