import { expect } from 'chai'
import { sql } from 'kysely'
import { queueIllMessage } from '../../../src/ill/exchange/outbox.ts'
import { detailsOfLending, editLending, forgetLendings, ResponderMessage, readLending } from '../../../src/ill/index.ts'
import { queueMessage } from '../../../src/messages/index.ts'
import { ann, useHouse } from '../house.ts'

describe('Requests of other libraries of long ago', () => {
  const house = useHouse()
  const canary = 'Canary Smith'

  /** One that was sent, came back and is closed, with a reader's name wherever somebody may write one. */
  const ended = async () => {
    const deliverTo = { name: canary, street: `c/o ${canary}`, place: canary }
    const { lending } = await house.lending({
      note: `for ${canary}`,
      deliverTo,
      deliverEmail: 'canary smith@x.example',
    })
    const notes = { publicNote: `${canary} called`, privateNote: `${canary} wrote` }
    const { id } = lending
    const { engine } = house
    await house.act(id, 'message', notes)
    await house.act(id, 'note', { privateNote: notes.privateNote })
    const details = detailsOfLending((await readLending(house.db, id))!)
    await house.database.tx((tx) =>
      editLending(
        tx,
        id,
        { ...details, note: `now for ${canary}`, deliverTo: { ...deliverTo, region: canary } },
        { actor: ann, via: 'web' },
        engine,
      ),
    )
    await house.act(id, 'shipped', { dueOn: '2026-04-30', via: `by ${canary}`, cost: '5.00 EUR', ...notes })
    await house.act(id, 'returned', { via: canary, publicNote: notes.publicNote })
    await house.database.tx((tx) =>
      queueMessage(tx, {
        ...{
          kind: 'lending-note',
          to: { name: 'Hill', address: 'hill@x.example' },
          at: house.now,
          key: `letter ${id}`,
        },
        fields: { requestNo: lending.number, title: lending.title, library: 'Hill', note: canary },
        about: { lineId: id },
      }),
    )
    const message = ResponderMessage.parse({ type: 'note', note: `Tell ${canary}` })
    await house.database.tx((tx) =>
      queueIllMessage(tx, {
        ...{ partnerId: lending.partner.id, instanceId: id, protocol: 'iso18626', key: `x:${id}`, at: house.now },
        message: {
          from: 'responder',
          envelope: {
            requester: lending.partner.symbol,
            responder: 'ISIL:XX-Us',
            requestId: `T-${id}`,
            sentAt: house.now.toISOString(),
          },
          message,
        },
      }),
    )
    await sql`update ill_messages set raw = ${canary}, receipt = ${JSON.stringify({ kind: 'refused', text: canary })}::jsonb,
      error = ${canary}, state = 'refused' where instance_id = ${id}`.execute(house.db)
    await house.db.deleteFrom('jobs').execute()
    await house.act(id, 'checkedIn', { privateNote: canary })
    return lending
  }

  const traces = async () => {
    const { rows } = await sql<{ name: string }>`select relname as name from pg_class where relkind = 'r'
      and relnamespace = 'public'::regnamespace`.execute(house.db)
    const found: string[] = []
    for (const { name } of rows) {
      const { rows: hits } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)} t
        where t::text ilike '%canary%'`.execute(house.db)
      if (hits[0]!.n > 0) found.push(name)
    }
    return found.sort()
  }

  it('keep what was wanted and what became of it, and nobody’s name', async () => {
    const { id } = await ended()
    const open = await house.lending({ note: 'still wanted' })
    const history = async () => (await house.engine.history(house.db, id)).map(({ event, to }) => [event, to])
    const [before, of] = [await history(), house.now]
    house.pass(30)
    expect(await forgetLendings(house.database, of), 'its time is not over').to.equal(0)
    expect(await traces()).to.include.members(['ill_lendings', 'ill_messages', 'workflow_events'])
    const past = new Date(house.now.getTime() - 86_400_000)
    expect(await forgetLendings(house.database, past)).to.equal(1)
    expect(await traces()).to.deep.equal([])
    expect(await forgetLendings(house.database, past), 'once').to.equal(0)
    expect(await history()).to.deep.equal(before)
    const kept = (await readLending(house.db, id))!
    expect(kept).to.deep.include({ note: '', deliverTo: undefined, deliverEmail: '', state: 'checked-in' })
    expect([kept.title, kept.data.cost, kept.partner.name].every(Boolean)).to.equal(true)
    expect((await readLending(house.db, open.lending.id))!.note).to.equal('still wanted')
  })
})
