import { expect } from 'chai'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
import { lookupHandlers } from '../../src/search/index.ts'
import { until } from '../until.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

const lists = '/api/v1/number-lists'

describe('Lists of numbers in the API', () => {
  let site: Site
  let worker: Worker | undefined
  let staff: SignedIn
  before(async () => {
    site = await openSite([
      { id: 'eastbrook', records: 'eastbrook' },
      { id: 'northfield', records: 'northfield' },
    ])
    staff = await signIn(site, 'enquiry')
  })
  after(async () => {
    await worker?.close()
    await site?.close()
  })

  const sources = ['eastbrook', 'northfield']
  const create = (body: unknown, who = staff) => who.call('POST', lists, body)
  const begun = async (numbers: readonly string[]) => (await create({ numbers, sources })).headers.get('location')!
  const codeOf = async (answer: Response) => [answer.status, (await answer.json()).code]

  it('are stopped, gone on with and deleted, by whoever made them alone', async () => {
    const path = await begun(['9789999924115', ''])
    const now = await (await staff.get(path)).json()
    expect(now).to.deep.include({ state: 'running', sources, fullOnly: false })
    expect(now.counts).to.deep.include({ waiting: 1, invalid: 1 })
    const other = await signIn(site, 'enquiry')
    for (const way of ['', '/results', '/file'])
      expect(await codeOf(await other.get(path + way)), way).to.deep.equal([404, 'lookup-gone'])
    for (const way of ['/stop', '/retry'])
      expect(await codeOf(await other.call('POST', path + way)), way).to.deep.equal([404, 'lookup-gone'])
    expect((await other.call('DELETE', path)).status).to.equal(404)
    expect(await (await other.get(lists)).json()).to.deep.equal({ lists: [] })

    expect(await (await staff.call('POST', `${path}/stop`)).json()).to.include({ state: 'stopped' })
    expect(await codeOf(await staff.call('POST', `${path}/stop`))).to.deep.equal([409, 'lookup-state'])
    expect(await (await staff.call('POST', `${path}/retry`)).json()).to.include({ state: 'running' })
    const ids = async () => (await (await staff.get(lists)).json()).lists.map(({ id }: { id: number }) => id)
    expect(await ids()).to.deep.equal([now.id])
    expect((await staff.call('DELETE', path)).status).to.equal(204)
    expect((await staff.get(path)).status).to.equal(404)
    expect(await ids()).to.deep.equal([])
  })

  it('are begun once for a key, and never for another list', async () => {
    const key = { 'content-type': 'application/json', 'x-csrf-token': staff.csrf, 'idempotency-key': 'order-7' }
    const send = (numbers: readonly string[], headers: Record<string, string> = key, who = staff) =>
      who.get(lists, { method: 'POST', headers, body: JSON.stringify({ name: 'once', numbers, sources }) })
    const both = await Promise.all([send(['9789999924115']), send(['9789999924115'])])
    expect(both.map(({ status }) => status)).to.deep.equal([201, 201])
    expect(both.map(({ headers }) => headers.get('idempotent-replayed'))).to.have.members([null, 'true'])
    const [one, other] = await Promise.all(both.map((answer) => answer.json()))
    expect(other).to.deep.equal(one)
    expect(both.map(({ headers }) => headers.get('location'))).to.deep.equal(Array(2).fill(`${lists}/${one.id}`))
    const named = async (who = staff) =>
      (await (await who.get(lists)).json()).lists.filter(({ name }: { name: string }) => name === 'once')
    expect(await named()).to.have.lengthOf(1)
    expect(await codeOf(await send(['9789999924085']))).to.deep.equal([422, 'key-reused'])
    const stranger = await signIn(site, 'enquiry')
    expect((await send(['9789999924115'], { ...key, 'x-csrf-token': stranger.csrf }, stranger)).status).to.equal(201)
    expect((await staff.call('DELETE', `${lists}/${one.id}`)).status).to.equal(204)
  })

  it('are refused with what is wrong, and to whoever may not search as staff', async () => {
    const numbers = ['9789999924115']
    expect(await codeOf(await create({ numbers, sources: ['nowhere'] }))).to.deep.equal([400, 'unknown-target'])
    for (const body of [
      { numbers: [], sources },
      { numbers, sources: [] },
      { numbers: Array(5001).fill('1'), sources },
    ])
      expect(await codeOf(await create(body))).to.deep.equal([400, 'bad-input'])
    const reader = await signIn(site, 'request.place')
    expect((await create({ numbers, sources }, reader)).status).to.equal(403)
    expect((await site.get(lists)).status).to.equal(401)
  })

  it('give what became of each number, page by page, and one file', async () => {
    const { database, service } = site
    const handlers = lookupHandlers({ database, service, clock: systemClock, pause: 1, share: 20 })
    worker = createWorker({ database, handlers, clock: systemClock, log: createLog('silent'), poll: 50 })
    // A text of letters is an entry as any other here, and no heading.
    const path = await begun(['title', '9789999924115', '9789999924085', '9780306406157', '9789999924115'])
    await until(async () => (await (await staff.get(path)).json()).state === 'done')
    const first = await (await staff.get(`${path}/results?size=3`)).json()
    expect(first.after).to.equal(3)
    const rest = await (await staff.get(`${path}/results?size=3&after=3`)).json()
    expect(rest).not.to.have.property('after')
    const results: { line: number; outcome: string; why: string }[] = [...first.results, ...rest.results]
    expect(results.map(({ line, outcome }) => `${line} ${outcome}`)).to.deep.equal([
      '1 invalid',
      '2 found',
      '3 found',
      '4 not-found',
      '5 twin',
    ])
    expect(results[4]).to.include({ twinOf: 2, why: 'The same as line 2' })
    expect(results[1]).to.include({ kind: 'isbn', number: '9789999924115' }).and.have.property('source')
    const { results: found } = await (await staff.get(`${path}/results?outcome=found`)).json()
    expect(found).to.have.length(2)
    const leftOut = async () => (await (await staff.get(`${path}/left-out?format=marc`)).json()).leftOut
    expect(await leftOut()).to.deep.equal([])
    const file = await staff.get(`${path}/file?format=mrk`)
    expect([...(await file.text()).matchAll(/^=020 .*?\$a(\d+)/gm)].map(([, number]) => number)).to.deep.equal([
      '9999924115',
      '9789999924085',
    ])
    const fields = [['500', '  ', 'a', 'x'.repeat(10_000)]]
    await database.db
      .updateTable('lookup_numbers')
      .set({ marc: JSON.stringify({ leader: '00000nam a2200000 a 4500', fields }) })
      .where('outcome', '=', 'found')
      .where('line', '=', 3)
      .execute()
    const short = await staff.get(`${path}/file?format=marc`)
    expect([short.status, short.headers.get('farshelf-left-out')]).to.deep.equal([200, '1'])
    const [missing, ...others] = await leftOut()
    expect(others).to.deep.equal([])
    expect(missing).to.include({ line: 3, number: '9789999924085' }).and.have.property('why').that.includes('ISO 2709')
    expect((await (await signIn(site, 'enquiry')).get(`${path}/left-out`)).status).to.equal(404)
  })
})
