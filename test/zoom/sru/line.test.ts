import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { addressesWithin, reachOf } from '../../../src/kit/http/index.ts'
import { parsePqf } from '../../../src/standards/query/index.ts'
import { type ClientOptions, createClient, type SruSettings, type TargetClient } from '../../../src/zoom/index.ts'
import { until } from '../../until.ts'
import { failureOf } from '../failure-of.ts'
import { deadlines } from '../target-settings.ts'
import { sruAt } from './sru-settings.ts'

const query = parsePqf('@attr 1=4 gardens')
const answer = (inside: string) =>
  `<?xml version="1.0"?><zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/"><zs:version>1.2</zs:version>${inside}</zs:searchRetrieveResponse>`
const hits = (number: number) => answer(`<zs:numberOfRecords>${number}</zs:numberOfRecords>`)
const said = (number: number, details = '') =>
  answer(
    `<zs:numberOfRecords>0</zs:numberOfRecords><zs:diagnostics><diagnostic xmlns="http://www.loc.gov/zing/srw/diagnostic/"><uri>info:srw/diagnostic/1/${number}</uri><details>${details}</details></diagnostic></zs:diagnostics>`,
  )

type Answering = (request: IncomingMessage & { readonly params: URLSearchParams }, response: ServerResponse) => void

const xml =
  (text: string, status = 200) =>
  (_: unknown, response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'text/xml' }).end(text)

