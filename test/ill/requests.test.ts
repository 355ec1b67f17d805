import { expect } from 'chai'
import { sql } from 'kysely'
import { saveBranch, saveBranchCalendar, setBibState } from '../../src/catalogue/index.ts'
import { reservationsOfBib } from '../../src/circulation/index.ts'
import { addLine, linesOf, listRequests, orderLines, readRequest, requestCards } from '../../src/ill/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { createWorker } from '../../src/kit/jobs/index.ts'
import { Problem } from '../../src/problems.ts'
import { fold, workflowHandlers } from '../../src/workflow/index.ts'
import { until } from '../until.ts'
import { ann, useHouse } from './house.ts'

const refusal = async (doing: Promise<unknown>): Promise<string> => {
  try {
    await doing
    return 'done'
  } catch (error) {
    if (error instanceof Problem) return `${error.code}: ${error.message}`
    throw error
  }
}

describe('A request', () => {
  const house = useHouse({ limits: { perDay: 3, open: 50 } })

  it('stands at Pending review once it is placed, and once only however often it is', async () => {
    const order = house.order(await house.patron())
    const first = await house.place(order, { key: 'press' })
    const again = await house.place(order, { key: 'press' })
    if (first.kind !== 'placed' || again.kind !== 'placed') throw new Error('refused')
    expect(first.request).to.deep.include({ state: 'pending-review', version: 1, title: order.citation.title })
    expect(again).to.deep.equal({ ...first, repeated: true })
    expect(first.request.number).to.match(/^R-\d{6}$/)
  })

  it('is refused with everything that stands against it', async () => {
    const patron = await house.patron({ blocked: true, expiresOn: '2026-01-31' })
    const bibId = await house.bib('Held here')
    await house.item(bibId)
    const order = house.order(patron, { source: { kind: 'local', bibId }, neededBy: '2026-02-01' })
    const outcome = await house.place(order)
    expect(outcome).to.have.property('kind', 'refused')
    const kinds = outcome.kind === 'refused' ? outcome.obstacles.map(({ kind }) => kind) : []
    expect(kinds).to.deep.equal(['patron-blocked', 'patron-expired', 'late', 'held'])
  })

  it('is refused twice for one title while the first is open', async () => {
    const patron = await house.patron()
    const order = house.order(patron, { citation: { title: 'The Same', isbn: '0-306-40615-2' } })
    const first = await house.place(order)
    const second = await house.place({ ...order, citation: { title: 'Same, the', isbn: '9780306406157' } })
    if (first.kind !== 'placed' || second.kind !== 'refused') throw new Error('unexpected')
    expect(second.obstacles).to.deep.include({
      ...{ kind: 'duplicate', number: first.request.number, id: first.request.id, publicId: first.request.publicId },
    })
    await house.act(first.request.id, 'cancel')
    expect(await house.place(order)).to.have.property('kind', 'placed')
  })

  it('asks no more lenders once it has ended, until it is reopened', async () => {
    const { request, line } = await house.line()
    await house.act(request.id, 'unable', { notify: false })
    expect(await refusal(house.act(line.id, 'request'))).to.include('the request has ended')
    await house.act(request.id, 'reopen')
    expect(await refusal(house.act(line.id, 'request'))).to.equal('done')
  })

  it('is with one lender only, though two are asked at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { request, line } = await house.line()
      const { id: lenderId } = await house.lender()
      const other = await house.database.tx((tx) =>
        addLine(tx, request.id, lenderId, { actor: ann, via: 'web' }, { ...house, now: house.now }),
      )
      const asked = await Promise.all([line, other].map(({ id }) => refusal(house.act(id, 'request'))))
      expect(asked.filter((one) => one === 'done')).to.have.lengthOf(1)
      expect(asked.find((one) => one !== 'done')).to.include('another lender has been asked')
    }
  })

  it('asks nobody any more while it is being cancelled', async () => {
    for (let round = 0; round < 5; round++) {
      const { request, line } = await house.line()
      const [cancelled, asked] = await Promise.all([
        refusal(house.act(request.id, 'cancel')),
        refusal(house.act(line.id, 'request')),
      ])
      expect(cancelled).to.equal('done')
      const state = (await house.engine.read(house.db, line.id)).state
      // What was asked first is cancelled with the request.
      expect([asked === 'done', state]).to.deep.equal(asked === 'done' ? [true, 'cancel-pending'] : [false, 'idle'])
    }
  })

  it('is refused above the limit of a day, whoever else asks', async () => {
    const patron = await house.patron()
    for (let n = 0; n < 3; n++) expect(await house.place(house.order(patron))).to.have.property('kind', 'placed')
    const fourth = await house.place(house.order(patron))
    expect(fourth).to.deep.equal({ kind: 'refused', obstacles: [{ kind: 'limit', most: 3, per: 'day' }] })
  })

  it('goes by the day it is at the place of pickup', async () => {
    const pacific = { timeZone: 'Pacific/Pago_Pago', closedWeekdays: [], closedDates: [] }
    const by = { name: 'Test', via: 'cli' } as const
    const code = 'pago'
    await house.database.tx((tx) => saveBranch(tx, { code, label: 'Pago Pago', position: 1, active: true }, by))
    await house.database.tx((tx) => saveBranchCalendar(tx, code, 0, pacific, by))
    // There it is the day before yet.
    expect(house.now.toISOString()).to.equal('2026-03-02T10:00:00.000Z')
    const patron = await house.patron({ expiresOn: '2026-03-01' })
    const order = { pickupBranch: code, neededBy: '2026-03-01' }
    expect(await house.place(house.order(patron, order))).to.have.property('kind', 'placed')
    const elsewhere = await house.place(house.order(patron, { ...order, pickupBranch: 'main' }))
    expect(elsewhere.kind === 'refused' && elsewhere.obstacles.map(({ kind }) => kind)).to.deep.equal([
      ...['patron-expired', 'late'],
    ])
  })

  it('finds what the library holds by the citation alone', async () => {
    const bibId = await house.bib('An Unlikely Title of Ours', { author: 'Doe, Jane' })
    await house.item(bibId)
    const order = house.order(await house.patron(), {
      citation: { title: 'An unlikely title of ours', author: 'Doe, Jane', year: '1974' },
    })
    const outcome = await house.place(order)
    expect(outcome.kind === 'refused' && outcome.obstacles.map(({ kind }) => kind)).to.deep.equal(['held'])
  })

  it('goes to In process with or without having been assigned, and tells the borrower only when asked to', async () => {
    const { id, patron } = await house.request()
    await house.act(id, 'inProcess', { notify: false })
    const other = await house.request()
    await house.act(other.id, 'assign', { assignee: ann.id, assigneeName: 'Ann' })
    await house.act(other.id, 'inProcess', { notify: true, preset: '1' })
    const jobs = await house.db.selectFrom('jobs').select('key').where('key', 'like', 'effect:%').execute()
    const of = (request: number) =>
      jobs.filter(({ key }) => key?.startsWith(`effect:${request}:`)).map(({ key }) => key)
    expect(of(id)).to.deep.equal([])
    expect(of(other.id)).to.deep.equal([`effect:${other.id}:3:tellBorrower`])
    expect(patron.name).to.match(/^Reader/)
  })

  it('is linked to no record that somebody is deleting', async () => {
    const { id } = await house.request()
    const bibId = await house.bib('Going')
    let linking: Promise<string> | undefined
    await house.database.tx(async (tx) => {
      await setBibState(tx, bibId, 1, 'deleted', { actor: { name: 'Test', via: 'cli' }, action: 'delete' })
      linking = house.act(id, 'link', { bibId }).then(
        () => 'linked',
        (error: Problem) => error.code,
      )
      // Until the link is done or waits.
      await until(async () => {
        const { rows } = await sql`select from pg_locks l join pg_stat_activity a using (pid)
          where a.datname = current_database() and not l.granted`.execute(house.db)
        return rows.length > 0 || (await Promise.race([linking, undefined])) !== undefined
      })
    })
    expect(await linking).to.equal('bib-gone')
  })

  it('cannot be completed as located while no copy of the linked record is held', async () => {
    const { id } = await house.request()
    expect(await refusal(house.act(id, 'completeLocated'))).to.contain('no copy of the linked record')
    const bibId = await house.bib('Ours')
    await house.act(id, 'link', { bibId })
    await house.item(bibId)
    expect((await house.act(id, 'completeLocated')).instance.state).to.equal('completed-located')
  })

  it('is listed by state, number, words and card, and counted on its card', async () => {
    const request = await house.request({ citation: { title: 'Zymurgy for Beginners', author: 'Brewer' } })
    const found = async (query: object) => (await listRequests(house.db, query)).requests.map(({ id }) => id)
    expect(await found({ text: 'zymur begin' })).to.deep.equal([])
    expect(await found({ text: 'beginners zymur' })).to.deep.equal([request.id])
    expect(await found({ text: request.number })).to.deep.equal([request.id])
    expect(await found({ text: request.patron.cardNumber })).to.deep.equal([request.id])
    await house.act(request.id, 'assign', { assignee: ann.id, assigneeName: 'Ann' })
    const cards = await requestCards(house.db, { me: ann.id!, today: '2026-03-02' })
    expect(cards.mine.map(({ name, count }) => [name, count])).to.deep.include(['mine', 2])
    await house.act(request.id, 'cancel')
    expect(await found({ text: 'zymurgy' })).to.deep.equal([])
    expect(await found({ text: 'zymurgy', completed: true })).to.deep.equal([request.id])
    expect(await found({ text: request.number })).to.deep.equal([request.id])
    const none = await requestCards(house.db, { me: '00000000-0000-4000-8000-0000000000ff', today: '2026-03-02' })
    expect(none.mine).to.deep.equal([])
  })

  it('is listed page by page in every order, each once', async () => {
    const all = (await listRequests(house.db, { completed: true }, { limit: 500 })).requests.length
    for (const sort of ['oldest', 'newest', 'changed', 'needed', 'title'] as const) {
      const seen: number[] = []
      let page = await listRequests(house.db, { completed: true }, { sort, limit: 3 })
      seen.push(...page.requests.map(({ id }) => id))
      while (page.next) {
        page = await listRequests(house.db, { completed: true }, { sort, limit: 3, after: page.next })
        seen.push(...page.requests.map(({ id }) => id))
      }
      expect([seen.length, new Set(seen).size], sort).to.deep.equal([all, all])
    }
  })
})

