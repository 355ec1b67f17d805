import { expect } from 'chai'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
import { lookupHandlers } from '../../src/search/index.ts'
import { until } from '../until.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('A list of numbers in Enquiry', () => {
  let site: Site
  let worker: Worker | undefined
  let staff: SignedIn
  before(async () => {
    site = await openSite([
      { id: 'eastbrook', records: 'eastbrook' },
      { id: 'northfield', records: 'northfield' },
      { id: 'down', port: 1 },
    ])
    staff = await signIn(site, 'enquiry', 'catalogue.import')
  })
  afterEach(async () => {
    await worker?.close()
    worker = undefined
  })
  after(() => site?.close())

  const begin = (share = 20) => {
    const { database, service } = site
    const handlers = lookupHandlers({ database, service, clock: systemClock, pause: 1, share })
    worker = createWorker({ database, handlers, clock: systemClock, log: createLog('silent'), poll: 50 })
  }
  function send(fields: Readonly<Record<string, string>>, file?: File, who = staff) {
    const form = new FormData()
    for (const [name, value] of Object.entries({ order: 'eastbrook northfield down', ...fields })) form.set(name, value)
    if (file) form.set('file', file)
    return who.get(`/enquiry/numbers?csrf=${who.csrf}`, { method: 'POST', body: form })
  }
  const both = { 'use.eastbrook': '1', 'use.northfield': '1' }
  async function settled(path: string): Promise<string> {
    let page = ''
    await until(async () => {
      const answer = await staff.get(path)
      page = await answer.text()
      return answer.ok && !answer.headers.has('refresh')
    })
    return page
  }

  it('finds the good record of each number, and gives them as one file', async () => {
    begin(2)
    const numbers = ['9789999924115', '9789999924085', '9780306406157', '9789999924115', '9780306406158'].join('\n')
    const sent = await send({ numbers, ...both })
    expect(sent.status).to.equal(303)
    const path = sent.headers.get('location')!
    const page = await settled(path)
    for (const said of [
      'All 5',
      'Found 2',
      'Not found 1',
      'Not valid 1',
      'Twice on the list 1',
      'too long for ISO 2709, is left out of the file',
      'check digit is wrong',
    ])
      expect(page).to.include(said)
    const file = await (await staff.get(`${path}/file?format=mrk`)).text()
    expect([...file.matchAll(/^=020 .*?\$a(\d+)/gm)].map(([, number]) => number)).to.deep.equal([
      '9999924115',
      '9789999924085',
    ])
    const report = await (await staff.get(`${path}/report`)).text()
    expect(report).to.include('The same as line 1').and.include('northfield has nothing under this number')
    expect(await (await staff.get(`${path}?outcome=invalid`)).text()).not.to.include('9789999924085')
    const loaded = await staff.form(`${path}/import`)
    expect(loaded.headers.get('location')).to.match(/^\/import\/\d+$/)
  })

  it('tries once more by itself where a library failed, then says so and offers it again', async () => {
    begin()
    const path = (await send({ numbers: '9780306406157', ...both, 'use.down': '1' })).headers.get('location')!
    const page = await settled(path)
    expect(page).to.include('Could not be asked everywhere').and.include('down failed: ')
    expect(page).to.include('Try again what could not be asked')
    const { round } = await site.database.db
      .selectFrom('lookup_lists')
      .select('round')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect(round).to.equal(2)
    expect((await staff.form(`${path}/retry`)).status).to.equal(303)
    expect(await settled(path)).to.include('down failed: ')
  })

  it('waits until somebody is there to do it, is stopped, and goes on where it was', async () => {
    const sent = await send(both, new File(['Title;ISBN\nA;9789999924115\nB;9789999924085\n'], 'order.csv'))
    const path = sent.headers.get('location')!
    const waiting = await staff.get(path)
    expect(waiting.headers.get('refresh')).to.equal('3')
    expect(await waiting.text())
      .to.include('0 of 2 numbers')
      .and.include('order.csv')
    await staff.form(`${path}/stop`)
    expect(await settled(path)).to.include('Stopped')
    expect((await staff.form(`${path}/stop`)).status).to.equal(409)
    // As a process that died in the middle leaves it: one is stored, its job is somebody's who is gone.
    await site.database.db
      .updateTable('lookup_numbers')
      .set({ outcome: 'not-found' })
      .where('given', '=', '9789999924115')
      .where('outcome', '=', 'waiting')
      .execute()
    await staff.form(`${path}/retry`)
    const died = new Date(0)
    await site.database.db
      .updateTable('jobs')
      .set({ locked_by: 'gone', locked_until: died, attempts: 1 })
      .where('kind', '=', 'lookup.run')
      .execute()
    begin()
    const page = await settled(path)
    expect(page).to.include('Found 1').and.include('Not found 1')
  })

  it('moves a library in the order and keeps what was typed', async () => {
    const page = await (await send({ numbers: 'typed so far', ...both, move: 'up:down' })).text()
    expect(page).to.include('value="eastbrook down northfield"').and.include('typed so far')
    expect(page)
      .to.match(/name="use.eastbrook"[^>]*checked/)
      .and.not.match(/name="use.down"[^>]*checked/)
  })

  it('refuses what is no list, and says why on the form', async () => {
    const empty = await send({ numbers: ' ', ...both })
    expect(empty.status).to.equal(400)
    expect(await empty.text()).to.include('There is no number on the list')
    expect(await (await send({ numbers: '9789999924115' })).text()).to.include('Choose at least one library')
    expect((await send(both, new File([new Uint8Array(1_100_000)], 'large'))).status).to.equal(413)
  })

  it('is seen by whoever made it alone, and is deleted with all that was found', async () => {
    const path = (await send({ numbers: '9789999924115', ...both })).headers.get('location')!
    const other = await signIn(site, 'enquiry')
    for (const way of ['', '/file', '/report']) expect((await other.get(path + way)).status).to.equal(404)
    for (const way of ['/stop', '/remove']) expect((await other.form(path + way)).status).to.equal(404)
    const reader = await signIn(site, 'request.place')
    expect((await reader.get('/enquiry/numbers')).status).to.equal(403)
    expect(await (await staff.get(path)).text()).not.to.include('/remove"')
    await staff.form(`${path}/stop`)
    expect(await (await staff.get(path)).text()).to.match(
      /<details[^>]*><summary>Delete…<\/summary>.*?Delete this list/s,
    )
    await staff.form(`${path}/remove`)
    expect((await staff.get(path)).status).to.equal(404)
    begin()
    await until(
      async () =>
        !(await site.database.db.selectFrom('jobs').select('id').where('kind', '=', 'lookup.run').executeTakeFirst()),
    )
  })
})
