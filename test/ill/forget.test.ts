import { expect } from 'chai'
import { sql } from 'kysely'
import { setKeepHistory } from '../../src/accounts/index.ts'
import { queueIllMessage } from '../../src/ill/exchange/outbox.ts'
import { addLine, detailsOf, editRequest, forgetRequests, RequesterMessage, readRequest } from '../../src/ill/index.ts'
import { addAlert, queueMessage } from '../../src/messages/index.ts'
import { ann, useHouse } from './house.ts'

describe('Requests of long ago', () => {
  const house = useHouse()
  const at = () => new Date(house.now)

  /** A request that was completed, with words of and about its reader in all places. */
  const ended = async (name: string) => {
    const patronId = await house.patron({ name, email: `${name}@readers.example` })
    const outcome = await house.place(house.order(patronId, { note: `Please call ${name}` }), { key: `key of ${name}` })
    if (outcome.kind !== 'placed') throw new Error('refused')
    const { request } = outcome
    await house.act(request.id, 'inProcess', { notify: false, message: `Dear ${name}` })
    await house.act(request.id, 'note', { privateNote: `${name} rang` }, { actor: { kind: 'staff', name: 'Ann' } })
    await house.database.tx((tx) =>
      queueMessage(tx, {
        kind: 'user-alert',
        to: { name, address: `${name}@readers.example` },
        fields: { patronName: name, requestNo: request.number, title: request.title, note: 'x' },
        about: { requestId: request.id, patronId },
        key: `alert ${request.id}`,
        at: at(),
      }),
    )
    await house.database.tx((tx) =>
      addAlert(tx, { personId: patronId, key: 'x', text: 'x', about: 'x', requestId: request.id, at: at() }),
    )
    const details = detailsOf((await readRequest(house.db, { id: request.id }))!)
    await house.database.tx((tx) =>
      editRequest(
        tx,
        request.id,
        { ...details, note: `${name} will come by` },
        { actor: ann, via: 'web' },
        house.engine,
      ),
    )
    // What went to a lender's system, and came from it.
    await house.act(request.id, 'link', { bibId: await house.bib(request.title) })
    const lender = await house.lender({ protocol: 'iso18626', endpoint: 'https://lender.example/' })
    const { engine, settings } = house
    const { id: line } = await house.database.tx((tx) =>
      addLine(tx, request.id, lender.id, { actor: ann, via: 'web' }, { engine, settings, now: at() }),
    )
    const envelope = { requester: 'ISIL:XX-Home', responder: lender.symbol, requestId: `R-${line}` }
    const patron = { id: 'C-1', name }
    const asked = RequesterMessage.parse({
      type: 'request',
      kind: 'new',
      wanted: {},
      services: ['loan'],
      patron,
      note: `For ${name}`,
    })
    await house.database.tx((tx) =>
      queueIllMessage(tx, {
        ...{ partnerId: lender.id, instanceId: line, protocol: 'iso18626', key: `line:${line}`, at: at() },
        message: { from: 'requester', envelope: { ...envelope, sentAt: at().toISOString() }, message: asked },
      }),
    )
    await sql`update ill_messages set raw = ${`<name>${name}</name>`}, error = ${name},
      receipt = ${JSON.stringify({ kind: 'refused', text: `Who is ${name}?` })}::jsonb where instance_id = ${line}`.execute(
      house.db,
    )
    await house.db.deleteFrom('jobs').where('kind', '=', 'ill.exchange').execute()
    const standing = [{ kind: 'duplicate', number: `R-${name}` }]
    await sql`update ill_requests set despite = ${JSON.stringify(standing)}::jsonb where id = ${request.id}`.execute(
      house.db,
    )
    const reason = `${name} has bought it`
    await house.act(request.id, 'cancel', { reason }, { actor: { kind: 'patron', id: patronId, name } })
    return { request, patronId }
  }
  const traces = async (...texts: readonly string[]) => {
    const { rows } = await sql<{ name: string }>`select relname as name from pg_class where relkind = 'r'
      and relnamespace = 'public'::regnamespace and relname <> 'people'`.execute(house.db)
    const found: string[] = []
    for (const { name } of rows)
      for (const text of texts) {
        const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)} t
          where strpos(t::text, ${text}) > 0 and not (t::text like '%person.%')`.execute(house.db)
        if (Number(rows[0]!.n) > 0) found.push(`${text} in ${name}`)
      }
    return found
  }
  const days = (n: number) => new Date(house.now.getTime() - n * 86_400_000)

  it('stay, but nothing tells whose they were', async () => {
    const { request, patronId } = await ended('Canary')
    const before = await house.engine.history(house.db, request.id)
    house.pass(30)
    expect(await forgetRequests(house.database, days(31))).to.equal(0)
    expect((await traces('Canary', patronId)).length).to.be.greaterThan(5)
    expect(await forgetRequests(house.database, days(29))).to.equal(1)
    expect(await traces('Canary', patronId)).to.deep.equal([])
    const kept = (await readRequest(house.db, { id: request.id }))!
    expect(kept).to.include({ number: request.number, title: request.title, state: 'cancelled', service: 'loan' })
    expect(kept.patron).to.deep.equal({ id: '', name: 'a reader', cardNumber: '', email: '' })
    const after = await house.engine.history(house.db, request.id)
    expect(after.map(({ event }) => event)).to.deep.equal(before.map(({ event }) => event))
    expect(await forgetRequests(house.database, days(29))).to.equal(0)
  })

  it('are left alone while they go on, or where a reader wants them kept', async () => {
    const open = await house.request()
    const { patronId } = await ended('Keeper')
    await setKeepHistory(house.db, patronId, true, { name: 'Keeper', via: 'web' })
    house.pass(400)
    expect(await forgetRequests(house.database, days(1))).to.equal(0)
    expect((await readRequest(house.db, { id: open.id }))!.patron.name).to.match(/^Reader/)
  })
})
