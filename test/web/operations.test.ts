import { Writable } from 'node:stream'
import { expect } from 'chai'
import { pino } from 'pino'
import { makeToken, type Permission } from '../../src/accounts/index.ts'
import { readNetworks } from '../../src/kit/index.ts'
import { until } from '../until.ts'
import { signIn } from './people.ts'
import { openSite } from './site.ts'

describe('An operator', () => {
  it('is told that the process lives, and whether it is ready', async () => {
    let ready = false
    const site = await openSite([{ id: 'northfield', records: 'northfield' }], { ready: () => ready })
    expect((await site.get('/healthz')).status).to.equal(200)
    expect((await site.get('/readyz')).status).to.equal(503)
    ready = true
    expect((await site.get('/readyz')).status).to.equal(200)
    await site.close()
  })

  it('gets figures of requests, searches, caches and libraries', async () => {
    const site = await openSite(
      [
        { id: 'northfield', records: 'northfield' },
        { id: 'harbour', port: 1 },
      ],
      { metricsFrom: readNetworks('127.0.0.1')! },
    )
    await site.get('/search?q=odyssey&in=title&wait=1')
    await site.get('/search/start?q=odyssey')
    await site.get('/nowhere/at/all')
    const answer = await site.get('/metrics')
    expect(answer.headers.get('content-type')).to.match(/^text\/plain/)
    const text = await answer.text()
    const figure = (name: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.split(' ')
          .at(-1),
      )
    expect(figure('farshelf_http_request_seconds_count{method="GET",route="/search",status="200"}')).to.equal(1)
    expect(figure('farshelf_http_request_seconds_count{method="GET",route="none",status="404"}')).to.equal(1)
    expect(figure('farshelf_searches_held')).to.equal(1)
    expect(figure('farshelf_searches_running')).to.equal(0)
    expect(figure('farshelf_event_streams_open')).to.equal(0)
    expect(figure('farshelf_target_breaker{target="northfield",state="closed"}')).to.equal(1)
    expect(text).to.match(/farshelf_cache_(hits|misses)_total\{cache="sets"\} \d/)
    expect(text).to.not.include('odyssey')
    await site.close()
  })

  it('is asked for a token by figures, where the address is none it was told of', async () => {
    const loopback = readNetworks('127.0.0.0/8, ::1')!
    const site = await openSite([], { metricsFrom: loopback })
    const status = async (headers: Record<string, string> = {}) => (await site.get('/metrics', { headers })).status
    expect(await status()).to.equal(200)
    // A proxy on this machine that nobody told us of asks for somebody else.
    expect(await status({ 'x-forwarded-for': '203.0.113.7' })).to.equal(401)
    expect(await status({ forwarded: 'for=203.0.113.7' })).to.equal(401)
    await site.close()

    const behind = await openSite([], { metricsFrom: readNetworks('10.0.0.0/8, fd00::/8')!, trustProxy: 1 })
    const seen = async (client: string) =>
      (await behind.get('/metrics', { headers: { 'x-forwarded-for': client } })).status
    expect(
      await Promise.all(['203.0.113.7', '10.1.2.3', '10.1.2.3, 203.0.113.7', 'fd00::1', 'x'].map(seen)),
    ).to.deep.equal([...[401, 200, 401, 200, 401]])
    const actor = { name: 'test', via: 'cli' } as const
    const token = (name: string, permission: Permission) =>
      makeToken(behind.database.db, { name, permissions: [permission] }, actor)
    const withToken = async (permission: Permission) => {
      const made = await token(permission, permission)
      const headers = { 'x-forwarded-for': '203.0.113.7', authorization: `Bearer ${made}` }
      return (await behind.get('/metrics', { headers })).status
    }
    expect([await withToken('metrics'), await withToken('admin')]).to.deep.equal([200, 403])
    await behind.close()

    const closed = await openSite([])
    expect((await closed.get('/metrics')).status).to.equal(401)
    await closed.close()
  })

  it('finds no search terms and no addresses of readers in the log', async () => {
    const lines: string[] = []
    const log = pino(
      { level: 'trace' },
      new Writable({
        write(chunk, _encoding, done) {
          lines.push(String(chunk))
          done()
        },
      }),
    )
    const site = await openSite([{ id: 'northfield', records: 'northfield' }], { log })
    await site.get('/search?q=canary&in=title&wait=1', {
      headers: { referer: 'http://x/?q=canary', cookie: 'canary=1' },
    })
    await site.get('/record?q=canary&library=northfield&record=1')
    await site.post('/api/v1/searches', { query: { any: 'canary' } })
    await site.get('/search?q=canary&page=nought')
    await site.close()
    expect(lines.filter((line) => line.includes('/search'))).to.have.length.at.least(2)
    expect(lines.filter((line) => /canary|127\.0\.0\.1/.test(line))).to.deep.equal([])
  })

  it('finds no error in the log where somebody leaves in the middle of a download', async () => {
    const lines: string[] = []
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
    const site = await openSite([], { log })
    const admin = await signIn(site, 'admin')
    try {
      const busy = await site.database.pool.connect()
      await busy.query('begin')
      await busy.query('lock table lenders in access exclusive mode')
      const leaving = new AbortController()
      // Its first line is here, the rest waits for the table.
      expect((await admin.get('/admin/lenders/file', { signal: leaving.signal })).status).to.equal(200)
      leaving.abort()
      await until(() => lines.some((line) => line.includes('request aborted')))
      await busy.query('rollback')
      busy.release()
      await until(() => lines.some((line) => /went away|request failed/.test(line)))
      expect(lines.filter((line) => line.includes('request failed'))).to.deep.equal([])
    } finally {
      await site.close()
    }
  })

  it('finds the cause of a server error in the log, and its reader none of it', async () => {
    const lines: string[] = []
    const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) })
    const site = await openSite([{ id: 'northfield', records: 'northfield' }], { log })
    const broken = () => {
      throw new Error('secret of the inside')
    }
    Object.assign(site.service, { targets: broken })
    const page = await site.get('/')
    expect(page.status).to.equal(500)
    const words = await page.text()
    expect(words).to.include('Something went wrong on our side').and.not.include('secret')
    const api = await site.get('/api/v1/targets')
    expect(api.status).to.equal(500)
    const problem = (await api.json()) as { code: string; instance: string }
    expect(problem.code).to.equal('server-error')
    expect(JSON.stringify(problem)).to.not.include('secret')
    const request = problem.instance.replace('urn:uuid:', '')
    expect(lines.some((line) => line.includes('secret of the inside') && line.includes(request))).to.equal(true)
    await site.close()
  })
})
