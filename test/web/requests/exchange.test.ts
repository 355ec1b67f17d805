import { expect } from 'chai'
import { IllSettings } from '../../../src/ill/index.ts'
import { wordsOf } from '../html.ts'
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
})
