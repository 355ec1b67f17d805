import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Log } from '../log.ts'
import { preparing } from './prepared.ts'
import type { Tables } from './tables/index.ts'

/** PostgreSQL's numbers of the types that are read in another way than `pg` does by itself. */
const bigint = 20
const bigints = 1016
const date = 1082

/** Ids and counts are bigint: they are numbers here, exact to 2^53. @throws RangeError above that */
function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large to be exact`)
  return value
}

type Nested<T> = T | readonly Nested<T>[]
const wholeNumbers = (value: Nested<string | null>): unknown =>
  value === null ? null : typeof value === 'string' ? wholeNumber(value) : value.map(wholeNumbers)

/** How values become JavaScript's, for our connections only: other users of `pg` in the process keep its ways. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const usual = pg.types.getTypeParser(oid, format as 'text')
    if (format === 'binary') return usual
    if (oid === bigint) return wholeNumber
    if (oid === bigints) return (text: string) => wholeNumbers(usual(text) as Nested<string | null>)
    // A day is no instant: as a Date it would shift with the machine's time zone.
    if (oid === date) return (text: string) => text
    return usual
  },
}

export interface PoolOptions {
  /** Connections at most. */
  readonly size: number
  /** Milliseconds a statement may take; 0 for as long as it needs. */
  readonly statementTimeout: number
  readonly log: Log
}

/** A pool of connections. What the address itself says (`?application_name=…`) goes before what we say. */
export function createPool(connection: pg.ClientConfig, { size, statementTimeout, log }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    application_name: 'farshelf',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 600_000,
    keepAlive: true,
    ...connection,
    ...(statementTimeout > 0 && { statement_timeout: statementTimeout }),
    max: size,
    types,
    // Else a scan begins where the one before it stopped, and the first so many rows of a list are others each time.
    onConnect: (client) => client.query('set synchronize_seqscans = off'),
  })
  // An idle connection that breaks is taken out of the pool; unheard, its error would end the process.
  pool.on('error', (error) => {
    // Our own server may end before the last of us has said goodbye.
    if (!pool.ending) log.warn({ err: error }, 'a database connection was lost')
  })
  // One in use tells its user by failing the statement; that it also raises an event must not end the process either.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return pool
}

/** Kysely on a pool. Its `destroy` ends the pool. */
export const kysely = (pool: pg.Pool): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) })
