import pg from 'pg'
import { until } from '../../until.ts'

/** A transaction by what it writes: into which table, and which row, by its columns. */
export interface Written {
  readonly table: string
  readonly how: 'insert' | 'update'
  /** SQL, of `new` and, for an update, `old`. */
  readonly when: string
}

export interface Held {
  /** Until a transaction has done everything but commit, and waits. */
  reached(): Promise<void>
  /** Lets it commit, or never: as when the connection is cut then. */
  end(how: 'stored' | 'undone'): Promise<void>
  /** Lets everybody commit again. */
  close(): Promise<void>
}

const lock = 18_626

/** Holds transactions just before they commit. @param url of the database's owner */
export async function holdCommits(url: string, { table, how, when }: Written): Promise<Held> {
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  await owner.query(`
    create function hold_commit() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(${lock}); return null; end $$;
    create constraint trigger hold_commit after ${how} on ${table} deferrable initially deferred
      for each row when (${when}) execute function hold_commit();
    select pg_advisory_lock(${lock})`)
  const waiting = async () => {
    const { rows } = await owner.query<{ pid: number }>(
      `select l.pid from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
       where l.locktype = 'advisory' and l.objid = ${lock} and not l.granted`,
    )
    return rows.map(({ pid }) => pid)
  }
  return {
    reached: () => until(async () => (await waiting()).length > 0),
    async end(outcome) {
      if (outcome === 'undone')
        for (const pid of await waiting()) await owner.query('select pg_terminate_backend($1)', [pid])
      else {
        await owner.query(`select pg_advisory_unlock(${lock})`)
        await until(async () => (await waiting()).length === 0)
        await owner.query(`select pg_advisory_lock(${lock})`)
      }
    },
    async close() {
      await owner.query(`select pg_advisory_unlock(${lock})`)
      await owner.query(`drop trigger hold_commit on ${table}; drop function hold_commit`)
      await owner.end()
    },
  }
}
