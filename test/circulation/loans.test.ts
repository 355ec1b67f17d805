import { expect } from 'chai'
import { changeItem, removeItem } from '../../src/catalogue/index.ts'
import { checkOut, loansOf, noticeSent, noticesDue, overdueLoans } from '../../src/circulation/index.ts'
import { by, settings, useLibrary } from './library.ts'

describe('Lending', () => {
  const library = useLibrary()

  it('lends until the next open day after the days of the rule', async () => {
    const item = await library.item(await library.bib())
    const patron = await library.patron()
    const { dueOn, renewals } = await library.lend(item.id, patron)
    expect({ dueOn, renewals }).to.deep.equal({ dueOn: '2026-03-30', renewals: 0 })
    expect((await library.look(item.id)).circulation).to.equal('on-loan')
    expect((await library.look(item.id)).status).to.equal('available')
    const [line] = await loansOf(library.db, settings, patron, library.now)
    expect(line).to.include({ accessionNo: item.accessionNo, dueOn, overdue: false })
  })

  it('goes by collection and group, the first rule that fits', async () => {
    const bib = await library.bib()
    const child = await library.patron({ group: 'child' })
    const film = await library.item(bib, { collection: 'dvd' })
    expect((await library.lend(film.id, child)).dueOn).to.equal('2026-03-09')
    const text = await library.item(bib)
    expect((await library.lend(text.id, child)).dueOn).to.equal('2026-03-23')
    const third = await library.out((await library.item(bib)).id, child)
    expect(third).to.include({ done: false, why: 'limit' })
  })

  it('lends no item whose status keeps it here', async () => {
    const bib = await library.bib()
    const patron = await library.patron()
    for (const status of ['reference', 'missing', 'in-process']) {
      const item = await library.item(bib, { status })
      expect(await library.out(item.id, patron)).to.include({ done: false, why: 'not-for-loan' })
      expect((await library.look(item.id)).circulation).to.equal(undefined)
    }
  })

  it('says what stands against a patron', async () => {
    const item = await library.item(await library.bib())
    const why = async (patron: string) => {
      const answer = await library.out(item.id, patron)
      return answer.done || answer.why
    }
    expect(await why(await library.patron({ active: false }))).to.equal('closed')
    expect(await why(await library.patron({ blocked: true }))).to.equal('blocked')
    expect(await why(await library.patron({ expiresOn: '2026-03-01' }))).to.equal('expired')
    expect(await why(await library.patron({ expiresOn: '2026-03-02' }))).to.equal(true)
  })

  it('lends nothing more to somebody with too much overdue', async () => {
    const bib = await library.bib()
    const patron = await library.patron()
    for (let n = 0; n < 2; n++) await library.lend((await library.item(bib)).id, patron)
    const start = library.now
    library.pass(29)
    expect(await library.out((await library.item(bib)).id, patron)).to.include({ done: false, why: 'overdue' })
    library.setNow(start)
  })

  it('tells whose it is that is lent already', async () => {
    const item = await library.item(await library.bib())
    const [one, other] = [await library.patron(), await library.patron()]
    await library.lend(item.id, one)
    expect(await library.out(item.id, one)).to.include({ done: false, why: 'on-loan', mine: true })
    expect(await library.out(item.id, other)).to.include({ done: false, why: 'on-loan', mine: false })
  })

  it('binds who may act in some branches to their desks', async () => {
    const item = await library.item(await library.bib())
    const patronId = await library.patron()
    const bound = { ...by, branches: new Set(['riverside']) }
    const lend = (branch: string) =>
      library.tx((tx) => checkOut(tx, settings, { itemId: item.id, patronId, branch, by: bound, now: library.now }))
    expect(await lend('main').catch((error) => error.code)).to.equal('not-your-branch')
    expect(await lend('riverside')).to.include({ done: true })
  })

  it('lends one item to one of fifty desks', async () => {
    const item = await library.item(await library.bib())
    const patrons = await Promise.all(Array.from({ length: 50 }, () => library.patron()))
    const answers = await Promise.all(patrons.map((patron) => library.out(item.id, patron)))
    const lent = answers.filter(({ done }) => done)
    expect(lent).to.have.lengthOf(1)
    expect(answers.filter((one) => !one.done && one.why === 'on-loan')).to.have.lengthOf(49)
    const open = await library.db
      .selectFrom('loans')
      .select('patron_id')
      .where('item_id', '=', item.id)
      .where('returned_at', 'is', null)
      .execute()
    expect(open).to.have.lengthOf(1)
    const told = await library.db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', 'loan.check-out')
      .where('subject_id', '=', String(item.id))
      .execute()
    expect(told.map(({ detail }) => detail['patron'])).to.deep.equal(open.map(({ patron_id }) => patron_id))
  })

  it('keeps the limit of a patron whom many desks serve at once', async () => {
    const patron = await library.patron()
    const items = await Promise.all(Array.from({ length: 12 }, async () => library.item(await library.bib())))
    const answers = await Promise.all(items.map(({ id }) => library.out(id, patron)))
    expect(answers.filter(({ done }) => done)).to.have.lengthOf(5)
  })

  it('does nothing of what its transaction did not finish', async () => {
    const item = await library.item(await library.bib())
    const patronId = await library.patron()
    const broken = library.tx(async (tx) => {
      await checkOut(tx, settings, { itemId: item.id, patronId, branch: 'main', by, now: library.now })
      throw new Error('the power fails')
    })
    expect(await broken.catch((error: Error) => error.message)).to.equal('the power fails')
    expect((await library.look(item.id)).circulation).to.equal(undefined)
    expect(await loansOf(library.db, settings, patronId, library.now)).to.deep.equal([])
  })

  it('lets cataloguers change an item that is lent, and not remove it', async () => {
    const item = await library.item(await library.bib())
    await library.lend(item.id, await library.patron())
    const changed = await library.tx((tx) => changeItem(tx, item.id, 1, { ...item, callNumber: 'Z 1' }, by))
    expect(changed).to.include({ callNumber: 'Z 1', circulation: 'on-loan' })
    const removed = await library.tx((tx) => removeItem(tx, item.id, 2, by)).catch((error) => error.code)
    expect(removed).to.equal('item-in-use')
    await library.in(item)
    await library.tx((tx) => removeItem(tx, item.id, 2, by))
  })
})

