import { expect } from 'chai'
import { cqlOf, parsePqf, printCql } from '../../../src/standards/query/index.ts'
import { setState } from '../../catalogue-shelf.ts'
import { allOf, parseXml, textsOf } from '../../xml.ts'
import { diagnosticsOf, hitsOf, numbersOf, useSru } from './sru-site.ts'

describe('The catalogue over SRU', () => {
  const sru = useSru({ mostRecords: 4 })
  const find = (query: string, more: Record<string, string | number> = {}) => sru.ask({ query, ...more })

  for (const [query, hits] of [
    ['hamlet', 1],
    ['cql.allRecords=1', 9],
    ['dc.title = "prince hamlet"', 1],
    ['dc.title adj "prince of denmark"', 1],
    ['dc.title any "hamlet journal"', 2],
    ['title = princ*', 3],
    ['title = "^the tragedy"', 1],
    ['dc.creator all "shakespeare william"', 1],
    ['dc.subject = denmark', 2],
    ['bath.isbn = 0-14-044913-2', 1],
    ['bath.issn = 1234-5679', 1],
    ['bath.lccn = 98012345', 1],
    ['rec.id = x-red', 1],
    ['dc.publisher = gyldendal', 1],
    ['dc.date = 1978', 2],
    ['dc.date > 1990', 2],
    ['dc.date within "1900 1980"', 4],
    ['title = prince and title = denmark', 3],
    ['title = hamlet or title = journal', 2],
    ['title = denmark not title = hamlet', 2],
    ['dc.title = "Война и мир"', 1],
    ['dc.creator = ghost', 0],
    ['dc.title = secret*', 0],
    ['rec.id = x-suppressed', 0],
  ] as const)
    it(`finds ${hits} for ${query}`, async () => {
      const answer = await find(query)
      expect(diagnosticsOf(answer)).to.deep.equal([])
      expect(hitsOf(answer)).to.equal(hits)
    })

  it('finds the same for a query in CQL and in PQF', async () => {
    for (const pqf of [
      '@attr 1=4 prince',
      '@or @attr 1=1003 camus @attr 1=21 denmark',
      '@not @attr 1=31 @attr 2=4 1900 @attr 1=4 @attr 5=1 princ',
      '@attr 1=4 @attr 4=1 "prince of denmark"',
      '@and @attr 1=1016 @attr 2=103 "" @attr 1=54 eng',
    ]) {
      const inCql = await find(printCql(cqlOf(parsePqf(pqf))))
      const inPqf = await sru.ask({ 'x-pquery': pqf })
      expect(diagnosticsOf(inCql)).to.deep.equal([])
      expect(hitsOf(inCql)).to.be.greaterThan(0)
      expect(numbersOf(inCql)).to.deep.equal(numbersOf(inPqf))
    }
  })

  it('gives MARCXML unless told otherwise, by name or by identifier', async () => {
    for (const recordSchema of ['', 'marcxml', 'info:srw/schema/1/marcxml-v1.1']) {
      const answer = await find('hamlet', { recordSchema })
      expect(textsOf(answer, 'recordSchema')).to.deep.equal(['info:srw/schema/1/marcxml-v1.1'])
      const [data] = allOf(answer, 'recordData')
      expect(data!.children[0]).to.include({ name: 'record', namespace: 'http://www.loc.gov/MARC21/slim' })
      expect(textsOf(data!, 'subfield')).to.include('The tragedy of Hamlet, prince of Denmark /')
      expect(textsOf(data!, 'leader')[0]![9]).to.equal('a')
    }
  })

  it('gives Dublin Core, of both MARC families', async () => {
    const [hamlet] = allOf(await find('hamlet', { recordSchema: 'dc' }), 'recordData')
    const dc = hamlet!.children[0]!
    expect(dc).to.include({ name: 'dc', namespace: 'info:srw/schema/1/dc-schema' })
    expect(dc.children.every(({ namespace }) => namespace === 'http://purl.org/dc/elements/1.1/')).to.equal(true)
    expect(textsOf(dc, 'creator')).to.deep.equal(['Shakespeare, William'])
    expect([textsOf(dc, 'date'), textsOf(dc, 'type')]).to.deep.equal([['1603'], ['book']])
    expect(textsOf(dc, 'identifier')).to.deep.equal(['urn:isbn:9780140449136'])
    expect(textsOf(dc, 'publisher')).to.deep.equal(['Nicholas Ling'])
    const camus = await find('peste', { recordSchema: 'info:srw/schema/1/dc-v1.1' })
    expect(textsOf(camus, 'title')).to.deep.equal(['La peste'])
  })

  it('gives records as text when asked to, in both ways to ask', async () => {
    for (const [version, parameter] of [
      ['1.2', 'recordPacking'],
      ['2.0', 'recordXMLEscaping'],
    ] as const) {
      const answer = await find('hamlet', { version, [parameter]: 'string' })
      expect(parseXml(textsOf(answer, 'recordData')[0]!).name).to.equal('record')
    }
  })

  it('gives the window asked for, up to its limit, and says where the next one begins', async () => {
    const first = await find('cql.allRecords=1', { maximumRecords: 3 })
    expect([numbersOf(first).length, textsOf(first, 'nextRecordPosition')]).to.deep.equal([3, ['4']])
    const second = await find('cql.allRecords=1', { startRecord: 4, maximumRecords: 100 })
    expect([numbersOf(second).length, textsOf(second, 'nextRecordPosition')]).to.deep.equal([4, ['8']])
    const last = await find('cql.allRecords=1', { startRecord: 8 })
    expect([numbersOf(last).length, textsOf(last, 'nextRecordPosition')]).to.deep.equal([2, []])
    expect(textsOf(last, 'recordPosition')).to.deep.equal(['8', '9'])
    expect(new Set([first, second, last].flatMap(numbersOf)).size).to.equal(9)
    const none = await find('cql.allRecords=1', { maximumRecords: 0 })
    expect([hitsOf(none), allOf(none, 'record').length]).to.deep.equal([9, 0])
  })

  it('sorts by the keys of the query or of the request', async () => {
    const query = 'dc.subject = denmark or dc.date = 1978'
    const byTitle = ['denmark', 'mir', 'hamlet', 'war']
    expect(numbersOf(await find(`${query} sortby dc.title`))).to.deep.equal(byTitle)
    expect(
      numbersOf(await find(query, { version: '1.1', operation: 'searchRetrieve', sortKeys: 'dc.title,,1' })),
    ).to.deep.equal(byTitle)
    expect(numbersOf(await find(`${query} sortby date/sort.descending author`))).to.deep.equal([
      'denmark',
      'mir',
      'war',
      'hamlet',
    ])
    expect(numbersOf(await find(`${query} sortby title`, { startRecord: 3, maximumRecords: 1 }))).to.deep.equal([
      'hamlet',
    ])
  })

  for (const [parameters, diagnostic] of [
    [{ query: 'dc.nonsense = x' }, '16 dc.nonsense'],
    [{ query: 'bath.notes = (' }, '10 character 14: expected a term, found "("'],
    [{ query: 'title = *ham' }, '28 2'],
    [{ query: 'a prox b' }, '48 proximity'],
    [{ query: 'title < b' }, '19 less'],
    [{ query: 'cql.resultSetId = a' }, '50 a'],
    [{ query: 'type = book' }, '16 1031'],
    [{ query: 'hamlet', recordSchema: 'mods' }, '66 mods'],
    [{ query: 'hamlet', startRecord: 2 }, '61 1'],
    [{ query: 'hamlet', startRecord: 999_999_999 }, '61 100000'],
    [{ query: 'hamlet sortby subject' }, '82 21'],
    [{ query: 'hamlet sortby title/sort.missingFail' }, '92 missingFail'],
    [{ query: 'hamlet', version: '3.0' }, '5 2.0'],
    [{ version: '1.2', operation: 'searchRetrieve' }, '7 query'],
    [{ version: '1.2', operation: 'update' }, '4 update'],
  ] as const)
    it(`refuses ${JSON.stringify(parameters)} with diagnostic ${diagnostic}`, async () => {
      const answer = await sru.ask(parameters)
      expect(diagnosticsOf(answer)).to.deep.equal([diagnostic])
      expect(allOf(answer, 'recordData').filter(({ children }) => children[0]?.name !== 'explain')).to.deep.equal([])
    })

  it('shows no record that is suppressed or deleted, in any schema, count or list', async () => {
    const answers = [
      await find('cql.allRecords=1 sortby title', { maximumRecords: 4 }),
      await find('cql.allRecords=1 sortby title', { startRecord: 5 }),
      await find('dc.subject = denmark', { recordSchema: 'dc' }),
      await find('hamlet', { recordPacking: 'string' }),
      ...(await Promise.all(
        ['title', 'author', 'subject', 'isbn', 'id'].map((index) =>
          sru.ask({ scanClause: `${index}=""`, maximumTerms: 200 }),
        ),
      )),
    ]
    expect(JSON.stringify(answers)).not.to.match(/suppressed|deleted|ghost|secrets|9780571204519|SECRET-1/i)
    await setState(sru.site.database, sru.ids['mir']!, 1, 'suppressed')
    expect([hitsOf(await find('dc.date = 1978')), hitsOf(await find('cql.allRecords=1'))]).to.deep.equal([1, 8])
    expect(textsOf(await sru.ask({ scanClause: 'title=mir', maximumTerms: 1 }), 'value')).not.to.deep.equal([
      'mir i vera',
    ])
    await setState(sru.site.database, sru.ids['mir']!, 2, 'active')
    expect(hitsOf(await find('dc.date = 1978'))).to.equal(2)
  })

  it('lists the terms of an index around one', async () => {
    const scan = async (scanClause: string, more: Record<string, number> = {}) => {
      const answer = await sru.ask({ version: '1.2', operation: 'scan', scanClause, ...more })
      expect([answer.name, answer.namespace]).to.deep.equal(['scanResponse', 'http://www.loc.gov/zing/srw/'])
      expect(diagnosticsOf(answer)).to.deep.equal([])
      return allOf(answer, 'term').map((term) => [textsOf(term, 'value')[0], textsOf(term, 'numberOfRecords')[0]])
    }
    expect(await scan('dc.creator = camus', { maximumTerms: 2 })).to.deep.equal([
      ['camus albert 1913 1960', '2'],
      ['cao xueqin', '1'],
    ])
    expect(await scan('dc.creator = camus', { maximumTerms: 2, responsePosition: 2 })).to.deep.equal([
      ['akesson soren', '1'],
      ['camus albert 1913 1960', '2'],
    ])
    expect((await scan('dc.title = ""', { maximumTerms: 1 })).length).to.equal(1)
    expect(diagnosticsOf(await sru.ask({ scanClause: 'cql.anywhere = a' }))).to.deep.equal(['16 1016'])
    expect(diagnosticsOf(await sru.ask({ scanClause: 'title=a', responsePosition: 30 }))).to.deep.equal(['120 30'])
  })

  it('explains itself at its bare address, with the indexes it really answers', async () => {
    const answer = await sru.ask({})
    expect(answer.name).to.equal('explainResponse')
    expect([textsOf(answer, 'host'), textsOf(answer, 'database')]).to.deep.equal([['127.0.0.1'], ['sru/default']])
    expect(textsOf(answer, 'port')).to.deep.equal([new URL(sru.site.url).port])
    expect(allOf(answer, 'schema').map(({ attributes }) => attributes['name'])).to.deep.equal(['marcxml', 'dc'])
    for (const index of allOf(answer, 'index')) {
      const { text, attributes } = allOf(index, 'name')[0]!
      const name = `${attributes['set']}.${text}`
      expect(diagnosticsOf(await find(`${name} = 1978`)), name).to.deep.equal([])
      const scan = diagnosticsOf(await sru.ask({ scanClause: `${name} = a` }))
      expect(scan.length === 0, name).to.equal(index.attributes['scan'] === 'true')
      const sort = diagnosticsOf(await find(`a sortby ${name}`))
      expect(sort.length === 0, name).to.equal(index.attributes['sort'] === 'true')
    }
  })
})
