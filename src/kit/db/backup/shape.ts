import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables/index.ts'

/** Kysely's own tables: a restored database is migrated, and has them then. */
const bookkeeping = ['kysely_migration', 'kysely_migration_lock']

export interface TableShape {
  readonly name: string
  /** All but those PostgreSQL computes. */
  readonly columns: readonly string[]
}

/** Every table with rows of ours, as the database says: a table of a later migration is not forgotten. */
export async function tablesOf(db: Kysely<Tables>): Promise<readonly TableShape[]> {
  const { rows } = await sql<TableShape>`
    select c.relname as name,
      array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and not c.relname = any(${bookkeeping})
      and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')
    group by c.relname order by c.relname`.execute(db)
  return rows
}

export interface SequenceState {
  readonly name: string
  readonly last: number
}

/** Where sequences stand that have been used. */
export async function sequencesOf(db: Kysely<Tables>): Promise<readonly SequenceState[]> {
  const { rows } = await sql<SequenceState>`
    select sequencename as name, last_value as last from pg_sequences
    where schemaname = current_schema() and last_value is not null order by sequencename`.execute(db)
  return rows
}

/** Takes away tables, functions, types and sequences of the schema: all that migrations make. Extensions stay. */
export async function dropAll(db: Kysely<Tables>): Promise<void> {
  await sql`
    do $$
    declare thing record;
    begin
      for thing in
        select format('drop %s %s cascade', case relkind when 'S' then 'sequence' when 'v' then 'view'
            when 'm' then 'materialized view' else 'table' end, oid::regclass) as command, oid, 'pg_class'::regclass as class
          from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
        union all
        select format('drop routine %s cascade', oid::regprocedure), oid, 'pg_proc'::regclass
          from pg_proc where pronamespace = current_schema()::regnamespace
        union all
        select format('drop type %s cascade', oid::regtype), oid, 'pg_type'::regclass
          from pg_type where typnamespace = current_schema()::regnamespace and typtype in ('e', 'd')
        -- Sorted, so that all names are read before the first thing is dropped.
        order by command
      loop
        -- Of an extension, or part of something else, as the sequence of an identity column is.
        continue when exists (select from pg_depend
          where objid = thing.oid and classid = thing.class and deptype in ('e', 'i'));
        -- Something dropped before may have taken it along.
        begin
          execute thing.command;
        exception when undefined_table or undefined_function or undefined_object then null;
        end;
      end loop;
    end $$`.execute(db)
}

/**
 * Drops all references between tables, so that these can be filled in any order, and gives a function that makes them
 * again: then PostgreSQL checks every row. Triggers rest meanwhile: what they would do is in the rows already.
 */
export async function suspendChecks(db: Kysely<Tables>): Promise<() => Promise<void>> {
  const { rows } = await sql<{ drop: string; add: string }>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
    from pg_constraint where connamespace = current_schema()::regnamespace and contype = 'f' and conparentid = 0`.execute(
    db,
  )
  const tables = await tablesOf(db)
  for (const { drop } of rows) await sql.raw(drop).execute(db)
  for (const { name } of tables) await sql`alter table ${sql.id(name)} disable trigger user`.execute(db)
  return async () => {
    for (const { name } of tables) await sql`alter table ${sql.id(name)} enable trigger user`.execute(db)
    for (const { add } of rows) await sql.raw(add).execute(db)
  }
}
