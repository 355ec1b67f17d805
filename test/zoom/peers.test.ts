import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { parsePqf } from '../../src/standards/query/index.ts'
import { recordSyntax } from '../../src/standards/z3950/index.ts'
import { createClient, type RemoteRecord, type ScanQuery, type TargetClient } from '../../src/zoom/index.ts'
import { needs } from '../peers.ts'
import { failureOf } from './failure-of.ts'
import { type PeerServer, startZtest } from './peer-servers.ts'
import { gardenBooks } from './some-records.ts'
import { targetAt } from './target-settings.ts'
import { startZebra } from './zebra.ts'

const bytesOf = (records: readonly RemoteRecord[]): Buffer =>
  Buffer.concat(records.map((record) => (record.type === 'bytes' ? record.bytes : Buffer.from(`<${record.type}>`))))

/** The records yaz-client saves when it is told to search and show. */
async function savedByYazClient(program: string, port: number, commands: readonly string[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'farshelf-yaz-client-'))
  const file = join(folder, 'saved.mrc')
  try {
    const child = spawn(program, ['-m', file, `127.0.0.1:${port}/Default`], { stdio: ['pipe', 'ignore', 'ignore'] })
    child.stdin.end(`${[...commands, 'quit'].join('\n')}\n`)
    await once(child, 'close')
    return await readFile(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function scanFrom(pqf: string, count: number): ScanQuery {
  const { attributeSet, root } = parsePqf(pqf)
  if (root.op !== 'term') throw new Error('a scan begins at a term')
  return { attributeSet, attributes: root, count }
}

describe('Our client and zebrasrv', () => {
  let zebra: PeerServer
  let client: TargetClient
  let yazClient: string

  before(async function () {
    const [zebrasrv, zebraidx, program] = needs(this, 'zebrasrv', 'zebraidx', 'yaz-client') as [string, string, string]
    yazClient = program
    zebra = await startZebra(zebrasrv, zebraidx, gardenBooks)
    client = createClient(targetAt(zebra.port))
  })
  after(async () => {
    await client?.close()
    await zebra?.stop()
  })

  it('find by title, in letters beyond ASCII too', async () => {
    expect((await client.search(parsePqf('@attr 1=4 gardens'))).hits).to.equal(40)
    expect((await client.search(parsePqf('@attr 1=4 Kraków'))).hits).to.equal(8)
    expect((await client.search(parsePqf('@and @attr 1=4 zürich @attr 1=30 1953'))).hits).to.equal(1)
  })

  it('hand over records with the answer to a search', async () => {
    const set = await client.search(parsePqf('@attr 1=4 london'), { prefetch: 5 })
    expect(set.hits).to.equal(8)
    expect(set.records.map(({ type, position }) => [type, position])).to.deep.equal(
      [1, 2, 3, 4, 5].map((position) => ['bytes', position]),
    )
    expect(bytesOf(set.records)).to.deep.equal(bytesOf(await set.fetch(1, 5)))
  })

  it('hand over the only record of a set with the answer to a search', async () => {
    const set = await client.search(parsePqf('@attr 1=4 @attr 5=100 @attr 4=1 "volume 17"'), { prefetch: 5 })
    expect([set.hits, set.records.length]).to.deep.equal([1, 1])
  })

  it('fetch in chunks the very bytes that yaz-client fetches', async () => {
    const set = await client.search(parsePqf('@attr 1=4 gardens'))
    const records = await set.fetch(1, 40)
    const saved = await savedByYazClient(yazClient, zebra.port, ['format usmarc', 'f @attr 1=4 gardens', 'show 1+40'])
    expect(records).to.have.length(40)
    expect(bytesOf(records).equals(saved)).to.equal(true)
    expect(saved.length).to.equal(Buffer.concat([...gardenBooks]).length)
  })

  it('fetch no further than the set goes', async () => {
    const set = await client.search(parsePqf('@attr 1=4 paris'))
    expect((await set.fetch(7, 10)).map(({ position }) => position)).to.deep.equal([7, 8])
    expect(await set.fetch(9, 10)).to.deep.equal([])
  })

  it('exchange records in every syntax they share', async () => {
    const set = await client.search(parsePqf('@attr 1=4 zürich'))
    const [xml] = await set.fetch(1, 1, { syntax: recordSyntax.xml })
    const [sutrs] = await set.fetch(1, 1, { syntax: recordSyntax.sutrs })
    const [grs] = await set.fetch(1, 1, { syntax: recordSyntax['grs-1'] })
    expect(xml).to.include({ type: 'bytes', syntax: recordSyntax.xml })
    expect(bytesOf([xml!]).toString())
      .to.include('garden003')
      .and.include('Gardens of')
    expect(sutrs).to.include({ type: 'text', syntax: recordSyntax.sutrs })
    expect(sutrs).to.have.property('text').that.includes('Gardens of')
    expect(grs).to.include({ type: 'structured', syntax: recordSyntax['grs-1'] })
    expect(JSON.stringify(grs)).to.include('garden003')
  })

  it('scan an index', async () => {
    const { entries, position } = await client.scan(scanFrom('@attr 1=1003 gardener', 3))
    expect(position).to.equal(1)
    expect(entries[0]).to.deep.include({ term: 'gardener', hits: 40 })
  })

  it('scan letters beyond ASCII as they are searched, though Zebra takes its UTF-8 for Latin-1', async () => {
    const { entries } = await client.scan(scanFrom('@attr 1=4 kraków', 1))
    expect(entries[0]).to.deep.include({ display: 'Kraków', hits: 8 })
    const found = async (words: string) => (await client.search(parsePqf(`@attr 1=4 "${words}"`))).hits
    expect([await found(entries[0]!.display!), await found(entries[0]!.term)]).to.deep.equal([8, 0])
  })

  it('call a field that is not there diagnostic 114, not nothing found', async () => {
    const failure = await failureOf(client.search(parsePqf('@attr 1=9999 x')))
    expect(failure).to.deep.equal({
      kind: 'diagnostic',
      phase: 'search',
      diagnostics: [{ set: '1.2.840.10003.4.1', code: 114, text: 'Unsupported Use attribute', addinfo: '9999' }],
    })
  })

  it('call a database that is not there what the target calls it', async () => {
    const elsewhere = createClient(targetAt(zebra.port, { databases: ['Nowhere'] }))
    const failure = await failureOf(elsewhere.search(parsePqf('x')))
    await elsewhere.close()
    expect(failure).to.have.nested.property('diagnostics[0].code', 109)
  })

  it('sort', async () => {
    const paris = await client.search(parsePqf('@attr 1=4 paris'))
    const years = async () =>
      bytesOf(await paris.fetch(1, 8))
        .toString()
        .match(/19\d\d\./g)
    await paris.sort([{ use: 30, descending: true }])
    expect(await years()).to.deep.equal(['1985.', '1980.', '1975.', '1970.', '1965.', '1960.', '1955.', '1950.'])
    expect(await failureOf(paris.sort([{ use: 1003 }]))).to.include({ kind: 'diagnostic', phase: 'sort' })
  })

  it('keep one result set apart from the next', async () => {
    const [paris, london] = [await client.search(parsePqf('@attr 1=4 paris')), await client.search(parsePqf('london'))]
    const [a, b] = await Promise.all([paris.fetch(1, 8), london.fetch(1, 8)])
    expect(bytesOf(a).toString().match(/Paris/g)).to.have.length(8)
    expect(
      bytesOf(b)
        .toString()
        .match(/London/g),
    ).to.have.length(8)
  })

  it('close their connections with a Close', async () => {
    const once = createClient(targetAt(zebra.port))
    await once.search(parsePqf('gardens'))
    expect(once.health()).to.deep.include({ breaker: 'closed', open: 1, busy: 0 })
    await once.close()
    expect(once.health().open).to.equal(0)
  })
})

describe('Our client and yaz-ztest', () => {
  let ztest: PeerServer
  let client: TargetClient
  let yazClient: string

  before(async function () {
    const [program, yaz] = needs(this, 'yaz-ztest', 'yaz-client') as [string, string]
    yazClient = yaz
    ztest = await startZtest(program)
    client = createClient(targetAt(ztest.port))
  })
  after(async () => {
    await client?.close()
    await ztest?.stop()
  })

  it('fetch MARC records, byte for byte those of yaz-client', async () => {
    const set = await client.search(parsePqf('computer'))
    const records = await set.fetch(1, 20)
    const saved = await savedByYazClient(yazClient, ztest.port, ['format usmarc', 'f computer', 'show 1+20'])
    expect(records).to.have.length(20)
    expect(bytesOf(records).equals(saved)).to.equal(true)
  })

  it('fetch OPAC records: the bibliographic part and the holdings', async () => {
    const set = await client.search(parsePqf('computer'))
    const [record] = await set.fetch(1, 1, { syntax: recordSyntax.opac })
    expect(record).to.have.property('type', 'opac')
    expect(record).to.have.nested.property('bibliographic.syntax', recordSyntax.usmarc)
    expect(record).to.have.nested.property('holdings[0].value.copyNumber', 'Copy 1')
    expect(bytesOf(await set.fetch(1, 1))).to.deep.equal(
      Buffer.from((record as { bibliographic: { bytes: Uint8Array } }).bibliographic.bytes),
    )
  })

  it('fetch SUTRS records', async () => {
    const set = await client.search(parsePqf('computer'))
    expect(await set.fetch(2, 1, { syntax: recordSyntax.sutrs })).to.deep.equal([
      {
        position: 2,
        database: 'Default',
        type: 'text',
        syntax: recordSyntax.sutrs,
        text: 'This is dummy SUTRS record number 2\n',
      },
    ])
  })

  it('show a record that the target cannot give as a diagnostic in its place', async () => {
    const set = await client.search(parsePqf('computer'))
    const [record] = await set.fetch(1, 1, { syntax: recordSyntax['grs-1'] })
    expect(record).to.have.property('type', 'diagnostic')
    expect(record).to.have.nested.property('diagnostic.code', 14)
  })

  it('work with many users at once on two connections', async () => {
    const sets = await Promise.all(Array.from({ length: 30 }, () => client.search(parsePqf('computer'))))
    const records = await Promise.all(sets.map((set) => set.fetch(1, 3)))
    expect(records.map(({ length }) => length)).to.deep.equal(Array(30).fill(3))
    expect(client.health()).to.deep.include({ open: 2, busy: 0, waiting: 0 })
  })
})
