import { expect } from 'chai'
import { sql } from 'kysely'
import { readRecord } from '../../../src/standards/marc/index.ts'
import { parsePqf } from '../../../src/standards/query/index.ts'
import { decode, OPACRecord, recordSyntax } from '../../../src/standards/z3950/index.ts'
import { CatalogueDatabase, type PresentedRecord, type ResultSet } from '../../../src/zserver/index.ts'
import { fillShelf, setState } from '../../catalogue-shelf.ts'
import { useDatabase } from '../../database.ts'
import { parseXml, textsOf } from '../../xml.ts'
import { refusalOf } from '../refusals.ts'

const octetsOf = (record: PresentedRecord) => Buffer.from('octets' in record ? record.octets : '')

describe('The catalogue as a database', () => {
  const data = useDatabase()
  let catalogue: CatalogueDatabase
  let ids: Record<string, number>
  const sets = new Map<string, ResultSet>()
  before(async () => {
    ids = await fillShelf(data.database)
    catalogue = new CatalogueDatabase(data.database.db, { name: 'default' })
  })
  const find = (pqf: string, database = catalogue) => database.search(parsePqf(pqf), (name) => sets.get(name))
  const numbers = async (set: ResultSet, upTo = set.hits) => {
    const found: string[] = []
    for (let at = 1; at <= upTo; at++) {
      const { octets } = (await set.present(at, undefined, 'F')) as { octets: Uint8Array }
      const { record } = readRecord(octets)
      found.push(record.fields[0]![1].slice(2))
    }
    return found
  }

  it('finds active records only, and counts them only', async () => {
    for (const pqf of ['@attr 1=4 hamlet', '@attr 1=21 denmark', '@attr 1=1003 ghost', '@attr 1=7 9780571204519'])
      expect(
        (await numbers(await find(pqf))).filter((id) => ids[id] === ids['suppressed'] || id === 'deleted'),
      ).to.deep.equal([])
    expect((await find('@attr 1=4 hamlet')).hits).to.equal(1)
    expect((await find('@attr 1=1003 ghost')).hits).to.equal(0)
    expect((await find('@attr 1=12 x-suppressed')).hits).to.equal(0)
    expect((await find('@not @attr 1=1016 @attr 2=103 "" @attr 1=4 hamlet')).hits).to.equal(8)
  })

  it('finds within result sets made before', async () => {
    sets.set('danes', await find('@attr 1=21 denmark'))
    expect(await numbers(await find('@and @set danes @attr 1=4 prince'))).to.deep.equal(['hamlet', 'denmark'])
    expect(await numbers(await find('@not @set danes @attr 1=4 tragedy'))).to.deep.equal(['denmark'])
  })

  it('gives a record in its own syntax, in UTF-8, and in full unless asked for a brief one', async () => {
    const war = await find('@attr 1=12 x-war')
    for (const syntax of [undefined, recordSyntax.usmarc]) {
      const record = await war.present(1, syntax, undefined)
      expect(record.syntax).to.equal(recordSyntax.usmarc)
      expect(octetsOf(record)[9]).to.equal('a'.charCodeAt(0))
      expect(octetsOf(record).toString()).to.include('Война и мир')
    }
    const hamlet = await find('@attr 1=12 x-hamlet')
    expect(octetsOf(await hamlet.present(1, undefined, 'F')).toString()).to.include('Princes')
    expect(octetsOf(await hamlet.present(1, undefined, 'b')).toString()).not.to.include('Princes')
  })

  it('gives a UNIMARC record as UNIMARC, and refuses to make MARC 21 of it', async () => {
    const camus = await find('@attr 1=12 u-etranger')
    expect((await camus.present(1, undefined, undefined)).syntax).to.equal(recordSyntax.unimarc)
    expect(await refusalOf(() => camus.present(1, recordSyntax.usmarc, 'F'))).to.include({ condition: 238 })
    expect(await refusalOf(() => camus.present(1, recordSyntax['grs-1'], 'F'))).to.include({ condition: 239 })
    expect(await refusalOf(() => camus.present(1, undefined, 'X'))).to.deep.equal({ condition: 25, addinfo: 'X' })
  })

  it('gives MARCXML and text, full and brief', async () => {
    const hamlet = await find('@attr 1=12 x-hamlet')
    const xml = parseXml(octetsOf(await hamlet.present(1, recordSyntax.xml, 'F')).toString())
    expect(xml).to.include({ namespace: 'http://www.loc.gov/MARC21/slim', name: 'record' })
    expect(textsOf(xml, 'subfield')).to.include('Princes')
    expect(
      textsOf(parseXml(octetsOf(await hamlet.present(1, recordSyntax.xml, 'B')).toString()), 'subfield'),
    ).not.to.include('Princes')
    expect(await hamlet.present(1, recordSyntax.sutrs, 'F'))
      .to.have.property('text')
      .that.includes('Princes')
  })

  it('gives an OPAC record with its copies, and nothing that is for staff', async () => {
    const hamlet = await find('@attr 1=12 x-hamlet')
    const presented = await hamlet.present(1, recordSyntax.opac, 'F')
    const asn1 = 'asn1' in presented ? presented.asn1 : Buffer.of()
    const { bibliographicRecord, holdingsData } = decode(OPACRecord, asn1)
    expect(bibliographicRecord?.directReference).to.equal(recordSyntax.usmarc)
    expect(holdingsData?.map(({ value }) => value)).to.deep.equal([
      {
        localLocation: 'Main Library',
        shelvingLocation: 'Stacks',
        callNumber: 'PR2807 .A2',
        copyNumber: 'A1',
        publicNote: 'Signed',
        circulationData: [{ availableNow: true, itemId: 'A1', renewable: false, onHold: false }],
      },
      {
        localLocation: 'Main Library',
        shelvingLocation: 'Stacks',
        callNumber: 'PR2807 .A2',
        copyNumber: 'A2',
        circulationData: [
          { availableNow: false, restrictions: 'On loan', itemId: 'A2', renewable: false, onHold: false },
        ],
      },
    ])
    expect(Buffer.from(asn1).includes('bought cheap')).to.equal(false)
    const other = await (await find('@attr 1=12 x-war')).present(1, recordSyntax.opac, 'F')
    expect(decode(OPACRecord, 'asn1' in other ? other.asn1 : Buffer.of()).holdingsData).to.deep.equal([])
  })

  it('refuses a record that was suppressed or deleted after the search, in every syntax, and finds it no more', async () => {
    const set = await find('@attr 1=31 1978')
    expect(await numbers(set)).to.deep.equal(['war', 'mir'])
    await setState(data.database, ids['war']!, 1, 'suppressed')
    const syntaxes = [undefined, recordSyntax.usmarc, recordSyntax.xml, recordSyntax.sutrs, recordSyntax.opac]
    for (const syntax of syntaxes)
      for (const elements of ['F', 'B'])
        expect(await refusalOf(() => set.present(1, syntax, elements))).to.deep.equal({ condition: 1028, addinfo: '' })
    expect(set.hits).to.equal(2)
    expect((await find('@attr 1=31 1978')).hits).to.equal(1)
    expect((await find('@attr 1=4 voina')).hits).to.equal(0)
    await setState(data.database, ids['war']!, 2, 'active')
    expect((await find('@attr 1=31 1978')).hits).to.equal(2)
  })

  it('keeps the order and the records of a set while others come and go', async () => {
    const set = await find('@attr 1=21 @attr 2=103 x')
    const before = await numbers(set)
    await setState(data.database, ids['suppressed']!, 2, 'active')
    expect(await numbers(set)).to.deep.equal(before)
    expect((await find('@attr 1=21 @attr 2=103 x')).hits).to.equal(before.length + 1)
    await setState(data.database, ids['suppressed']!, 3, 'suppressed')
  })

  it('sorts by title, author and year, and refuses other orders', async () => {
    const set = await find('@or @attr 1=21 denmark @attr 1=31 1978')
    const by = async (...keys: [string, boolean][]) =>
      numbers(await set.sort(keys.map(([by, descending]) => ({ by, descending, missing: 'last' as const }))))
    expect(await by(['title', false])).to.deep.equal(['denmark', 'mir', 'hamlet', 'war'])
    expect(await by(['date', true], ['author', false])).to.deep.equal(['denmark', 'mir', 'war', 'hamlet'])
    expect(await refusalOf(() => set.sort([{ by: 'colour', descending: false, missing: 'last' }]))).to.include({
      condition: 207,
    })
    expect(await refusalOf(() => set.sort([{ by: 'isbn', descending: false, missing: 'last' }]))).to.include({
      condition: 207,
    })
    expect(await refusalOf(() => set.sort([{ by: 'title', descending: false, missing: 'abort' }]))).to.include({
      condition: 213,
    })
  })

  it('counts truly what it cannot keep, gives the part it kept, and neither sorts nor combines a part', async () => {
    const small = new CatalogueDatabase(data.database.db, { name: 'small', idsPerSet: 2 })
    const set = await find('@attr 1=1016 @attr 2=103 ""', small)
    expect(set.hits).to.equal(9)
    expect(await numbers(set, 2)).to.have.length(2)
    const tooMany = { condition: 33, addinfo: '2' }
    expect(await refusalOf(() => set.present(3, undefined, 'F'))).to.deep.equal(tooMany)
    expect(await refusalOf(() => set.sort([{ by: 'title', descending: false, missing: 'last' }]))).to.deep.equal(
      tooMany,
    )
    sets.set('part', set)
    expect(await refusalOf(() => find('@set part', small))).to.deep.equal(tooMany)
  })

  it('lets the sets of longest ago go when memory is short, and says so', async () => {
    const tight = new CatalogueDatabase(data.database.db, { name: 'tight', memory: 1000 })
    const first = await find('hamlet', tight)
    for (let others = 0; others < 4; others++) await find('hamlet', tight)
    expect(await refusalOf(() => first.present(1, undefined, 'F'))).to.include({ condition: 27 })
  })

  it('gives up what takes too long, and goes on', async () => {
    const hasty = new CatalogueDatabase(data.database.db, { name: 'hasty', searchTime: 2000 })
    const slow = () => hasty.withinTime((tx) => sql`select pg_sleep(20)`.execute(tx))
    expect(await refusalOf(slow)).to.include({ condition: 31 })
    expect((await find('hamlet', hasty)).hits).to.equal(1)
  })

  it('lists headings and numbers of active records, with how many have each', async () => {
    const scan = async (pqf: string, { count = 3, position = 1, step = 0 } = {}) => {
      const { attributeSet, root } = parsePqf(pqf)
      if (root.op !== 'term') throw new Error('not a term')
      const answer = await catalogue.scan({
        attributeSet,
        attributes: root.attributes,
        term: root.term,
        count,
        position,
        step,
      })
      return [answer.position, ...answer.entries.map(({ term, hits }) => `${term} ${hits}`)]
    }
    expect(await scan('@attr 1=1003 camus')).to.deep.equal([
      1,
      'camus albert 1913 1960 2',
      'cao xueqin 1',
      'shakespeare william 1564 1616 1',
    ])
    expect(await scan('@attr 1=1003 camus', { position: 2 })).to.deep.equal([
      2,
      'akesson søren 1'.replace('ø', 'o'),
      'camus albert 1913 1960 2',
      'cao xueqin 1',
    ])
    expect(await scan('@attr 1=1003 "camus albert 1913-1960"', { position: 0, count: 1 })).to.deep.equal([
      0,
      'cao xueqin 1',
    ])
    expect(await scan('@attr 1=1003 a', { step: 1, count: 2 })).to.deep.equal([1, 'akesson soren 1', 'cao xueqin 1'])
    expect(await scan('@attr 1=7 0-14-044913-2', { count: 1 })).to.deep.equal([1, '9780140449136 1'])
    const everything = [
      ...(await scan('@attr 1=4 a', { count: 200 })),
      ...(await scan('@attr 1=1003 a', { count: 200 })),
      ...(await scan('@attr 1=21 a', { count: 200 })),
      ...(await scan('@attr 1=7 9', { count: 200 })),
      ...(await scan('@attr 1=12 a', { count: 200 })),
    ]
    expect(everything.length).to.be.greaterThan(20)
    expect(everything.join('\n')).not.to.match(/suppressed|deleted|ghost|secrets|9780571204519/)
    expect(await refusalOf(() => scan('@attr 1=1016 a'))).to.deep.equal({ condition: 232, addinfo: '1016' })
    expect(await refusalOf(() => scan('@attr 1=9999 a'))).to.deep.equal({ condition: 114, addinfo: '9999' })
    expect(await refusalOf(() => scan('@attr 1=4 a', { count: 200, step: 1_000_000 }))).to.include({ condition: 206 })
  })
})
