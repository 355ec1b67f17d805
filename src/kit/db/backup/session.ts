import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import type { Log } from '../../log.ts'
import type { Access } from '../access.ts'
import { createPool } from '../pool.ts'
import type { Tables } from '../tables/index.ts'

export interface Session {
  readonly client: pg.PoolClient
  /** The same connection through Kysely. */
  readonly db: Kysely<Tables>
}

/** One transaction of the owner's on one connection, for COPY and statements alike. Undone when work throws. */
export async function inSession<T>(
  { owner }: Access,
  log: Log,
  begin: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const pool = createPool({ application_name: 'farshelf owner', ...owner }, { size: 1, statementTimeout: 0, log })
  const client = await pool.connect()
  const kept: PostgresPoolClient = { query: client.query.bind(client) as PostgresPoolClient['query'], release() {} }
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: { connect: async () => kept, end: async () => {} } }),
  })
  let undone: Error | undefined
  try {
    await client.query(begin)
    const result = await work({ client, db })
    await client.query('commit')
    return result
  } catch (error) {
    undone = error as Error
    throw error
  } finally {
    // A connection in the midst of a COPY cannot be asked to roll back: closing it does.
    client.release(undone ?? false)
    await pool.end()
  }
}
