import { expect } from 'chai'
import { findItem } from '../../src/catalogue/index.ts'
import { CirculationFile, checkOut } from '../../src/circulation/index.ts'
import { wordsOf } from './html.ts'
import { actor, addBook, addLists } from './our-catalogue.ts'
import { type SignedIn, signIn, signInWith } from './people.ts'
import { type Json, script } from './requests/caller.ts'
import { openSite, type Site } from './site.ts'

const circulation = CirculationFile.parse({
  calendar: { timeZone: 'Europe/London', closedWeekdays: [7], closedDates: [] },
})
/** Monday, 2 March 2026. */
const clock = { now: () => Date.UTC(2026, 2, 2, 10) }

describe('The calendars of Administration', () => {
  let site: Site
  let admin: SignedIn
  before(async () => {
    site = await openSite([], { clock, circulation })
    await addLists(site.database)
    admin = await signIn(site, 'admin')
  })
  after(() => site.close())

  const words = async (path: string) => wordsOf(await (await admin.get(path)).text())
  const weekdays = ['1', '2', '3', '4', '5']
  const save = (branch: string, more: Readonly<Record<string, string | readonly string[]>> = {}) =>
    admin.form(`/admin/calendars/edit${branch}`, {
      ...{ version: '0', timeZone: 'Europe/Paris', open: weekdays, closedDates: '' },
      ...more,
    })
  const dueOf = async (branch: string) => {
    const number = `B${Math.random()}`
    await addBook(site.database, { title: number }, [{ accessionNo: number, branch }])
    const itemId = (await findItem(site.database.db, number))!.id
    const { id } = await signInWith(site, 'patron', [{ role: 'patron' }])
    const act = { itemId, patronId: id, branch, by: actor, now: clock.now() }
    const lent = await site.database.tx((tx) => checkOut(tx, circulation, act))
    return lent.done ? lent.loan.dueOn : lent.why
  }

  it('are the file’s until somebody makes one, and then count for due dates', async () => {
    expect(await words('/admin/calendars')).to.match(
      /The house Monday, .* and Saturday 2 March 2026 Europe\/London The configuration/,
    )
    expect(await dueOf('main')).to.equal('2026-03-30')
    const saved = await save('?branch=main', { closedDates: '2026-03-30/2026-04-03' })
    expect([saved.status, saved.headers.get('location')]).to.deep.equal([303, '/admin/calendars?done=saved'])
    expect(await dueOf('main')).to.equal('2026-04-06')
    expect(await dueOf('riverside')).to.equal('2026-03-30')
    await save('', { closedDates: '2026-03-30' })
    expect(await dueOf('riverside')).to.equal('2026-03-31')
    expect(await words('/admin/calendars'))
      .to.include('Friday, but for 5 days 2 March 2026 Europe/Paris Its own')
      .and.include('Europe/Paris The house')
  })

  it('show what is kept, and keep what somebody else saved meanwhile', async () => {
    const page = await (await admin.get('/admin/calendars/edit?branch=main')).text()
    expect(page).to.include('2026-03-30/2026-04-03').and.include('name="version" value="1"')
    const late = await save('?branch=main')
    expect([late.status, wordsOf(await late.text())].join(' '))
      .to.include('409 ')
      .and.include('changed meanwhile')
  })

  it('say what is wrong, beside it, and save nothing', async () => {
    for (const [given, words] of [
      [{ closedDates: 'tomorrow' }, '“tomorrow” is no date'],
      [{ timeZone: 'Mars/Olympus' }, 'This is no time zone'],
      [{ open: [] }, 'Tick a day on which it is open'],
    ] as const) {
      const answer = await save('?branch=riverside', given)
      expect([answer.status, wordsOf(await answer.text())].join(' '))
        .to.include('400 ')
        .and.include(words)
    }
    expect((await admin.get('/admin/calendars/edit?branch=nowhere')).status).to.equal(404)
    expect((await save('?branch=nowhere')).status).to.equal(404)
  })

  it('go away again: then the house’s holds', async () => {
    const gone = await admin.form('/admin/calendars/remove?branch=main')
    expect(gone.headers.get('location')).to.equal('/admin/calendars?done=removed')
    expect(await dueOf('main')).to.equal('2026-03-31')
    const other = await signIn(site, 'circulation')
    expect((await other.get('/admin/calendars')).status).to.equal(403)
  })

  it('are read and kept over the API, at the version that was seen', async () => {
    await site.database.db.deleteFrom('branch_calendars').execute()
    const api = script(site, admin)
    const path = '/calendars/branches/riverside'
    const fields = { timeZone: 'Europe/Paris', closedWeekdays: [6, 7], closedDates: ['2026-03-30'] }
    const first = await api.get(path)
    expect(first.json).to.deep.equal({
      ...{ branch: 'riverside', label: 'Riverside Branch', timeZone: 'Europe/London', source: 'file-house' },
      ...{ closedWeekdays: [7], closedDates: [], version: 0 },
    })
    expect((await api.send('PUT', path, fields)).json).to.include({ status: 428, code: 'version-needed' })
    const headers = { 'if-match': first.etag, 'idempotency-key': 'riverside-1' }
    const both = await Promise.all([1, 2].map(() => api.send('PUT', path, fields, headers)))
    for (const saved of both) {
      expect(saved.status, JSON.stringify(saved.json)).to.equal(200)
      expect(saved.json).to.deep.include({ ...fields, source: 'own', version: 1 })
    }
    expect(both[0]!.etag).to.equal((await api.get(path)).etag)
    expect(await dueOf('riverside')).to.equal('2026-03-31')
    const late = await api.send('PUT', path, fields, { 'if-match': first.etag })
    expect(late.json).to.include({ status: 412, code: 'version-stale' })
    const house = { ...fields, closedWeekdays: [], closedDates: ['2026-03-30', '2026-03-31'] }
    expect((await api.send('PUT', '/calendars/house', house, { 'if-match': '"0"' })).json).to.include({ version: 1 })
    expect((await api.send('PUT', '/calendars/house', house, { 'if-match': '*' })).json).to.include({ version: 2 })
    const all = (await api.get('/calendars')).json['calendars'] as readonly Json[]
    expect(all.map(({ label, source }) => `${label}: ${source}`)).to.deep.equal([
      'The house: own',
      'Main Library: house',
      'Riverside Branch: own',
    ])
    expect((await api.send('DELETE', path)).status).to.equal(204)
    expect((await api.get(path)).json).to.include({ source: 'house', version: 0 })
    expect(await dueOf('riverside')).to.equal('2026-04-01')
    for (const [wrong, field] of [
      [{ timeZone: 'Mars/Base' }, 'timeZone'],
      [{ closedWeekdays: [1, 2, 3, 4, 5, 6, 7] }, 'closedWeekdays'],
      [{ closedDates: ['soon'] }, 'closedDates'],
      [{ open: true }, 'open'],
    ] as const) {
      const refused = await api.send('PUT', path, { ...fields, ...wrong }, { 'if-match': '*' })
      expect([refused.status, String(refused.json['detail']).includes(field)]).to.deep.equal([400, true])
    }
    expect((await api.get('/calendars/branches/nowhere')).status).to.equal(404)
    expect((await api.send('PUT', '/calendars/branches/nowhere', fields, { 'if-match': '*' })).status).to.equal(404)
    expect((await script(site, await signIn(site, 'circulation')).get('/calendars')).status).to.equal(403)
  })
})
