import { once } from 'node:events'
import { expect } from 'chai'
import { until } from '../until.ts'
import { type Demo, startDemo } from './running-demo.ts'

type Json = { readonly [name: string]: unknown }

/** Somebody at one of the libraries, who uses its API as its pages do. */
interface Colleague {
  get(path: string): Promise<{ readonly json: Json; readonly etag: string }>
  post(path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Json>
}

/** Domain/ill.md sections 1 and 3: what two libraries have to do with a loan, each through its own API. */
describe('A network of two libraries that the demo starts', () => {
  let demo: Demo
  let here: string
  let there: string
  let title: string
  before(async () => {
    demo = await startDemo(['--libraries', '2'])
    const addresses = [...demo.said.join('\n').matchAll(/^(\w+ Library) {2,}(http\S+)/gm)].map(([, , url]) => url!)
    expect(addresses).to.have.lengthOf(2)
    ;[here, there] = addresses as [string, string]
    title = /“(.+?)”, which only Birch Library has/.exec(demo.said.join('\n'))![1]!
  })
  after(() => {
    demo?.process.kill('SIGKILL')
  })

  /** Both libraries stand at one host name: who is at both has one browser, and is signed in at each. */
  const cookies = new Map<string, string>()
  const keep = (answer: Response) => {
    for (const one of answer.headers.getSetCookie()) {
      const [name, value] = one.split(';')[0]!.split('=') as [string, string]
      cookies.set(name, value)
    }
    return answer
  }
  const shown = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const call = async (address: string, init: RequestInit = {}) =>
    keep(await fetch(address, { redirect: 'manual', ...init, headers: { cookie: shown(), ...init.headers } }))

  async function signIn(library: string, login: string): Promise<Colleague> {
    const door = new URL(login.startsWith('2') ? 'login' : 'staff/login', library).href
    const csrfIn = async (answer: Response) => /name="csrf" value="([^"]+)"/.exec(await answer.text())![1]!
    const secret = demo.secretOf(login, library)
    const body = new URLSearchParams({ csrf: await csrfIn(await call(door)), login, secret })
    expect((await call(door, { method: 'POST', body })).status).to.equal(303)
    const csrf = await csrfIn(await call(new URL('account', library).href))
    const api = (path: string) => new URL(`api/v1${path}`, library).href
    return {
      async get(path) {
        const answer = await call(api(path))
        return { json: (await answer.json()) as Json, etag: answer.headers.get('etag') ?? '' }
      },
      async post(path, body = {}, headers = {}) {
        const all = { 'content-type': 'application/json', 'x-csrf-token': csrf, ...headers }
        const answer = await call(api(path), { method: 'POST', body: JSON.stringify(body), headers: all })
        const json = (await answer.json()) as Json
        expect(answer.status, `${path}: ${JSON.stringify(json)}`).to.be.lessThan(300)
        return json
      },
    }
  }
  /** Looks at it, and acts at the version that was seen. */
  const act = async (who: Colleague, path: string, action: string, said: object = {}) =>
    await who.post(`${path}/actions/${action}`, said, { 'if-match': (await who.get(path)).etag })
  const becomes = (who: Colleague, path: string, status: string) =>
    until(async () => (await who.get(path)).json['status'] === status)

  it('takes a book from a search at one to the shelf of the other again', async () => {
    const reader = await signIn(here, '20010001')
    const search = await reader.post('/searches', { query: { title } })
    let found: Json = {}
    await until(async () => {
      found = (await reader.get(`/searches/${search['id']}`)).json
      return found['state'] === 'done'
    })
    expect(found['hits']).to.have.lengthOf(1)
    const hit = { searchId: search['id'], hit: 1 }
    const request = await reader.post('/requests', { from: { kind: 'hit', ...hit }, pickupBranch: 'main' })
    const path = `/requests/${request['id']}`

    let borrower = await signIn(here, 'ill')
    await borrower.post('/catalogue/select', { ...hit, requestId: request['number'] })
    // Who has it is known by the search: nobody has to name the lender.
    const entries = (await borrower.post(`${path}/rota`))['entries'] as Json[]
    expect(entries.map(({ lender }) => (lender as Json)['name'])).to.deep.equal(['Birch Library'])
    const line = `${path}/lines/${entries[0]!['line']}`
    await act(borrower, line, 'request', { transmit: true })

    const lender = await signIn(there, 'ill')
    let asked: Json[] = []
    await until(async () => {
      asked = (await lender.get('/lendings?queue=new')).json['lendings'] as Json[]
      return asked.length > 0
    })
    expect(asked[0]).to.include({ title, via: 'iso18626' })
    const lending = `/lendings/${asked[0]!['id']}`
    const records = (await lender.get(`${lending}/availability`)).json['records'] as Json[]
    const itemNo = (records[0]!['copies'] as Json[]).find(({ available }) => available)!['accessionNo']
    await act(lender, lending, 'shipped', { service: 'loan', itemNo, dueOn: '2099-05-01' })

    await becomes(borrower, line, 'Shipped from lender')
    await act(borrower, line, 'receivedAsLoan', { accessionNo: 'ILL-1', dueAtLender: '2099-05-01' })
    const desk = await signIn(here, 'desk')
    const scan = { accessionNo: 'ILL-1', branch: 'main' }
    await desk.post('/circulation/check-ins', scan)
    await desk.post('/circulation/check-outs', { ...scan, card: '20010001' })
    await desk.post('/circulation/check-ins', scan)
    // In the same browser one is somebody else at the desk.
    borrower = await signIn(here, 'ill')
    await act(borrower, line, 'returned')

    await until(async () => (await lender.get('/lendings?queue=returned')).json['count'] === 1)
    await act(lender, lending, 'checkedIn')
    expect((await lender.get(lending)).json).to.include({ state: 'checked-in' })
    await until(async () => {
      const events = (await borrower.get(`${path}/history`)).json['events'] as Json[]
      return events.some(({ label }) => label === 'Checked in by lender')
    })
    expect((await borrower.get(line)).json).to.include({ status: 'Returned to lender' })
  })

  it('ends both with 0 when told to stop', async () => {
    const ended = once(demo.process, 'exit')
    demo.process.kill('SIGINT')
    expect(await ended).to.deep.equal([0, null])
  })
})
