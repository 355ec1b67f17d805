import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createLog } from '../../src/kit/index.ts'
import { createZServer, openRecordFile, type ZServer } from '../../src/zserver/index.ts'
import { needs } from '../peers.ts'
import { runPeer as run } from '../run-peer.ts'
import { bytesOf, iso2709, marc21Records, openBooks, openLivres } from './library.ts'

const hits = (output: string) => [...output.matchAll(/Number of hits: (\d+)/g)].map(([, number]) => Number(number))
const diagnostics = (output: string) =>
  [...output.matchAll(/\[(\d+)\] .*?addinfo '(.*?)'/g)].map(([, code, addinfo]) => `${code} ${addinfo}`)
const controlNumbers = (output: string) => [...output.matchAll(/^001 \w-(\w+)$/gm)].map(([, number]) => number)

describe('YAZ as a client of the target', () => {
  let server: ZServer
  let address: string
  let folder: string

  before(async () => {
    // A record whose bytes are Latin-1: only bytes that nobody touches come through.
    const latin1 = iso2709([
      ['001', 'x-latin'],
      ['245', '10$aCaf? au lait'],
    ])
    latin1[latin1.indexOf('Caf?') + 3] = 0xe9
    latin1[9] = 0x20
    const mixed = await openRecordFile(latin1, { name: 'latin', flavour: 'marc21', encoding: 'iso-8859-1' })
    server = createZServer({
      databases: [await openBooks(), await openLivres(), mixed],
      name: 'Test library',
      version: '1.2.3',
      log: createLog('silent'),
    })
    await server.listen(0)
    address = `127.0.0.1:${server.port}`
    folder = await mkdtemp(join(tmpdir(), 'zserver-'))
  })
  after(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })

  describe('yaz-client', () => {
    let yazClient: string
    before(function () {
      ;[yazClient] = needs(this, 'yaz-client') as [string]
    })
    const client = (...commands: string[]) => run(yazClient, [], [`open ${address}/books`, ...commands, 'quit'])

    it('opens an association and closes it', async () => {
      const output = await client('close')
      expect(output).to.include('Connection accepted by v3 target.')
      expect(output).to.match(/Name +: Test library\nVersion: 1\.2\.3\n/)
      expect(output).to.match(/Options: search present delSet scan sort namedResultSets\n/)
      expect(output).to.match(/Target has closed the association\.\nReason: finished/)
    })

    it('finds by every field of the search form', async () => {
      const searches = [
        ['@attr 1=1016 thompson', 1],
        ['@attr 1=4 @attr 4=6 "prince hamlet"', 1],
        ['@attr 1=1003 shakespeare', 1],
        ['@attr 1=21 denmark', 2],
        ['@attr 1=7 9780140449136', 1],
        ['@attr 1=8 1234-5679', 1],
        ['@attr 1=9 98012345', 1],
        ['@attr 1=12 x-red', 1],
        ['@attr 1=1018 gyldendal', 1],
        ['@attr 1=31 1978', 2],
        ['@attr 1=31 @attr 2=5 1900', 4],
        ['@and @attr 1=4 prince @attr 1=4 denmark', 3],
        ['@or @attr 1=4 hamlet @attr 1=4 journal', 2],
        ['@not @attr 1=4 denmark @attr 1=4 hamlet', 2],
        ['@attr 1=4 @attr 5=1 princ', 3],
        ['@attr 1=4 @attr 5=104 m#r', 2],
        ['@prox 0 1 1 3 k 2 @attr 1=4 of @attr 1=4 denmark', 2],
        ['@attr 1=4 Война', 1],
        ['@attr 1=4 樓夢', 1],
      ] as const
      const output = await client(...searches.map(([pqf]) => `find ${pqf}`))
      expect(hits(output)).to.deep.equal(searches.map(([, number]) => number))
      expect(diagnostics(output)).to.deep.equal([])
    })

    it('finds in an earlier set', async () => {
      expect(
        hits(await client('find @attr 1=4 prince', 'find @attr 1=21 history', 'find @and @set 1 @set 2')),
      ).to.deep.equal([3, 2, 1])
    })

    it('receives the records byte for byte, piggybacked and presented', async () => {
      const [piggybacked, presented] = [join(folder, 'piggybacked'), join(folder, 'presented')]
      await client(`set_marcdump ${piggybacked}`, 'ssub 100', 'lslb 100', 'find @attr 1=12 @attr 2=103 x')
      await client(`set_marcdump ${presented}`, 'find @attr 1=12 @attr 2=103 x', 'show 1+7')
      for (const path of [piggybacked, presented])
        expect((await readFile(path)).equals(bytesOf(marc21Records)), path).to.equal(true)
    })

    it('receives bytes in an encoding of their own unaltered', async () => {
      const dump = join(folder, 'latin')
      await client(`set_marcdump ${dump}`, 'base latin', 'find café', 'show 1')
      expect((await readFile(dump)).includes(Buffer.from('Caf\xe9 au lait', 'latin1'))).to.equal(true)
    })

    it('shows records in several syntaxes and element sets', async () => {
      const output = await client(
        'find @attr 1=4 hamlet',
        'show 1',
        'format xml',
        'show 1',
        'format sutrs',
        'elements B',
        'show 1',
        'base livres',
        'format unimarc',
        'elements F',
        'find peste',
        'show 1',
      )
      expect([...output.matchAll(/Record type: (\w+)/g)].map(([, type]) => type)).to.deep.equal([
        'USmarc',
        'XML',
        'SUTRS',
        'Unimarc',
      ])
      expect(output.match(/650 {2}0 \$a Princes/g)).to.have.length(1)
      expect(output).to.include('<subfield code="a">Princes</subfield>')
    })

    it('scans words and whole fields', async () => {
      const output = await client('scansize 3', 'scanpos 2', 'scan @attr 1=4 egypt', 'scan @attr 1=4 @attr 4=1 prince')
      expect(output).to.match(/3 entries, position=2\n {2}e \(1\)\n\* egypt \(1\)\n {2}hamlet \(1\)/)
      expect(output).to.match(/\* prince of egypt and a princess of denmark \(1\)/)
    })

    it('sorts by several keys', async () => {
      const output = await client('find @attr 1=31 @attr 2=103 x', 'sort 1=31 > 1=1003 <', 'show 1+6')
      expect(output).to.include('status=success')
      expect(controlNumbers(output)).to.deep.equal(['serial', 'denmark', 'mir', 'war', 'red', 'hamlet'])
    })

    it('is told what is wrong', async () => {
      const output = await client(
        'find @attr 1=9999 x',
        'find @attr 4=3 x',
        'find @set nowhere',
        'find hamlet',
        'show 2',
        'format grs-1',
        'show 1',
        'format unimarc',
        'show 1',
        'format usmarc',
        'elements X',
        'show 1',
        'scan @attr 1=9999 x',
        'sort colour <',
        'base nowhere',
        'find x',
      )
      expect(diagnostics(output)).to.deep.equal([
        '114 9999',
        '118 3',
        '30 nowhere',
        '13 ',
        '239 1.2.840.10003.5.105',
        '238 1.2.840.10003.5.1',
        '25 X',
        '114 9999',
        '207 colour',
        '235 nowhere',
      ])
    })

    it('deletes sets', async () => {
      const output = await client('find hamlet', 'delete 1', 'delete 7')
      expect(output).to.match(/Got deleteResultSetResponse status=0\n1 status=0/)
      expect(output).to.match(/7 status=1/)
    })

    it('is turned away without credentials, and let in with them', async () => {
      const guarded = createZServer({
        databases: [await openBooks()],
        name: 'Guarded',
        credentials: [{ type: 'idPass', user: 'reader', password: 'secret' }],
        log: createLog('silent'),
      })
      await guarded.listen(0)
      try {
        const attempt = (...auth: string[]) =>
          run(yazClient, [], [...auth, `open 127.0.0.1:${guarded.port}/books`, 'find hamlet', 'quit'])
        const refused = await attempt()
        expect(refused).to.include('Connection rejected by v3 target.')
        expect(refused).to.match(/code=101 /)
        expect(await attempt('authentication reader wrong')).to.match(/code=1011 /)
        expect(hits(await attempt('authentication reader secret'))).to.deep.equal([1])
      } finally {
        await guarded.close()
      }
    })
  })

  describe('zoomsh', () => {
    it('searches, shows and sorts', async function () {
      const [zoomsh] = needs(this, 'zoomsh') as [string]
      const output = await run(
        zoomsh,
        [],
        [
          'set preferredRecordSyntax usmarc',
          'set presentChunk 2',
          `connect ${address}/books`,
          'search @attr 1=31 @attr 2=103 x',
          'show 0 6',
          'quit',
        ],
      )
      expect(output).to.match(/books: 6 hits/)
      expect(controlNumbers(output)).to.have.length(6)
    })
  })
})
