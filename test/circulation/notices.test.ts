import { expect } from 'chai'
import { setNoticesOff } from '../../src/accounts/index.ts'
import {
  addIllItem,
  CirculationFile,
  cancelReservation,
  circulationHandlers,
  setLenderDue,
  tendCirculation,
} from '../../src/circulation/index.ts'
import { reminderSent, remindersDue } from '../../src/circulation/notices/due-soon.ts'
import { createLog } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
import { type MailServerForTests, openMailServer } from '../mail-server.ts'
import { from, sender } from '../messages/sending.ts'
import { until } from '../until.ts'
import { by, settings, useLibrary } from './library.ts'

describe('What readers are told by itself', () => {
  const library = useLibrary()
  const workers: Worker[] = []
  let server: MailServerForTests
  const clock = { now: () => library.now }

  before(async () => {
    server = await openMailServer()
  })
  after(() => server.close())
  beforeEach(async () => {
    server.taken.length = 0
    await library.db.deleteFrom('jobs').execute()
    await library.db.deleteFrom('messages').execute()
    await library.db.deleteFrom('loans').execute()
    await library.db.deleteFrom('reservations').execute()
    library.setNow(Date.UTC(2026, 2, 2, 10))
  })
  afterEach(() => stop())
  const stop = async () => void (await Promise.all(workers.splice(0).map((worker) => worker.close(5000))))

  /** Everything that is due by now is done, and sent. */
  const work = async (rules = settings) => {
    const handlers = circulationHandlers({
      ...{ database: library.database, settings: rules, clock },
      library: from.name,
    })
    workers.push(
      createWorker({ database: library.database, handlers, clock, log: createLog('silent'), poll: 20 }),
      sender(library.database, { url: server.url, clock }),
    )
    const due = () =>
      library.db
        .selectFrom('jobs')
        .select('id')
        .where('run_at', '<=', new Date(library.now))
        .where('failed_at', 'is', null)
        .execute()
    await until(async () => (await due()).length === 0)
    await stop()
  }
  const subjects = () => server.taken.map((letter) => letter.header('Subject'))
  const reader = (name: string) => library.patron({ name, email: `${name.toLowerCase()}@readers.example` })

  it('is that something is ready, once, after the time in which a scan can be taken back', async () => {
    const [bib, edda] = [await library.bib('Wide tides'), await reader('Edda')]
    const item = await library.item(bib)
    await library.wish({ bibId: bib }, edda)
    await library.in(item)
    await work()
    expect(subjects()).to.deep.equal([])
    library.setNow(library.now + 30_000)
    await work()
    await library.in(item)
    library.setNow(library.now + 30_000)
    await work()
    expect(subjects()).to.deep.equal(['Ready for you: Wide tides'])
    const [letter] = server.taken
    expect(letter!.to).to.equal('edda@readers.example')
    expect(letter!.parts['text/plain'])
      .to.include('Where: main')
      .and.include('Kept for you until: 10 March 2026')
      .and.include('Harbour City Library')
  })

  it('is nothing of what is gone from the shelf by then, nor where the house wants none', async () => {
    const [bib, edda] = [await library.bib(), await reader('Edda')]
    const item = await library.item(bib)
    const wish = await library.wish({ bibId: bib }, edda)
    await library.in(item)
    await library.tx((tx) => cancelReservation(tx, { id: wish.id, by, now: library.now }))
    library.setNow(library.now + 30_000)
    await work()
    expect(subjects()).to.deep.equal([])
    const silent = CirculationFile.parse({ ...settings, notices: { pickup: false } })
    expect(silent.notices).to.include({ pickup: false, pickupExpired: true, hour: 8 })
  })

  it('is that the time on the pickup shelf is over', async () => {
    const [bib, edda] = [await library.bib('Wide tides'), await reader('Edda')]
    const item = await library.item(bib)
    await library.wish({ bibId: bib }, edda)
    await library.in(item)
    await library.db.deleteFrom('jobs').execute()
    // The last minute of its last day in London, and the first of the next.
    library.setNow(Date.UTC(2026, 2, 10, 23, 59))
    await tendCirculation(library.db)
    await work()
    expect(subjects()).to.deep.equal([])
    library.setNow(Date.UTC(2026, 2, 11, 1))
    await work()
    expect(subjects()).to.deep.equal(['Not picked up: Wide tides'])
  })

  it('is what is overdue, step by step, each step once, on open days and by day', async () => {
    const edda = await reader('Edda')
    const item = await library.item(await library.bib('Wide tides'))
    expect((await library.lend(item.id, edda)).dueOn).to.equal('2026-03-30')
    const at = async (day: number, hour: number) => {
      library.setNow(Date.UTC(2026, 2, day, hour))
      await library.db.deleteFrom('jobs').execute()
      await tendCirculation(library.db)
      await work()
      return server.taken.length
    }
    expect(await at(31, 6)).to.equal(0)
    expect(await at(31, 7)).to.equal(1)
    expect(await at(31, 12)).to.equal(1)
    expect(await at(38, 9)).to.equal(2)
    // The 15th day is the 14th of April.
    expect(await at(44, 9)).to.equal(2)
    expect(await at(45, 9)).to.equal(3)
    expect(await at(90, 9)).to.equal(3)
    expect(subjects()).to.deep.equal(Array(3).fill('Overdue: Wide tides'))
    expect(server.taken.map((letter) => /\d+ days? ago/.exec(letter.parts['text/plain']!)?.[0])).to.deep.equal([
      '1 day ago',
      '8 days ago',
      '15 days ago',
    ])
  })

  it('is kept for somebody to look at where a reader has no address', async () => {
    const item = await library.item(await library.bib('Wide tides'))
    await library.lend(item.id, await library.patron())
    library.setNow(Date.UTC(2026, 2, 31, 9))
    await tendCirculation(library.db)
    await work()
    const [message] = await library.db.selectFrom('messages').select(['state', 'kind', 'reason']).execute()
    expect(message).to.deep.equal({
      state: 'held',
      kind: 'overdue',
      reason: 'there is no e-mail address it could go to',
    })
  })

  it('is that a lender wants something back earlier', async () => {
    const [bibId, edda] = [await library.bib('Far shores'), await reader('Edda')]
    const act = { by, now: library.now }
    const { item } = await library.tx((tx) =>
      addIllItem(tx, settings, {
        ...{ bibId, accessionNo: 'next', lineId: '7', requestId: '7', patronId: edda, pickupBranch: 'main' },
        ...{ dueAtLender: '2026-04-20', ...act },
      }),
    )
    await library.lend(item.id, edda)
    const set = (date: string) => library.tx((tx) => setLenderDue(tx, settings, { lineId: '7', date, ...act }))
    await set('2026-03-18')
    await set('2026-03-18')
    await work()
    expect(subjects()).to.deep.equal(['[ILL R-000007] Please bring this back: Far shores'])
    expect(server.taken[0]!.parts['text/plain']).to.include('By: 14 March 2026')
  })

  describe('before a loan is due', () => {
    /** A day of March, or after it, at the branch that is at London's hour in winter. */
    const at = async (day: number, hour = 9, rules = settings) => {
      library.setNow(Date.UTC(2026, 2, day, hour))
      await library.db.deleteFrom('jobs').execute()
      await tendCirculation(library.db)
      await work(rules)
      return subjects()
    }
    const rules = (remindBefore: number) => CirculationFile.parse({ ...settings, overdue: { remindBefore } })

    it('is when, once, by day, and anew when it was renewed', async () => {
      const loan = await library.lend((await library.item(await library.bib('Wide tides'))).id, await reader('Edda'))
      expect(loan.dueOn).to.equal('2026-03-30')
      expect(await at(26)).to.deep.equal([])
      expect(await at(27, 7)).to.deep.equal([])
      expect(await at(27, 8)).to.deep.equal(['Due on 30 March 2026: Wide tides'])
      expect(server.taken[0]!.to).to.equal('edda@readers.example')
      expect(server.taken[0]!.parts['text/plain'])
        .to.include('Please bring this back by 30 March 2026')
        .and.include('Wide tides')
        .and.include('Harbour City Library')
      expect(await at(27, 12)).to.have.length(1)
      expect(await at(28)).to.have.length(1)
      const renewed = await library.renew(loan.id)
      expect(renewed.done && renewed.loan.dueOn).to.equal('2026-04-25')
      expect(await at(30)).to.have.length(1)
      expect(await at(31 + 21)).to.have.length(1)
      expect((await at(31 + 22)).slice(1)).to.deep.equal(['Due on 25 April 2026: Wide tides'])
      // It is not brought: a notice each, no reminder more.
      expect((await at(31 + 27)).slice(2)).to.deep.equal(['Overdue: Wide tides'])
      const audited = library.db.selectFrom('audit').select('actor_name').where('action', '=', 'loan.remind')
      expect(await audited.execute()).to.deep.equal(Array(2).fill({ actor_name: 'Reminders' }))
    })

    it('is when on the next open day, up to the last', async () => {
      library.setNow(Date.UTC(2026, 2, 4, 10))
      const loan = await library.lend((await library.item(await library.bib('Wide tides'))).id, await reader('Edda'))
      expect(loan.dueOn).to.equal('2026-04-01')
      // The third day before is a Sunday.
      expect(await at(29)).to.deep.equal([])
      expect(await at(30)).to.deep.equal(['Due on 1 April 2026: Wide tides'])
      const late = await library.lend((await library.item(await library.bib('Far shores'))).id, await reader('Finn'))
      expect(late.dueOn).to.equal('2026-04-27')
      expect((await at(31 + 27)).slice(1)).to.include('Due on 27 April 2026: Far shores')
    })

    it('is nothing of what has come back, or was lent for no longer, nor where the house wants none', async () => {
      const edda = await reader('Edda')
      const back = await library.item(await library.bib())
      await library.lend(back.id, edda)
      await library.in(back)
      const short = await library.item(await library.bib('Short film'), { collection: 'dvd' })
      expect((await library.lend(short.id, edda)).dueOn).to.equal('2026-03-09')
      expect(await at(2, 12, rules(7))).to.deep.equal([])
      expect(await at(9, 9, rules(7))).to.deep.equal([])
      expect(await at(9, 9, rules(0))).to.deep.equal([])
      expect(await at(9, 9, rules(6))).to.deep.equal(['Due on 9 March 2026: Short film'])
    })

    it('is nothing of what is renewed at that moment', async () => {
      const loan = await library.lend((await library.item(await library.bib())).id, await reader('Edda'))
      library.setNow(Date.UTC(2026, 2, 27, 9))
      const [reminder, ...more] = await remindersDue(library.db, settings, { now: library.now, most: 9 })
      expect([reminder!.loanId, more]).to.deep.equal([loan.id, []])
      await library.renew(loan.id)
      expect(await library.tx((tx) => reminderSent(tx, reminder!, by))).to.equal(false)
      const trail = library.db.selectFrom('audit').select('id').where('action', '=', 'loan.remind')
      expect(await trail.where('detail', '@>', JSON.stringify({ loan: loan.id }) as never).execute()).to.deep.equal([])
    })

    it('is not said again after a recall for the same few days', async () => {
      const act = { by, now: library.now }
      const bibId = await library.bib('Far shores')
      const edda = await reader('Edda')
      const { item } = await library.tx((tx) =>
        addIllItem(tx, settings, {
          ...{ bibId, accessionNo: 'next', lineId: '9', requestId: '9', patronId: edda, pickupBranch: 'main' },
          ...{ dueAtLender: '2026-04-20', ...act },
        }),
      )
      await library.lend(item.id, edda)
      library.setNow(Date.UTC(2026, 2, 12, 9))
      await library.tx((tx) => setLenderDue(tx, settings, { lineId: '9', date: '2026-03-18', by, now: library.now }))
      await work()
      expect(await at(13)).to.deep.equal(['[ILL R-000009] Please bring this back: Far shores'])
    })
  })

  describe('where a reader does without', () => {
    const without = (id: string, ...off: string[]) => library.tx((tx) => setNoticesOff(tx, id, off, by))

    it('is nothing of the pickup shelf, and all the rest', async () => {
      const [edda, finn] = [await reader('Edda'), await reader('Finn')]
      await without(edda, 'pickup')
      for (const patron of [edda, finn]) {
        const bib = await library.bib('Wide tides')
        const item = await library.item(bib)
        await library.wish({ bibId: bib }, patron)
        await library.in(item)
      }
      library.setNow(library.now + 30_000)
      await work()
      expect(server.taken.map(({ to }) => to)).to.deep.equal(['finn@readers.example'])
      await library.db.deleteFrom('jobs').execute()
      // Nor of what waited there in vain.
      library.setNow(Date.UTC(2026, 2, 11, 1))
      await tendCirculation(library.db)
      await work()
      expect(server.taken.map(({ to }) => to)).to.deep.equal(Array(2).fill('finn@readers.example'))
      const lent = await library.lend((await library.item(await library.bib('Far shores'))).id, edda)
      library.setNow(Date.parse(`${lent.dueOn}T09:00:00Z`) + 86_400_000)
      await library.db.deleteFrom('jobs').execute()
      await tendCirculation(library.db)
      await work()
      expect(subjects().slice(2)).to.deep.equal(['Overdue: Far shores'])
    })

    /** Whom has been written to by that day of March. */
    const at = async (day: number) => {
      library.setNow(Date.UTC(2026, 2, day, 9))
      await library.db.deleteFrom('jobs').execute()
      await tendCirculation(library.db)
      await work()
      return server.taken.map(({ to }) => to.split('@')[0])
    }

    it('is nothing of what is overdue, until they want it again', async () => {
      const [edda, finn] = [await reader('Edda'), await reader('Finn')]
      await without(edda, 'overdue')
      for (const patron of [edda, finn])
        await library.lend((await library.item(await library.bib('Wide tides'))).id, patron)
      expect(await at(31)).to.deep.equal(['finn'])
      const loans = await library.db.selectFrom('loans').select(['patron_id', 'notices']).execute()
      expect(loans.find(({ patron_id }) => patron_id === edda)!.notices).to.equal(0)
      await without(edda)
      // The step that is due by then, and none of those before.
      expect((await at(38)).slice(1)).to.have.members(['finn', 'edda'])
      expect((await at(38)).length).to.equal(3)
    })

    it('is nothing of what is due soon, but that it is overdue', async () => {
      const [edda, finn] = [await reader('Edda'), await reader('Finn')]
      await without(edda, 'dueSoon')
      for (const patron of [edda, finn])
        await library.lend((await library.item(await library.bib('Wide tides'))).id, patron)
      expect(await at(28)).to.deep.equal(['finn'])
      expect((await at(31)).slice(1)).to.have.members(['finn', 'edda'])
    })

    it('is still what a lender wants back, whatever they do without', async () => {
      const [bibId, edda] = [await library.bib('Far shores'), await reader('Edda')]
      await without(edda, 'pickup', 'overdue', 'recalled')
      const act = { by, now: library.now }
      const { item } = await library.tx((tx) =>
        addIllItem(tx, settings, {
          ...{ bibId, accessionNo: 'next', lineId: '8', requestId: '8', patronId: edda, pickupBranch: 'main' },
          ...{ dueAtLender: '2026-04-20', ...act },
        }),
      )
      await library.lend(item.id, edda)
      await library.tx((tx) => setLenderDue(tx, settings, { lineId: '8', date: '2026-03-18', ...act }))
      await work()
      expect(subjects()).to.deep.equal(['[ILL R-000008] Please bring this back: Far shores'])
    })
  })
})
