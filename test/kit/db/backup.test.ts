import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { sql } from 'kysely'
import { backUp, type Connection, connect, openDatabase, restore } from '../../../src/kit/db/index.ts'
import { createLog } from '../../../src/kit/index.ts'
import { enqueue } from '../../../src/kit/jobs/index.ts'
import type { Problem } from '../../../src/problems.ts'
import { testServer, useDatabase } from '../../database.ts'
import { startServer, type TestServer } from '../../postgres.ts'

const log = createLog('silent')

async function bytesOf(url: string): Promise<Buffer> {
  return on(url, async (connection) => {
    const parts: Buffer[] = []
    const sink = new Writable({
      write(part, _encoding, done) {
        parts.push(part)
        done()
      },
    })
    await backUp(connection, log, (backup) => pipeline(backup, sink))
    return Buffer.concat(parts)
  })
}

async function on<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await connect({ url, dataFolder: '', log })
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

const put = (url: string, bytes: Buffer, force = false) =>
  on(url, (connection) => restore(connection, log, Readable.from([bytes], { objectMode: false }), { force }))

const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: Problem) => error.code ?? error,
  )

/** Every row of every table, in an order of its own. */
const rowsOf = (url: string) =>
  on(url, async ({ owner }) => {
    const { rows } = await sql<{ name: string }>`select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely%' order by 1`.execute(
      owner,
    )
    const found: Record<string, unknown> = {}
    for (const { name } of rows) {
      const table = await sql<{ row: string }>`select t::text as row from ${sql.id(name)} t order by 1`.execute(owner)
      found[name] = table.rows.map(({ row }) => row)
    }
    return found
  })

/** Of a copy that a lender sent as a file: more than one page of the database. */
const everyByte = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 256))

describe('A backup', () => {
  const data = useDatabase()
  let other: TestServer
  const made: [TestServer, string][] = []
  const create = async (server: TestServer, kind: 'empty' | 'migrated' = 'empty') => {
    const url = await server.create(kind)
    made.push([server, url])
    return url
  }
  before(async () => {
    other = await startServer()
    await data.database.tx(async (tx) => {
      for (let i = 0; i < 3000; i++)
        await enqueue(tx, 'keep', { i, text: 'tab\tnew\nline \\ \u0001 Ж 🎉 ".\\."' }, { key: `k${i}` })
      await sql`with file as (insert into ill_document_files (created_at) values (now()) returning id)
        insert into ill_document_pieces (file_id, seq, bytes) select id, 0, ${everyByte}::bytea from file`.execute(tx)
    })
  })
  after(async () => {
    for (const [server, url] of made) await server.drop(url)
    await other.close()
  })

  it('goes to another server and back, row for row', async () => {
    const before = await rowsOf(data.url)
    const there = await create(other)
    await put(there, await bytesOf(data.url))
    expect(await rowsOf(there)).to.deep.equal(before)
    const back = await create(await testServer())
    await put(back, await bytesOf(there))
    expect(await rowsOf(back)).to.deep.equal(before)
    expect((before['jobs'] as unknown[]).length).to.equal(3000)
    const copies = await on(back, ({ owner }) => owner.selectFrom('ill_document_pieces').select('bytes').execute())
    expect(copies).to.deep.equal([{ bytes: everyByte }])
  })

  it('is a database the application works on, its numbering going on', async () => {
    const url = await create(other)
    await put(url, await bytesOf(data.url))
    const database = await openDatabase({ url, dataFolder: '', log })
    expect(await enqueue(database.db, 'new', {})).to.equal(3001)
    const refused = await sql`drop table jobs`.execute(database.db).then(
      () => 'done',
      (error) => error.code,
    )
    expect(refused).to.equal('42501')
    await database.close()
  })

  it('replaces what is there only when forced', async () => {
    const url = await create(other)
    const bytes = await bytesOf(data.url)
    await put(url, bytes)
    expect(await problemOf(put(url, bytes))).to.equal('database-not-empty')
    await on(url, ({ owner }) => sql`delete from jobs where id > 10`.execute(owner))
    await put(url, bytes, true)
    expect(await rowsOf(url)).to.deep.equal(await rowsOf(data.url))
  })

  it('is refused when it was cut or changed anywhere, and what was there stays', async () => {
    const url = await create(await testServer(), 'migrated')
    await on(url, ({ owner }) => sql`insert into jobs (kind, payload) values ('mine', '1')`.execute(owner))
    const before = await rowsOf(url)
    const whole = await bytesOf(data.url)
    const plain = gunzipSync(whole)
    const middle = plain.indexOf('"text": "tab') + '"text": "t'.length
    expect(middle).to.be.greaterThan(1000)
    const changed = Buffer.from(plain)
    changed[middle] = changed[middle]! ^ 1
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('no gzip'),
      whole.subarray(0, 5),
      whole.subarray(0, whole.length / 2),
      whole.subarray(0, -1),
      gzipSync(plain.subarray(0, -32)),
      gzipSync(plain.subarray(0, -33)),
      gzipSync(Buffer.concat([plain, Buffer.from('more')])),
      gzipSync(changed),
      gzipSync('{"format":"another"}\n'),
    ])
      expect(await problemOf(put(url, bytes, true))).to.equal('backup-damaged')
    expect(await rowsOf(url)).to.deep.equal(before)
  })

  it('is refused when a newer Farshelf made it', async () => {
    const url = await create(await testServer())
    const text = gunzipSync(await bytesOf(data.url)).toString('latin1')
    const newer = gzipSync(Buffer.from(text.replace('"migrations":[', '"migrations":["999-later",'), 'latin1'))
    expect(await problemOf(put(url, newer))).to.equal('backup-newer')
  })

  it('is of one moment, whatever is written meanwhile', async () => {
    const url = await create(await testServer())
    await on(data.url, async (connection) => {
      const parts: Buffer[] = []
      await backUp(connection, log, async (backup) => {
        await enqueue(data.database.db, 'late', {})
        for await (const part of backup) parts.push(part as Buffer)
      })
      await put(url, Buffer.concat(parts))
    })
    const late = await on(url, ({ owner }) =>
      owner.selectFrom('jobs').select('id').where('kind', '=', 'late').execute(),
    )
    expect(late).to.deep.equal([])
  })
})
