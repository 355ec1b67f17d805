import { expect } from 'chai'
import { createLog, noSeal, readNetworks } from '../../src/kit/index.ts'
import { TargetsFile } from '../../src/search/index.ts'
import { TargetTest } from '../../src/web/api/target-schemas.ts'
import { createZServer, type ZServer } from '../../src/zserver/index.ts'
import { wordsOf } from './html.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

/** Nothing listens there: the discard port of loopback. */
const closed = 9

describe('The test of a target', () => {
  let server: ZServer
  let site: Site
  let admin: SignedIn
  before(async () => {
    server = createZServer({ databases: [], name: 'Peer', log: createLog('silent') })
    await server.listen(0)
  })
  after(() => server.close())
  beforeEach(async () => {
    const targets = [
      { id: 'here', label: 'Here', host: 'localhost', port: server.port },
      { id: 'asleep', label: 'Asleep', host: 'localhost', port: closed },
      { id: 'other', label: 'Other', host: 'localhost', port: closed },
    ]
    const config = TargetsFile.parse({ allowNetworks: ['127.0.0.0/8', '::1/128'], targets })
    site = await openSite([], {
      follows: { config, seal: noSeal },
      testLimit: { perPerson: 3, perTarget: 2 },
      metricsFrom: readNetworks('127.0.0.1, ::1')!,
    })
    site.service.take(config.targets)
    admin = await signIn(site, 'admin', 'enquiry')
  })
  afterEach(() => site.close())

  const test = async (who: SignedIn, id: string) => {
    const answer = await who.call('POST', `/api/v1/target-entries/${id}/test`)
    return { status: answer.status, retry: answer.headers.get('retry-after'), json: await answer.json() }
  }
  const page = async (who: SignedIn, path: string) => {
    const answer = await who.form(path)
    return { status: answer.status, words: wordsOf(await answer.text()) }
  }
  const figures = async () =>
    (await (await site.get('/metrics')).text())
      .split('\n')
      .filter((line) => line.startsWith('farshelf_target_tests_total{'))
      .map((line) => line.replace(/^\w+/, ''))

  it('tells those who administer targets where it connected to, and nobody else', async () => {
    const [connected] = TargetTest.parse((await test(admin, 'here')).json).steps
    expect(connected).to.include({ step: 'connect', ok: true, detail: 'connected' })
    expect(connected!.address).to.match(/^(?:127\.0\.0\.1|::1) port \d+$/)
    const [refused] = TargetTest.parse((await test(admin, 'asleep')).json).steps
    expect(refused!.address).to.match(/127\.0\.0\.1|::1/)
    const staff = await signIn(site, 'enquiry')
    for (const id of ['here', 'asleep']) {
      const { status, words } = await page(staff, `/enquiry/health/${id}/test`)
      expect([status, /127\.0\.0\.1|::1|localhost/.test(words)], words).to.deep.equal([200, false])
    }
    const { words } = await page(await signIn(site, 'enquiry', 'admin'), '/enquiry/health/other/test')
    expect(words).to.match(/ECONNREFUSED \(at (?:127\.0\.0\.1|::1)/)
  })

  it('is not where programs of readers hear where a name leads to either', async () => {
    const answer = await site.post('/api/v1/searches', { query: { any: 'x' }, targets: ['asleep'] })
    const { id } = (await answer.json()) as { id: string }
    await site.service.get(id)!.settled(60_000)
    const text = await (await site.get(`/api/v1/searches/${id}`)).text()
    expect(text).to.contain('ECONNREFUSED')
    expect(text).not.to.match(/127\.0\.0\.1|::1/)
  })

  it('is limited for each target, whoever asks, and for each person, whichever target, and counted', async () => {
    const other = await signIn(site, 'admin', 'enquiry')
    expect((await test(admin, 'here')).status).to.equal(200)
    expect((await page(other, '/admin/targets/here/test')).status).to.equal(200)
    const target = await test(admin, 'here')
    expect(target.status).to.equal(429)
    expect(target.json).to.deep.include({ code: 'too-many-tests' })
    expect(target.json.detail).to.match(/^Too many tests of this target: wait \d+ seconds and try again$/)
    expect(Number(target.retry)).to.be.within(1, 60)
    const health = await page(other, '/enquiry/health/here/test')
    expect([health.status, /Too many tests of this target: wait \d+ seconds/.test(health.words)]).to.deep.equal([
      429,
      true,
    ])
    expect((await test(admin, 'asleep')).status).to.equal(200)
    const person = await page(admin, '/admin/targets/asleep/test')
    expect([person.status, /Too many tests by you: wait \d+ seconds/.test(person.words)]).to.deep.equal([429, true])
    expect(person.words).to.contain('Asleep').and.not.to.contain('What it said')
    expect(await figures()).to.have.members([
      '{target="here",result="fails"} 2',
      '{target="here",result="refused"} 2',
      '{target="asleep",result="fails"} 1',
      '{target="asleep",result="refused"} 1',
    ])
  })

  it('counts for nothing where there is no such target', async () => {
    for (let i = 0; i < 4; i++) expect((await test(admin, 'nobody')).status).to.equal(404)
    expect((await test(admin, 'here')).status).to.equal(200)
    expect(await figures()).to.deep.equal(['{target="here",result="fails"} 1'])
  })
})
