import { expect } from 'chai'
import fc from 'fast-check'
import { type Citation, genres, type OpenUrl, parseOpenUrl } from '../../../src/standards/openurl/index.ts'
import { cpuTime } from '../../cpu-time.ts'

const journal = 'url_ver=Z39.88-2004&ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:journal'
const book = 'ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook'

/** Links of our own making, each for something links do: what it shows, the query, what it means. */
const samples: readonly (readonly [shows: string, query: string, meaning: OpenUrl])[] = [
  [
    'an article, version 1.0',
    `${journal}&rft.genre=article&rft.atitle=On+borrowed+shelves&rft.jtitle=Journal+of+Lending&rft.aulast=Vance&rft.aufirst=Ada&rft.date=2003-05-12&rft.volume=12&rft.issue=3&rft.spage=45&rft.epage=67&rft.issn=1234-5679&rft_id=info:doi/10.9999/jl.2003.12&rft_id=info:pmid/12345678&rfr_id=info:sid/example.org:index`,
    {
      version: '1.0',
      referrer: 'example.org:index',
      citation: {
        genre: 'article',
        title: 'Journal of Lending',
        articleTitle: 'On borrowed shelves',
        author: 'Vance, Ada',
        year: '2003-05-12',
        issn: '1234-5679',
        volume: '12',
        issue: '3',
        pages: '45-67',
        identifiers: { doi: '10.9999/jl.2003.12', pmid: '12345678' },
      },
    },
  ],
  [
    'a book, version 1.0, with its numbers as addresses',
    `${book}&rft.btitle=The%20lending%20house&rft.au=Vance%2C+Ada&rft.au=Orr%2C+Ben&rft.edition=2nd+ed.&rft.pub=Example+Press&rft.place=York&rft.date=1999&rft_id=urn:ISBN:978-0-306-40615-7&rft_id=http://www.worldcat.org/oclc/0012345`,
    {
      version: '1.0',
      citation: {
        genre: 'book',
        title: 'The lending house',
        author: 'Vance, Ada; Orr, Ben',
        edition: '2nd ed.',
        publisher: 'Example Press',
        year: '1999',
        isbn: '978-0-306-40615-7',
        identifiers: { oclc: '0012345' },
      },
    },
  ],
  [
    'a chapter',
    `${book}&rft.genre=bookitem&rft.atitle=Chapter+3&rft.btitle=The+lending+house&rft.spage=33&rft.isbn=0306406152`,
    {
      version: '1.0',
      citation: {
        genre: 'bookitem',
        title: 'The lending house',
        articleTitle: 'Chapter 3',
        isbn: '0306406152',
        pages: '33',
      },
    },
  ],
  [
    'a dissertation',
    'url_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:dissertation&rft.title=A+thesis&rft.aulast=Orr&rft.auinit=B&rft.inst=University+of+Example&rft.date=2011-06',
    {
      version: '1.0',
      citation: {
        genre: 'dissertation',
        title: 'A thesis',
        author: 'Orr, B',
        publisher: 'University of Example',
        year: '2011',
      },
    },
  ],
  [
    'Dublin Core',
    'url_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:dc&rft.title=Maps&rft.creator=Vance%2C+Ada&rft.publisher=Example&rft.date=1988&rft.identifier=https://doi.org/10.9999/maps',
    {
      version: '1.0',
      citation: {
        title: 'Maps',
        author: 'Vance, Ada',
        publisher: 'Example',
        year: '1988',
        identifiers: { doi: '10.9999/maps' },
      },
    },
  ],
  [
    'an article, version 0.1',
    'sid=example:index&id=doi:10.9999/x.1&id=pmid:77&genre=article&aulast=Vance&auinit1=A&title=Journal+of+Lending&atitle=Old+links&issn=12345679&volume=2&issue=1&date=19980301&pages=1-9',
    {
      version: '0.1',
      referrer: 'example:index',
      citation: {
        genre: 'article',
        title: 'Journal of Lending',
        articleTitle: 'Old links',
        author: 'Vance, A',
        year: '1998-03-01',
        issn: '12345679',
        volume: '2',
        issue: '1',
        pages: '1-9',
        identifiers: { doi: '10.9999/x.1', pmid: '77' },
      },
    },
  ],
  [
    'a book, version 0.1, without a genre',
    'isbn=0306406152&title=The+lending+house&aulast=Vance&date=1999',
    {
      version: '0.1',
      citation: { genre: 'book', title: 'The lending house', author: 'Vance', year: '1999', isbn: '0306406152' },
    },
  ],
  [
    'an article whose link names neither format nor genre',
    'rft.atitle=Small+things&rft.jtitle=Journal+of+Lending&rft.artnum=e17&rft.eissn=2345-6788&rft.ssn=spring&rft.date=2004',
    {
      version: '1.0',
      citation: {
        genre: 'article',
        title: 'Journal of Lending',
        articleTitle: 'Small things',
        year: '2004',
        issn: '2345-6788',
        issue: 'Spring',
        pages: 'article e17',
      },
    },
  ],
  [
    'a journal',
    `${journal}&rft.jtitle=Journal+of+Lending&rft.issn=1234-5679`,
    { version: '1.0', citation: { genre: 'journal', title: 'Journal of Lending', issn: '1234-5679' } },
  ],
  [
    'a catalogue’s number in what it sends with a book',
    `${book}&rft.genre=book&rft.btitle=One&rfe_dat=%3Caccessionnumber%3E4711%3C%2Faccessionnumber%3E`,
    { version: '1.0', citation: { genre: 'book', title: 'One', identifiers: { oclc: '4711' } } },
  ],
  [
    'a bare DOI',
    'rft_id=info:doi/10.9999%2Fabc&rft.genre=unknown',
    { version: '1.0', citation: { identifiers: { doi: '10.9999/abc' } } },
  ],
  [
    'markup, entities, line breaks and what programs write for nothing',
    'genre=article&atitle=%3Ci%3EHomo+ludens%3C%2Fi%3E+%26amp%3B%0D%0Aothers&title=null&volume=undefined&issue=n/a&aulast=O%27Neil',
    {
      version: '0.1',
      citation: { genre: 'article', articleTitle: 'Homo ludens & others', author: "O'Neil" },
    },
  ],
  [
    'bytes of Latin-1',
    'genre=book&title=M%FCnchen+und+die+%D6ffentlichkeit&aulast=Gro%DF',
    { version: '0.1', citation: { genre: 'book', title: 'München und die Öffentlichkeit', author: 'Groß' } },
  ],
  [
    'UTF-8, and escapes that are none',
    'genre=book&title=M%C3%BCnchen+100%+%zz+%E2%82%AC',
    { version: '0.1', citation: { genre: 'book', title: 'München 100% %zz €' } },
  ],
  [
    'the first author once, though named twice',
    'genre=book&title=T&aulast=Vance&aufirst=Ada&au=Vance,+Ada&au=Orr,+Ben&au=Orr,+Ben',
    { version: '0.1', citation: { genre: 'book', title: 'T', author: 'Vance, Ada; Orr, Ben' } },
  ],
  [
    'a title of whatever it is',
    'title=Maps&aulast=Vance',
    { version: '0.1', citation: { title: 'Maps', author: 'Vance' } },
  ],
  ['nothing', '', { version: '0.1', citation: {} }],
  ['nothing that is cited', 'utm_source=x&req_id=mailto:reader@example.org', { version: '0.1', citation: {} }],
]