describe('Taking back', () => {
  const library = useLibrary()

  it('puts an item on the shelf, and says the same the second time', async () => {
    const item = await library.item(await library.bib())
    const loan = await library.lend(item.id, await library.patron())
    const back = await library.in(item)
    expect(back).to.deep.include({ to: 'shelf', ended: loan })
    expect((await library.look(item.id)).circulation).to.equal(undefined)
    const again = await library.in(item)
    expect(again.to).to.equal('shelf')
    expect(again).not.to.have.property('ended')
    const told = await library.db
      .selectFrom('audit')
      .select('action')
      .where('subject_kind', '=', 'item')
      .where('subject_id', '=', String(item.id))
      .orderBy('id')
      .execute()
    expect(told.map(({ action }) => action)).to.deep.equal(['item.add', 'loan.check-out', 'item.check-in'])
  })

  it('knows no item of a number that none has', async () => {
    expect(await library.in({ accessionNo: 'nothing' })).to.deep.equal({ to: 'unknown', accessionNo: 'nothing' })
  })

  it('sends an item home that belongs to another branch', async () => {
    const item = await library.item(await library.bib())
    await library.lend(item.id, await library.patron())
    expect(await library.in(item, 'riverside')).to.deep.include({ to: 'transfer', branch: 'main' })
    expect((await library.look(item.id)).circulation).to.equal('in-transit')
    expect((await library.in(item, 'main')).to).to.equal('shelf')
    expect((await library.look(item.id)).circulation).to.equal(undefined)
  })

  it('finds what was missing, and what was lent by no loan of ours', async () => {
    for (const status of ['missing', 'on-loan']) {
      const item = await library.item(await library.bib(), { status })
      expect((await library.in(item)).to).to.equal('shelf')
      expect(await library.look(item.id)).to.include({ status: 'available', version: 2 })
    }
  })
})

