import { expect } from 'chai'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import { createIll, IllSettings } from '../../../src/ill/index.ts'
import { systemClock } from '../../../src/kit/index.ts'
import { addLists } from '../our-catalogue.ts'
import { signInWith } from '../people.ts'
import { openSite, type Site } from '../site.ts'
import { type Caller, type Json, script } from './caller.ts'

describe('The details of a request in the API', () => {
  const statement = 'For private study only'
  let site: Site
  let reader: Caller
  let staff: Caller
  before(async () => {
    const settings = IllSettings.parse({ copyrightStatement: statement })
    const ill = createIll({ clock: systemClock, settings, circulation: defaultCirculation })
    site = await openSite([], { ill })
    await addLists(site.database)
    reader = script(site, await signInWith(site, 'patron', [{ role: 'patron' }], 'Rosa Reader'))
    staff = script(site, await signInWith(site, 'staff', [{ role: 'requests' }], 'Ida Ill'))
  })
  after(() => site?.close())

  async function place(title: string, more: object = {}): Promise<string> {
    const body = { citation: { title }, pickupBranch: 'main', ...more }
    const { json } = await reader.send('POST', '/requests', body)
    return `/requests/${json['id']}`
  }
  const edit = (path: string, body: object, headers: Readonly<Record<string, string>> = { 'if-match': '*' }) =>
    staff.send('PATCH', path, body, headers)

  it('are changed as far as they are said, and the history tells what they were', async () => {
    const citation = { title: 'Moby Dik', isbn: '9780306406157' }
    const path = await place('', { citation, neededBy: '2999-01-01', note: 'the red one' })
    const { etag } = await staff.get(path)
    const said = {
      citation: { title: 'Moby Dick', author: 'Melville, Herman', isbn: '', identifiers: { oclc: '12345' } },
      ...{ neededBy: null, pickupBranch: 'riverside', privateNote: 'read it off the card' },
    }
    const done = await edit(path, said, { 'if-match': etag })
    expect(done.status, JSON.stringify(done.json)).to.equal(200)
    expect(done.json).to.deep.include({
      ...{ title: 'Moby Dick', author: 'Melville, Herman', pickupBranch: 'riverside', note: 'the red one', version: 2 },
      citation: { title: 'Moby Dick', author: 'Melville, Herman', identifiers: { oclc: '12345' } },
      state: 'pending-review',
    })
    expect(done.json).not.to.have.property('neededBy')
    expect(done.etag).to.equal((await staff.get(path)).etag)
    const last = ((await staff.get(`${path}/history`)).json['events'] as Json[]).at(-1)!
    expect(last).to.nested.include({ label: 'Edit', via: 'api', 'said.privateNote': 'read it off the card' })
    expect(last).to.have.nested.property('said.changed').that.contains('Title: “Moby Dik” → “Moby Dick”')
    // What it says already is no change.
    expect((await edit(path, { note: 'the red one' })).json).to.include({ version: 2 })
    expect((await edit(path, {})).json).to.include({ version: 2 })
    const back = await staff.send('POST', `${path}/undo`, {}, { 'if-match': '"2"' })
    expect(back.json).to.include({ title: 'Moby Dik', neededBy: '2999-01-01', pickupBranch: 'main' })
  })

  it('are an action among the others, with a form that says what there is to choose from', async () => {
    const path = await place('Among others')
    const offered = async (of: string) =>
      ((await staff.get(of)).json['actions'] as Json[]).find(({ action }) => action === 'edit')
    expect(await offered(path)).to.nested.include({
      ...{ label: 'Edit', possible: true, 'form.additionalProperties': false },
      'form.properties.pickupBranch.oneOf[1].const': 'riverside',
      'form.properties.service.oneOf[1].title': 'Copy',
      'form.properties.citation.properties.isbn.type': 'string',
    })
    const any = { 'if-match': '*' }
    const body = { service: 'copy', citation: { pages: '1-9' }, copyrightAgreed: true }
    const done = await staff.send('POST', `${path}/actions/edit`, body, any)
    expect(done.json).to.include({ service: 'copy', version: 2 })
    expect((await staff.send('POST', `${path}/actions/edit`, { titel: 'x' }, any)).json).to.include({
      ...{ status: 400, code: 'workflow-form' },
    })
    // Readers have none of it.
    expect((await reader.send('POST', `${path}/actions/edit`, body, any)).status).to.equal(404)
    expect((await reader.send('PATCH', path, body, any)).status).to.equal(403)
    expect(JSON.stringify((await reader.get(path)).json['actions'])).not.to.contain('edit')
    await reader.send('POST', `${path}/actions/cancel`, {}, any)
    expect((await edit(path, { note: 'as it was said on the phone' })).json).to.include({ state: 'cancelled' })
  })

  it('are judged as the form judges them, naming the field', async () => {
    const path = await place('Judged')
    const refused = async (body: object) => {
      const { status, json } = await edit(path, body)
      return `${status} ${json['detail']}`
    }
    expect(await refused({ citation: { title: '' } })).to.equal('400 citation.title: Give the title.')
    expect(await refused({ citation: { isbn: '123' } })).to.match(/^400 citation\.isbn: This is no right ISBN/)
    expect(await refused({ neededBy: '2001-01-01' })).to.equal('400 neededBy: This day is over: choose a later one.')
    expect(await refused({ pickupBranch: 'nowhere' })).to.equal('400 pickupBranch: Choose where to pick it up.')
    expect(await refused({ service: 'copy' })).to.match(/^400 citation\.articleTitle: Say what is to be copied/)
    expect(await refused({ title: 'In the wrong place' })).to.match(/^400 .*title/)
    expect((await staff.get(path)).json).to.include({ version: 1 })
    await site.database.db.updateTable('ill_requests').set({ needed_by: '2020-01-01' }).execute()
    expect((await edit(path, { note: 'A day that is over may stay' })).json).to.include({ neededBy: '2020-01-01' })
  })

  it('are not overwritten unseen, and changed once for a key', async () => {
    const path = await place('Two editors')
    expect((await edit(path, { note: 'x' }, {})).json).to.include({ status: 428, code: 'version-needed' })
    const headers = { 'if-match': '"1"', 'idempotency-key': 'edit-1' }
    const all = await Promise.all([1, 2, 3].map(() => edit(path, { note: 'once' }, headers)))
    expect(all.map(({ json }) => json['version'])).to.deep.equal([2, 2, 2])
    const late = await edit(path, { note: 'late' }, { 'if-match': '"1"' })
    expect(late.json).to.nested.include({
      ...{ status: 412, code: 'workflow-stale', version: 2 },
      ...{ 'changes[0].label': 'Edit', 'changes[0].by': 'Ida Ill' },
    })
    expect((await staff.get(path)).json).to.include({ note: 'once', version: 2 })
  })

  it('go to no branch the caller has no right in', async () => {
    const path = await place('Stays here')
    const grants = [{ role: 'requests', branch: 'main' }]
    const ofMain = script(site, await signInWith(site, 'staff', grants, 'Mia Main'))
    const any = { 'if-match': '*' }
    expect((await ofMain.send('PATCH', path, { pickupBranch: 'riverside' }, any)).json).to.include({
      ...{ status: 403, code: 'not-your-branch' },
    })
    expect((await ofMain.send('PATCH', path, { note: 'ours' }, any)).json).to.include({ note: 'ours' })
    await edit(path, { pickupBranch: 'riverside' })
    expect((await ofMain.send('PATCH', path, { note: 'not ours' }, any)).status).to.equal(404)
  })
})
