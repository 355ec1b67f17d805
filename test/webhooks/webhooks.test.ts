import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { parse } from 'yaml'
import { defaultCirculation } from '../../src/circulation/index.ts'
import { createIll, IllSettings } from '../../src/ill/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
import {
  addWebhook,
  followingHandlers,
  WebhookFields,
  WebhookSettings,
  webhookHandlers,
} from '../../src/webhooks/index.ts'
import { actor, addLists } from '../web/our-catalogue.ts'
import { signIn, signInWith } from '../web/people.ts'
import { type Caller, type Json, script } from '../web/requests/caller.ts'
import { openSite, type Site } from '../web/site.ts'
import { openReceiver } from './receiver.ts'

describe('Webhooks', () => {
  const loopback = { allowNetworks: ['127.0.0.0/8'] }
  let site: Site
  let admin: Caller
  let staff: Caller
  let reader: Caller
  const workers: Worker[] = []
  const ill = createIll({
    ...{ clock: systemClock, settings: IllSettings.parse({}), circulation: defaultCirculation, followed: true },
  })

  before(async () => {
    site = await openSite([], { ill, webhooks: WebhookSettings.parse(loopback) })
    await addLists(site.database)
    admin = script(site, await signIn(site, 'admin'))
    staff = script(site, await signInWith(site, 'staff', [{ role: 'requests' }], 'Ida Ill'))
    reader = script(site, await signInWith(site, 'patron', [{ role: 'patron' }], 'Rosa Reader'))
  })
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close(0)))
    await site.database.db.deleteFrom('webhooks').execute()
    await site.database.db.deleteFrom('jobs').execute()
  })
  after(() => site?.close())

  function work(settings: object, backOff = 10): void {
    const { database } = site
    const common = { database, clock: systemClock, log: createLog('silent'), poll: 50, backOff }
    const jobs = { database, engine: ill.engine, clock: systemClock, settings: WebhookSettings.parse(settings) }
    workers.push(createWorker({ ...common, handlers: { ...followingHandlers(jobs), ...webhookHandlers(jobs) } }))
  }
  const add = async (fields: object) => {
    const { status, json } = await admin.send('POST', '/webhooks', fields)
    expect([status, json['code']]).to.deep.equal([201, undefined])
    return json
  }
  let titles = 0
  const place = async () => {
    const citation = { title: `The secret title ${++titles}` }
    return (await reader.send('POST', '/requests', { citation, pickupBranch: 'main' })).json
  }
  /** Until a condition holds. */
  async function until<T>(read: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const found = await read()
      if (found !== undefined) return found
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  const givenUp = () =>
    until(async () => {
      const { db } = site.database
      return db.selectFrom('jobs').select('last_error').where('failed_at', 'is not', null).executeTakeFirst()
    })

  it('tells what happened, signed, and nothing of the reader', async () => {
    const receiver = await openReceiver(() => ({ status: 204 }))
    const { secret } = await add({ url: receiver.url, kinds: ['request.placed', 'request.inProcess'] })
    const { id, number } = await place()
    await staff.send('POST', `/requests/${id}/actions/note`, { privateNote: 'Not wanted' }, { 'if-match': '*' })
    await staff.send('POST', `/requests/${id}/actions/inProcess`, { privateNote: 'Quiet' }, { 'if-match': '*' })
    work(loopback)
    const received = await receiver.count(2)
    const bodies = received.map(({ body }) => JSON.parse(body) as Json)
    expect(bodies.map(({ type }) => type)).to.have.members(['request.placed', 'request.inProcess'])
    const began = bodies.find(({ type }) => type === 'request.inProcess')
    expect(began!['data']).to.deep.equal({
      request: { id, number, href: `/api/v1/requests/${id}` },
      ...{ event: 'inProcess', version: 3, from: 'pending-review', to: 'in-process', by: 'staff' },
    })
    for (const { headers, body } of received) {
      expect(body).not.to.match(/Rosa|Ida|secret title|Quiet/)
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
      const key = Buffer.from(String(secret).replace('whsec_', ''), 'base64')
      const signature = createHmac('sha256', key).update(signed).digest('base64')
      expect(headers['webhook-signature']).to.equal(`v1,${signature}`)
      expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).to.be.lessThan(600)
    }
    await receiver.close()
  })

  it('says who the reader is where that is wanted', async () => {
    const receiver = await openReceiver(() => ({ status: 200 }))
    await add({ url: receiver.url, namesPatron: true })
    await place()
    work(loopback)
    const [one] = await receiver.count(1)
    expect(JSON.parse(one!.body)).to.nested.include({ 'data.patron.name': 'Rosa Reader' })
    await receiver.close()
  })

  it('tries again until it is taken, always with the same id and body', async () => {
    const receiver = await openReceiver((n) => ({ status: n < 3 ? 503 : 200 }))
    const { id } = await add({ url: receiver.url })
    await place()
    work(loopback)
    const received = await receiver.count(3)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).to.equal(1)
    expect(new Set(received.map(({ body }) => body)).size).to.equal(1)
    const seen = await until(async () => {
      const { json } = await admin.get(`/webhooks/${id}`)
      return json['deliveredAt'] ? json : undefined
    })
    expect(seen).not.to.have.property('lastError')
    await receiver.close()
  })

  it('follows no redirect, and waits for nobody for ever', async () => {
    const elsewhere = await openReceiver(() => ({ status: 200 }))
    const receiver = await openReceiver((n) =>
      n === 1 ? { status: 307, headers: { location: elsewhere.url } } : 'silence',
    )
    const { id } = await add({ url: receiver.url })
    await place()
    work({ ...loopback, timeout: 1 })
    await receiver.count(3)
    const { json } = await admin.get(`/webhooks/${id}`)
    expect(json['lastError']).to.match(/127\.0\.0\.1 did not take an event: no answer in time/)
    expect(elsewhere.received).to.deep.equal([])
    await receiver.close()
    await elsewhere.close()
  })

  it('calls no address of a private network that is not allowed, and makes a problem of it', async () => {
    const receiver = await openReceiver(() => ({ status: 200 }))
    for (const url of [receiver.url, receiver.url.replace('127.0.0.1', 'localhost')]) {
      await site.database.tx((tx) => addWebhook(tx, WebhookFields.parse({ url }), actor))
      await place()
      work({})
      expect((await givenUp()).last_error).to.match(/is not called: it is in a private network: allow that network/)
      const problems = (await staff.get('/problems')).json['problems'] as Json[]
      expect(problems[0]).to.nested.include({ 'job.kind': 'webhook.deliver' })
      await Promise.all(workers.splice(0).map((worker) => worker.close(0)))
      await site.database.db.deleteFrom('jobs').execute()
      await site.database.db.deleteFrom('webhooks').execute()
    }
    expect(receiver.received).to.deep.equal([])
    await receiver.close()
  })

  it('takes no address that is not called from here', async () => {
    for (const [url, words] of [
      ['https://10.1.2.3/hook', 'it is in a private network'],
      ['https://[::1]/hook', 'it is in a private network'],
      ['http://93.184.216.34/hook', 'use https'],
    ] as const) {
      const refused = await admin.send('POST', '/webhooks', { url })
      expect(refused.json, url).to.include({ status: 400 })
      expect(refused.json['detail'])
        .to.match(/^url: /)
        .and.contain(words)
    }
    const { id } = await add({ url: 'https://93.184.216.34/hook' })
    const change = { url: 'https://192.168.1.1/hook' }
    expect((await admin.send('PATCH', `/webhooks/${id}`, change, { 'if-match': '*' })).status).to.equal(400)
  })

  it('remembers what became of each event, with the answer, and sends it again when asked', async () => {
    const receiver = await openReceiver((n) => ({ status: n === 1 ? 401 : 200 }))
    const { id } = await add({ url: receiver.url, kinds: ['request.placed'] })
    const deliveries = async () => (await admin.get(`/webhooks/${id}/deliveries`)).json['deliveries'] as readonly Json[]
    expect(await deliveries()).to.deep.equal([])
    const request = await place()
    work(loopback, 3_600_000)
    await receiver.count(1)
    const [failed] = await until(async () => {
      const all = await deliveries()
      return all[0]?.['status'] ? all : undefined
    })
    expect(failed).to.deep.include({
      ...{ kind: 'request.placed', instance: request['id'], version: 1, state: 'again', attempts: 1, status: 401 },
      error: 'The webhook at 127.0.0.1 did not take an event: it answered 401',
    })
    expect(failed!['answer']).to.equal('x'.repeat(1000))
    // The next attempt is an hour away; whoever put the receiver right need not wait.
    const retry = `/webhooks/${id}/deliveries/${failed!['id']}/retry`
    const isDelivered = (attempts: number) =>
      until(async () =>
        (await deliveries()).find((one) => one['state'] === 'delivered' && one['attempts'] === attempts),
      )
    expect((await admin.send('POST', retry)).status).to.equal(202)
    await receiver.count(2)
    expect(await isDelivered(2))
      .to.include({ status: 200 })
      .and.not.to.have.property('error')
    // Also what was taken, with the same id.
    expect((await admin.send('POST', retry)).status).to.equal(202)
    const received = await receiver.count(3)
    await isDelivered(3)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).to.equal(1)
    // Not while it is paused.
    await admin.send('PATCH', `/webhooks/${id}`, { active: false }, { 'if-match': '*' })
    expect((await admin.send('POST', retry)).json).to.include({ status: 409, code: 'delivery-refused' })
    expect((await admin.send('POST', `/webhooks/${id}/deliveries/999999/retry`)).status).to.equal(404)
    expect((await staff.get(`/webhooks/${id}/deliveries`)).status).to.equal(403)
    await receiver.close()
  })

  it('sends a test once, paused or not, and makes no problem of what comes of it', async () => {
    const receiver = await openReceiver((n) => ({ status: n === 1 ? 204 : 500 }))
    const { id } = await add({ url: receiver.url, kinds: ['request.placed'], active: false })
    const states = async () =>
      ((await admin.get(`/webhooks/${id}/deliveries`)).json['deliveries'] as readonly Json[]).map((one) => one['state'])
    work(loopback)
    expect((await admin.send('POST', `/webhooks/${id}/test`)).status).to.equal(202)
    const [first] = await receiver.count(1)
    expect(JSON.parse(first!.body)).to.deep.include({ type: 'test', data: { webhook: id } })
    expect(first!.headers).to.have.property('webhook-signature')
    await until(async () => ((await states())[0] === 'delivered' ? true : undefined))
    expect((await admin.send('POST', `/webhooks/${id}/test`)).status).to.equal(202)
    await receiver.count(2)
    await until(async () => ((await states())[0] === 'failed' ? true : undefined))
    expect(await states()).to.deep.equal(['failed', 'delivered'])
    expect((await admin.get(`/webhooks/${id}`)).json['lastError']).to.contain('it answered 500')
    expect((await staff.get('/problems')).json['problems']).to.deep.equal([])
    const trail = await site.database.db.selectFrom('audit').select('action').execute()
    expect(trail.map(({ action }) => action)).to.include.members(['webhook.test', 'webhook.retry'])
    await receiver.close()
  })

  it('is kept by administrators, shows its secret once and never again', async () => {
    const made = await add({ url: 'https://example.org/hook' })
    const { id, secret } = made
    expect(secret).to.match(/^whsec_[\w+/]{43}=$/)
    const path = `/webhooks/${id}`
    const { etag, json } = await admin.get(path)
    expect(json).to.include({ active: true, namesPatron: false, version: 1 })
    const list = await admin.get('/webhooks')
    expect(JSON.stringify([json, list.json])).not.to.contain('whsec_')
    expect(list.json['kinds']).to.include.members(['request.placed', 'line.shipped', 'line.undo', 'request.local'])
    expect((await admin.send('PATCH', path, { active: false })).status).to.equal(428)
    expect((await admin.send('PATCH', path, { active: false }, { 'if-match': etag })).json).to.include({ version: 2 })
    expect((await admin.send('PATCH', path, {}, { 'if-match': etag })).json).to.include({ code: 'version-stale' })
    const renewed = (await admin.send('POST', `${path}/secret`)).json
    expect(renewed['secret'])
      .to.match(/^whsec_/)
      .and.not.to.equal(secret)
    const trail = await site.database.db
      .selectFrom('audit')
      .select('detail')
      .where('subject_kind', '=', 'webhook')
      .execute()
    expect(trail).to.have.length.greaterThan(2)
    expect(JSON.stringify(trail)).not.to.contain('whsec_')
    for (const url of ['ftp://example.org', 'https://user:pw@example.org', 'example.org', ''])
      expect([url, (await admin.send('POST', '/webhooks', { url })).status]).to.deep.equal([url, 400])
    expect((await admin.send('POST', '/webhooks', { url: 'https://a.example', kinds: ['x'] })).status).to.equal(400)
    expect((await staff.get('/webhooks')).status).to.equal(403)
    expect((await admin.send('DELETE', path)).status).to.equal(204)
    expect((await admin.get(path)).status).to.equal(404)
  })

  it('is one for each address, however it is written and however many ask at once', async () => {
    const answers = await Promise.all(
      ['https://example.org/hook', 'https://EXAMPLE.org:443/hook', 'https://example.org/./hook'].map((url) =>
        admin.send('POST', '/webhooks', { url }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409])
    expect(answers.find(({ status }) => status === 409)?.json).to.include({ code: 'webhook-taken' })
    const { id } = await add({ url: 'https://example.org/other' })
    const any = { 'if-match': '*' }
    const moved = await admin.send('PATCH', `/webhooks/${id}`, { url: 'https://example.org/hook' }, any)
    expect(moved.json).to.include({ status: 409, code: 'webhook-taken' })
    expect((await admin.send('PATCH', `/webhooks/${id}`, { url: 'https://example.org/other' }, any)).status).to.equal(
      200,
    )
  })

  it('takes the sample of its configuration', () => {
    const sample = readFileSync(new URL('../../config/webhooks.sample.yaml', import.meta.url), 'utf8')
    expect(WebhookSettings.parse(parse(sample))).to.deep.equal(WebhookSettings.parse({}))
  })
})
