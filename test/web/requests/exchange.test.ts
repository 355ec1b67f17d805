import { expect } from 'chai'
import { IllSettings } from '../../../src/ill/index.ts'
import { wordsOf } from '../html.ts'
import { type Json, script } from './caller.ts'
import { useIllSite } from './ill-site.ts'

const unreachable = { carry: () => Promise.reject(new Error('nobody carries here')) }

describe('The messages with a lender’s system on the page of a request', () => {
  const house = useIllSite({
    ill: { settings: IllSettings.parse({ symbol: 'XX-Home' }), carriers: { iso18626: unreachable } },
  })

  it('stand there with what became of them; the last one is sent again, and asked after', async () => {
    const { db } = house.site.database
    const { line, request } = await house.line(
      'Silent Spring',
      {},
      { protocol: 'iso18626', endpoint: 'https://north.example/ill' },
    )
    await house.ill.engine.perform(house.site.database, line.id, 'request', {
      ...{ actor: { kind: 'staff', id: house.staff.id, name: house.staff.name }, via: 'page' },
      form: { transmit: true, publicNote: 'Handle with care' },
    })
    await house.work(async () => (await db.selectFrom('ill_messages').select('id').execute()).length === 1)
    const tab = `/requests/${request.id}?tab=messages`
    expect(wordsOf((await house.page(tab)).text))
      .to.include('Waiting')
      .and.include('Handle with care')
    const base = `/requests/${request.id}/lenders/${line.id}`
    expect((await house.staff.form(`${base}/resend`)).status).to.equal(409)
    await db
      .updateTable('ill_messages')
      .set({ state: 'confirmed', due_at: null })
      .where('instance_id', '=', line.id)
      .execute()
    expect(wordsOf((await house.page(tab)).text))
      .to.include('Confirmed')
      .and.include('Ask where it stands')
    const asked = await house.staff.form(`${base}/status`)
    expect([asked.status, asked.headers.get('location')]).to.deep.equal([303, `${tab}&done=asked`])
    await db
      .updateTable('ill_messages')
      .set({ state: 'failed', error: 'nobody answers <there>', due_at: null })
      .where('type', '=', 'status-query')
      .execute()
    const page = await house.page(tab)
    expect(page.text).to.include('nobody answers &lt;there>').and.include('Not sent')
    const again = await house.staff.form(`${base}/resend`, { note: 'Are you there?' })
    expect(again.headers.get('location')).to.equal(`${tab}&done=resent`)
    expect(wordsOf((await house.page(`${tab}&done=resent`)).text)).to.include('on its way once more')
    const rows = await db
      .selectFrom('ill_messages')
      .select(['type', 'state'])
      .where('instance_id', '=', line.id)
      .orderBy('id')
      .execute()
    expect(rows).to.deep.equal([
      { type: 'request', state: 'confirmed' },
      { type: 'status-query', state: 'queued' },
    ])
  })

  it('begin where its lender stands: its system is asked, its people are reminded by a note', async () => {
    const { db } = house.site.database
    const spoken = await house.line(
      'Asked by its system',
      {},
      { protocol: 'iso18626', endpoint: 'https://n.example/ill' },
    )
    const written = await house.line('Asked by letter', {}, { protocol: 'email' })
    const words = async ({ request }: typeof spoken) =>
      wordsOf((await house.page(`/requests/${request.id}/lenders`)).text)
    for (const one of [spoken, written]) {
      expect(await words(one)).not.to.match(/Ask where it stands|Remind/)
      await house.act(one.line.id, 'request', { transmit: true })
    }
    const about = () => db.selectFrom('ill_messages').select('id').where('instance_id', '=', spoken.line.id).execute()
    await house.work(async () => (await about()).length === 1)
    await db
      .updateTable('ill_messages')
      .set({ state: 'confirmed', due_at: null })
      .where('instance_id', '=', spoken.line.id)
      .execute()
    expect(await words(spoken))
      .to.include('Ask where it stands')
      .and.not.include('Remind')
    await house.staff.form(`/requests/${spoken.request.id}/lenders/${spoken.line.id}/status`)
    expect(await words(spoken), 'asked just now').not.to.include('Ask where it stands')
    expect(await words(written))
      .to.include('Remind')
      .and.not.include('Ask where it stands')
    const note = await house.page(`/requests/${written.request.id}/lenders/${written.line.id}/act/message?reminder=1`)
    expect(note.text).to.include('Please tell us where our request stands.')
  })

  it('are none when a loan that is on its way is terminated: that is asked for twice', async () => {
    const { request, line } = await house.line('On its way already')
    await house.act(line.id, 'request', { transmit: true })
    const path = `/requests/${request.id}/lenders/${line.id}/act/terminate`
    expect((await house.page(path)).text).not.to.include('name="confirmed"')
    await house.act(line.id, 'shipped', { dueAtLender: '2031-01-01' })
    expect(wordsOf((await house.page(path)).text)).to.include('the loan goes on until the item is back')
    const refused = await house.send(path, { reason: 'Not wanted' })
    expect(refused.status).to.equal(422)
    const terminated = async () => (await house.ill.engine.read(house.site.database.db, line.id)).data['terminated']
    expect(await terminated()).to.equal(false)
    expect((await house.send(path, { reason: 'Not wanted', confirmed: '1' })).status).to.equal(303)
    expect(await terminated()).to.equal(true)
  })

  it('are read, sent again and asked after over the API, at the version of the line that was seen', async () => {
    const { db } = house.site.database
    const staff = script(house.site, house.staff)
    const { line, request } = await house.line(
      'Told to programs',
      {},
      { protocol: 'iso18626', endpoint: 'https://p.example/ill' },
    )
    const path = `/requests/${request.id}/lines/${line.id}`
    expect((await staff.get(`${path}/thread`)).json).to.deep.equal({ messages: [], mayAsk: false })
    await house.act(line.id, 'request', { transmit: true, publicNote: 'Handle with care' })
    const about = () => db.selectFrom('ill_messages').selectAll().where('instance_id', '=', line.id).execute()
    await house.work(async () => (await about()).length === 1)
    const { json } = await staff.get(`${path}/thread`)
    expect((json['messages'] as Json[])[0]).to.deep.include({ direction: 'out', type: 'request', state: 'queued' })
    expect(json).to.have.nested.property('messages[0].said.note', 'Handle with care')
    const any = { 'if-match': '*' }
    expect((await staff.send('POST', `${path}/resend`, {}, any)).json).to.include({
      status: 409,
      code: 'resend-refused',
    })
    expect((await staff.send('POST', `${path}/status`, {}, any)).json).to.include({ status: 409 })
    await db
      .updateTable('ill_messages')
      .set({ state: 'confirmed', due_at: null })
      .where('instance_id', '=', line.id)
      .execute()
    expect((await staff.get(`${path}/thread`)).json).to.include({ mayAsk: true })
    const { etag } = await staff.get(path)
    expect((await staff.send('POST', `${path}/status`, {})).status).to.equal(428)
    const asked = await staff.send('POST', `${path}/status`, {}, { 'if-match': etag })
    expect(asked.json).to.include({ id: line.id, state: 'pending' })
    expect((await about()).map(({ type }) => type)).to.deep.equal(['request', 'status-query'])
    await house.act(line.id, 'note', { privateNote: 'Looked at' })
    const late = await staff.send('POST', `${path}/resend`, { note: 'Again' }, { 'if-match': etag })
    expect(late.status).to.equal(412)
    await db
      .updateTable('ill_messages')
      .set({ state: 'failed', due_at: null })
      .where('type', '=', 'status-query')
      .execute()
    expect((await staff.send('POST', `${path}/resend`, { note: 'Again' }, any)).status).to.equal(200)
    expect((await about()).at(-1)).to.deep.include({ state: 'queued' })
    expect((await staff.get(`/requests/${request.id}/lines/999999/thread`)).status).to.equal(404)
  })

  it('by mail are suggestions, which programs apply or dismiss', async () => {
    const { db } = house.site.database
    const staff = script(house.site, house.staff)
    const { line, request } = await house.line('Written to programs', {}, { protocol: 'email' })
    await house.act(line.id, 'request', { transmit: true })
    const write = async (text: string) => {
      const { id } = await db
        .insertInto('lender_replies')
        .values({
          ...{ digest: Buffer.from(text), mailbox: 'm', validity: '1', uid: 1, outcome: 'reply', line_id: line.id },
          ...{ from_name: 'Desk', from_address: 'd@x.example' },
          ...{ known_sender: true, subject: 'Re: your request', text, arrived_at: new Date(), event: 'shipped' },
          ...{ form: JSON.stringify({ dueAtLender: '2031-05-12' }), phrase: 'was sent', state: 'open' },
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    }
    const [one, other] = [await write('It was sent.'), await write('It was sent, as I said.')]
    const base = `/requests/${request.id}/replies`
    const listed = (await staff.get(base)).json['replies'] as Json[]
    expect(listed.map(({ id }) => id)).to.deep.equal([one, other])
    expect(listed[0]).to.deep.include({ event: 'shipped', form: { dueAtLender: '2031-05-12' }, line: line.id })
    const { etag } = await staff.get(`/requests/${request.id}/lines/${line.id}`)
    const said = { action: 'shipped', form: { dueAtLender: '2031-05-12' } }
    expect((await staff.send('POST', `${base}/${one}/apply`, said)).status).to.equal(428)
    const odd = { action: 'request', form: {} }
    expect((await staff.send('POST', `${base}/${one}/apply`, odd, { 'if-match': etag })).status).to.equal(404)
    const applied = await staff.send('POST', `${base}/${one}/apply`, said, { 'if-match': etag })
    expect(applied.json).to.include({ id: line.id, state: 'shipped', dueAtLender: '2031-05-12' })
    expect((await staff.send('POST', `${base}/${other}/dismiss`, {}, { 'if-match': etag })).status).to.equal(412)
    expect((await staff.send('POST', `${base}/${other}/dismiss`, {}, { 'if-match': '*' })).status).to.equal(200)
    expect((await staff.get(base)).json).to.deep.equal({ replies: [] })
    expect((await staff.send('POST', `${base}/999999/dismiss`, {}, { 'if-match': '*' })).status).to.equal(404)
  })

  it('are told before the request itself is cancelled, for every lender that was asked', async () => {
    const protocols = { protocol: 'iso18626', endpoint: 'https://system.example/ill', email: '' } as const
    const { request, line, lender } = await house.line('Cancelled whole', {}, protocols)
    const page = async () => wordsOf((await house.page(`/requests/${request.id}/act/cancel`)).text)
    expect(await page()).not.to.include('is told over')
    await house.act(line.id, 'request', { transmit: true })
    expect(await page()).to.include(`The system of ${lender.name} is told over ISO 18626 of 2017: “Cancel”.`)
  })

  it('are told before they are sent, where the lender’s dialect has none for what is done', async () => {
    const endpoint = 'https://older.example/ill'
    const line = (title: string, protocolVersion: '1.2' | '2021-2') =>
      house.line(title, {}, { protocol: 'iso18626', endpoint, protocolVersion })
    const [older, newer] = [await line('Lost of old', '1.2'), await line('Lost of late', '2021-2')]
    for (const { line } of [older, newer]) {
      await house.act(line.id, 'request', { transmit: true })
      await house.act(line.id, 'receivedAsLoan', { dueAtLender: '2031-01-01' })
    }
    const words = async ({ request, line }: typeof older) =>
      wordsOf((await house.page(`/requests/${request.id}/lenders/${line.id}/act/lost`)).text)
    expect(await words(older))
      .to.include('ISO 18626 of 2017 has no message “Lost”. A note goes instead: “Item: lost”.')
      .and.include('their staff have to read it')
    expect(await words(newer))
      .to.include('is told over ISO 18626 of 2021: “Lost”.')
      .and.not.include('goes instead')
    const several = `/requests/${older.request.id}/lenders/bulk?event=lost&line=${older.line.id}`
    expect(wordsOf((await house.page(several)).text)).to.include('A note goes instead: “Item: lost”')
  })
})
