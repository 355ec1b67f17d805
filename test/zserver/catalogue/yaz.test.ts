import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createLog } from '../../../src/kit/index.ts'
import { type Decoded, type Rejected, readRecords } from '../../../src/standards/marc/index.ts'
import { recordSyntax } from '../../../src/standards/z3950/index.ts'
import { CatalogueDatabase, createZServer, type ZServer } from '../../../src/zserver/index.ts'
import { fillShelf, setState } from '../../catalogue-shelf.ts'
import { useDatabase } from '../../database.ts'
import { needs } from '../../peers.ts'
import { runPeer } from '../../run-peer.ts'
import { RawClient } from '../raw-client.ts'
import { initRequest, presentRequest, searchRequest } from '../requests.ts'

const hits = (output: string) => [...output.matchAll(/Number of hits: (\d+)/g)].map(([, number]) => Number(number))
const diagnostics = (output: string) =>
  [...output.matchAll(/\[(\d+)\] .*?addinfo '(.*?)'/g)].map(([, code, addinfo]) => `${code} ${addinfo}`)
const controlNumbers = (output: string) => [...output.matchAll(/^001 \w-(\w+)$/gm)].map(([, number]) => number)
const types = (output: string) => [...output.matchAll(/Record type: (\w+)/g)].map(([, type]) => type)