describe('A lender’s line', () => {
  const house = useHouse()
  const receipt = { dueAtLender: '2026-04-30' }
  const items = (lineId: number) =>
    house.db.selectFrom('ill_items').select(['item_id', 'closed_at']).where('line_id', '=', String(lineId)).execute()

  it('waits until the request is linked', async () => {
    const request = await house.request()
    const { id } = await house.lender()
    const adding = house.database.tx((tx) =>
      addLine(tx, request.id, id, { actor: ann, via: 'web' }, { ...house, now: house.now }),
    )
    expect(await refusal(adding)).to.contain('request-not-linked')
  })

  it('goes the whole way of a loan, and makes one item and one reservation', async () => {
    const { request, line } = await house.line()
    const { id } = line
    await house.act(id, 'request', { transmit: true, publicNote: 'Please' })
    await house.act(id, 'shipped', { dueAtLender: '2026-04-30' })
    const received = await house.act(id, 'receivedAsLoan', receipt, { key: 'once' })
    expect(await house.act(id, 'receivedAsLoan', receipt, { key: 'once' })).to.deep.equal({
      ...received,
      repeated: true,
    })
    await house.act(id, 'receivedAsLoan', receipt)
    expect(await items(id)).to.have.length(1)
    const { bibId } = (await readRequest(house.db, { id: request.id }))!
    const waiting = await reservationsOfBib(house.db, bibId!)
    expect(waiting).to.have.length(1)
    await house.act(id, 'requestRenewal', { dueDate: '2026-05-30' })
    expect((await house.engine.read(house.db, id)).state).to.equal('received')
    await house.act(id, 'renewed', { dueAtLender: '2026-05-28' })
    await house.act(id, 'changeDue', { dueAtLender: '2026-05-30' })
    expect((await house.engine.read(house.db, id)).lastEvent).to.equal('renewed')
    await house.act(id, 'returned')
    expect((await items(id)).map(({ closed_at }) => closed_at !== null)).to.deep.equal([true])
    await house.act(request.id, 'complete')
    const history = await house.engine.history(house.db, id)
    const row = await house.engine.read(house.db, id)
    const { state, data, version, lastEvent, definitionVersion } = row
    expect(fold(house.engine.machine('borrowing').definition, history)).to.deep.equal({
      ...{ state, data, version, lastEvent, definitionVersion },
    })
  })

  it('takes the receipt back while nobody has borrowed the item', async () => {
    const { line } = await house.line()
    await house.act(line.id, 'request')
    await house.act(line.id, 'receivedAsLoan', receipt)
    await house.database.tx((tx) => house.engine.undo(tx, line.id, { actor: ann, via: 'web' }))
    expect(await items(line.id)).to.deep.equal([])
    await house.act(line.id, 'receivedAsLoan', receipt)
    expect(await items(line.id)).to.have.length(1)
  })

  it('says why an action is not possible', async () => {
    const { request, line } = await house.line({ lender: { email: '', suspendedUntil: '2026-03-10' } as never })
    const obstacles = async () =>
      Object.fromEntries(
        (await house.engine.actions(house.db, [line.id], ann))
          .get(line.id)!
          .map(({ event, obstacles }) => [event, obstacles]),
      )
    expect((await obstacles()).request).to.deep.equal(['the lender is suspended or closed'])
    house.pass(10)
    expect(await refusal(house.act(line.id, 'request', { transmit: true }))).to.contain(
      'the lender has no address to write to',
    )
    await house.act(line.id, 'request', { transmit: false })
    expect((await house.engine.read(house.db, line.id)).data.otherMeans).to.equal(true)
    const second = await house.lender()
    const other = await house.database.tx((tx) =>
      addLine(tx, request.id, second.id, { actor: ann, via: 'web' }, { ...house, now: house.now }),
    )
    expect(await refusal(house.act(other.id, 'request'))).to.contain('another lender has been asked')
    expect((await house.act(other.id, 'request', { another: true })).instance.state).to.equal('pending')
  })

  it('is put in order as long as it has not been asked', async () => {
    const { request, line } = await house.line()
    const cause = { actor: ann, via: 'web' }
    const ids = [line.id]
    for (let n = 0; n < 2; n++) {
      const { id } = await house.lender()
      ids.push((await house.database.tx((tx) => addLine(tx, request.id, id, cause, { ...house, now: house.now }))).id)
    }
    const order = (wanted: readonly number[]) =>
      house.database.tx((tx) => orderLines(tx, request.id, wanted, cause, house.now))
    await order([...ids].reverse())
    const now = (await linesOf(house.db, [request.id], house.now)).get(request.id)!
    expect(now.map(({ id, position }) => [id, position])).to.deep.equal(
      [...ids].reverse().map((id, at) => [id, at + 1]),
    )
    expect(await refusal(order(ids.slice(1)))).to.contain('order-changed')
    expect(await refusal(order([ids[0]!, ids[0]!, ids[1]!]))).to.contain('order-changed')
  })

  it('is cancelled with its request, and what it sends is sent once', async () => {
    const { request, line } = await house.line()
    await house.act(line.id, 'request', { transmit: true })
    await house.act(request.id, 'cancel', { reason: 'No longer needed' })
    expect((await house.engine.read(house.db, line.id)).state).to.equal('cancel-pending')
    const worker = createWorker({
      ...{ database: house.database, clock: house.clock, log: createLog('silent'), poll: 20 },
      handlers: workflowHandlers(house.database, house.engine, house.clock),
    })
    const ours = () => house.sent.filter(({ key }) => key.startsWith(`line:${line.id}:`)).map(({ message }) => message)
    try {
      await until(() => ours().length >= 2)
    } finally {
      await worker.close()
    }
    // Two jobs, which a worker does side by side.
    expect(ours()).to.have.members(['request', 'cancel'])
  })

  it('is told nothing about an answer after the request ended, but draws attention', async () => {
    const { request, line } = await house.line()
    await house.act(line.id, 'request')
    await house.act(line.id, 'notSupplied', { reason: 'On loan' })
    const { data } = (await readRequest(house.db, { id: request.id }))!
    expect(data.attention).to.equal(true)
    expect(await refusal(house.act(line.id, 'shipped', {}))).to.contain('workflow-illegal')
  })
})
