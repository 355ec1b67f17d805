import { expect } from 'chai'
import fc from 'fast-check'
import { defaultSru } from '../../../src/web/index.ts'
import { needs } from '../../peers.ts'
import { runPeer } from '../../run-peer.ts'
import { allOf, parseXml } from '../../xml.ts'
import { openSite } from '../site.ts'
import { diagnosticsOf, hitsOf, numbersOf, useSru } from './sru-site.ts'

describe('The SRU door', () => {
  const sru = useSru()
  const post = (body: string, type = 'application/x-www-form-urlencoded') =>
    sru.site.get('/sru/default', { method: 'POST', body, headers: { 'content-type': type } })

  it('takes a request as a form, too, of which a long query is one', async () => {
    const query = `hamlet${' or shakespeare'.repeat(90)}`
    const answer = parseXml(await (await post(new URLSearchParams({ query, maximumRecords: '1' }).toString())).text())
    expect([diagnosticsOf(answer), hitsOf(answer)]).to.deep.equal([[], 1])
  })

  it('sends XML that every client knows, and the type of version 2.0 to who asks for it', async () => {
    const typeOf = async (path: string, accept?: string) =>
      (await sru.site.get(path, accept ? { headers: { accept } } : {})).headers.get('content-type')
    expect(await typeOf('/sru/default?query=a')).to.equal('application/xml; charset=utf-8')
    expect(await typeOf('/sru/default?query=a', 'application/sru+xml')).to.match(/^application\/sru\+xml/)
    expect(await typeOf('/sru/default?version=1.2&operation=explain', 'application/sru+xml')).to.equal(
      'application/xml; charset=utf-8',
    )
  })

  it('has no other database, and takes no other method', async () => {
    expect((await sru.site.get('/sru/other?query=a')).status).to.equal(404)
    expect((await sru.site.get('/sru/DEFAULT?query=a')).status).to.equal(200)
    const put = await sru.site.get('/sru/default', { method: 'PUT' })
    expect([put.status, put.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD, POST'])
  })

  it('is not there where it is not switched on', async () => {
    const site = await openSite([])
    try {
      expect((await site.get('/sru/default?query=a')).status).to.equal(404)
    } finally {
      await site.close()
    }
  })

  it('survives whatever is sent: forms too large, of other types, queries without sense', async () => {
    expect((await post(`query=${'a'.repeat(70_000)}`)).status).to.equal(413)
    expect(diagnosticsOf(parseXml(await (await post('<Envelope/>', 'text/xml')).text()))).to.deep.equal([])
    expect((await sru.site.get(`/sru/default?query=${'a'.repeat(5000)}`)).status).to.equal(414)
    const deep = `query=${'('.repeat(20_000)}`
    expect(diagnosticsOf(parseXml(await (await post(deep)).text()))[0]).to.match(/^10 .*at most 48 nested/)
    const wide = new URLSearchParams({ query: `a${' or a'.repeat(199)}` }).toString()
    expect(diagnosticsOf(parseXml(await (await post(wide)).text()))).to.deep.equal(['38 100'])
    const words = new URLSearchParams({ query: `"${'a '.repeat(900)}"` }).toString()
    expect(diagnosticsOf(parseXml(await (await post(words)).text()))).to.deep.equal(['12 200'])
  })

  it('answers any query with XML that is well-formed', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        'title',
        '=',
        ' and ',
        '(',
        ')',
        '"',
        '\\',
        '*',
        '^',
        '>',
        '/',
        ' sortby ',
        '\0',
        '\ud800',
        '&',
        '<',
        ']]>',
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const body = new URLSearchParams({ query: pieces.join(''), recordSchema: pieces[0] ?? '' }).toString()
        const response = await post(body)
        expect(response.status).to.equal(200)
        expect(diagnosticsOf(parseXml(await response.text())).filter((one) => one.startsWith('1 '))).to.deep.equal([])
      }),
      { numRuns: 60 },
    )
  })

  it('names the address it is known by, where there is one', async () => {
    const site = await openSite([], { sru: defaultSru, baseUrl: 'https://library.example' })
    try {
      const explain = parseXml(await (await site.get('/sru/default')).text())
      expect([allOf(explain, 'host')[0]!.text, allOf(explain, 'port')[0]!.text]).to.deep.equal([
        'library.example',
        '443',
      ])
    } finally {
      await site.close()
    }
  })

  it('names its own address and not what a header makes of it', async () => {
    const response = await sru.site.get('/sru/default', { headers: { 'x-forwarded-host': 'evil"><x>' } })
    expect(allOf(parseXml(await response.text()), 'host')[0]!.text).to.equal('127.0.0.1')
  })

  describe('for YAZ', () => {
    let zoomsh: string
    before(function () {
      ;[zoomsh] = needs(this, 'zoomsh') as [string]
    })
    const shell = (method: string, version: string, ...commands: string[]) =>
      runPeer(
        zoomsh,
        [],
        [`set sru ${method}`, `set sru_version ${version}`, `connect ${sru.site.url}/sru/default`, ...commands, 'quit'],
      )

    for (const version of ['1.1', '1.2', '2.0'])
      for (const method of ['get', 'post'])
        it(`searches and gives records in version ${version} by ${method}`, async () => {
          const output = await shell(
            method,
            version,
            'set preferredRecordSyntax xml',
            'set schema marcxml',
            'search cql:dc.date=1978',
            'show 0 2',
            'search @attr 1=4 hamlet',
            'show 0 1',
          )
          expect(output).to.match(/: 2 hits/)
          expect(output).to.match(/: 1 hits/)
          expect(output.match(/<controlfield tag="001">x-(war|mir|hamlet)</g)).to.have.length(3)
        })

    it('is told what is wrong', async () => {
      expect(await shell('get', '1.2', 'search cql:dc.nonsense=1')).to.match(
        /Unsupported index \(info:srw\/diagnostic\/1:16\) dc\.nonsense|Unsupported index.*dc\.nonsense/,
      )
    })

    it('takes the requests of its client program', async function () {
      const [yazClient] = needs(this, 'yaz-client') as [string]
      const output = await runPeer(
        yazClient,
        [],
        [
          `open ${sru.site.url}/sru/default`,
          'sru get 1.2',
          'querytype cql',
          'find dc.title=hamlet',
          'schema dc',
          'show 1',
          'scan dc.creator=camus',
          'quit',
        ],
      )
      expect(output).to.match(/Number of hits: 1/)
      expect(output).to.include('<dc:title>The tragedy of Hamlet')
      expect(output).to.match(/camus albert 1913 1960: 2/)
    })
  })
})

describe('The SRU door under load', () => {
  const sru = useSru({ requestsPerMinute: 3, answerSize: 1500 })

  it('ends an answer that would be too large, and refuses one client too many requests', async () => {
    const one = await sru.ask({ query: 'cql.allRecords=1' })
    expect(numbersOf(one).length).to.be.within(1, 3)
    await sru.ask({ query: 'a' })
    await sru.ask({ query: 'a' })
    const refused = await sru.site.get('/sru/default?query=a&version=1.2&operation=searchRetrieve')
    expect(refused.status).to.equal(429)
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60)
    expect(diagnosticsOf(parseXml(await refused.text()))[0]).to.match(/^2 too many requests: wait \d+ seconds$/)
  })
})
