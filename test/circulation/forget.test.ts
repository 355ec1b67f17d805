import { expect } from 'chai'
import { sql } from 'kysely'
import { setKeepHistory } from '../../src/accounts/index.ts'
import { cancelReservation, forgetPast } from '../../src/circulation/index.ts'
import { by, useLibrary } from './library.ts'

describe('Loans and reservations of long ago', () => {
  const library = useLibrary()

  /** How often a text stands anywhere in what is kept, but for the account itself. */
  const traces = async (text: string) => {
    let found = 0
    for (const table of ['loans', 'reservations', 'ill_items', 'audit', 'messages', 'jobs']) {
      const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} t
        where strpos(t::text, ${text}) > 0 and not (t::text like '%person.%')`.execute(library.db)
      found += Number(rows[0]!.n)
    }
    return found
  }
  /** Somebody who borrowed, renewed, returned and waited. */
  const past = async (name: string) => {
    const id = await library.patron({ name })
    const item = await library.item(await library.bib())
    const loan = await library.lend(item.id, id)
    library.pass(10)
    const own = { id, name, via: 'web' } as const
    await library.renew(loan.id, id)
    await library.in(item)
    const wish = await library.wish({ bibId: item.bibId }, id)
    await library.tx((tx) => cancelReservation(tx, { id: wish.id, by: own, now: library.now }))
    return { id, loan, wish }
  }

  it('stay, but nobody knows whose they were', async () => {
    const { id, loan, wish } = await past('Canary Quill')
    const open = await library.patron({ name: 'Still Reading' })
    await library.lend((await library.item(await library.bib())).id, open)
    expect(await traces(id)).to.be.greaterThan(4)
    const before = new Date(library.now - 1000)
    expect(await forgetPast(library.database, before)).to.equal(0)
    library.pass(90)
    expect(await forgetPast(library.database, new Date(library.now - 86_400_000))).to.equal(2)
    expect(await traces(id)).to.equal(0)
    expect(await traces('Canary')).to.equal(0)
    expect(await traces(open)).to.be.greaterThan(0)
    const kept = await library.db.selectFrom('loans').selectAll().where('id', '=', loan.id).executeTakeFirstOrThrow()
    expect(kept).to.include({ patron_id: null, branch: 'main', item_id: loan.itemId, renewals: 1 })
    expect(kept.returned_at).to.be.instanceOf(Date)
    const told = await library.db
      .selectFrom('audit')
      .select(['action', 'actor_name'])
      .where('subject_id', '=', wish.id)
      .orderBy('id')
      .execute()
    expect(told.map((one) => one.actor_name)).to.deep.equal(['Desk', 'a reader'])
  })

  it('are left alone where a reader wants them kept', async () => {
    const { id } = await past('Keeper')
    await setKeepHistory(library.db, id, true, by)
    library.pass(400)
    await forgetPast(library.database, new Date(library.now))
    expect(await traces(id)).to.be.greaterThan(4)
  })
})
