import { expect } from 'chai'
import { readRecord } from '../../../src/standards/marc/index.ts'
import { parsePqf } from '../../../src/standards/query/index.ts'
import { recordSyntax } from '../../../src/standards/z3950/index.ts'
import { openRecordFile, type PresentedRecord, type RecordFile, type ResultSet } from '../../../src/zserver/index.ts'
import { bytesOf, iso2709, marc21Records, openBooks, openLivres } from '../library.ts'
import { refusalOf } from '../refusals.ts'

const find = (file: RecordFile, pqf: string): ResultSet => file.search(parsePqf(pqf), () => undefined)
const octetsOf = (record: PresentedRecord) => Buffer.from('octets' in record ? record.octets : '')
const textOf = (record: PresentedRecord) => ('text' in record ? record.text : octetsOf(record).toString())

describe('A record presented from a file', () => {
  let hamlet: ResultSet
  before(async () => {
    hamlet = find(await openBooks(), '@attr 1=4 hamlet')
  })

  it('has the bytes of the file in its own syntax, which is also the one given when none is asked for', async () => {
    for (const syntax of [undefined, recordSyntax.usmarc]) {
      const record = await hamlet.present(1, syntax, undefined)
      expect(record.syntax).to.equal(recordSyntax.usmarc)
      expect(octetsOf(record).equals(iso2709(marc21Records[0]!))).to.equal(true)
    }
  })

  it('is MARCXML with a namespace of its own in XML', async () => {
    const xml = textOf(await hamlet.present(1, recordSyntax.xml, 'F'))
    expect(xml).to.match(/^<record xmlns="http:\/\/www\.loc\.gov\/MARC21\/slim">/)
    expect(xml).to.include('<subfield code="a">The tragedy of Hamlet, prince of Denmark /</subfield>')
  })

  it('says in XML that it is Unicode now', async () => {
    const marc8 = iso2709(marc21Records[0]!)
    marc8[9] = 0x20
    const file = await openRecordFile(marc8, { name: 'old', flavour: 'marc21', encoding: 'marc-8' })
    expect(textOf(await find(file, 'hamlet').present(1, recordSyntax.xml, 'F'))).to.match(
      /<leader>.{9}a.{14}<\/leader>/,
    )
  })

  it('is lines of text in SUTRS', async () => {
    expect(textOf(await hamlet.present(1, recordSyntax.sutrs, 'F'))).to.match(/^245 14 \$a The tragedy of Hamlet/m)
  })

  it('is brief in element set B, in every syntax', async () => {
    const marc = readRecord(octetsOf(await hamlet.present(1, recordSyntax.usmarc, 'B')))
    expect(marc.diagnostics).to.deep.equal([])
    const tags = ['001', '008', '020', '035', '100', '245', '260']
    expect(marc.record.fields.map(([tag]) => tag)).to.deep.equal(tags)
    const xml = textOf(await hamlet.present(1, recordSyntax.xml, 'b'))
    expect([...xml.matchAll(/tag="(\d+)"/g)].map(([, tag]) => tag)).to.deep.equal(tags)
    const text = textOf(await hamlet.present(1, recordSyntax.sutrs, 'B'))
    expect([...text.matchAll(/^(\d{3}) /gm)].map(([, tag]) => tag)).to.deep.equal(tags)
  })

  it('is whole in element set B where its directory lies', async () => {
    const damaged = iso2709(marc21Records[0]!)
    damaged.write('9', 24 + 3)
    const file = await openRecordFile(damaged, { name: 'damaged', flavour: 'marc21' })
    expect(octetsOf(await find(file, 'hamlet').present(1, undefined, 'B')).equals(damaged)).to.equal(true)
  })

  it('is whole in element set B where its leader puts the data into the leader', async () => {
    const damaged = iso2709(marc21Records[0]!)
    damaged.write('00001', 12)
    const file = await openRecordFile(damaged, { name: 'damaged', flavour: 'marc21' })
    expect(octetsOf(await find(file, 'hamlet').present(1, undefined, 'B')).equals(damaged)).to.equal(true)
  })

  it('is whole in element set B where even the brief form is longer than a leader can say', async () => {
    const scripts = Array.from({ length: 11 }, () => ['880', `  $a${'x'.repeat(9090)}`] as const)
    const bytes = iso2709([['245', '00$aHamlet.'], ...scripts])
    const long = Buffer.concat([Buffer.from('99999'), bytes.subarray(bytes.indexOf('nam'))])
    const file = await openRecordFile(long, { name: 'long', flavour: 'marc21' })
    expect(octetsOf(await find(file, 'hamlet').present(1, undefined, 'B')).equals(long)).to.equal(true)
  })

  it('is refused in syntaxes and element sets that there are not', async () => {
    expect(await refusalOf(() => hamlet.present(1, recordSyntax.unimarc, 'F'))).to.deep.equal({
      condition: 238,
      addinfo: recordSyntax.unimarc,
    })
    expect(await refusalOf(() => hamlet.present(1, recordSyntax['grs-1'], 'F'))).to.deep.equal({
      condition: 239,
      addinfo: recordSyntax['grs-1'],
    })
    expect(await refusalOf(() => hamlet.present(1, undefined, 'X'))).to.deep.equal({ condition: 25, addinfo: 'X' })
    expect((await refusalOf(() => hamlet.present(2, undefined, 'F')))?.condition).to.equal(13)
  })

  it('is UNIMARC from a file of UNIMARC, and no other MARC', async () => {
    const peste = find(await openLivres(), 'peste')
    expect((await peste.present(1, undefined, undefined)).syntax).to.equal(recordSyntax.unimarc)
    expect((await refusalOf(() => peste.present(1, recordSyntax.usmarc, 'F')))?.condition).to.equal(238)
  })
})

describe('A file of records', () => {
  it('leaves out what is not a record and serves the rest', async () => {
    const bytes = Buffer.concat([iso2709(marc21Records[0]!), Buffer.from('garbage\x1d'), iso2709(marc21Records[1]!)])
    const file = await openRecordFile(bytes, { name: 'mixed', flavour: 'marc21' })
    expect(file).to.include({ size: 2, rejected: 1 })
    expect(find(file, '@attr 1=4 denmark').hits).to.equal(2)
  })

  it('is the same however its bytes are chunked', async () => {
    const bytes = bytesOf(marc21Records)
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
    }
    const file = await openRecordFile(chunks(), { name: 'chunks', flavour: 'marc21' })
    expect(file.size).to.equal(marc21Records.length)
    const record = await find(file, '@attr 1=12 x-red').present(1, undefined, undefined)
    expect(octetsOf(record).equals(iso2709(marc21Records[4]!))).to.equal(true)
  })

  it('may be empty', async () => {
    const file = await openRecordFile(Buffer.alloc(0), { name: 'empty', flavour: 'marc21' })
    expect(find(file, '@or a @not b c').hits).to.equal(0)
    const { entries } = file.scan({
      attributeSet: '1.2.840.10003.3.1',
      attributes: [{ type: 1, value: 4 }],
      term: { type: 'general', value: 'a' },
      count: 5,
      position: 1,
      step: 0,
    })
    expect(entries).to.deep.equal([])
  })
})
