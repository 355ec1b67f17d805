import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { readMarcxml } from '../../../src/standards/marc/index.ts'
import { parsePqf } from '../../../src/standards/query/index.ts'
import { createClient, probe, type RemoteRecord, type ScanQuery, type TargetClient } from '../../../src/zoom/index.ts'
import { needs } from '../../peers.ts'
import { failureOf } from '../failure-of.ts'
import { type PeerServer, startZtest } from '../peer-servers.ts'
import { gardenBooks } from '../some-records.ts'
import { startZebra } from '../zebra.ts'
import { sruAt } from './sru-settings.ts'

async function controlNumbers(records: readonly RemoteRecord[]): Promise<(string | undefined)[]> {
  return Promise.all(
    records.map(async (record) => {
      if (record.type !== 'bytes') return record.type
      for await (const read of readMarcxml([record.bytes])) if ('record' in read) return read.record.fields[0]?.[1]
      return undefined
    }),
  )
}

function scanFrom(use: number, term: string, count: number): ScanQuery {
  const { attributeSet } = parsePqf('x')
  return {
    attributeSet,
    attributes: { op: 'term', attributes: [{ type: 1, value: use }], term: { type: 'general', value: term } },
    count,
  }
}

describe('Our client and zebrasrv over SRU', () => {
  let zebra: PeerServer
  let client: TargetClient

  before(async function () {
    const [zebrasrv, zebraidx] = needs(this, 'zebrasrv', 'zebraidx') as [string, string]
    zebra = await startZebra(zebrasrv, zebraidx, gardenBooks, { sru: true })
    client = createClient(sruAt(zebra.port))
  })
  after(async () => {
    await client?.close()
    await zebra?.stop()
  })

  it('find by title, and by two fields at once', async () => {
    expect((await client.search(parsePqf('@attr 1=4 gardens'))).hits).to.equal(40)
    expect((await client.search(parsePqf('@attr 1=4 paris'))).hits).to.equal(8)
    expect(
      (await client.search(parsePqf('@and @attr 1=4 @attr 4=6 "london gardens" @attr 1=1003 gardener'))).hits,
    ).to.equal(8)
  })

  it('hand over records as MARCXML with the answer and after it, in order, batch by batch', async () => {
    const set = await client.search(parsePqf('@attr 1=4 gardens'), { prefetch: 5 })
    const more = await set.fetch(6, 25)
    expect(await controlNumbers([...set.records, ...more])).to.deep.equal(
      Array.from({ length: 30 }, (_, n) => `garden${String(n).padStart(3, '0')}`),
    )
    expect(more.map(({ position }) => position)).to.deep.equal(Array.from({ length: 25 }, (_, n) => n + 6))
  })

  it('give no more than there is', async () => {
    const set = await client.search(parsePqf('@attr 1=4 london'))
    expect(await set.fetch(7, 10)).to.have.lengthOf(2)
    expect(await set.fetch(9, 10)).to.deep.equal([])
  })

  it('list an index around a term, with hits', async () => {
    const { entries } = await client.scan(scanFrom(4, 'london', 3))
    expect(entries.map(({ term, hits }) => [term, hits])).to.deep.include(['london', 8])
    expect(entries).to.have.lengthOf(3)
  })

  it('say which index is not there', async () => {
    const failure = await failureOf(client.search(parsePqf('@attr 1=59 leeds')))
    expect(failure).to.deep.include({ kind: 'diagnostic', phase: 'search' })
    expect(failure.kind === 'diagnostic' && failure.diagnostics[0]).to.include({ set: 'info:srw/diagnostic/1' })
  })
})

describe('Our client and yaz-ztest over SRU', () => {
  let ztest: PeerServer
  let folder: string

  before(async function () {
    const [program] = needs(this, 'yaz-ztest') as [string]
    folder = await mkdtemp(join(tmpdir(), 'farshelf-ztest-'))
    await writeFile(join(folder, 'dummy-words'), 'alpha\nbeta\ngamma\ndelta\n'.repeat(3))
    ztest = await startZtest(program, folder)
  })
  after(async () => {
    await ztest?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  for (const version of ['1.1', '1.2', '2.0'] as const)
    for (const method of ['get', 'post'] as const)
      it(`understand each other in version ${version} by ${method.toUpperCase()}`, async () => {
        const client = createClient(sruAt(ztest.port, { version, method }))
        try {
          const set = await client.search(parsePqf('@attr 1=4 @attr 4=1 "program a computer"'), { prefetch: 1 })
          expect(set.hits).to.be.greaterThan(0)
          expect(set.records[0]).to.include({ type: 'bytes', position: 1 })
          expect((set.records[0] as { bytes: Uint8Array }).bytes.toString()).to.contain('How to program a computer')
          expect(client.health()).to.deep.include({ breaker: 'closed', open: 1, busy: 0 })
        } finally {
          await client.close()
        }
        expect(client.health().open).to.equal(0)
      })

  it('show a record that cannot be given in a schema as what came in its place', async () => {
    const client = createClient(sruAt(ztest.port, { schema: 'dc' }))
    try {
      const { records } = await client.search(parsePqf('computer'), { prefetch: 1 })
      expect(records).to.have.lengthOf(1)
      expect(records[0]).to.deep.include({ type: 'diagnostic', position: 1 })
    } finally {
      await client.close()
    }
  })

  it('are tested step by step', async () => {
    const steps = []
    for await (const step of probe(sruAt(ztest.port), parsePqf('@attr 1=4 history'))) steps.push(step)
    expect(steps.map(({ step, ok }) => [step, ok])).to.deep.equal([
      ['connect', true],
      ['explain', true],
      ['search', true],
      ['syntax', true],
      ['syntax', false],
    ])
  })
})
