import pg from 'pg'
import { type Database, openDatabase } from '../src/kit/db/index.ts'
import { createLog } from '../src/kit/index.ts'
import { startServer, type TestServer } from './postgres.ts'

/** A database of a test's own. */
export interface TestDatabase {
  readonly database: Database
  /** The owner's address, as DATABASE_URL would give it: for processes that a test starts. */
  readonly url: string
}

const log = createLog('silent')
let running: Promise<TestServer> | undefined

/** The server of this process's tests, started when the first one needs it. It ends with the process. */
export function testServer(): Promise<TestServer> {
  running ??= startServer()
  return running
}

/** Runs a statement as a database's owner, who may do what the application may not. */
export async function asOwner(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Stops the server, if one was started. */
export async function stopTestServer(): Promise<void> {
  await (await running)?.close()
  running = undefined
}

/** Gives the tests of the calling `describe` a database of their own, cloned from a migrated template. */
export function useDatabase(): TestDatabase {
  let opened: (TestDatabase & { readonly server: TestServer }) | undefined
  before('make a database', async () => {
    const server = await testServer()
    const url = await server.create()
    opened = { server, url, database: await openDatabase({ url, dataFolder: '', log }) }
  })
  after('drop the database', async () => {
    await opened?.database.close()
    await opened?.server.drop(opened.url)
  })
  const now = () => {
    if (!opened) throw new Error('the database is there once the tests run: use it inside `it` or `before`')
    return opened
  }
  return {
    get database() {
      return now().database
    },
    get url() {
      return now().url
    },
  }
}
