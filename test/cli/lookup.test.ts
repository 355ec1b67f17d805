import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { MarcRecord, marcxmlRecord } from '../../src/standards/marc/index.ts'
import { type Libraries, openLibraries } from '../search/libraries.ts'
import { farshelf } from './command-line.ts'

describe('farshelf lookup', () => {
  let libraries: Libraries
  let folder: string
  let northfield: string
  let eastbrook: string
  before(async () => {
    libraries = await openLibraries([
      { id: 'northfield', records: 'northfield' },
      { id: 'eastbrook', records: 'eastbrook' },
    ])
    const [first, second] = libraries.servers
    northfield = `127.0.0.1:${first!.port}/Default`
    eastbrook = `127.0.0.1:${second!.port}/Default`
    folder = await mkdtemp(join(tmpdir(), 'farshelf-lookup-'))
  })
  after(async () => {
    await libraries?.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function listOf(...lines: string[]): Promise<string> {
    const file = join(folder, `${Math.random()}.txt`)
    await writeFile(file, lines.join('\n'))
    return file
  }

  it('writes the good records in the order of the list, and says what became of each number', async () => {
    const list = await listOf('9789999924115', 'x', '9789999924085', '9780306406157', '9789999924115', '9780306406158')
    const report = join(folder, 'report.csv')
    const flags = ['-s', eastbrook, '-s', northfield, '--format', 'mrk', '--report', report]
    const { code, out, err } = await farshelf('lookup', list, ...flags)
    expect(code).to.equal(0)
    const numbers = [...out.matchAll(/^=020 .*?\$a(\d+)/gm)].map(([, number]) => number)
    expect(numbers).to.deep.equal(['9999924115', '9789999924085'])
    expect(err).to.match(/^line 3\t9789999924085\t/m)
    expect(err).to.contain('2 found, 1 not found, 0 could not be asked everywhere, 2 not valid, 1 twice')
    const rows = (await readFile(report, 'utf8')).trimEnd().split('\r\n')
    expect(rows).to.have.lengthOf(7)
    expect(rows[1]).to.contain(`,found,${eastbrook},`)
    expect(rows[3]).to.contain(`,found,${northfield},`)
    expect(rows[4]).to.contain(`${eastbrook} has nothing under this number; ${northfield} has nothing`)
    expect(rows[5]).to.contain('The same as line 1')
    expect(rows[6]).to.contain('Its check digit is wrong')
  })

  it('counts and names the records that the format cannot hold, and ends with 1', async () => {
    const record = new MarcRecord()
    record.leader = '00000nam a2200000 a 4500'
    record.fields = [
      ['001', 'long'],
      ['020', '  ', 'a', '9789999924115'],
      ['245', '10', 'a', 'A long one'],
      ['500', '  ', 'a', 'x'.repeat(10_000)],
    ]
    const data = `<record><recordSchema>marcxml</recordSchema><recordPacking>xml</recordPacking><recordData>${marcxmlRecord(record, 'marc21')}</recordData></record>`
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/xml')
      response.end(
        `<searchRetrieveResponse xmlns="http://www.loc.gov/zing/srw/"><version>1.2</version><numberOfRecords>1</numberOfRecords><records>${data}</records></searchRetrieveResponse>`,
      )
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const source = `http://127.0.0.1:${(server.address() as AddressInfo).port}/db`
      const list = await listOf('9789999924115', '9789999924085')
      const flags = ['-s', source, '-s', northfield]
      const { code, out, err } = await farshelf('lookup', list, ...flags)
      expect(code).to.equal(1)
      expect(out.match(/\x1d/g)).to.have.lengthOf(1)
      expect(err)
        .to.match(/line 1\tleft out: The record cannot be written as ISO 2709: field 4 \(500\)/)
        .and.contain('1 of 2 records left out: they cannot be written as ISO 2709')
      const whole = await farshelf('lookup', list, ...flags, '--format', 'mrk')
      expect([whole.code, whole.err.includes('left out')]).to.deep.equal([0, false])
    } finally {
      server.close().closeAllConnections()
    }
  })

  it('ends with 1 where a library failed for what was not found, and with 3 where none answered', async () => {
    const list = await listOf('9780306406157')
    const some = await farshelf('lookup', list, '-s', '127.0.0.1:1/x', '-s', northfield)
    expect(some.code).to.equal(1)
    expect(some.err).to.contain('127.0.0.1:1/x failed: The connection was refused')
    expect((await farshelf('lookup', list, '-s', '127.0.0.1:1/x')).code).to.equal(3)
  })

  it('refuses what is no list, or not there', async () => {
    expect((await farshelf('lookup', await listOf(''), '-s', northfield)).code).to.equal(2)
    expect((await farshelf('lookup', '-', '-s', northfield)).err).to.contain('no number on the list')
    expect((await farshelf('lookup', join(folder, 'none'), '-s', northfield)).code).to.equal(2)
  })
})
