import { expect } from 'chai'
import { printPqf } from '../../../src/standards/query/index.ts'
import { checkFrame, readScan, readSearch, sruDiagnosticOf, sruFrame } from '../../../src/standards/sru/index.ts'
import { refusal } from '../query/refusal.ts'

const parameters = (query: string) => new Map(new URLSearchParams(query))
const frame = (query: string) => {
  const { version, operation } = sruFrame(parameters(query))
  return `${operation} ${version.name}`
}

describe('An SRU request', () => {
  it('is of the version it names, and of 2.0 where it names none', () => {
    expect(frame('')).to.equal('explain 2.0')
    expect(frame('query=cat')).to.equal('searchRetrieve 2.0')
    expect(frame('scanClause=cat')).to.equal('scan 2.0')
    expect(frame('version=1.1&operation=explain')).to.equal('explain 1.1')
    expect(frame('version=1.2&operation=searchRetrieve&query=cat')).to.equal('searchRetrieve 1.2')
    expect(frame('version=2.0&operation=scan&scanClause=a')).to.equal('scan 2.0')
    expect(frame('version=1.2&operation=delete&query=a')).to.equal('explain 1.2')
  })

  for (const [query, condition, details] of [
    ['version=1.3', 5, '2.0'],
    ['version=constructor', 5, '2.0'],
    ['version=', 5, '2.0'],
    ['version=1.2&operation=update', 4, 'update'],
    ['version=1.2&operation=explain&stylesheet=/x.xsl', 110, '/x.xsl'],
  ] as const)
    it(`is refused with diagnostic ${condition} for ${query}`, () => {
      expect(sruDiagnosticOf(refusal(() => checkFrame(parameters(query))))).to.deep.equal({ condition, details })
    })

  it('gives query, order, window, schema and packing of a search', () => {
    const read = readSearch(
      parameters(
        'query=dc.title%3Dcat+sortby+date&startRecord=11&maximumRecords=0&recordSchema=dc&recordXMLEscaping=string&x-any=1',
      ),
    )
    expect(printPqf(read.query)).to.equal('@attr 1=4 @attr 4=2 cat')
    expect({ ...read, query: undefined }).to.deep.equal({
      query: undefined,
      sort: [{ use: 31, descending: false, missing: 'last' }],
      startRecord: 11,
      maximumRecords: 0,
      recordSchema: 'dc',
      packing: 'string',
    })
  })

  it('reads sortKeys of version 1.1, which give way to those of the query', () => {
    expect(readSearch(parameters('query=a&sortKeys=dc.title,,0+date,,1,0,abort')).sort).to.deep.equal([
      { use: 4, descending: true, missing: 'last' },
      { use: 31, descending: false, missing: 'abort' },
    ])
    expect(readSearch(parameters('query=a+sortby+author&sortKeys=title')).sort).to.have.length(1)
  })

  it('takes a PQF query as YAZ sends it', () => {
    for (const query of ['x-pquery=@attr+1=4+cat', 'query=@attr+1=4+cat&queryType=pqf'])
      expect(printPqf(readSearch(parameters(query)).query)).to.equal('@attr 1=4 cat')
  })

  for (const [query, condition, details] of [
    ['', 7, 'query'],
    ['query=', 10, 'the query is empty'],
    ['query=cat+and', 10, 'character 8: expected a term, found the end of the query'],
    ['query=foo.bar%3D1', 15, 'foo'],
    ['query=a&queryType=solr', 11, 'solr'],
    ['query=a&startRecord=0', 6, 'startRecord'],
    ['query=a&startRecord=1e3', 6, 'startRecord'],
    ['query=a&maximumRecords=-1', 6, 'maximumRecords'],
    ['query=a&maximumRecords=99999999999', 6, 'maximumRecords'],
    ['query=a&recordPacking=zip', 71, 'zip'],
    ['query=a&recordXPath=/a', 72, ''],
    ['query=a&sortKeys=nonsense', 88, 'nonsense'],
    ['query=a&sortKeys=title,,up', 90, 'up'],
    ['query=a&sortKeys=title,,1,1', 91, '1'],
    ['query=a&sortKeys=title,,1,0,omit', 92, 'omit'],
    [`query=a&sortKeys=${'title+'.repeat(9)}`, 84, '8'],
  ] as const)
    it(`refuses the search ${query.slice(0, 50)} with diagnostic ${condition}`, () => {
      expect(sruDiagnosticOf(refusal(() => readSearch(parameters(query))))).to.deep.equal({ condition, details })
    })

  it('gives the clause and the window of a scan', () => {
    const read = readScan(parameters('scanClause=dc.creator%3D"b"&responsePosition=0&maximumTerms=5'))
    expect(printPqf(read.clause)).to.equal('@attr 1=1003 @attr 4=2 b')
    expect([read.responsePosition, read.maximumTerms]).to.deep.equal([0, 5])
    expect(sruDiagnosticOf(refusal(() => readScan(parameters('maximumTerms=1'))))?.condition).to.equal(7)
    expect(sruDiagnosticOf(refusal(() => readScan(parameters('scanClause=a&maximumTerms=0'))))?.condition).to.equal(6)
  })
})