describe('Renewing', () => {
  const library = useLibrary()
  const lent = async () => {
    const patron = await library.patron()
    const item = await library.item(await library.bib())
    return { patron, item, loan: await library.lend(item.id, patron) }
  }

  it('lends for longer from today on, as often as the rule allows', async () => {
    const { loan } = await lent()
    const start = library.now
    expect(await library.renew(loan.id)).to.include({ done: false, why: 'no-later' })
    library.pass(7)
    const first = await library.renew(loan.id)
    expect(first.done && first.loan).to.include({ dueOn: '2026-04-06', renewals: 1 })
    library.pass(1)
    const second = await library.renew(loan.id)
    expect(second.done && second.loan).to.include({ dueOn: '2026-04-07', renewals: 2 })
    library.pass(1)
    expect(await library.renew(loan.id)).to.include({ done: false, why: 'often-enough' })
    library.setNow(start)
  })

  it('lets patrons renew their own loans only', async () => {
    const { loan, patron } = await lent()
    const start = library.now
    library.pass(3)
    expect(await library.renew(loan.id, await library.patron())).to.deep.equal({ done: false, why: 'returned' })
    expect(await library.renew(loan.id, patron)).to.include({ done: true })
    library.setNow(start)
  })

  it('keeps nothing that somebody waits for, nor what has come back', async () => {
    const { loan, item } = await lent()
    const start = library.now
    library.pass(3)
    await library.wish({ bibId: item.bibId }, await library.patron())
    expect(await library.renew(loan.id)).to.include({ done: false, why: 'reserved' })
    await library.in(item)
    expect(await library.renew(loan.id)).to.deep.equal({ done: false, why: 'returned' })
    library.setNow(start)
  })

  it('is not held up by those who can have another copy', async () => {
    const { loan, item } = await lent()
    await library.item(item.bibId)
    const start = library.now
    library.pass(3)
    await library.wish({ bibId: item.bibId }, await library.patron())
    expect(await library.renew(loan.id)).to.include({ done: true })
    library.setNow(start)
  })

  it('is done once of two that ask at once, as far as the rule goes', async () => {
    const { loan } = await lent()
    const start = library.now
    library.pass(3)
    const answers = await Promise.all([1, 2, 3, 4].map(() => library.renew(loan.id)))
    expect(answers.filter(({ done }) => done)).to.have.lengthOf(1)
    library.setNow(start)
  })
})

describe('Overdue loans', () => {
  const library = useLibrary()

  it('are listed by page, and noticed once for each day that is configured', async () => {
    const bib = await library.bib()
    const patrons = [await library.patron(), await library.patron(), await library.patron()]
    for (const patron of patrons) await library.lend((await library.item(bib)).id, patron)
    const list = (size: number, after?: { date: string; id: string }) =>
      overdueLoans(library.db, settings, { now: library.now, size, after })
    const due = () => noticesDue(library.db, settings, { now: library.now, most: 100 })
    library.setNow(Date.UTC(2026, 2, 30, 22))
    expect((await list(10)).loans).to.deep.equal([])
    expect(await due()).to.deep.equal([])
    // Half past eleven at night in UTC is the next day in London in summer.
    library.setNow(Date.UTC(2026, 2, 30, 23, 30))
    const first = await list(2)
    expect(first.loans).to.have.lengthOf(2)
    const rest = await list(2, first.next)
    expect(rest.loans).to.have.lengthOf(1)
    expect(rest.next).to.equal(undefined)
    expect(new Set([...first.loans, ...rest.loans].map(({ patronId }) => patronId))).to.deep.equal(new Set(patrons))

    // Notices go out by day, on days the branch is open.
    expect(await due()).to.deep.equal([])
    library.setNow(Date.UTC(2026, 2, 31, 7))
    const notices = await due()
    expect(notices.map(({ number, daysLate }) => [number, daysLate])).to.deep.equal([
      [1, 1],
      [1, 1],
      [1, 1],
    ])
    const send = () => library.tx((tx) => noticeSent(tx, notices[0]!, { by, now: library.now }))
    expect(await Promise.all([send(), send()])).to.have.members([true, false])
    expect(await due()).to.have.lengthOf(2)
    // A Sunday.
    library.pass(5)
    expect(await due()).to.deep.equal([])
    // Whoever was not told in time is not told twice at once.
    library.pass(2)
    expect((await due()).map(({ number, daysLate }) => [number, daysLate])).to.deep.equal([
      [2, 8],
      [2, 8],
      [2, 8],
    ])
  })
})
