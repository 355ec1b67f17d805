import { expect } from 'chai'
import { createLog } from '../../src/kit/index.ts'
import { bib1, defaultAttributes, fielded, parsePqf } from '../../src/standards/query/index.ts'
import { recordSyntax } from '../../src/standards/z3950/index.ts'
import { createClient, type TargetClient, TargetFailure, type Z3950Settings } from '../../src/zoom/index.ts'
import { createZServer, type ServerLimits, type ZServer } from '../../src/zserver/index.ts'
import { until } from '../until.ts'
import { deadlines } from '../zoom/target-settings.ts'
import { iso2709, marc21Records, openBooks } from './library.ts'

describe('Our client and our server', () => {
  let server: ZServer
  let client: TargetClient

  async function serve(limits: Partial<ServerLimits> = {}, settings: Partial<Omit<Z3950Settings, 'protocol'>> = {}) {
    server = createZServer({
      databases: [await openBooks()],
      name: 'Test',
      credentials: [{ type: 'idPass', user: 'u', password: 'p' }],
      log: createLog('silent'),
      limits,
    })
    await server.listen(0)
    client = createClient({
      id: 'books',
      protocol: 'z3950',
      host: '127.0.0.1',
      port: server.port,
      databases: ['books'],
      authentication: { type: 'idPass', user: 'u', password: 'p' },
      syntax: recordSyntax.usmarc,
      elementSet: 'F',
      queryEncoding: 'utf-8',
      piggyback: true,
      presentChunk: 2,
      deadlines,
      pool: { associations: 2, idle: 60_000, queue: 20_000 },
      searchesPerMinute: 1000,
      ...settings,
    })
  }
  afterEach(async () => {
    await client.close()
    await server.close()
  })

  const failure = async (act: () => Promise<unknown>) => {
    const cause = await act().then(
      () => undefined,
      (error: unknown) => error,
    )
    return cause instanceof TargetFailure ? cause.failure : cause
  }

  it('find by every field of the search forms, and fetch what was found byte for byte', async () => {
    await serve()
    for (const [search, record] of [
      [{ title: 'The tragedy of "Hamlet"' }, 0],
      [{ author: 'Åkesson' }, 1],
      [{ any: 'gyldendal' }, 1],
      [{ subject: 'periodicals' }, 2],
      [{ isbn: '0-14-044913-2' }, 0],
      [{ issn: '12345679' }, 2],
      [{ lccn: '98-12345' }, 1],
      [{ controlNumber: 'x-red' }, 4],
      [{ publisher: 'Oxford' }, 2],
      [{ year: '1998', title: 'denmark' }, 1],
      [{ title: 'Война и мир' }, 3],
      [{ title: '紅樓夢' }, 4],
    ] as const) {
      const set = await client.search(fielded(search, defaultAttributes), { prefetch: 1 })
      expect(set.hits, JSON.stringify(search)).to.equal(1)
      const [found] = set.records
      expect(found?.type === 'bytes' && iso2709(marc21Records[record]!).equals(found.bytes)).to.equal(true)
      set.release()
    }
  })

  it('fetch in chunks, scan and sort', async () => {
    await serve()
    const set = await client.search(parsePqf('@attr 1=31 @attr 2=103 x'))
    expect((await set.fetch(1, 6)).map(({ position, type }) => `${position} ${type}`)).to.deep.equal(
      [1, 2, 3, 4, 5, 6].map((position) => `${position} bytes`),
    )
    await set.sort([{ use: 31, descending: true }])
    const [newest] = await set.fetch(1, 1)
    expect(newest?.type === 'bytes' && iso2709(marc21Records[2]!).equals(newest.bytes)).to.equal(true)
    const { entries } = await client.scan({
      attributeSet: bib1,
      attributes: { op: 'term', attributes: [{ type: 1, value: 4 }], term: { type: 'general', value: 'denmark' } },
      count: 2,
    })
    expect(entries).to.deep.include({ term: 'denmark', hits: 3 })
  })

  it('tell a refusal by its diagnostic', async () => {
    await serve()
    expect(await failure(() => client.search(parsePqf('@attr 1=9999 x')))).to.deep.nested.include({
      kind: 'diagnostic',
      'diagnostics[0].code': 114,
      'diagnostics[0].addinfo': '9999',
    })
  })

  it('tell wrong credentials from other trouble', async () => {
    await serve({}, { authentication: { type: 'idPass', user: 'u', password: 'wrong' } })
    expect(await failure(() => client.search(parsePqf('x')))).to.deep.nested.include({
      kind: 'access-denied',
      'diagnostics[0].code': 1011,
    })
  })

  it('go on after the server has closed an idle association', async () => {
    await serve({ idle: 1000, linger: 50 })
    expect((await client.search(parsePqf('hamlet'))).hits).to.equal(1)
    await until(() => server.connections === 0)
    expect((await client.search(parsePqf('@attr 1=4 prince'))).hits).to.equal(3)
  })
})
