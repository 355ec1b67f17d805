import { expect } from 'chai'
import { makeToken } from '../../../src/accounts/index.ts'
import { addBib, readBib } from '../../../src/catalogue/index.ts'
import { actor } from '../our-catalogue.ts'
import { type SignedIn, signIn } from '../people.ts'
import type { Site } from '../site.ts'
import { openSiteWith, spoiled, theirBook } from './cataloguers.ts'

interface Undecided {
  readonly code: string
  readonly type: string
  readonly lossyFields: readonly string[]
  readonly matches: readonly {
    readonly bibId: number
    readonly version: number
    readonly reason: string
    readonly poorer: boolean
    readonly changes: readonly {
      readonly kind: string
      readonly tag: string
      readonly before?: string
      readonly after?: string
    }[]
  }[]
}

describe('Select Record in the API', () => {
  let site: Site
  let cataloguer: SignedIn
  before(async () => {
    site = await openSiteWith([
      theirBook('u1', 'Solaris'),
      theirBook('u2', 'Eden'),
      theirBook('u3', 'Katar'),
      spoiled(theirBook('u9', 'Dzienniki gwiazdowe'), 'gwiaz'),
    ])
    cataloguer = await signIn(site, 'catalogue.edit')
  })
  after(() => site.close())

  /** A search that found one record, by its id. */
  async function searchFor(title: string): Promise<string> {
    const search = site.service.start({ query: { title }, audience: 'opac' })
    await search.settled(100_000)
    expect(search.merged).to.equal(1)
    return search.id
  }
  const select = (searchId: string, more: object = {}) =>
    cataloguer.call('POST', '/api/v1/catalogue/select', { searchId, hit: 1, ...more })
  const count = async () => Number((await site.database.pool.query('select count(*) as n from bibs')).rows[0].n)

  it('answers 201 once, and 200 with the same record ever after', async () => {
    const searchId = await searchFor('Solaris')
    const answers = await Promise.all(Array.from({ length: 20 }, () => select(searchId)))
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as { outcome: string; bibId: number }[]
    expect(new Set(bodies.map(({ bibId }) => bibId)).size).to.equal(1)
    expect(answers.filter(({ status }) => status === 201)).to.have.length(1)
    expect(answers.filter(({ status }) => status === 200)).to.have.length(19)
    expect(bodies.filter(({ outcome }) => outcome === 'created')).to.have.length(1)
    const made = answers.find(({ status }) => status === 201)!
    expect(made.headers.get('location')).to.equal(`/catalogue/${bodies[0]!.bibId}`)
    expect(await count()).to.equal(1)
  })

  it('takes an Idempotency-Key, and needs none', async () => {
    const headers = {
      cookie: cataloguer.cookie,
      'content-type': 'application/json',
      'x-csrf-token': cataloguer.csrf,
      'idempotency-key': 'abc',
    }
    const body = JSON.stringify({ searchId: await searchFor('Solaris'), hit: 1, source: 0 })
    expect((await site.get('/api/v1/catalogue/select', { method: 'POST', headers, body })).status).to.equal(200)
  })

  it('answers 409 with what to decide, and does what was decided', async () => {
    const ours = theirBook('x', 'Eden')
    ours.fields = ours.fields.filter(([tag]) => !['001', '650'].includes(tag))
    ours.leader = '00000nam a22000005i 4500'
    const { id } = await addBib(site.database.db, { record: ours, flavour: 'marc21' }, { actor, action: 'create' })
    const searchId = await searchFor('Eden')
    const asked = await select(searchId)
    expect(asked.status).to.equal(409)
    expect(asked.headers.get('content-type')).to.contain('application/problem+json')
    const problem = (await asked.json()) as Undecided
    expect(problem).to.include({ code: 'needs-decision', type: 'urn:farshelf:problem:needs-decision' })
    expect(problem.matches[0]).to.include({ bibId: id, version: 1, reason: 'title-author-year', poorer: false })
    expect(problem.matches[0]!.changes).to.deep.include({
      kind: 'added',
      tag: '650',
      after: '650 #0 $aPlanets$vFiction',
    })

    const decision = { kind: 'overlay', bibId: id, version: 1 }
    const stale = await select(searchId, { decision: { ...decision, version: 5 } })
    expect([stale.status, ((await stale.json()) as Undecided).code]).to.deep.equal([409, 'version-conflict'])
    const laid = await select(searchId, { decision })
    expect([laid.status, await laid.json()]).to.deep.equal([200, { outcome: 'overlaid', bibId: id, version: 2 }])
    expect(await (await select(searchId, { decision })).json()).to.deep.equal({
      outcome: 'existing',
      bibId: id,
      version: 2,
    })
  })

  it('answers 409 for lost characters until somebody confirms', async () => {
    const searchId = await searchFor('Dzienniki')
    const asked = await select(searchId)
    const problem = (await asked.json()) as Undecided
    expect([asked.status, problem.code, problem.matches, problem.lossyFields]).to.deep.equal([
      409,
      'lossy-record',
      [],
      ['245'],
    ])
    expect((await select(searchId, { confirmLossy: true })).status).to.equal(201)
  })

  it('knows no requests yet, and takes nothing for one', async () => {
    const before = await count()
    const answer = await select(await searchFor('Katar'), { requestId: 'R-1' })
    expect([answer.status, ((await answer.json()) as Undecided).code]).to.deep.equal([404, 'unknown-request'])
    expect(await count()).to.equal(before)
  })

  it('says when the search is gone, the hit is none, or the body is wrong', async () => {
    const refusal = async (work: Promise<Response>) => {
      const answer = await work
      return [answer.status, ((await answer.json()) as Undecided).code]
    }
    const searchId = await searchFor('Katar')
    expect(await refusal(select('gone'))).to.deep.equal([404, 'search-gone'])
    expect(await refusal(select(searchId, { hit: 99 }))).to.deep.equal([404, 'not-found'])
    for (const wrong of [
      { decision: { kind: 'overlay', bibId: 1 } },
      { decision: { kind: 'create', bibId: 1 } },
      { more: 1 },
    ])
      expect(await refusal(select(searchId, wrong))).to.deep.equal([400, 'bad-input'])
  })

  it('is for cataloguers: people of the site and programs with a token', async () => {
    const searchId = await searchFor('Katar')
    const call = (headers: Record<string, string>) =>
      site.get('/api/v1/catalogue/select', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ searchId, hit: 1 }),
      })
    expect((await call({})).status).to.equal(401)
    expect((await call({ cookie: cataloguer.cookie })).status).to.equal(403)
    const reader = await signIn(site, 'enquiry')
    expect((await call({ cookie: reader.cookie, 'x-csrf-token': reader.csrf })).status).to.equal(403)
    const token = await makeToken(site.database.db, { name: 'Loader script', permissions: ['catalogue.edit'] }, actor)
    const made = await call({ authorization: `Bearer ${token}` })
    expect(made.status).to.equal(201)
    const { bibId } = (await made.json()) as { bibId: number }
    expect((await readBib(site.database.db, bibId))!.changedBy.name).to.equal('Loader script')
  })

  it('checks a record as text, line by line, however long', async () => {
    const check = async (text: string) => {
      const answer = await cataloguer.call('POST', '/api/v1/catalogue/check', { text })
      return [answer.status, await answer.json()] as const
    }
    const sound = 'LDR 00000nam#a2200000#i#4500\n008 010203s1961####pl#|||||#||||||||#||pol#d\n245 10 $aSolaris\n'
    expect(await check(sound)).to.deep.equal([200, { sound: true, summary: 'Nothing is wrong with it.', findings: [] }])
    const [, faulty] = await check(`${sound}24 $a\n`)
    expect(faulty).to.deep.include({ sound: false })
    expect((faulty as { findings: object[] }).findings[0]).to.deep.include({ severity: 'error', line: 4, column: 1 })
    const [status, long] = await check(`${sound}500 ## $a${'é'.repeat(900_000)}`)
    expect([status, (long as { sound: boolean }).sound]).to.deep.equal([200, true])
  })

  it('stands in the description of the API', async () => {
    const { paths } = (await (await site.get('/api/v1/openapi.json')).json()) as {
      paths: Record<string, { post?: { responses: object } }>
    }
    expect(paths['/catalogue/select']?.post?.responses).to.include.keys('200', '201', '409', '404')
    expect(paths['/catalogue/check']?.post?.responses).to.include.keys('200')
  })
})
