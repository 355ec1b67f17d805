import { expect } from 'chai'
import fc from 'fast-check'
import {
  brief,
  type Citation,
  citationLine,
  citationOf,
  citationOfBrief,
  citesPart,
  tidyCitation,
} from '../../../src/bib/index.ts'
import type { Field } from '../../../src/standards/marc/index.ts'
import { genres } from '../../../src/standards/openurl/index.ts'
import { field008, record, recordWith } from '../records.ts'

const book = record(
  ['001', '123'],
  ['003', 'OCoLC'],
  field008({ dates: '1966    ' }),
  ['020', '  ', 'a', '0-306-40615-2 (pbk.)'],
  ['024', '7 ', 'a', '10.9999/book', '2', 'doi'],
  ['100', '1 ', 'a', 'Vance, Ada.'],
  ['245', '14', 'a', 'The lending house :', 'b', 'a story /', 'c', 'Ada Vance.'],
  ['250', '  ', 'a', '3rd ed.'],
  ['264', ' 1', 'a', 'York :', 'b', 'Example Press,', 'c', '1966.'],
)
const article = recordWith(
  '00000nab a2200000 a 4500',
  ['100', '1 ', 'a', 'Orr, Ben.'],
  ['245', '10', 'a', 'On small shelves.'],
  [
    '773',
    '0 ',
    't',
    'Journal of lending.',
    'g',
    'Vol. 12, no. 3 (May 2003), p. 45-67',
    'x',
    '1234-5679',
    'q',
    '12:3<45',
  ],
)

describe('A citation', () => {
  it('is made of a book’s record', () => {
    expect(citationOf(book, 'marc21')).to.deep.equal({
      genre: 'book',
      title: 'The lending house : a story',
      author: 'Vance, Ada',
      edition: '3rd ed.',
      publisher: 'Example Press',
      year: '1966',
      isbn: '9780306406157',
      identifiers: { oclc: '123', doi: '10.9999/book' },
    })
  })

  it('is made of an article’s record, with what the article is in', () => {
    expect(citationOf(article, 'marc21')).to.deep.equal({
      genre: 'article',
      title: 'Journal of lending',
      articleTitle: 'On small shelves',
      author: 'Orr, Ben',
      issn: '1234-5679',
      volume: '12',
      issue: '3',
      year: '2003',
      pages: '45-67',
    })
  })

  it('is made of UNIMARC records', () => {
    const made = recordWith(
      '00000naa  2200000   450 ',
      ['200', '1 ', 'a', 'Sur les rayons', 'f', 'Jeanne Petit'],
      ['463', ' 1', 't', 'Revue du prêt', 'v', 'vol. 4, n° 2', 'p', 'p. 8-9', 'x', '1234-5679'],
    )
    expect(citationOf(made, 'unimarc')).to.include({
      title: 'Revue du prêt',
      articleTitle: 'Sur les rayons',
      volume: '4',
      issue: '2',
      pages: '8-9',
      issn: '1234-5679',
    })
    const whole = record(['200', '1 ', 'a', 'La maison'], ['210', '  ', 'a', 'Lyon', 'c', 'Exemple', 'd', '1980'])
    expect(citationOf(whole, 'unimarc')).to.include({ title: 'La maison', publisher: 'Exemple', year: '1980' })
  })

  it('is made of a brief display alone, as far as that knows', () => {
    const { publisher, ...known } = citationOf(book, 'marc21')
    expect(publisher).to.equal('Example Press')
    expect(citationOfBrief(brief(book, 'marc21'))).to.deep.equal({ ...known, identifiers: { oclc: '123' } })
    expect(citationOfBrief(brief(article, 'marc21'))).to.deep.equal({
      genre: 'article',
      articleTitle: 'On small shelves',
      author: 'Orr, Ben',
    })
  })

  it('is read in one line', () => {
    expect(citationLine(citationOf(book, 'marc21'))).to.equal(
      'Vance, Ada. The lending house : a story. 3rd ed. Example Press, 1966. ISBN 9780306406157. DOI 10.9999/book.',
    )
    expect(citationLine(citationOf(article, 'marc21'))).to.equal(
      'Orr, Ben. On small shelves. In: Journal of lending, vol. 12, no. 3, 2003, pp. 45-67. ISSN 1234-5679.',
    )
    expect(citationLine({ title: 'Journal', volume: '4', pages: '12' })).to.equal('Journal. vol. 4, p. 12.')
    expect(citationLine({ articleTitle: 'Alone?' })).to.equal('Alone?')
    expect(citationLine({ title: 'Who', issue: 'Spring' })).to.equal('Who. Spring.')
    expect(citationLine({})).to.equal('')
  })

  it('has its numbers in one form, those that are sound', () => {
    expect(tidyCitation({ isbn: '0-306-40615-2', issn: '12345679' })).to.deep.equal({
      isbn: '9780306406157',
      issn: '1234-5679',
    })
    expect(tidyCitation({ isbn: '0-306-40615-3', title: 'T' })).to.deep.equal({ isbn: '0-306-40615-3', title: 'T' })
  })

  it('is of a part where a copy will do', () => {
    expect(genres.filter((genre) => citesPart({ genre }))).to.deep.equal([
      'bookitem',
      'article',
      'proceeding',
      'preprint',
    ])
    expect(citesPart({ title: 'T', articleTitle: 'A' })).to.equal(true)
    expect(citesPart({ title: 'T' })).to.equal(false)
  })

  it('is made of any record, and is one line of any citation', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('Vol. 1, no. 2', 'p. 3', '12:3<4', 'doi', '10.1/x', ''),
    )
    const field = fc
      .tuple(
        fc.constantFrom('773', '463', '461', '024', '017', '264', '245', '200', '008'),
        fc.array(fc.tuple(fc.constantFrom(...'abgqtvpxyz2'), text), { maxLength: 5 }),
      )
      .map(([tag, subfields]) => [tag, '  ', ...subfields.flat()] as const)
    fc.assert(
      fc.property(fc.array(field, { maxLength: 6 }), fc.constantFrom('nab', 'nam', 'naa'), (fields, kind) => {
        const made = recordWith(`00000${kind} a2200000 a 4500`, ...fields.map((one) => [...one] as unknown as Field))
        for (const flavour of ['marc21', 'unimarc'] as const) {
          const citation: Citation = citationOf(made, flavour)
          expect(citation.title ?? citation.articleTitle).not.to.equal(undefined)
          expect(citationLine(citation)).not.to.match(/[\n\r]/)
        }
      }),
    )
    const hostile = recordWith('00000nab a2200000 a 4500', [
      '773',
      '0 ',
      'g',
      'vol. '.repeat(100_000),
      'q',
      ':'.repeat(100_000),
    ])
    expect(citationLine(citationOf(hostile, 'marc21')).length).to.be.most(1000)
  })
})
