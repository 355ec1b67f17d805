import { expect } from 'chai'
import { sql } from 'kysely'
import { useDatabase } from '../../database.ts'

describe('The database', () => {
  const data = useDatabase()

  it('refuses the application every change of its shape', async () => {
    const { db } = data.database
    for (const statement of [
      'create table mine (id int)',
      'drop table jobs',
      'truncate jobs',
      'alter table jobs add column mine int',
      'create index mine on jobs (kind)',
      'create schema mine',
      'create function mine() returns int language sql as $$ select 1 $$',
      'alter table jobs disable trigger all',
    ]) {
      const error = await sql
        .raw(statement)
        .execute(db)
        .then(
          () => ({ code: 'done' }),
          (error) => error,
        )
      expect(error.code, statement).to.equal('42501')
    }
  })

  it('lets the application read and write rows', async () => {
    const { db } = data.database
    const { id } = await db
      .insertInto('jobs')
      .values({ kind: 'test', payload: JSON.stringify({ a: 1 }) })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db.updateTable('jobs').set({ attempts: 2 }).where('id', '=', id).execute()
    const found = await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(found).to.include({ id: 1, attempts: 2 })
    expect(found.created_at).to.be.instanceOf(Date)
    await db.deleteFrom('jobs').execute()
  })

  it('reads a table from its beginning each time, whoever read it before', async () => {
    const { rows } = await sql`select current_setting('synchronize_seqscans') as setting`.execute(data.database.db)
    expect(rows).to.deep.equal([{ setting: 'off' }])
  })
})
