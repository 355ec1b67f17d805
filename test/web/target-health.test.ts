import { expect } from 'chai'
import { noSeal } from '../../src/kit/index.ts'
import { TargetsFile } from '../../src/search/index.ts'
import { wordsOf } from './html.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

const patience = 100_000
/** Nothing listens there: the discard port of loopback. */
const closed = 9

describe('The page of target health', () => {
  let site: Site
  let staff: SignedIn

  before(async () => {
    site = await openSite([
      { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } },
      { id: 'asleep', port: closed, settings: { label: 'Asleep', audience: ['enquiry'] } },
      { id: 'untried', records: 'eastbrook', settings: { label: 'Untried', audience: ['enquiry'] } },
    ])
    staff = await signIn(site, 'enquiry')
    for (let i = 0; i < 5; i++) {
      const query = { title: `darkness ${'of '.repeat(i)}` }
      const search = site.service.start({ query, targets: ['northfield', 'asleep'], audience: 'enquiry' })
      await search.settled(patience)
    }
  })
  after(() => site.close())

  const page = async (path: string) => {
    const answer = await staff.get(path)
    expect(answer.status, path).to.equal(200)
    return answer.text()
  }
  const order = (html: string) => [...html.matchAll(/href="\/enquiry\/health\/(\w+)"/g)].map(([, id]) => id)

  it('says of each library in words how it fares, the worst first', async () => {
    const html = await page('/enquiry/health')
    expect(order(html)).to.deep.equal(['asleep', 'untried', 'northfield'])
    const words = wordsOf(html)
    for (const said of ['Left out for now', 'tried again after', 'Not asked yet', 'Answers', 'none of 5', '5 of 5'])
      expect(words).to.include(said)
    expect(words).to.match(/The connection was refused/)
  })

  it('is sorted by each column, both ways', async () => {
    expect(order(await page('/enquiry/health?sort=library'))).to.deep.equal(['asleep', 'northfield', 'untried'])
    expect(order(await page('/enquiry/health?sort=-library'))).to.deep.equal(['untried', 'northfield', 'asleep'])
    expect(order(await page('/enquiry/health?sort=usual'))[0]).to.equal('northfield')
    expect(order(await page('/enquiry/health?sort=failures'))[0]).to.equal('asleep')
    expect(order(await page('/enquiry/health?sort=nonsense'))).to.deep.equal(['asleep', 'untried', 'northfield'])
    const [heading] = /<th scope="col" aria-sort="descending">.*?<\/th>/.exec(
      await page('/enquiry/health?sort=-usual'),
    )!
    expect(heading).to.include('Usual time').and.include('sort=usual')
  })

  it('leads to each, with the limits it is asked within', async () => {
    const words = wordsOf(await page('/enquiry/health/northfield'))
    for (const said of [
      'Northfield City',
      '4 at most',
      '1,000 at most',
      '500 at most',
      '15.0 s at most',
      'Test it now',
    ])
      expect(words).to.include(said)
    expect(words).not.to.include('127.0.0.1')
    expect((await staff.get('/enquiry/health/nobody')).status).to.equal(404)
  })

  it('tests one when the button is pressed, and shows each step', async () => {
    const { address } = site.service.health().find(({ id }) => id === 'northfield')!
    const port = Number(/:(\d+)/.exec(address)![1])
    const config = TargetsFile.parse({
      allowNetworks: ['127.0.0.0/8'],
      targets: [{ id: 'north', label: 'North', host: '127.0.0.1', port }],
    })
    const other = await openSite([], { follows: { config, seal: noSeal } })
    try {
      other.service.take(config.targets)
      const her = await signIn(other, 'enquiry')
      const answer = await her.form('/enquiry/health/north/test')
      expect(answer.status).to.equal(200)
      expect(wordsOf(await answer.text())).to.include('It works: it answers a search')
      expect((await her.form('/enquiry/health/nobody/test')).status).to.equal(404)
    } finally {
      await other.close()
    }
  })

  it('is for staff with Enquiry alone, and so are its figures in the API', async () => {
    const reader = await signIn(site, 'request.place')
    for (const path of ['/enquiry/health', '/enquiry/health/northfield', '/api/v1/target-health'])
      expect((await reader.get(path)).status, path).to.equal(403)
    const answer = await staff.get('/api/v1/target-health')
    const { targets } = (await answer.json()) as { targets: { id: string; breaker: string; ofLate: object }[] }
    expect(targets.map(({ id, breaker }) => [id, breaker])).to.deep.equal([
      ['northfield', 'closed'],
      ['asleep', 'open'],
      ['untried', 'closed'],
    ])
    expect(targets[1]!.ofLate).to.deep.equal({ asked: 5, failed: 5 })
  })
})