describe('An SRU target', () => {
  let server: Server
  let sockets: Set<Socket>
  let client: TargetClient | undefined

  async function serve(answering: Answering, settings: Partial<SruSettings> = {}, options: ClientOptions = {}) {
    sockets = new Set()
    server = createServer((request, response) =>
      answering(Object.assign(request, { params: new URL(request.url ?? '', 'http://x').searchParams }), response),
    )
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    client = createClient(sruAt(port, settings), options)
    return { client, port }
  }
  afterEach(async () => {
    await client?.close()
    await until(() => sockets.size === 0)
    await new Promise((resolve) => server.close(resolve))
  })

  it('is asked in CQL, with the parameters of its version, as whom we are', async () => {
    const asked: IncomingMessage[] = []
    const { client } = await serve(
      (request, response) => {
        asked.push(request)
        xml(hits(7))(request, response)
      },
      {
        indexes: new Map([[4, 'pica.tit']]),
        credentials: { user: 'reader', password: 'pass:word' },
        url: 'http://127.0.0.1:1/db',
      },
      { resolve: async () => ['127.0.0.1'] },
    ).then(async ({ client, port }) => {
      await client.close()
      return {
        client: createClient(
          sruAt(port, {
            url: `http://127.0.0.1:${port}/db?x-key=1`,
            indexes: new Map([[4, 'pica.tit']]),
            credentials: { user: 'reader', password: 'pass:word' },
          }),
        ),
      }
    })
    try {
      expect((await client.search(parsePqf('@attr 1=4 @attr 4=6 "two gardens"'), { prefetch: 3 })).hits).to.equal(7)
    } finally {
      await client.close()
    }
    const { url, headers } = asked[0]!
    expect(Object.fromEntries(new URL(url!, 'http://x').searchParams)).to.deep.equal({
      'x-key': '1',
      version: '1.2',
      operation: 'searchRetrieve',
      query: 'pica.tit all "two gardens"',
      startRecord: '1',
      maximumRecords: '3',
      recordPacking: 'xml',
      recordSchema: 'marcxml',
    })
    expect(headers.authorization).to.equal(`Basic ${Buffer.from('reader:pass:word').toString('base64')}`)
    expect(headers['user-agent']).to.match(/^Farshelf\//)
  })

  it('is sent a query too long for an address by POST', async () => {
    const methods: (string | undefined)[] = []
    const { client } = await serve((request, response) => {
      methods.push(request.method)
      request.resume().on('end', () => xml(hits(1))(request, response))
    })
    await client.search(parsePqf(`@attr 1=4 "${'garden '.repeat(1000)}"`))
    expect(methods).to.deep.equal(['POST'])
  })

  it('is asked over one connection as long as it keeps it, and over a new one when it had gone', async () => {
    let connections = 0
    const { client } = await serve(xml(hits(1)))
    server.on('connection', () => connections++)
    await client.search(query)
    await client.search(query)
    expect(connections).to.equal(1)
    for (const socket of sockets) socket.destroy()
    expect((await client.search(query)).hits).to.equal(1)
    expect(connections).to.equal(2)
  })

  it('may pack its answer', async () => {
    const { client } = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/xml', 'content-encoding': 'gzip' }).end(gzipSync(hits(5))),
    )
    expect((await client.search(query)).hits).to.equal(5)
  })

  it('may move to another address of its host, and is asked there from then on', async () => {
    const paths: string[] = []
    const { client } = await serve((request, response) => {
      const { pathname } = new URL(request.url!, 'http://x')
      paths.push(pathname)
      if (pathname === '/Default') response.writeHead(302, { location: `/new${request.url}` }).end()
      else xml(hits(2))(request, response)
    })
    expect((await client.search(query)).hits).to.equal(2)
    expect((await client.search(query)).hits).to.equal(2)
    expect(paths).to.deep.equal(['/Default', '/new/Default', '/new/Default'])
  })

  for (const [where, location] of [
    ['another host', 'http://localhost:1/Default'],
    ['what is no web address', 'file:///etc/passwd'],
  ])
    it(`is not followed to ${where}`, async () => {
      const { client } = await serve((_, response) => response.writeHead(301, { location }).end())
      const failure = await failureOf(client.search(query))
      expect(failure.kind).to.equal('misconfigured')
    })

  it('is not followed round and round', async () => {
    let asked = 0
    const { client } = await serve((request, response) => {
      asked++
      response.writeHead(302, { location: request.url }).end()
    })
    expect((await failureOf(client.search(query))).kind).to.equal('misconfigured')
    expect(asked).to.equal(4)
  })

  const wrong: [what: string, answering: Answering, failure: object][] = [
    [
      'shows a web page',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html><p>Hello'),
      { kind: 'wrong-protocol', expected: 'SRU' },
    ],
    ['answers with other XML', xml('<rss/>'), { kind: 'protocol-error', detail: 'it answered with rss' }],
    ['answers with half of an answer', xml(hits(1).slice(0, 90)), { kind: 'protocol-error', phase: 'search' }],
    ['says nothing of hits', xml(answer('')), { kind: 'protocol-error', detail: 'its answer says nothing of hits' }],
    ['wants a login', xml(said(3), 401), { kind: 'access-denied' }],
    ['wants a login, in HTTP', (_, response) => response.writeHead(401).end(), { kind: 'access-denied' }],
    ['is not there', (_, response) => response.writeHead(404).end('no'), { kind: 'misconfigured' }],
    ['is overloaded', (_, response) => response.writeHead(503).end(), { kind: 'too-many-sessions' }],
    ['is broken', (_, response) => response.writeHead(500).end('<h1>Oops'), { kind: 'protocol-error' }],
    ['declares entities', xml(`<!DOCTYPE x [<!ENTITY a "a">]>${hits(1)}`), { kind: 'wrong-protocol' }],
    ['hangs up', (request) => request.socket.destroy(), { kind: 'closed', phase: 'search' }],
    [
      'hangs up in the middle',
      (request, response) => {
        response.writeHead(200, { 'content-type': 'text/xml', 'content-length': '9999' }).write(hits(1).slice(0, 50))
        setImmediate(() => request.socket.destroy())
      },
      { kind: 'closed', phase: 'search' },
    ],
    [
      'never ends',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/xml' })
        response.write('<a>')
        const more = () => {
          while (!response.destroyed && response.write(`<b>${'x'.repeat(60_000)}</b>`));
        }
        response.on('drain', more)
        more()
      },
      { kind: 'protocol-error', phase: 'search' },
    ],
    [
      'packs what never ends',
      (_, response) =>
        response
          .writeHead(200, { 'content-type': 'text/xml', 'content-encoding': 'gzip' })
          .end(gzipSync(`<a>${'<b/>'.repeat(8_000_000)}`)),
      { kind: 'protocol-error', phase: 'search' },
    ],
  ]
  for (const [what, answering, failure] of wrong)
    it(`fails in words of its own when it ${what}`, async () => {
      const { client } = await serve(answering)
      expect(await failureOf(client.search(query))).to.include(failure)
    })

  it('says what it could not do, and what that is in the terms of Bib-1', async () => {
    const { client } = await serve(xml(said(16, 'dc.titel')))
    expect(await failureOf(client.search(query))).to.deep.equal({
      kind: 'diagnostic',
      phase: 'search',
      diagnostics: [
        { set: 'info:srw/diagnostic/1', code: 16, bib1: 114, text: 'Unsupported index', addinfo: 'dc.titel' },
      ],
    })
    expect(client.health().breaker).to.equal('closed')
  })

  it('is not asked what CQL has no words for', async () => {
    const { client } = await serve(xml(hits(1)))
    const failure = await failureOf(client.search(parsePqf('@attr 1=4 @attr 2=100 gardens')))
    expect(failure).to.deep.include({ kind: 'diagnostic', phase: 'search' })
    expect(failure.kind === 'diagnostic' && failure.diagnostics[0]).to.include({ code: 19, bib1: 117 })
  })

  it('sorts by the query, or in version 1.1 by a parameter', async () => {
    const sorted: [string | null, string | null][] = []
    const answering: Answering = (request, response) => {
      sorted.push([request.params.get('query'), request.params.get('sortKeys')])
      xml(hits(2))(request, response)
    }
    const { client, port } = await serve(answering)
    const older = createClient(sruAt(port, { version: '1.1' }))
    try {
      for (const one of [client, older]) await (await one.search(query)).sort([{ use: 31, descending: true }])
    } finally {
      await older.close()
    }
    expect(sorted.filter((_, i) => i % 2 === 1)).to.deep.equal([
      ['dc.title = gardens sortby dc.date/sort.descending', null],
      ['dc.title = gardens', 'dc.date,,0'],
    ])
  })

  it('is given up in time when it is silent, and when nobody waits any longer', async () => {
    const { client } = await serve(() => undefined, { deadlines: { ...deadlines, search: 100 } })
    expect(await failureOf(client.search(query))).to.deep.equal({ kind: 'timed-out', phase: 'search', after: 100 })
    await client.close()
    await until(() => sockets.size === 0)
    await new Promise((resolve) => server.close(resolve))
    const stop = new AbortController()
    const again = await serve(() => stop.abort())
    expect(await failureOf(again.client.search(query, { signal: stop.signal }))).to.deep.equal({ kind: 'cancelled' })
  })

  it('is connected to at the address that was looked at, whatever its name says later', async () => {
    const looked: string[] = []
    const { port } = await serve(xml(hits(3)))
    const named = createClient(sruAt(port, { url: `http://library.example:${port}/db` }), {
      resolve: async (host) => {
        looked.push(host)
        return ['127.0.0.1']
      },
    })
    try {
      expect((await named.search(query)).hits).to.equal(3)
      expect(looked).to.deep.equal(['library.example'])
    } finally {
      await named.close()
    }
  })

  it('is looked at anew where it redirects to another port: its name may lead into the house by then', async () => {
    const { port } = await serve((_, response) =>
      response.writeHead(302, { location: `http://library.example:${port + 1}/db` }).end(),
    )
    const answers = [['127.0.0.1'], ['10.0.0.1']]
    const reach = reachOf(['127.0.0.0/8'], 'targets.yaml')
    const moving = createClient(sruAt(port, { url: `http://library.example:${port}/db` }), {
      resolve: (host) => addressesWithin(host, reach, async () => answers.shift()!),
    })
    try {
      const { kind, detail } = (await failureOf(moving.search(query))) as { kind: string; detail: string }
      expect(kind).to.equal('misconfigured')
      expect(detail)
        .to.contain('library.example is not called: it is in a private network')
        .and.to.contain('targets.yaml')
      expect(answers).to.deep.equal([])
    } finally {
      await moving.close()
    }
  })
})