describe('YAZ as a client of the catalogue', () => {
  const data = useDatabase()
  let server: ZServer
  let ids: Record<string, number>
  let folder: string
  let yazClient: string
  before(async function () {
    ;[yazClient] = needs(this, 'yaz-client') as [string]
    ids = await fillShelf(data.database)
    const databases = [new CatalogueDatabase(data.database.db, { name: 'catalogue' })]
    server = createZServer({ databases, name: 'Catalogue', log: createLog('silent') })
    await server.listen(0)
    folder = await mkdtemp(join(tmpdir(), 'catalogue-'))
  })
  after(async () => {
    await server?.close()
    if (folder) await rm(folder, { recursive: true })
  })
  const client = (...commands: string[]) =>
    runPeer(yazClient, [], [`open 127.0.0.1:${server.port}/Default`, ...commands, 'quit'])

  it('finds by every field of the search form', async () => {
    const searches = [
      ['@attr 1=1016 thompson', 1],
      ['@attr 1=4 @attr 4=6 "prince hamlet"', 1],
      ['@attr 1=4 @attr 4=1 "prince of denmark"', 1],
      ['@attr 1=1003 shakespeare', 1],
      ['@attr 1=21 denmark', 2],
      ['@attr 1=7 9780140449136', 1],
      ['@attr 1=7 0-14-044913-2', 1],
      ['@attr 1=8 1234-5679', 1],
      ['@attr 1=9 98012345', 1],
      ['@attr 1=12 x-red', 1],
      ['@attr 1=1018 gyldendal', 1],
      ['@attr 1=31 1978', 2],
      ['@attr 1=31 @attr 2=5 1990', 2],
      ['@and @attr 1=4 prince @attr 1=4 denmark', 3],
      ['@or @attr 1=4 hamlet @attr 1=4 journal', 2],
      ['@not @attr 1=4 denmark @attr 1=4 hamlet', 2],
      ['@attr 1=4 @attr 5=1 princ', 3],
      ['@attr 1=1003 camus', 2],
      ['@attr 1=4 "Война и мир"', 1],
      ['@attr 1=1003 ghost', 0],
    ] as const
    const output = await client(...searches.map(([pqf]) => `find ${pqf}`))
    expect(hits(output)).to.deep.equal(searches.map(([, number]) => number))
    expect(diagnostics(output)).to.deep.equal([])
  })

  it('makes named sets, searches within them and deletes them', async () => {
    const output = await client(
      'find @attr 1=4 prince',
      'find @attr 1=21 history',
      'find @and @set 1 @set 2',
      'delete 1',
      'delete 7',
    )
    expect(hits(output)).to.deep.equal([3, 2, 1])
    expect(output).to.match(/1 status=0/)
    expect(output).to.match(/7 status=1/)
  })

  it('receives records that are right to the last byte, piggybacked and presented', async () => {
    const dump = join(folder, 'records')
    await client(
      `set_marcdump ${dump}`,
      'ssub 100',
      'lslb 100',
      'find @attr 1=31 @attr 2=103 x',
      'format usmarc',
      'find @attr 1=1003 shakespeare',
      'show 1',
    )
    const read: (Decoded | Rejected)[] = []
    for await (const one of readRecords([await readFile(dump)])) read.push(one)
    expect(read.length).to.be.greaterThan(6)
    expect(read.flatMap(({ diagnostics }) => diagnostics)).to.deep.equal([])
  })

  it('shows records in every syntax and both element sets', async () => {
    const output = await client(
      'find @attr 1=12 x-hamlet',
      'format usmarc',
      'show 1',
      'format xml',
      'show 1',
      'format sutrs',
      'elements B',
      'show 1',
      'format opac',
      'elements F',
      'show 1',
      'format unimarc',
      'find @attr 1=12 u-peste',
      'show 1',
    )
    expect(types(output)).to.deep.equal(['USmarc', 'XML', 'SUTRS', 'OPAC', 'USmarc', 'Unimarc'])
    expect(output).to.match(/650 {2}0 \$a Princes/)
    expect(output).to.include('<subfield code="a">Princes</subfield>')
    for (const said of [
      'localLocation: Main Library',
      'shelvingLocation: Stacks',
      'callNumber: PR2807 .A2',
      'copyNumber: A2',
      'publicNote: Signed',
      'availableNow: 1',
      'availableNow: 0',
      'itemId: A1',
    ])
      expect(output).to.include(said)
    expect(output).not.to.include('bought cheap')
  })

  describe('on one association', () => {
    const clients: RawClient[] = []
    afterEach(() => Promise.all(clients.splice(0).map((one) => one.leave())))
    const find = async (pqf: string) => {
      const one = new RawClient(server.port)
      clients.push(one)
      await one.ask(initRequest())
      await one.ask(searchRequest(pqf, { databaseNames: ['catalogue'] }))
      return one
    }
    /** What came for each position: a syntax, or the number of a diagnostic. */
    const present = async (one: RawClient, start: number, count: number, syntax = recordSyntax.usmarc) => {
      const answer = await one.ask(presentRequest(start, count, { preferredRecordSyntax: syntax }))
      if (answer?.type !== 'presentResponse') throw new Error('not a presentResponse')
      const { records } = answer.value
      if (records?.type === 'nonSurrogateDiagnostic') return records.value.condition
      if (records?.type !== 'responseRecords') return undefined
      return records.value.map(({ record }) => {
        if (record.type === 'retrievalRecord') return record.value.directReference
        return record.type === 'surrogateDiagnostic' && record.value.type === 'defaultFormat'
          ? record.value.value.condition
          : undefined
      })
    }

    it('a record suppressed since the search is a diagnostic in its place', async () => {
      const one = await find('@attr 1=31 1978')
      await setState(data.database, ids['war']!, 1, 'suppressed')
      try {
        for (const syntax of [recordSyntax.usmarc, recordSyntax.xml, recordSyntax.opac, recordSyntax.sutrs])
          expect(await present(one, 1, 2, syntax)).to.deep.equal([1028, syntax])
        expect(await present(one, 1, 1)).to.deep.equal([1028])
      } finally {
        await setState(data.database, ids['war']!, 2, 'active')
      }
      expect(await present(one, 1, 2)).to.deep.equal([recordSyntax.usmarc, recordSyntax.usmarc])
    })

    it('a record of the other MARC family is one, too, unless there is nothing else', async () => {
      const one = await find('@or @attr 1=4 peste @attr 1=4 hamlet')
      expect(await present(one, 1, 2)).to.deep.equal([recordSyntax.usmarc, 238])
      expect(await present(one, 1, 2, recordSyntax.unimarc)).to.deep.equal([238, recordSyntax.unimarc])
      expect(await present(one, 2, 1)).to.equal(238)
      expect(await present(one, 1, 2, recordSyntax.xml)).to.deep.equal([recordSyntax.xml, recordSyntax.xml])
    })
  })

  it('scans headings', async () => {
    const output = await client('scansize 3', 'scanpos 2', 'scan @attr 1=1003 camus')
    expect(output).to.match(
      /3 entries, position=2\n {2}akesson soren \(1\)\n\* camus albert 1913 1960 \(2\)\n {2}cao xueqin \(1\)/,
    )
  })

  it('sorts by several keys', async () => {
    const output = await client(
      'format usmarc',
      'find @not @attr 1=31 @attr 2=103 x @attr 1=1003 camus',
      'sort 1=31 > 1=1003 <',
      'show 1+6',
    )
    expect(output).to.include('status=success')
    expect(controlNumbers(output)).to.deep.equal(['serial', 'denmark', 'mir', 'war', 'red', 'hamlet'])
  })

  it('is told what is wrong', async () => {
    const output = await client(
      'find @attr 1=9999 x',
      'find @attr 4=3 x',
      'find @attr 5=2 x',
      'find @set nowhere',
      'find @prox 0 1 1 2 k 2 a b',
      'find hamlet',
      'show 2',
      'format grs-1',
      'show 1',
      'format unimarc',
      'show 1',
      'format usmarc',
      'elements X',
      'show 1',
      'scan @attr 1=1016 x',
      'sort colour <',
      'base nowhere',
      'find x',
    )
    expect(diagnostics(output)).to.deep.equal([
      '114 9999',
      '118 3',
      '120 2',
      '30 nowhere',
      '3 proximity',
      '13 ',
      '239 1.2.840.10003.5.105',
      '238 1.2.840.10003.5.1',
      '25 X',
      '232 1016',
      '207 colour',
      '235 nowhere',
    ])
  })

  it('takes zoomsh, too', async function () {
    const [zoomsh] = needs(this, 'zoomsh') as [string]
    const output = await runPeer(
      zoomsh,
      [],
      [
        'set preferredRecordSyntax opac',
        'set presentChunk 2',
        `connect 127.0.0.1:${server.port}/catalogue`,
        'search @not @attr 1=31 @attr 2=103 x @attr 1=1003 camus',
        'show 0 6',
        'quit',
      ],
    )
    expect(output).to.match(/catalogue: 6 hits/)
    expect(output.match(/<copyNumber>A[12]<\/copyNumber>/g)).to.have.length(2)
  })
})
