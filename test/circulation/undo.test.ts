import { expect } from 'chai'
import { sql } from 'kysely'
import { undoScan } from '../../src/circulation/index.ts'
import { by, useLibrary } from './library.ts'

describe('A scan that is taken back', () => {
  const library = useLibrary()

  const undo = (id: string | undefined, actor = by) =>
    library.tx((tx) => undoScan(tx, { id: id!, by: actor, now: library.now }))
  /** Everything a scan may change. */
  const all = async () => {
    const { rows } = await sql<{ state: string }>`
      select t::text as state from (select id, circulation, status from items) t
      union all select t::text from loans t union all select t::text from reservations t order by 1`.execute(library.db)
    return rows.map(({ state }) => state)
  }
  const lent = async (itemId: number, patronId: string) => {
    const answer = await library.out(itemId, patronId)
    if (!answer.done) throw new Error(answer.why)
    return answer
  }

  it('leaves no trace of a loan, and the reservation it fulfilled open', async () => {
    const [bib, edda] = [await library.bib(), await library.patron()]
    const item = await library.item(bib)
    await library.wish({ bibId: bib }, edda)
    await library.in(item)
    const before = await all()
    const { undo: id } = await lent(item.id, edda)
    expect(await all()).to.not.deep.equal(before)
    expect(await undo(id)).to.deep.include({ done: true, act: 'check-out' })
    expect(await all()).to.deep.equal(before)
    expect(await undo(id)).to.deep.equal({ done: false, why: 'late' })
    expect((await lent(item.id, edda)).loan.dueOn).to.equal('2026-03-30')
  })

  it('gives a loan back as it was, and lets those who wait wait', async () => {
    const [bib, edda, next] = [await library.bib(), await library.patron(), await library.patron()]
    const item = await library.item(bib)
    await lent(item.id, edda)
    await library.wish({ bibId: bib }, next)
    await library.db.updateTable('items').set({ status: 'missing' }).where('id', '=', item.id).execute()
    const before = await all()
    const back = await library.in(item)
    expect(back.to).to.equal('pickup')
    expect((await library.look(item.id)).status).to.equal('available')
    expect(await undo('undo' in back ? back.undo : undefined)).to.deep.include({ done: true, act: 'check-in' })
    expect(await all()).to.deep.equal(before)
    expect((await library.in(item)).to).to.equal('pickup')
  })

  it('is too late after half a minute, or once something else happened, and not for somebody else', async () => {
    const [edda, other] = [await library.patron(), await library.patron()]
    const item = await library.item(await library.bib())
    const first = await lent(item.id, edda)
    expect(await undo(first.undo, { ...by, name: 'Another' })).to.deep.equal({ done: false, why: 'somebody-else' })
    library.setNow(library.now + 30_001)
    expect(await undo(first.undo)).to.deep.equal({ done: false, why: 'late' })
    const back = await library.in(item)
    await lent(item.id, other)
    expect(await undo('undo' in back ? back.undo : undefined)).to.deep.equal({ done: false, why: 'changed' })
    expect((await library.look(item.id)).circulation).to.equal('on-loan')
  })

  it('is one that changed something', async () => {
    const item = await library.item(await library.bib())
    expect(await library.in(item)).not.to.have.property('undo')
  })

  it('is taken back once, however many press', async () => {
    const item = await library.item(await library.bib())
    const { undo: id } = await lent(item.id, await library.patron())
    const answers = await Promise.all(Array.from({ length: 5 }, () => undo(id)))
    expect(answers.filter(({ done }) => done)).to.have.lengthOf(1)
  })
})
