import { expect } from 'chai'
import { brief, full, marcOfDublinCore } from '../../src/bib/index.ts'

const dc = (inside: string) =>
  Buffer.from(
    `<srw_dc:dc xmlns:srw_dc="info:srw/schema/1/dc-schema" xmlns="http://purl.org/dc/elements/1.1/">${inside}</srw_dc:dc>`,
  )

describe('A record in Dublin Core', () => {
  const record = marcOfDublinCore(
    dc(`<title>Gardens  of
        Leeds</title><title>Leeds gardens</title><creator>Spade, Ann</creator><contributor>Rake, Bo</contributor>
        <publisher>Hedge Press</publisher><date>c1952-06</date><language>en-GB</language><type>Text</type>
        <subject>Gardening</subject><description>All of them.</description><identifier>urn:isbn:0-306-40615-2</identifier>
        <identifier>https://example.org/g</identifier><identifier>ark:/1/2</identifier>`),
  )!

  it('has a brief display like any other', () => {
    expect(brief(record, 'marc21')).to.deep.include({
      title: { text: 'Gardens of Leeds' },
      author: { text: 'Spade, Ann' },
      year: 1952,
      language: 'eng',
      format: 'book',
      isbns: ['9780306406157'],
    })
  })

  it('is the MARC that the crosswalk makes of it, in the order of its tags', () => {
    expect(record.fields.map((field) => field.join('|'))).to.deep.equal([
      '008|||||||s1952    xx |||||||||||||||||eng||',
      '020|  |a|9780306406157',
      '024|8 |a|ark:/1/2',
      '245|00|a|Gardens of Leeds',
      '246|33|a|Leeds gardens',
      '264| 1|b|Hedge Press|c|c1952-06',
      '520|  |a|All of them.',
      '653|  |a|Gardening',
      '655| 7|a|Text|2|local',
      '720|  |a|Spade, Ann|e|author',
      '720|  |a|Rake, Bo',
      '856|40|u|https://example.org/g',
    ])
    expect(record.fields[0]![1]).to.have.lengthOf(40)
    expect(full(record, 'marc21').fields.map(({ key }) => key)).to.include.members(['title', 'contributors', 'links'])
  })

  it('tells kinds of material, and languages by name', () => {
    const of = (type: string, language: string) =>
      brief(marcOfDublinCore(dc(`<title>T</title><type>${type}</type><language>${language}</language>`))!, 'marc21')
    expect(of('MovingImage', 'German')).to.include({ language: 'ger' })
    expect(of('Sound', 'fre').format).to.not.equal('book')
    expect(of('text', 'Klingonese').language).to.equal(undefined)
  })

  it('is none without a title, or without being one', () => {
    for (const text of [dc('<creator>A</creator>'), Buffer.from('<a><title>x</title></a>'), Buffer.from('no')])
      expect(marcOfDublinCore(text)).to.equal(undefined)
  })
})
