import { expect } from 'chai'
import fc from 'fast-check'
import { citationFilled, citationForm, citationTyped, wantedOf } from '../../../src/ill/index.ts'
import { parseOpenUrl } from '../../../src/standards/openurl/index.ts'

const form = citationForm({ today: '2027-03-10', pickups: ['main', 'river'] })
const given = (fields: Record<string, string> = {}) => ({ title: 'A title', pickup: 'main', ...fields })

/** Which fields there is a complaint about. */
const wrong = (fields: Record<string, unknown>) =>
  (form.safeParse(fields).error?.issues ?? []).map(({ path }) => path.join('.')).sort()

describe('The form of what is wanted', () => {
  it('takes a title and a place to pick it up', () => {
    expect(wantedOf(form.parse(given()))).to.deep.equal({
      service: 'loan',
      citation: { title: 'A title' },
      notes: '',
      neededBy: null,
      pickup: 'main',
    })
  })

  it('says what is missing or wrong, beside its field', () => {
    expect(wrong({})).to.deep.equal(['pickup', 'title'])
    expect(wrong(given({ title: ' \t ' }))).to.deep.equal(['title'])
    expect(wrong(given({ pickup: 'elsewhere' }))).to.deep.equal(['pickup'])
    expect(wrong(given({ isbn: '0-306-40615-3', issn: '1234-5678' }))).to.deep.equal(['isbn', 'issn'])
    expect(wrong(given({ year: 'long ago' }))).to.deep.equal(['year'])
    expect(wrong(given({ neededBy: '2027-03-09' }))).to.deep.equal(['neededBy'])
    expect(wrong(given({ neededBy: '2027-03-10' }))).to.deep.equal([])
    expect(wrong(given({ neededBy: '10.3.2027' }))).to.deep.equal(['neededBy'])
    expect(wrong(given({ service: 'theft' }))).to.deep.equal(['service'])
    expect(wrong(given({ title: 'x'.repeat(501), notes: 'x'.repeat(2001) }))).to.deep.equal(['notes', 'title'])
  })

  it('wants to know what is to be copied', () => {
    expect(wrong(given({ service: 'copy' }))).to.deep.equal(['articleTitle'])
    for (const field of ['articleTitle', 'volume', 'issue', 'pages'])
      expect(wrong(given({ service: 'copy', [field]: '12' })), field).to.deep.equal([])
  })

  it('asks for no place where there is none', () => {
    const placeless = citationForm({ today: '2027-03-10', pickups: [] })
    expect(wantedOf(placeless.parse({ title: 'T' })).pickup).to.equal(null)
  })

  it('puts numbers into one form, and texts on one line', () => {
    const { citation, notes } = wantedOf(
      form.parse(given({ title: ' A\r\n title\0', isbn: '0-306-40615-2', issn: '12345679', notes: 'a\r\nb\u0007 ' })),
    )
    expect(citation).to.deep.equal({ title: 'A title', isbn: '9780306406157', issn: '1234-5679' })
    expect(notes).to.equal('a\nb')
  })

  it('is filled in by a link, and keeps what the link knew', () => {
    const { citation } = parseOpenUrl(
      'genre=article&atitle=On+shelves&title=Journal&volume=2&pages=1-9&date=1998&issn=1234-5679&id=doi:10.9999/x',
    )
    const typed = citationFilled(citation, { pickup: 'river' })
    expect(typed).to.include({
      service: 'copy',
      articleTitle: 'On shelves',
      doi: '10.9999/x',
      pickup: 'river',
      notes: '',
    })
    expect(wantedOf(form.parse(typed))).to.deep.include({ service: 'copy', citation, pickup: 'river' })
  })

  it('gives back any form that it takes', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 })
    const fields = fc.record(
      {
        service: fc.constantFrom('loan', 'copy'),
        genre: fc.oneof(fc.constantFrom('article', 'book', ''), text),
        title: text,
        articleTitle: text,
        author: text,
        volume: text,
        year: fc.constantFrom('1999', '', '1999-05-12'),
        isbn: fc.constantFrom('', '9780306406157', '0306406152'),
        doi: text,
        notes: text,
        pickup: fc.constantFrom('main', 'river'),
      },
      { requiredKeys: [] },
    )
    let taken = 0
    fc.assert(
      fc.property(fields, (sent) => {
        const { data } = form.safeParse(citationTyped(sent))
        if (!data) return
        taken++
        const wanted = wantedOf(data)
        const again = wantedOf(form.parse(citationFilled(wanted.citation, wanted)))
        expect(again).to.deep.equal(wanted)
      }),
      { numRuns: 200 },
    )
    expect(taken).to.be.greaterThan(20)
  })

  it('may be sent anything', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(form.shape)), fc.anything()), (sent) => {
        form.safeParse(sent)
        for (const value of Object.values(citationTyped(sent))) expect(value).to.be.a('string')
      }),
    )
  })
})
