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
})