const textsOf = ({ identifiers = {}, ...citation }: Citation): string[] => [
  ...Object.values(citation),
  ...Object.values(identifiers),
]

describe('An OpenURL', () => {
  for (const [shows, query, meaning] of samples)
    it(`is read: ${shows}`, () => {
      expect(parseOpenUrl(query)).to.deep.equal(meaning)
    })

  it('means the same in either version', () => {
    const keys = 'genre=article&atitle=A&title=J&aulast=Vance&issn=1234-5679&volume=1&issue=2&spage=3&epage=4&date=2001'
    const newer = keys.replace(/(^|&)/g, '$1rft.')
    expect(parseOpenUrl(`ctx_ver=Z39.88-2004&${newer}`).citation).to.deep.equal(parseOpenUrl(keys).citation)
  })

  it('says nothing of the person who follows it', () => {
    const { citation } = parseOpenUrl('req.aulast=Reader&req_id=reader@example.org&title=T&pid=secret&svc.au=Servant')
    expect(JSON.stringify(citation)).not.to.match(/reader|secret|servant/i)
  })

  it('gives back what was put into it', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .map((one) =>
        one
          .normalize('NFC')
          .replace(/[<>&\p{C}\s\p{Z}]+/gu, ' ')
          .trim(),
      )
      .filter((one) => one !== '' && !/^(null|undefined|n\/a)$/i.test(one))
    const fields = fc.record({
      jtitle: text,
      atitle: text,
      aucorp: text,
      volume: text,
      issue: text.filter((one) => !/^(spring|summer|autumn|fall|winter)$/.test(one)),
      pages: text,
      date: fc.integer({ min: 1000, max: 9999 }).map(String),
    })
    fc.assert(
      fc.property(fields, fc.boolean(), (given, isOld) => {
        const query = new URLSearchParams({ genre: 'article' })
        for (const [key, value] of Object.entries(given)) query.set(isOld ? key : `rft.${key}`, value)
        const { jtitle: title, atitle: articleTitle, aucorp: author, date: year, ...same } = given
        expect(parseOpenUrl(query.toString()).citation).to.deep.equal({
          genre: 'article',
          title,
          articleTitle,
          author,
          year,
          ...same,
        })
      }),
    )
  })

  it('may be anything at all', () => {
    const key = fc.constantFrom(
      'rft_id',
      'rft.date',
      'rft.au',
      'genre',
      'id',
      'rft_val_fmt',
      'pages',
      'date',
      'atitle',
      '__proto__',
      'rft.constructor',
    )
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `%${text}`),
      fc.constantFrom(
        '%',
        '%8',
        '%ED%A0%80',
        '%00',
        'info:doi/10.1/%C2',
        '\ud800',
        'constructor',
        'article',
        '9'.repeat(50),
      ),
    )
    const query = fc.array(fc.tuple(key, value)).map((pairs) => pairs.map((pair) => pair.join('=')).join('&'))
    fc.assert(
      fc.property(fc.oneof(query, fc.string({ unit: 'binary' })), (text) => {
        const { citation } = parseOpenUrl(text)
        if (citation.genre !== undefined) expect(genres).to.include(citation.genre)
        for (const one of textsOf(citation)) {
          expect(one)
            .to.be.a('string')
            .and.not.match(/[\p{Cc}\p{Cs}]|^\s|\s$|^$/u)
          expect(one.length).to.be.most(1000)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is read up to its limits, soon', () => {
    const hostile = [
      `title=${'x'.repeat(1_000_000)}`,
      `title=${'%20'.repeat(300_000)}`,
      `${'&'.repeat(1_000_000)}title=late`,
      `${'au=a&'.repeat(100_000)}title=late`,
      `${'title=T&'.repeat(100_000)}`,
      `date=${'1'.repeat(16_000)}`,
      `title=${'&amp;'.repeat(3000)}`,
      `rft_id=info:doi/10.${'1/'.repeat(8000)}`,
      `atitle=${'<i>'.repeat(5000)}`,
      `aulast=${'a'.repeat(1000)}&${Array.from({ length: 290 }, (_, n) => `au=${n}`).join('&')}`,
    ]
    const start = cpuTime()
    for (const query of hostile)
      for (const one of textsOf(parseOpenUrl(query).citation)) expect(one.length).to.be.most(1000)
    expect(cpuTime() - start).to.be.lessThan(5000)
    expect(parseOpenUrl(hostile[0]!).citation.title).to.have.length(1000)
    expect(parseOpenUrl(hostile[9]!).citation.author!.split('; ')).to.have.length.most(10)
  })
})
