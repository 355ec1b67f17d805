import { once } from 'node:events'
import { expect } from 'chai'
import { until } from '../until.ts'
import { type Demo, startDemo } from './running-demo.ts'

describe("A newcomer's first search", () => {
  let demo: Demo
  before(async () => {
    demo = await startDemo()
  })
  after(() => demo?.process.kill('SIGKILL'))

  it('is told where to look, which libraries there are, and which of them is down', async () => {
    expect(demo.said.filter((line) => / 127\.0\.0\.1:\d+\/Default$/.test(line))).to.have.lengthOf(4)
    expect(demo.said.filter((line) => line.endsWith('is down'))).to.have.lengthOf(1)
    expect((await fetch(new URL('readyz', demo.url))).status).to.equal(200)
  })

  it('is told once whom to sign in as, and gets in', async () => {
    const page = await fetch(new URL('staff/login', demo.url))
    const cookie = page.headers.getSetCookie()[0]!.split(';')[0]!
    const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())![1]!
    const answer = await fetch(new URL('staff/login', demo.url), {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({ csrf, login: 'admin', secret: demo.secretOf('admin') }),
    })
    expect([answer.status, answer.headers.get('location')]).to.deep.equal([303, '/account'])
  })

  it('finds "history" in all three, merged, and says that the fourth does not answer', async () => {
    const made = await fetch(new URL('api/v1/searches', demo.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: { any: 'history' } }),
    })
    expect(made.status).to.equal(201)
    const events = await (await fetch(new URL(`${made.headers.get('location')}/events`, demo.url))).text()
    expect(events).to.contain('event: done')
    const found = (await (await fetch(new URL(made.headers.get('location')!, demo.url))).json()) as {
      state: string
      targets: { id: string; state: string; hits?: number; failure?: { kind: string } }[]
      hits: { sources: { target: string }[] }[]
    }
    expect(found.state).to.equal('done')
    expect(found.targets.filter(({ state, hits = 0 }) => state === 'done' && hits > 0)).to.have.lengthOf(3)
    expect(found.targets.filter(({ failure }) => failure?.kind === 'refused')).to.have.lengthOf(1)
  })

  it('finds its own catalogue from outside, over Z39.50 and over SRU', async () => {
    const addressOf = (protocol: string) =>
      demo.said.map((line) => line.split(`The catalogue is served over ${protocol}: `)[1]).find(Boolean)
    expect(addressOf('Z39.50')).to.match(/^127\.0\.0\.1:[1-9]\d*\/Default$/)
    const answer = await (await fetch(`${addressOf('SRU')}?query=title%3Dthe*&maximumRecords=1`)).text()
    expect(Number(/<zs:numberOfRecords>(\d+)</.exec(answer)?.[1])).to.be.greaterThan(0)
  })

  it('reads the same work in UTF-8, MARC-8 and UNIMARC as one entry, its script intact', async () => {
    const response = await fetch(new URL('search?q=tolstoy&in=author&wait=1', demo.url))
    const html = await response.text()
    expect(response.status).to.equal(200)
    expect(html).to.contain('Война и мир')
    expect(html).not.to.match(/Vo.ina i mir.*�|\(N/)
  })

  it('ends with 0 when told to stop', async () => {
    const ended = once(demo.process, 'exit')
    demo.process.kill('SIGTERM')
    expect(await ended).to.deep.equal([0, null])
  })
})

describe('The demo under npm', () => {
  it('ends when npm is told to stop, although npm tells only its shell', async () => {
    const demo = await startDemo([], ['npm', 'run', '--silent', 'demo'])
    demo.process.kill('SIGTERM')
    await until(() =>
      fetch(new URL('healthz', demo.url)).then(
        () => false,
        () => true,
      ),
    )
  })
})
