import { CompiledQuery, type PostgresPool, type PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import type { Tx } from './database.ts'

/** Carries out a prepared statement with its parameters, and gives its rows. */
export interface Prepared<Row> {
  (tx: Tx, parameters: readonly unknown[]): Promise<Row[]>
  /** What PostgreSQL is given. */
  readonly text: string
}

/**
 * A statement that each connection parses and plans once, for those that are carried out all the time. The name is of
 * small letters and hyphens, and stands for this text alone: it is told in the text itself, as a comment.
 */
export function prepared<Row>(name: string, text: string): Prepared<Row> {
  const named = `/* ${name} */ ${text}`
  const run = async (tx: Tx, parameters: readonly unknown[]) =>
    (await tx.executeQuery<Row>(CompiledQuery.raw(named, [...parameters]))).rows
  return Object.assign(run, { text: named })
}

const nameOf = (text: string) => /^\/\* ([a-z-]+) \*\/ /.exec(text)?.[1]

/** A pool whose connections prepare the statements that have a name. */
export function preparing(pool: pg.Pool): PostgresPool {
  // Kysely keeps what it knows of a connection by the object it is given.
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    async connect() {
      const client = await pool.connect()
      const wrapped = known.get(client) ?? wrap(client)
      known.set(client, wrapped)
      return wrapped
    },
    end: () => pool.end(),
  }
}

const wrap = (client: pg.PoolClient): PostgresPoolClient => ({
  query: ((text: string, values: unknown[]) => {
    const name = nameOf(text)
    return client.query(name === undefined ? { text, values } : { name, text, values })
    // Of its two forms, the one with a cursor is never used.
  }) as unknown as PostgresPoolClient['query'],
  release: () => client.release(),
})
