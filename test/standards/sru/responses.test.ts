import { expect } from 'chai'
import fc from 'fast-check'
import {
  explainRecord,
  type SruSearchAnswer,
  sruVersions,
  writeExplainResponse,
  writeScanResponse,
  writeSearchResponse,
} from '../../../src/standards/sru/index.ts'
import { element } from '../../../src/standards/xml/index.ts'
import { allOf, parseXml, textsOf, type XmlElement } from '../../xml.ts'

const answer: SruSearchAnswer = {
  hits: 12,
  records: [
    {
      position: 1,
      schema: 'info:x',
      identifier: 'b1',
      data: element('t', { xmlns: 'urn:t', a: '<"&' }, 'a < b & "c"\r'),
    },
    { position: 2, diagnostic: { condition: 65, details: '2' } },
  ],
  nextPosition: 3,
  diagnostics: [],
}
const shape = (root: XmlElement) => [root.namespace, root.name, root.children.map(({ name }) => name)]

describe('SRU responses', () => {
  it('are in the namespace and the order of version 1.2', () => {
    const root = parseXml(writeSearchResponse(sruVersions['1.2'], 'xml', answer))
    expect(shape(root)).to.deep.equal([
      'http://www.loc.gov/zing/srw/',
      'searchRetrieveResponse',
      ['version', 'numberOfRecords', 'records', 'nextRecordPosition'],
    ])
    const [first, second] = allOf(root, 'record')
    expect(first!.children.map(({ name, text }) => [name, text])).to.deep.equal([
      ['recordSchema', 'info:x'],
      ['recordPacking', 'xml'],
      ['recordData', ''],
      ['recordIdentifier', 'b1'],
      ['recordPosition', '1'],
    ])
    expect(allOf(first!, 't')[0]).to.deep.include({ namespace: 'urn:t', text: 'a < b & "c"\r' })
    expect(textsOf(second!, 'recordSchema')).to.deep.equal(['info:srw/schema/1/diagnostics-v1.1'])
    expect(allOf(second!, 'diagnostic')[0]!.namespace).to.equal('http://www.loc.gov/zing/srw/diagnostic/')
    expect(textsOf(second!, 'uri')).to.deep.equal(['info:srw/diagnostic/1/65'])
  })

  it('have no record identifiers in version 1.1', () => {
    expect(textsOf(parseXml(writeSearchResponse(sruVersions['1.1'], 'xml', answer)), 'recordIdentifier')).to.deep.equal(
      [],
    )
  })

  it('are in the namespaces of version 2.0', () => {
    const root = parseXml(
      writeSearchResponse(sruVersions['2.0'], 'xml', { ...answer, diagnostics: [{ condition: 4, details: '' }] }),
    )
    expect(shape(root)).to.deep.equal([
      'http://docs.oasis-open.org/ns/search-ws/sruResponse',
      'searchRetrieveResponse',
      ['version', 'numberOfRecords', 'records', 'nextRecordPosition', 'diagnostics', 'resultCountPrecision'],
    ])
    expect(textsOf(root, 'recordXMLEscaping')).to.deep.equal(['xml', 'xml'])
    expect(allOf(root, 'diagnostic')[1]!.namespace).to.equal('http://docs.oasis-open.org/ns/search-ws/diagnostic')
  })

  it('hold a record as text when asked to', () => {
    const root = parseXml(writeSearchResponse(sruVersions['2.0'], 'string', answer))
    expect(parseXml(textsOf(root, 'recordData')[0]!)).to.deep.include({ name: 't', text: 'a < b & "c"\r' })
  })

  it('list the terms of a scan', () => {
    const root = parseXml(writeScanResponse(sruVersions['2.0'], [{ value: 'a&b', hits: 3 }], []))
    expect(shape(root)).to.deep.equal([
      'http://docs.oasis-open.org/ns/search-ws/scan',
      'scanResponse',
      ['version', 'terms'],
    ])
    expect([textsOf(root, 'value'), textsOf(root, 'numberOfRecords')]).to.deep.equal([['a&b'], ['3']])
  })

  it('are well-formed whatever text comes in', () => {
    const anything = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(anything, anything, (text, details) => {
        const data = element('t', { a: text }, text)
        for (const packing of ['xml', 'string'] as const)
          parseXml(
            writeSearchResponse(sruVersions['1.2'], packing, {
              hits: 1,
              records: [{ position: 1, schema: text, data, identifier: text }],
              diagnostics: [{ condition: 1, details }],
            }),
          )
        parseXml(writeScanResponse(sruVersions['2.0'], [{ value: text, hits: 1 }], []))
      }),
    )
  })

  it('leave out what XML cannot hold, and nothing else', () => {
    const text = `a\u0000b\u001bc\ud800d\uffffe\u0085\u{1f600}f`
    expect(parseXml(element('t', {}, text).xml).text).to.equal('abcde\u0085\u{1f600}f')
  })

  it('explain the database: its address, indexes, schemas and limits', () => {
    const explain = explainRecord({
      host: 'library.example',
      port: 80,
      database: 'sru/default',
      title: 'Catalogue',
      schemas: [{ name: 'marcxml', identifier: 'info:srw/schema/1/marcxml-v1.1', title: 'MARCXML' }],
      searchable: new Set([4, 1003]),
      scannable: new Set([4]),
      sortable: new Set([1003]),
      defaultRecords: 10,
      mostRecords: 100,
    })
    const root = parseXml(writeExplainResponse(sruVersions['1.2'], 'xml', explain, []))
    expect(shape(root)).to.deep.equal(['http://www.loc.gov/zing/srw/', 'explainResponse', ['version', 'record']])
    expect(textsOf(root, 'host')).to.deep.equal(['library.example'])
    expect(
      allOf(root, 'index').map(({ attributes }) => [attributes['search'], attributes['scan'], attributes['sort']]),
    ).to.deep.equal([
      ['true', 'true', 'false'],
      ['true', 'false', 'true'],
    ])
    const names = allOf(root, 'index').flatMap((index) => allOf(index, 'name'))
    expect(names.map(({ attributes, text }) => `${attributes['set']}.${text}`)).to.include.members([
      'dc.title',
      'dc.creator',
      'bath.author',
    ])
    expect(allOf(root, 'schema')[0]!.attributes['identifier']).to.equal('info:srw/schema/1/marcxml-v1.1')
    expect(textsOf(root, 'setting')).to.deep.equal(['100'])
  })
})
