import { request } from 'node:http'
import { expect } from 'chai'
import { openSite, type Site } from './site.ts'

describe('Every answer', () => {
  let site: Site
  let searchId: string

  before(async () => {
    site = await openSite([{ id: 'northfield', records: 'northfield' }])
    const answer = await site.post('/api/v1/searches', { query: { title: 'odyssey' } })
    searchId = ((await answer.json()) as { id: string }).id
  })
  after(() => site.close())

  const kinds: readonly (readonly [path: string, init?: RequestInit])[] = [
    ['/'],
    ['/search?q=odyssey'],
    ['/search?q=odyssey&page=x'],
    ['/search/start?q=odyssey'],
    ['/search/stop?q=odyssey', { method: 'POST' }],
    ['/record?q=odyssey&library=northfield&record=1'],
    ['/record?q=odyssey&library=northfield&record=1&tab=marc'],
    ['/record?q=odyssey&library=northfield&record=999'],
    ['/record/file?q=odyssey&library=northfield&record=1&format=marc'],
    ['/search/SEARCH/stream'],
    ['/search/gone/stream'],
    ['/api/v1/targets'],
    ['/api/v1/searches', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
    ['/api/v1/searches/SEARCH/events'],
    ['/api/v1/openapi.json'],
    ['/api/v1/nothing'],
    ['/nowhere'],
    ['/assets/nothing.js'],
    ['/robots.txt'],
    ['/healthz'],
    ['/readyz'],
    ['/metrics'],
    [`/?${'x'.repeat(5000)}`],
  ]
  for (const [path, init] of kinds)
    it(`carries the security headers: ${init?.method ?? 'GET'} ${path.slice(0, 60)}`, async () => {
      const answer = await site.get(path.replace('SEARCH', searchId), init)
      await answer.body?.cancel()
      const header = (name: string) => answer.headers.get(name)
      expect(header('content-security-policy'))
        .to.include("default-src 'none'")
        .and.include("script-src 'self'")
        .and.include("style-src 'self'")
        .and.include("frame-ancestors 'none'")
        .and.not.match(/unsafe|https?:|\*|data:/)
      expect(header('strict-transport-security')).to.match(/^max-age=\d{8}$/)
      expect(header('x-content-type-options')).to.equal('nosniff')
      expect(header('x-frame-options')).to.equal('DENY')
      expect(header('cross-origin-opener-policy')).to.equal('same-origin')
      expect(header('referrer-policy')).to.equal('no-referrer')
      expect(header('x-powered-by')).to.equal(null)
    })

  it('names no host but our own, whatever the client says it is', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
    for (const path of [
      '/',
      '/search?q=odyssey&wait=1',
      '/search/start?q=odyssey&t=northfield',
      '/api/v1/openapi.json',
      '/nowhere',
    ])
      expect(await rawGet(`${site.url}${path}`, headers), path).to.not.include('evil.example')
  })

  it('is an error when the query is longer than 4 KiB', async () => {
    expect((await site.get(`/search?q=a&x=${'x'.repeat(4091)}`)).status).to.equal(414)
    expect((await site.get(`/search?q=a&x=${'x'.repeat(4090)}`)).status).to.equal(200)
  })

  it('of an asset may be kept for ever, for its address changes with its bytes', async () => {
    const html = await (await site.get('/')).text()
    const assets = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, address]) => address!)
    expect(assets.length).to.be.greaterThan(2)
    for (const address of assets) {
      const answer = await site.get(address)
      expect([address, answer.status]).to.deep.equal([address, 200])
      expect(answer.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable')
      await answer.body?.cancel()
    }
    expect((await site.get('/assets/../web.ts')).status).to.equal(404)
    expect((await site.get(assets[0]!.replace(/[^/]+$/, '..%2fweb.ts'))).status).to.be.oneOf([403, 404])
  })
})

/** Head and body of an answer; unlike `fetch`, lets the Host header be set. */
const rawGet = (url: string, headers: Record<string, string>) =>
  new Promise<string>((resolve, reject) => {
    request(url, { headers, agent: false }, (answer) => {
      let text = JSON.stringify(answer.headers)
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve(text))
    })
      .on('error', reject)
      .end()
  })
