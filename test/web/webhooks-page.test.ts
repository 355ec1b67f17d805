import { expect } from 'chai'
import { defaultCirculation } from '../../src/circulation/index.ts'
import { createIll, IllSettings } from '../../src/ill/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
import { followingHandlers, WebhookSettings, webhookHandlers } from '../../src/webhooks/index.ts'
import { until } from '../until.ts'
import { openReceiver } from '../webhooks/receiver.ts'
import { linksOf, wordsOf } from './html.ts'
import { addLists } from './our-catalogue.ts'
import { type SignedIn, signIn, signInWith } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('The pages of webhooks', () => {
  const settings = WebhookSettings.parse({ allowNetworks: ['127.0.0.0/8'] })
  const ill = createIll({
    ...{ clock: systemClock, settings: IllSettings.parse({}), circulation: defaultCirculation, followed: true },
  })
  let site: Site
  let admin: SignedIn
  let worker: Worker
  before(async () => {
    site = await openSite([], { ill, webhooks: settings })
    await addLists(site.database)
    admin = await signIn(site, 'admin')
    const { database } = site
    const jobs = { database, engine: ill.engine, clock: systemClock, settings }
    worker = createWorker({
      ...{ database, clock: systemClock, log: createLog('silent'), poll: 20, backOff: 3_600_000 },
      handlers: { ...followingHandlers(jobs), ...webhookHandlers(jobs) },
    })
  })
  after(async () => {
    await worker?.close(0)
    await site?.close()
  })
  afterEach(() => site.database.db.deleteFrom('webhooks').execute())

  const words = async (path: string) => wordsOf(await (await admin.get(path)).text())
  async function add(fields: Record<string, string | readonly string[]>) {
    const answer = await admin.form('/admin/webhooks', fields)
    const html = await answer.text()
    const id = /action="\/admin\/webhooks\/(\d+)"/.exec(html)?.[1]
    return { status: answer.status, html, id, path: `/admin/webhooks/${id}` }
  }
  const secretIn = (html: string) => /whsec_[\w+/]{43}=/.exec(html)?.[0]

  it('are led to from Administration, and begin empty', async () => {
    expect(linksOf(await (await admin.get('/admin')).text())).to.include('/admin/webhooks')
    expect(await words('/admin/webhooks')).to.contain('No program is told of anything')
    expect((await (await signIn(site, 'requests')).get('/admin/webhooks')).status).to.equal(403)
  })

  it('add one, show its secret once, and change what goes there', async () => {
    const made = await add({ url: 'https://93.184.216.34/hook?key=1', which: 'some', kind: ['request.placed'] })
    expect(made.status).to.equal(200)
    expect(secretIn(made.html)).to.be.a('string')
    const again = await (await admin.get(made.path)).text()
    expect(secretIn(again)).to.equal(undefined)
    expect(again).to.match(/value="request\.placed"[^>]* checked|checked[^>]* value="request\.placed"/)
    expect(await words('/admin/webhooks')).to.match(/93\.184\.216\.34\/hook 1 kind Nothing sent yet never/)
    const version = /name="version" value="(\d+)"/.exec(again)![1]!
    const fields = { url: 'https://93.184.216.34/other', which: 'all', namesPatron: '1', version }
    expect((await admin.form(made.path, fields)).headers.get('location')).to.equal(`${made.path}?done=saved`)
    expect(await words('/admin/webhooks')).to.contain('93.184.216.34/other All')
    const late = await admin.form(made.path, { ...fields, url: 'https://93.184.216.34/late' })
    expect(late.status).to.equal(409)
    const html = await late.text()
    expect(wordsOf(html)).to.contain('changed meanwhile')
    expect(html).to.contain('value="https://93.184.216.34/late"')
    const renewed = await (await admin.form(`${made.path}/secret`)).text()
    expect(secretIn(renewed)).to.be.a('string').and.not.to.equal(secretIn(made.html))
  })

  it('say beside the field what is wrong, and refuse private networks in words', async () => {
    const refused = async (fields: Record<string, string | readonly string[]>) => {
      const { status, html } = await add(fields)
      return `${status} ${wordsOf(html)}`
    }
    expect(await refused({ url: 'example.org' })).to.match(/^422 .*Give an address that begins with https/)
    expect(await refused({ url: 'https://10.0.0.8/x' })).to.match(
      /^422 .*it is in a private network: allow that network/,
    )
    expect(await refused({ url: `https://93.184.216.34/${'x'.repeat(5000)}` })).to.match(
      /^422 .*Use at most 2000 characters/,
    )
    expect(await refused({ url: 'https://93.184.216.34/', which: 'some', kind: 'x'.repeat(100) })).to.match(
      /^422 .*Tick at least one kind/,
    )
    // All that is wrong at once.
    expect(await refused({ url: 'https://10.0.0.8/x', which: 'some' })).to.match(/2 fields are to be put right/)
    expect(await refused({ url: 'http://93.184.216.34/' })).to.match(
      /^422 .*only networks of the house are reached: use https/,
    )
    expect(await refused({ url: 'https://93.184.216.34/', which: 'some' })).to.match(/^422 .*Tick at least one kind/)
    expect((await add({ url: 'https://93.184.216.34/once' })).status).to.equal(200)
    expect(await refused({ url: 'https://93.184.216.34/once' })).to.match(/^409 .*Events go to this address already/)
    expect(await site.database.db.selectFrom('webhooks').select('id').execute()).to.have.length(1)
  })

  it('send a test and show what came of it', async () => {
    const receiver = await openReceiver(() => ({ status: 418 }))
    const { path } = await add({ url: receiver.url })
    expect((await admin.form(`${path}/test`)).headers.get('location')).to.equal(`${path}?done=tested`)
    await receiver.count(1)
    await until(async () => (await words(path)).includes('Not delivered'))
    const shown = await words(path)
    expect(shown).to.match(/Test .* ✕ Not delivered 418 .*it answered 418/)
    expect(shown).to.contain('What it said').and.contain('✕ Failing')
    // Tests are sent anew, not again.
    expect(await (await admin.get(path)).text()).not.to.contain('/retry"')
    await receiver.close()
  })

  it('show each event, and send it again', async () => {
    const receiver = await openReceiver((n) => ({ status: n === 1 ? 500 : 200 }))
    const { path } = await add({ url: receiver.url, which: 'some', kind: ['request.placed'] })
    const reader = await signInWith(site, 'patron', [{ role: 'patron' }], 'Rosa Reader')
    await reader.call('POST', '/api/v1/requests', { citation: { title: 'An event' }, pickupBranch: 'main' })
    await until(async () => (await words(path)).includes('Will be tried again'))
    const retry = /action="(\/admin\/webhooks\/\d+\/deliveries\/\d+\/retry)"/.exec(
      await (await admin.get(path)).text(),
    )![1]!
    expect((await admin.form(retry)).headers.get('location')).to.equal(`${path}?done=again`)
    await until(async () => (await words(path)).includes('✓ Delivered'))
    expect(await words(path))
      .to.contain('✓ Works')
      .and.contain('2 attempts')
    // Paused, nothing goes there; resumed, it does again.
    await admin.form(`${path}/pause`)
    expect(await words('/admin/webhooks')).to.contain('Paused')
    expect((await admin.form(retry)).status).to.equal(409)
    await admin.form(`${path}/pause?on=1`)
    expect(await words('/admin/webhooks')).to.contain('✓ Works')
    expect((await admin.form(`${path}/remove`)).headers.get('location')).to.equal('/admin/webhooks?done=removed')
    expect((await admin.get(path)).status).to.equal(404)
    await receiver.close()
  })
})
