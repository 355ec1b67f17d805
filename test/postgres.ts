import { randomBytes } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type EmbeddedServer, joinServer } from '../src/kit/db/embedded/server.ts'
import { openDatabase } from '../src/kit/db/index.ts'
import { createLog } from '../src/kit/index.ts'

export interface TestServer {
  /** Makes a database, migrated unless `empty`, and gives its owner's address. */
  create(kind?: 'migrated' | 'empty'): Promise<string>
  drop(url: string): Promise<void>
  close(): Promise<void>
}

const log = createLog('silent')
const template = 'farshelf_template'

/** The data dies with the tests, so it need not survive a power cut. */
const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200' }
const durably = { max_connections: '200' }

/** A PostgreSQL of its own in a temporary folder; `durable` as it is outside of tests. */
export async function startServer({ durable = false } = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'farshelf-test-'))
  const server = await joinServer({ dataFolder: folder, log, settings: durable ? durably : settings, temporary: true })
  const admin = new pg.Pool({ ...superuser(server), max: 2 })
  // The server may end while a connection is just being closed.
  admin.on('connect', (client) => void client.on('error', () => undefined))
  admin.on('error', () => undefined)
  const owner = 'owner_of_tests'
  await admin.query(`create role ${owner} login createrole password '${server.logins.owner}'`)
  const names = new Map<string, string>()
  const make = async (name: string, from = 'template1') => {
    await admin.query(`create database ${name} template ${from} owner ${owner}`)
    const url = `postgresql://${owner}:${server.logins.owner}@/${name}?host=${encodeURIComponent(server.host)}&port=${server.port}`
    names.set(url, name)
    return url
  }
  const migrated = (async () => (await openDatabase({ url: await make(template), dataFolder: '', log })).close())()
  return {
    async create(kind = 'migrated') {
      const name = `test_${randomBytes(6).toString('hex')}`
      if (kind === 'empty') return make(name)
      await migrated
      return make(name, template)
    },
    async drop(url) {
      await admin.query(`drop database if exists ${names.get(url)} with (force)`)
    },
    async close() {
      await admin.end()
      await server.close()
    },
  }
}

const superuser = ({ host, port, logins }: EmbeddedServer) => ({
  host,
  port,
  user: 'postgres',
  password: logins.superuser,
  database: 'postgres',
})
