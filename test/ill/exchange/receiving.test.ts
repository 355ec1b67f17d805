import { expect } from 'chai'
import { forgetStrayMessages } from '../../../src/ill/exchange/index.ts'
import type { Receipt } from '../../../src/ill/index.ts'
import { useWiredHouse } from './wire.ts'

const loan = { type: 'shipped', service: 'loan', on: '2026-03-03', dueOn: '2026-04-30' } as const

describe('Messages from the systems of lenders', () => {
  const house = useWiredHouse()
  const stateOf = async (line: number) => (await house.engine.read(house.db, line)).state
  const events = async (line: number) => (await house.engine.history(house.db, line)).map(({ event }) => event)

  it('move the line, with who said it and by which way', async () => {
    const { line, lender, requestId } = await house.asked()
    expect(await house.says(lender.id, requestId, { type: 'will-supply', note: 'Soon' })).to.deep.equal({ kind: 'ok' })
    expect(await house.says(lender.id, requestId, loan, { responderId: 'L-7' })).to.deep.equal({ kind: 'ok' })
    expect(await stateOf(line.id)).to.equal('shipped')
    const last = (await house.engine.history(house.db, line.id)).at(-1)!
    expect(last).to.deep.include({
      via: 'iso18626',
      actor: { kind: 'partner', id: `lender:${lender.id}`, name: lender.name },
    })
    const rows = await house.messages(line.id)
    expect(rows.filter(({ direction }) => direction === 'in').map(({ type, state }) => [type, state])).to.deep.equal([
      ['will-supply', 'confirmed'],
      ['shipped', 'confirmed'],
    ])
    const row = await house.db.selectFrom('ill_lines').selectAll().where('id', '=', line.id).executeTakeFirstOrThrow()
    expect(row.lender_reference).to.equal('L-7')
  })

  it('that come again, one after the other or all at once, are answered the same and do nothing', async () => {
    const { line, lender, requestId } = await house.asked()
    const answers = await Promise.all(Array.from({ length: 12 }, () => house.says(lender.id, requestId, loan)))
    answers.push(await house.says(lender.id, requestId, loan))
    for (const answer of answers) expect(answer).to.deep.equal({ kind: 'ok' })
    expect(await events(line.id)).to.deep.equal(['start', 'request', 'shipped'])
    expect((await house.messages(line.id)).filter(({ direction }) => direction === 'in')).to.have.length(1)
  })

  it('that come again with another note leave the note, and nothing else', async () => {
    const { line, lender, requestId } = await house.asked()
    await house.says(lender.id, requestId, loan)
    const again = { ...loan, note: 'With the map in the pocket' }
    for (let n = 0; n < 2; n += 1) expect(await house.says(lender.id, requestId, again)).to.deep.equal({ kind: 'ok' })
    expect(await events(line.id)).to.deep.equal(['start', 'request', 'shipped', 'message'])
    const last = (await house.engine.history(house.db, line.id)).at(-1)!
    expect(last.form['publicNote']).to.include('With the map in the pocket')
  })

  it('that cannot be now change nothing: they are refused, written down and shown', async () => {
    const { line, lender, requestId } = await house.asked()
    const answer = await house.says(lender.id, requestId, { type: 'renew-reply', agrees: false })
    expect(answer).to.include({ kind: 'refused', why: 'illegal-now', state: 'PENDING' })
    expect(await stateOf(line.id)).to.equal('pending')
    expect((await house.engine.read(house.db, line.id)).data).to.include({ attention: true, dueAtLender: null })
    const again = await house.says(lender.id, requestId, { type: 'renew-reply', agrees: false })
    expect(again).to.deep.equal(answer)
    const audit = await house.db.selectFrom('audit').selectAll().where('action', '=', 'exchange.refuse').execute()
    const about = audit.filter(({ detail }) => (detail as { transaction?: string }).transaction === requestId)
    expect(about).to.have.length(1)
    expect(about[0]).to.include({ actor_name: lender.name, subject_id: String(lender.id) })
  })

  it('about requests nobody knows, and about those of other libraries, are answered the same', async () => {
    const one = await house.asked()
    const other = await house.asked()
    const idle = await house.line({ lender: { protocol: 'iso18626', endpoint: 'https://x.example/' } })
    const answers: Receipt[] = []
    for (const number of [
      ...[other.requestId, 'R-999999-999999', 'X', `${one.request.number}-${other.line.id}`],
      ...[`${one.requestId}0`, `${one.request.number}-0`, `${idle.request.number}-${idle.line.id}`],
    ])
      answers.push(await house.says(one.lender.id, number, loan))
    for (const answer of answers) {
      expect(answer).to.include({ kind: 'refused', why: 'unknown-request' })
      expect(answer).to.deep.equal(answers[0])
    }
    expect(await stateOf(other.line.id)).to.equal('pending')
    expect(await stateOf(idle.line.id)).to.equal('idle')
  })

  it('about requests nobody knows are emptied of what people wrote, once they are old', async () => {
    const { lender } = await house.asked()
    const note = 'For Ms Reader of our town'
    await house.says(lender.id, 'R-888888-888888', { ...loan, note })
    const kept = () =>
      house.db
        .selectFrom('ill_messages')
        .select(['raw', 'body', 'receipt', 'state'])
        .where('transaction', '=', 'R-888888-888888')
        .execute()
    await house.data.database.tx((tx) => forgetStrayMessages(tx, house.now))
    expect(JSON.stringify(await kept())).to.include(note)
    house.pass(1)
    await house.data.database.tx((tx) => forgetStrayMessages(tx, house.now))
    const [row] = await kept()
    expect(row).to.include({ raw: null, state: 'refused' })
    expect(JSON.stringify(row)).to.include('shipped').and.not.to.include('Reader')
  })

  it('that are not for us are refused', async () => {
    const { lender, requestId, line } = await house.asked()
    const answer = await house.says(lender.id, requestId, loan, { requester: 'ISIL:XX-Else' })
    expect(answer).to.include({ kind: 'refused', why: 'bad-value', what: 'requester' })
    expect(await stateOf(line.id)).to.equal('pending')
  })

  it('are taken in as they arrive, whatever their clocks say', async () => {
    const { lender, requestId, line } = await house.asked()
    const far = new Date(house.now.getTime() + 40 * 86_400_000).toISOString()
    const long = new Date(house.now.getTime() - 40 * 86_400_000).toISOString()
    expect(await house.says(lender.id, requestId, { type: 'will-supply' }, { sentAt: far })).to.deep.equal({
      kind: 'ok',
    })
    expect(await house.says(lender.id, requestId, loan, { sentAt: long })).to.deep.equal({ kind: 'ok' })
    expect(await stateOf(line.id)).to.equal('shipped')
  })

  it('that cross one of ours leave both sides where domain/ill.md 3.3 says', async () => {
    const { lender, requestId, line } = await house.asked()
    await house.act(line.id, 'cancel', { transmit: true })
    await house.says(lender.id, requestId, loan)
    expect(await stateOf(line.id)).to.equal('shipped')
    const late = await house.says(lender.id, requestId, { type: 'cancel-reply', agrees: false })
    expect(late).to.deep.equal({ kind: 'ok' })
    expect(await stateOf(line.id)).to.equal('shipped')
  })
})
