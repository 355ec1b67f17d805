import { expect } from 'chai'
import { sql } from 'kysely'
import pg from 'pg'
import { openDatabase } from '../../../src/kit/db/index.ts'
import { audit, createLog } from '../../../src/kit/index.ts'
import { Problem } from '../../../src/problems.ts'
import { testServer, useDatabase } from '../../database.ts'

const log = createLog('silent')
const open = (url: string, migrationUrl?: string) =>
  openDatabase({ url, migrationUrl, dataFolder: '', log, poolSize: 5 })
const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: Problem) => error.code,
  )

describe('Opening a database', () => {
  const data = useDatabase()

  it('brings an empty one up to date, though two do it at once', async () => {
    const server = await testServer()
    const url = await server.create('empty')
    const both = await Promise.all([open(url), open(url)])
    for (const { db } of both) expect(await db.selectFrom('jobs').select('id').execute()).to.deep.equal([])
    await Promise.all(both.map((one) => one.close()))
    await server.drop(url)
  })

  it('refuses one that a newer Farshelf has changed', async () => {
    const server = await testServer()
    const url = await server.create()
    const { pool, close } = await open(url)
    await pool.query("insert into kysely_migration (name, timestamp) values ('999-later', '')")
    await close()
    expect(await problemOf(open(url))).to.equal('database-newer')
    await server.drop(url)
  })

  it('gives a login of its own what it needs, and no more', async () => {
    const server = await testServer()
    const url = await server.create()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query("create role just_rows login password 'x'")
    const login = url.replace(/\/\/[^@]*@/, '//just_rows:x@')
    const { db, close } = await open(login, url)
    expect(await db.selectFrom('jobs').select('id').execute()).to.deep.equal([])
    const { rows } = await sql<{ role: string }>`select session_user as role`.execute(db)
    expect(rows[0]!.role).to.equal('just_rows')
    expect(
      await sql`create table mine (id int)`.execute(db).then(
        () => 'done',
        (error) => error.code,
      ),
    ).to.equal('42501')
    await close()
    await client.end()
    await server.drop(url)
  })

  it('keeps the audit trail from who writes it', async () => {
    const { db } = data.database
    const refused = (statement: string) =>
      sql
        .raw(statement)
        .execute(db)
        .then(
          () => 'done',
          (error) => error.code,
        )
    await audit(db, { actor: { name: 'Ann', via: 'web' }, action: 'x', subject: { kind: 'bib', id: 1 } })
    expect(await refused('delete from audit')).to.equal('42501')
    expect(await refused('truncate audit')).to.equal('42501')
    expect(await refused("update audit set action = 'y'")).to.equal('42501')
    expect(await refused("update audit set actor_name = 'a reader'")).to.equal('done')
  })

  it('says which server does not answer, and no password', async () => {
    const url = 'postgresql://me:secret@127.0.0.1:1/books'
    const error = await openDatabase({ url, dataFolder: '', log, patience: 0 }).catch((problem) => problem)
    expect(error).to.be.instanceOf(Problem).with.property('code', 'database-unreachable')
    expect(error.message).to.include('127.0.0.1:1/books').and.not.include('secret')
  })

  it('reads whole numbers as numbers and days as text', async () => {
    const { pool } = data.database
    const { rows } = await pool.query(
      "select 9007199254740991::bigint as one, '{{1,null},{2,3}}'::bigint[] as many, '2026-03-29'::date as day",
    )
    expect(rows[0]).to.deep.equal({
      one: 9007199254740991,
      many: [
        [1, null],
        [2, 3],
      ],
      day: '2026-03-29',
    })
    expect(await pool.query('select 9007199254740993::bigint').catch((error) => error)).to.be.instanceOf(RangeError)
  })

  it('does a transaction again that lost against another, and leaves nothing of its first try', async () => {
    const { db, tx } = data.database
    await db.deleteFrom('jobs').execute()
    const insert = (kind: string) =>
      db.insertInto('jobs').values({ kind, payload: '1' }).returning('id').executeTakeFirstOrThrow()
    const [a, b] = [(await insert('a')).id, (await insert('b')).id]
    let tries = 0
    let both = 0
    let meet = () => {}
    const met = new Promise<void>((resolve) => {
      meet = resolve
    })
    // Each takes one row, waits for the other to have the other, and wants that too.
    const cross = (first: number, second: number) =>
      tx(async (one) => {
        tries++
        const touch = (id: number) =>
          one
            .updateTable('jobs')
            .set(({ eb }) => ({ attempts: eb('attempts', '+', 1) }))
            .where('id', '=', id)
            .execute()
        await touch(first)
        if (++both === 2) meet()
        await met
        await touch(second)
      })
    await Promise.all([cross(a, b), cross(b, a)])
    expect(tries).to.be.greaterThan(2)
    const rows = await db.selectFrom('jobs').select('attempts').execute()
    expect(rows).to.deep.equal([{ attempts: 2 }, { attempts: 2 }])
  })

  it('gives a transaction up that loses three times', async () => {
    let tries = 0
    const code = await problemOf(
      data.database.tx(async (tx) => {
        tries++
        await sql`do $$ begin raise serialization_failure; end $$`.execute(tx)
      }),
    )
    expect([tries, code]).to.deep.equal([3, '40001'])
  })
})
