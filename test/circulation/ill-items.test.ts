import { expect } from 'chai'
import { itemSummaries, itemsOf } from '../../src/catalogue/index.ts'
import { addIllItem, closeIllItem, setLenderDue } from '../../src/circulation/index.ts'
import { by, settings, useLibrary } from './library.ts'

describe('Items of other libraries', () => {
  const library = useLibrary()
  let serial = 0
  const receive = (
    some: Partial<Parameters<typeof addIllItem>[2]> & { readonly bibId: number; readonly patronId: string },
  ) =>
    library.tx((tx) =>
      addIllItem(tx, settings, {
        accessionNo: 'next',
        lineId: `line-${++serial}`,
        requestId: `request-${serial}`,
        pickupBranch: 'main',
        dueAtLender: '2026-04-20',
        by,
        now: library.now,
        ...some,
      }),
    )
  const setDue = (lineId: string, date: string | undefined) =>
    library.tx((tx) => setLenderDue(tx, settings, { lineId, date, by, now: library.now }))
  const sendHome = (lineId: string) => library.tx((tx) => closeIllItem(tx, { lineId, by, now: library.now }))
  const fresh = async () => {
    const [bibId, patronId, lineId] = [await library.bib(), await library.patron(), `line-${++serial}`]
    const { item } = await receive({ bibId, patronId, lineId })
    return { bibId, patronId, lineId, item }
  }

  it('are made once with one reservation, however often they are received', async () => {
    const [bibId, patronId] = [await library.bib(), await library.patron()]
    const again = { bibId, patronId, lineId: 'one-line' }
    const answers = await Promise.all(Array.from({ length: 8 }, () => receive(again)))
    expect(answers.filter(({ made }) => made)).to.have.lengthOf(1)
    expect(new Set(answers.map(({ item }) => item.id))).to.have.property('size', 1)
    expect(new Set(answers.map(({ reservation }) => reservation?.id))).to.have.property('size', 1)
    expect(answers[0]!.item).to.include({ status: 'ill', branch: 'main' })
    expect(answers[0]!.reservation).to.include({ level: 'copy', patronId, state: 'waiting' })
    const second = await receive({ ...again, volume: '2' })
    expect(second.made).to.equal(true)
    expect(await itemsOf(library.db, bibId)).to.have.lengthOf(2)
  })

  it('get numbers of a series, and pass over one that was given by hand', async () => {
    const { item, bibId, patronId } = await fresh()
    const [, digits] = /^ILL-(\d{6})$/.exec(item.accessionNo)!
    await library.item(bibId, { accessionNo: `ILL-${String(Number(digits) + 1).padStart(6, '0')}` })
    const next = await receive({ bibId, patronId })
    expect(next.item.accessionNo).to.equal(`ILL-${String(Number(digits) + 2).padStart(6, '0')}`)
    const many = await Promise.all(Array.from({ length: 10 }, () => receive({ bibId, patronId })))
    expect(new Set(many.map((one) => one.item.accessionNo))).to.have.property('size', 10)
    const taken = await receive({ bibId, patronId, accessionNo: item.accessionNo }).catch((error) => error.code)
    expect(taken).to.equal('accession-no-taken')
  })

  it('go from the desk to the borrower and back to the ILL officer', async () => {
    const { item, patronId } = await fresh()
    const arrived = await library.in(item)
    expect(arrived.to === 'pickup' && arrived.reservation.patronId).to.equal(patronId)
    expect(await library.out(item.id, await library.patron())).to.include({ done: false, why: 'others-ill' })
    const lent = await library.out(item.id, patronId)
    // By the rule the 30th of March; the lender would allow the 17th of April.
    expect(lent.done && lent.loan.dueOn).to.equal('2026-03-30')
    const back = await library.in(item)
    expect(back).to.deep.include({ to: 'ill-officer' })
    expect(back.to === 'ill-officer' && back.ill.lenderDue).to.equal('2026-04-20')
    expect((await library.look(item.id)).circulation).to.equal('ill-officer')
    expect((await library.in(item)).to).to.equal('ill-officer')
  })

  it('go on their way where the borrower picks up elsewhere', async () => {
    const [bibId, patronId] = [await library.bib(), await library.patron()]
    const { item } = await receive({ bibId, patronId, branch: 'main', pickupBranch: 'riverside' })
    expect(await library.in(item, 'main')).to.deep.include({ to: 'transfer', branch: 'riverside' })
    expect((await library.in(item, 'riverside')).to).to.equal('pickup')
  })

  it('are due days before the lender wants them, on an open day, never later', async () => {
    const due = async (dueAtLender: string | undefined) => {
      const [bibId, patronId] = [await library.bib(), await library.patron()]
      const { item } = await receive({ bibId, patronId, dueAtLender })
      const answer = await library.out(item.id, patronId)
      return answer.done ? answer.loan.dueOn : answer.why
    }
    expect(await due(undefined)).to.equal('2026-03-30')
    expect(await due('2026-03-20')).to.equal('2026-03-17')
    // Three days before is a Sunday: the Saturday.
    expect(await due('2026-03-18')).to.equal('2026-03-14')
    expect(await due('2026-03-05')).to.equal('2026-03-02')
    expect(await due('2026-03-04')).to.equal('lender-due')
  })

  it('are renewed as far as the lender allows: then the lender is to be asked', async () => {
    const { item, patronId, lineId } = await fresh()
    const loan = await library.lend(item.id, patronId)
    const start = library.now
    library.pass(10)
    const first = await library.renew(loan.id, patronId)
    expect(first.done && first.loan.dueOn).to.equal('2026-04-09')
    library.pass(10)
    const second = await library.renew(loan.id, patronId)
    expect(second.done && second.loan.dueOn).to.equal('2026-04-17')
    library.setNow(start)
    const other = await fresh()
    const bound = await library.lend(other.item.id, other.patronId)
    await setDue(other.lineId, '2026-04-02')
    library.pass(10)
    const refused = await library.renew(bound.id, other.patronId)
    expect(refused).to.deep.include({ done: false, why: 'lender-due' })
    expect(!refused.done && refused.ill?.lineId).to.equal(other.lineId)
    await setDue(other.lineId, '2026-05-30')
    expect((await library.renew(bound.id, other.patronId)).done).to.equal(true)
    library.setNow(start)
    await sendHome(lineId)
  })

  it('are due earlier when the lender wants them earlier, and not later by themselves', async () => {
    const { item, patronId, lineId } = await fresh()
    const loan = await library.lend(item.id, patronId)
    const { shortened } = await setDue(lineId, '2026-03-18')
    expect(shortened.map(({ id, dueOn, was }) => [id, dueOn, was])).to.deep.equal([
      [loan.id, '2026-03-14', '2026-03-30'],
    ])
    expect((await setDue(lineId, '2026-06-01')).shortened).to.deep.equal([])
    const again = await setDue(lineId, '2026-06-01')
    expect(again.items).to.have.lengthOf(1)
  })

  it('leave the catalogue when they go home, and are kept', async () => {
    const { item, bibId, lineId, patronId } = await fresh()
    await library.lend(item.id, patronId)
    expect((await sendHome(lineId)).map(({ id }) => id)).to.deep.equal([item.id])
    expect(await sendHome(lineId)).to.deep.equal([])
    expect(await itemsOf(library.db, bibId)).to.deep.equal([])
    expect((await itemSummaries(library.db, [bibId])).get(bibId)).to.equal(undefined)
    expect(await itemsOf(library.db, bibId, 'all')).to.have.lengthOf(1)
    expect((await library.in(item)).to).to.equal('withdrawn')
    expect(await library.out(item.id, patronId)).to.include({ done: false, why: 'withdrawn' })
    const again = await receive({ bibId, patronId, lineId })
    expect(again).to.deep.include({ made: false })
    expect(again).not.to.have.property('reservation')
  })

  it('are for nobody who waits for the title, and cannot be reserved', async () => {
    const { item, bibId } = await fresh()
    await library.item(bibId)
    const other = await library.patron()
    const wish = await library.reserve({ bibId }, other)
    expect(wish.done).to.equal(true)
    expect(await library.reserve({ itemId: item.id }, other)).to.include({ done: false, why: 'nothing-to-lend' })
    await library.db
      .updateTable('reservations')
      .set({ state: 'cancelled', closed_at: new Date() })
      .where('item_id', '=', item.id)
      .execute()
    expect((await library.in(item)).to).to.equal('ill-officer')
  })
})
