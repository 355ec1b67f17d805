import { expect } from 'chai'
import { SruReader } from '../../../src/standards/sru/index.ts'

const most = 100_000

/** Reads an answer that comes in pieces of a few bytes. */
function reading(text: string, size = 7): SruReader {
  const reader = new SruReader(most)
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) reader.write(bytes.subarray(at, at + size))
  return reader
}

const wrapped = (inside: string, namespace = 'http://www.loc.gov/zing/srw/') =>
  `<?xml version="1.0" encoding="UTF-8"?><s:searchRetrieveResponse xmlns:s="${namespace}">${inside}</s:searchRetrieveResponse>`
const record = (data: string, more = '') =>
  `<s:record><s:recordSchema>x</s:recordSchema><s:recordData>${data}</s:recordData>${more}</s:record>`

describe('Reading answers of SRU', () => {
  it('gives records as XML that stands alone, whatever prefixes held around it', () => {
    const data = '<m:record xmlns:m="urn:m" a="&lt;1&gt;"><m:leaf>Gärten &amp; Höfe</m:leaf><other/></m:record>'
    const found = reading(wrapped(`<s:numberOfRecords>2</s:numberOfRecords><s:records>${record(data)}</s:records>`))
    expect(found.found()).to.deep.equal({
      hits: 2,
      inexact: false,
      records: [
        {
          position: undefined,
          schema: 'x',
          xml: '<record xmlns="urn:m" a="&lt;1&gt;"><leaf>Gärten &amp; Höfe</leaf><other xmlns=""/></record>',
        },
      ],
      diagnostics: [],
    })
  })

  it('gives records that came as text as the XML they are', () => {
    const answer = wrapped(
      `<s:numberOfRecords>1</s:numberOfRecords><s:records>${record('&lt;r&gt;1 &amp;amp; 2&lt;/r&gt;', '<s:recordPosition>5</s:recordPosition>')}</s:records>`,
    )
    expect(reading(answer).found()).to.deep.include({
      records: [{ position: 5, schema: 'x', xml: '<r>1 &amp; 2</r>' }],
    })
  })

  it('tells what came in place of a record from a record', () => {
    const diagnostic = '<diagnostic><uri>info:srw/diagnostic/1/65</uri><details>d</details></diagnostic>'
    const answer = wrapped(`<s:numberOfRecords>1</s:numberOfRecords><s:records>${record(diagnostic)}</s:records>`)
    expect(reading(answer).found()).to.deep.include({
      records: [{ position: undefined, diagnostic: { uri: 'info:srw/diagnostic/1/65', details: 'd', message: '' } }],
    })
  })

  it('knows when a number of version 2.0 is a guess', () => {
    const precision = (value: string) =>
      reading(
        wrapped(
          `<s:numberOfRecords>9</s:numberOfRecords><s:resultCountPrecision>info:srw/vocabulary/resultCountPrecision/1/${value}</s:resultCountPrecision>`,
          'http://docs.oasis-open.org/ns/search-ws/sruResponse',
        ),
      ).found()
    expect(precision('exact')).to.include({ hits: 9, inexact: false })
    expect(precision('approximate')).to.include({ hits: 9, inexact: true })
  })

  it('does not take for a number of hits what is none', () => {
    for (const text of ['', '-1', 'many', '1e3', '9'.repeat(400)])
      expect(reading(wrapped(`<s:numberOfRecords>${text}</s:numberOfRecords>`)).found()).to.include({ hits: undefined })
  })

  it('lists terms with their hits, and indexes and schemas of an explain record', () => {
    const scan =
      '<scanResponse><terms><term><value>a</value><numberOfRecords>3</numberOfRecords><displayTerm>A</displayTerm></term><term><value>b</value></term><term/></terms></scanResponse>'
    expect(reading(scan).scanned()).to.deep.equal({
      terms: [{ value: 'a', display: 'A', hits: 3 }, { value: 'b' }],
      diagnostics: [],
    })
    const explain = `<e:explainResponse xmlns:e="urn:e"><e:record><e:recordData><explain xmlns="http://explain.z3950.org/dtd/2.0/">
      <databaseInfo><title>Books</title></databaseInfo>
      <indexInfo><set name="dc" identifier="i"/><index><title>t</title><map><name set="dc">title</name></map><map><name>any</name></map></index></indexInfo>
      <schemaInfo><schema name="marcxml" identifier="info:m"/></schemaInfo></explain></e:recordData></e:record></e:explainResponse>`
    expect(reading(explain).explained()).to.deep.equal({
      title: 'Books',
      indexes: ['dc.title', 'any'],
      schemas: [{ name: 'marcxml', identifier: 'info:m' }],
      diagnostics: [],
    })
  })

  const wrong: [what: string, text: string, says: RegExp, notXml: boolean][] = [
    ['a web page', '<html xmlns="http://www.w3.org/1999/xhtml"/>', /^a web page$/, true],
    ['a web page that is no XML', '\n<!DOCTYPE html>\n<html lang=en><p>Hello', /^a web page$/, true],
    ['plain text', 'Service unavailable', /./, true],
    ['nothing', '', /./, true],
    ['half an answer', wrapped('').slice(0, -5), /./, false],
    ['entities', `<!DOCTYPE a [<!ENTITY e "x">]>${wrapped('&e;')}`, /document type/, true],
    ['too much', wrapped(`<a>${'x'.repeat(most)}</a>`), /more than 100000 bytes/, false],
    ['bytes that are no text', `${wrapped('')}`.replace('UTF-8', 'KLINGON'), /neither UTF-8/, true],
    ['depth without end', wrapped('<a>'.repeat(100)), /more than 64 levels/, false],
  ]
  for (const [what, text, says, notXml] of wrong)
    it(`says so of ${what}`, () => {
      const found = reading(text).found()
      expect(found).to.include({ notXml })
      expect('wrong' in found && found.wrong).to.match(says)
    })
})
