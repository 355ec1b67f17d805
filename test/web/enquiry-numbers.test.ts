import { expect } from 'chai'
import { bytesOfImport } from '../../src/catalogue/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
import { lookupHandlers } from '../../src/search/index.ts'
import { until } from '../until.ts'
import { linksOf, wordsOf } from './html.ts'
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
      'ISO 2709 has none beyond 99,999 bytes',
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

  /** A list that is done, of records that are put there. */
  async function listWith(...records: readonly { readonly note: string; readonly flavour: 'marc21' | 'unimarc' }[]) {
    const numbers = records.map((_, at) => `97800000000${at}`)
    const path = (await send({ numbers: '9789999924115', ...both })).headers.get('location')!
    const list = Number(path.split('/').at(-1))
    const { db } = site.database
    await staff.form(`${path}/stop`)
    await db.deleteFrom('lookup_numbers').where('list_id', '=', list).execute()
    const own = (note: string) => [
      ['001', note.slice(0, 3)],
      ['200', '1 ', 'a', `Title ${note.slice(0, 3)}`],
      ['245', '10', 'a', `Title ${note.slice(0, 3)}`],
      ['500', '  ', 'a', note],
    ]
    await db
      .insertInto('lookup_numbers')
      .values(
        records.map(({ note, flavour }, at) => ({
          ...{ list_id: list, line: at + 1, given: numbers[at]!, number: numbers[at]!, kind: 'isbn' as const, flavour },
          ...{ outcome: 'found' as const, source: 'eastbrook', label: 'eastbrook', title: `Title ${note.slice(0, 3)}` },
          ...{ level: 'full', marc: JSON.stringify({ leader: '00000nam a2200000 a 4500', fields: own(note) }) },
        })),
      )
      .execute()
    return path
  }
  const endless = `end${'x'.repeat(10_000)}`

  it('says which records a format cannot hold before the file comes without them', async () => {
    const path = await listWith({ note: 'one', flavour: 'marc21' }, { note: endless, flavour: 'marc21' })
    const told = await staff.get(`${path}/file?format=marc`)
    expect(told.status).to.equal(409)
    const page = wordsOf(await told.text())
    expect(page)
      .to.include('1 of 2 records cannot be in the file')
      .and.include('Line 2, 978000000001, Title end: The record cannot be written as ISO 2709: field 4 (500)')
      .and.include('Download the other one')
      .and.not.include('More are missing now')
    const file = await staff.get(`${path}/file?format=marc&without=1`)
    expect([file.status, file.headers.get('farshelf-left-out')]).to.deep.equal([200, '1'])
    expect((await file.text()).match(/\x1d/g)).to.have.lengthOf(1)
    const whole = await staff.get(`${path}/file?format=mrk`)
    expect([whole.status, whole.headers.get('farshelf-left-out')]).to.deep.equal([200, '0'])
    // Another was found since.
    await site.database.db
      .updateTable('lookup_numbers')
      .set({ marc: JSON.stringify({ leader: '00000nam a2200000 a 4500', fields: [['500', '  ', 'a', endless]] }) })
      .where('list_id', '=', Number(path.split('/').at(-1)))
      .where('line', '=', 1)
      .execute()
    const more = await staff.get(`${path}/file?format=marc&without=1`)
    expect(more.status).to.equal(409)
    expect(wordsOf(await more.text()))
      .to.include('More are missing now than when you were told')
      .and.include('2 of 2 records cannot be in the file')
      .and.not.include('Download the other')
  })

  it('is handed over as a file for each flavour, each with a profile for it', async () => {
    const path = await listWith(
      { note: endless, flavour: 'marc21' },
      { note: 'two', flavour: 'unimarc' },
      { note: 'three', flavour: 'marc21' },
    )
    const { db } = site.database
    const handed = await staff.form(`${path}/import`)
    const address = handed.headers.get('location')!
    expect(address).to.match(new RegExp(`^${path}\\?batch=\\d+&batch=\\d+$`))
    const ids = [...address.matchAll(/batch=(\d+)/g)].map(([, id]) => Number(id))
    const batches = await db.selectFrom('import_batches').selectAll().where('id', 'in', ids).orderBy('id').execute()
    expect(batches.map(({ profile, file_name }) => [profile, file_name])).to.deep.equal([
      ['default', 'Pasted-list-marc21.json'],
      ['unimarc', 'Pasted-list-unimarc.json'],
    ])
    const sent = await Promise.all(ids.map(async (id) => (await bytesOfImport(db, id, 0, 1_000_000)).toString()))
    expect(sent.map((file) => [...file.matchAll(/"001":"(...)"/g)].map(([, number]) => number))).to.deep.equal([
      ['end', 'thr'],
      ['two'],
    ])
    const said = await (await staff.get(address)).text()
    expect(wordsOf(said))
      .to.match(/Pasted-list-marc21\.json ?: MARC 21, profile default/)
      .and.match(/Pasted-list-unimarc\.json ?: UNIMARC, profile unimarc/)
    expect(linksOf(said)).to.include.members(ids.map((id) => `/import/${id}`))
    const alone = await listWith({ note: 'two', flavour: 'unimarc' })
    const [, batch] = /^\/import\/(\d+)$/.exec((await staff.form(`${alone}/import`)).headers.get('location')!)!
    expect(
      await db.selectFrom('import_batches').select('profile').where('id', '=', Number(batch)).executeTakeFirst(),
    ).to.deep.equal({ profile: 'unimarc' })
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
