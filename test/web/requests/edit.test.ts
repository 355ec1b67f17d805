import { expect } from 'chai'
import { IllSettings } from '../../../src/ill/index.ts'
import { useIllSite } from './ill-site.ts'

describe('The details of a request', () => {
  const statement = 'For private study only'
  const house = useIllSite({ ill: { settings: IllSettings.parse({ copyrightStatement: statement }) } })
  const fields = (more: object = {}) => ({ service: 'loan', title: 'Moby Dick', pickup: 'main', ...more })

  it('are changed with Save & Close, and the history tells what they were', async () => {
    const { id } = await house.place('Moby Dik', { neededBy: '2099-01-01', note: 'the red one' })
    const path = `/requests/${id}/edit`
    const form = (await house.page(path)).text
    for (const value of ['value="Moby Dik"', 'value="2099-01-01"', 'the red one', 'Rosa Reader'])
      expect(form).to.contain(value)
    const said = { author: 'Melville, Herman', isbn: '0306406152', privateNote: 'read it off the card' }
    const saved = await house.press(path, fields(said))
    expect(saved.location).to.equal(`/requests/${id}?done=edit`)
    const request = await house.request(id)
    expect(request).to.deep.include({ title: 'Moby Dick', author: 'Melville, Herman', note: '', neededBy: undefined })
    expect(request.citation.isbn).to.match(/0306406152|9780306406157/)
    const history = (await house.page(`/requests/${id}?tab=history`)).text
    expect(history).to.contain('Title: “Moby Dik” → “Moby Dick”').and.to.contain('read it off the card')
    expect((await house.page('/requests/list?text=melville')).text).to.contain(request.number)
    expect(request.state).to.equal('pending-review')

    // The same once more, and nothing else: nothing happens.
    await house.send(path, saved.fields)
    await house.press(path, fields({ author: 'Melville, Herman', isbn: request.citation.isbn! }))
    expect((await house.request(id)).version).to.equal(request.version)
  })

  it('are taken back with Undo', async () => {
    const before = await house.place('Before', { note: 'as it was' })
    const path = `/requests/${before.id}`
    await house.press(`${path}/edit`, fields({ service: 'copy', pages: '1-9', agreed: '1' }))
    expect(await house.request(before.id)).to.include({ service: 'copy', title: 'Moby Dick' })
    const { version } = await house.request(before.id)
    await house.send(`${path}/undo`, { version: String(version) })
    const after = await house.request(before.id)
    expect(after).to.deep.include({ service: 'loan', title: 'Before', note: 'as it was', copyrightAt: null })
    expect(after.citation).to.deep.equal({ title: 'Before' })
  })

  it('are judged as when placing, and what was chosen before stays allowed', async () => {
    const { id } = await house.place('An Old Wish', { neededBy: '2999-01-01' })
    const path = `/requests/${id}/edit`
    await house.site.database.db
      .updateTable('ill_requests')
      .set({ needed_by: '2020-01-01' })
      .where('id', '=', id)
      .execute()
    const wrong = await house.press(path, fields({ title: '', isbn: '123', neededBy: '2019-12-31' }))
    expect(wrong.status).to.equal(422)
    for (const words of ['Give the title', 'no right ISBN', 'This day is over']) expect(wrong.text).to.contain(words)
    expect((await house.press(path, fields({ neededBy: '2020-01-01' }))).status).to.equal(303)
  })

  it('are not overwritten unseen: whoever comes too late is told, and keeps what was typed', async () => {
    const { id } = await house.place('Two Editors')
    const path = `/requests/${id}/edit`
    const form = (await house.page(path)).text
    await house.press(path, fields({ title: 'The First' }))
    const said = { version: house.hidden(form, 'version'), key: house.hidden(form, 'key') }
    const late = await house.send(path, fields({ ...said, title: 'The Second' }))
    expect(late.status).to.equal(412)
    expect(late.text).to.contain('Edit (').and.to.contain('value="The Second"')
    expect((await house.request(id)).title).to.equal('The First')
    const again = { version: house.hidden(late.text, 'version'), key: house.hidden(late.text, 'key') }
    expect((await house.send(path, fields({ ...again, title: 'The Second' }))).status).to.equal(303)
    expect((await house.request(id)).title).to.equal('The Second')
  })
})
