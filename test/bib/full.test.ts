import { expect } from 'chai'
import { type Full, full } from '../../src/bib/index.ts'
import type { Field, Flavour } from '../../src/standards/marc/index.ts'
import { field008, record } from './records.ts'

const textsOf = (display: Full, key: string) =>
  display.fields.find((field) => field.key === key)?.values.map(({ text }) => text)

/** What the field with this key shows for these fields. */
type Rows = readonly (readonly [key: string, fields: readonly Field[], texts: readonly string[]])[]

const marc21: Rows = [
  ['title', [['245', '10', 'a', 'Dune /', 'c', 'Frank Herbert.']], ['Dune']],
  ['responsibility', [['245', '10', 'a', 'Dune /', 'c', 'Frank Herbert.']], ['Frank Herbert']],
  [
    'other-titles',
    [
      ['240', '10', 'a', 'Roman.', 'l', 'English'],
      ['246', '3 ', 'i', 'Spine title:', 'a', 'Arrakis'],
    ],
    ['Roman. English', 'Spine title: Arrakis'],
  ],
  ['other-titles', [['700', '12', 'a', 'Cage, John.', 't', 'Winter music.']], ['Cage, John. Winter music']],
  [
    'author',
    [['100', '1 ', 'a', 'Herbert, Frank,', 'd', '1920-1986,', 'e', 'author.']],
    ['Herbert, Frank, 1920-1986 (author)'],
  ],
  [
    'contributors',
    [
      ['700', '1 ', 'a', 'Smith, Jo,', '4', 'trl'],
      ['700', '1 ', 'a', 'Doe, A.', '4', 'http://id.loc.gov/vocabulary/relators/ill'],
      ['710', '2 ', 'a', 'Acme', '4', '???'],
    ],
    ['Smith, Jo (translator)', 'Doe, A. (illustrator)', 'Acme'],
  ],
  ['edition', [['250', '  ', 'a', '1st ed.']], ['1st ed.']],
  [
    'imprint',
    [
      ['264', ' 1', 'a', 'London :', 'b', 'Gollancz,', 'c', '1966.'],
      ['264', ' 4', 'c', '©1965'],
    ],
    ['London : Gollancz, 1966', '©1965'],
  ],
  ['physical', [['300', '  ', 'a', '412 p. :', 'b', 'maps ;', 'c', '23 cm.']], ['412 p. : maps ; 23 cm.']],
  ['frequency', [['310', '  ', 'a', 'Weekly']], ['Weekly']],
  ['numbering', [['362', '0 ', 'a', 'Vol. 1 (1869)-']], ['Vol. 1 (1869)-']],
  [
    'series',
    [
      ['490', '1 ', 'a', 'SF masterworks', 'v', '12'],
      ['830', ' 0', 'a', 'SF masterworks ;', 'v', '12.'],
    ],
    ['SF masterworks ; 12'],
  ],
  ['language', [['041', '1 ', 'a', 'eng', 'a', 'fre', 'h', 'ger']], ['English', 'French']],
  ['language', [['041', '1 ', 'a', 'eng', 'a', 'und']], ['English']],
  ['translated-from', [['041', '1 ', 'a', 'eng', 'h', 'ger']], ['German']],
  ['language', [field008({ language: 'heb' })], ['Hebrew']],
  [
    'subjects',
    [
      ['650', ' 0', 'a', 'Deserts', 'z', 'Arrakis', 'v', 'Fiction.'],
      ['600', '10', 'a', 'Eco, Umberto', 'x', 'Influence.'],
      ['650', ' 7', 'a', 'Deserts', 'z', 'Arrakis', 'v', 'Fiction', '2', 'fast'],
    ],
    ['Eco, Umberto -- Influence', 'Deserts -- Arrakis -- Fiction'],
  ],
  ['genre', [['655', ' 7', 'a', 'Science fiction.', '2', 'lcgft']], ['Science fiction']],
  [
    'contents',
    [['505', '0 ', 'a', 'Book 1. Dune -- Book 2. Muad’dib -- Book 3. The prophet.']],
    ['Book 1. Dune', 'Book 2. Muad’dib', 'Book 3. The prophet'],
  ],
  [
    'contents',
    [['505', '00', 't', 'Allegro /', 'r', 'Bach --', 't', 'Largo', 'g', '(3:10)']],
    ['Allegro / Bach', 'Largo (3:10)'],
  ],
  ['summary', [['520', '  ', 'a', 'A boy and a planet.']], ['A boy and a planet']],
  ['bibliography', [['504', '  ', 'a', 'Includes index.']], ['Includes index']],
  ['thesis', [['502', '  ', 'b', 'PhD', 'c', 'Oxford', 'd', '1990']], ['PhD, Oxford, 1990']],
  [
    'notes',
    [
      ['500', '  ', 'a', 'First.'],
      ['546', '  ', 'a', 'In Chakobsa.'],
    ],
    ['First', 'In Chakobsa'],
  ],
  ['audience', [['521', '  ', 'a', 'Adults']], ['Adults']],
  [
    'host',
    [['773', '0 ', 't', 'Analog.', 'g', 'Vol. 72 (1963)', 'x', '1059-2113', 'w', '(X)1']],
    ['Analog, Vol. 72 (1963), 1059-2113'],
  ],
  ['continues', [['780', '00', 't', 'Astounding']], ['Astounding']],
  ['continued-by', [['785', '07', 't', 'Analog']], ['Merged to form: Analog']],
  [
    'related',
    [['776', '08', 'i', 'Print version:', 't', 'Dune', 'z', '0306406152']],
    ['Print version: Dune, 0306406152'],
  ],
  [
    'isbn',
    [
      ['020', '  ', 'a', '0306406152', 'q', '(paperback)'],
      ['020', '  ', 'z', '0306406153'],
      ['020', '  ', 'a', '12345 (cloth)'],
    ],
    ['9780306406157 (paperback)', '0306406153 (invalid)', '12345 (cloth) (invalid)'],
  ],
  ['issn', [['022', '0 ', 'a', '0028-0836', 'y', '0302-2889']], ['0028-0836', '0302-2889 (invalid)']],
  ['lccn', [['010', '  ', 'a', '   85000002 ', 'z', '1']], ['85000002']],
  [
    'oclc',
    [
      ['035', '  ', 'a', '(OCoLC)ocm00012345'],
      ['035', '  ', 'a', '(DLC)9'],
    ],
    ['12345'],
  ],
  [
    'classification',
    [
      ['050', '00', 'a', 'PS3558', 'b', '.E63'],
      ['082', '04', 'a', '813.54', '2', '23'],
    ],
    ['PS3558 .E63', '813.54'],
  ],
  ['script', [['880', '  ', 'a', 'Дюна']], ['Дюна']],
]

const unimarc: Rows = [
  [
    'title',
    [['200', '1 ', 'a', 'Dune', 'e', 'roman', 'f', 'Frank Herbert', 'g', 'trad. par M. Demuth']],
    ['Dune : roman'],
  ],
  [
    'responsibility',
    [['200', '1 ', 'a', 'Dune', 'f', 'Frank Herbert', 'g', 'trad. par M. Demuth']],
    ['Frank Herbert ; trad. par M. Demuth'],
  ],
  [
    'other-titles',
    [
      ['200', '1 ', 'a', 'Dune', 'd', 'Düne'],
      ['517', '1 ', 'a', 'Arrakis'],
    ],
    ['Düne', 'Arrakis'],
  ],
  [
    'author',
    [['700', ' 1', 'a', 'Herbert', 'b', 'Frank', 'f', '1920-1986', '4', '070']],
    ['Herbert, Frank, 1920-1986 (author)'],
  ],
  ['contributors', [['702', ' 1', 'a', 'Demuth', 'b', 'Michel', '4', '730']], ['Demuth, Michel (translator)']],
  ['imprint', [['210', '  ', 'a', 'Paris', 'c', 'Laffont', 'd', '1970']], ['Paris : Laffont, 1970']],
  ['physical', [['215', '  ', 'a', '412 p.', 'c', 'ill.', 'd', '21 cm']], ['412 p. : ill. ; 21 cm']],
  [
    'series',
    [
      ['225', '0 ', 'a', 'Ailleurs et demain', 'v', '3'],
      ['410', ' 0', '0', '001', 't', 'Ailleurs et demain', 'v', '3'],
    ],
    ['Ailleurs et demain ; 3'],
  ],
  ['language', [['101', '1 ', 'a', 'fre', 'c', 'eng']], ['French']],
  ['translated-from', [['101', '1 ', 'a', 'fre', 'c', 'eng']], ['English']],
  [
    'subjects',
    [['606', '  ', 'a', 'Déserts', 'x', 'Histoire', 'y', 'Arrakis', 'z', '20e siècle', '2', 'rameau']],
    ['Déserts -- Histoire -- Arrakis -- 20e siècle'],
  ],
  ['contents', [['327', '1 ', 'a', 'Tome 1 -- Tome 2', 'a', 'Tome 3']], ['Tome 1', 'Tome 2', 'Tome 3']],
  ['summary', [['330', '  ', 'a', 'Une planète.']], ['Une planète']],
  ['notes', [['300', '  ', 'a', 'Index']], ['Index']],
  [
    'host',
    [['463', ' 1', '1', '001X', '1', '2001 ', 'a', 'Analog', 'v', '72', '1', '011  ', 'a', '1059-2113']],
    ['Analog ; 72, 1059-2113'],
  ],
  ['continues', [['434', ' 0', 't', 'Astounding']], ['Absorbed: Astounding']],
  ['continued-by', [['440', ' 0', 't', 'Analog', 'x', '1059-2113']], ['Analog, 1059-2113']],
  ['isbn', [['010', '  ', 'a', '978-88-04-40682-2', 'b', 'br.', 'd', '10 EUR']], ['9788804406822 (br.)']],
  ['classification', [['676', '  ', 'a', '813', 'v', '21']], ['813']],
]

describe('The full display', () => {
  const shows = (flavour: Flavour, rows: Rows) => {
    for (const [key, fields, texts] of rows)
      it(`of ${flavour === 'marc21' ? 'MARC 21' : 'UNIMARC'} shows ${key} from ${fields.map(([tag]) => tag).join(', ')}`, () => {
        expect(textsOf(full(record(...fields), flavour), key)).to.deep.equal(texts)
      })
  }
  shows('marc21', marc21)
  shows('unimarc', unimarc)

  it('has labels in a reader’s order and no empty field', () => {
    const display = full(
      record(
        ['020', '  ', 'a', '0306406152'],
        ['245', '10', 'a', 'Dune'],
        ['500', '  ', 'a', ' '],
        ['650', ' 0', 'a', 'Deserts'],
        ['100', '1 ', 'a', 'Herbert'],
      ),
      'marc21',
    )
    expect(display.fields.map(({ label }) => label)).to.deep.equal(['Title', 'Author', 'Subjects', 'ISBN'])
  })

  it('always has a title', () => {
    for (const flavour of ['marc21', 'unimarc'] as const)
      expect(textsOf(full(record(), flavour), 'title')).to.deep.equal(['[Untitled]'])
    expect(textsOf(full(record(['130', '0 ', 'a', 'Beowulf.']), 'marc21'), 'title')).to.deep.equal(['Beowulf'])
  })

  it('says what to search for to find more of the same', () => {
    const display = full(
      record(
        ['100', '1 ', 'a', 'Herbert, Frank,', 'd', '1920-1986,', 'e', 'author'],
        ['490', '0 ', 'a', 'SF masterworks ;', 'v', '12'],
        ['650', ' 0', 'a', 'Deserts', 'v', 'Fiction'],
      ),
      'marc21',
    )
    const searches = Object.fromEntries(display.fields.map(({ key, values }) => [key, values[0]?.search]))
    expect(searches).to.deep.equal({
      title: undefined,
      author: { field: 'author', text: 'Herbert, Frank' },
      series: { field: 'title', text: 'SF masterworks' },
      subjects: { field: 'subject', text: 'Deserts Fiction' },
    })
  })

  it('gives every address of a link with the words for it, unchecked', () => {
    const link: Field = [
      '856',
      '40',
      'u',
      'http://example.org/a',
      'u',
      'javascript:alert(1)',
      '3',
      'Contents',
      'z',
      'free',
    ]
    const display = full(record(link, ['856', '40', 'u', 'http://example.org/b']), 'marc21')
    expect(display.fields.find(({ key }) => key === 'links')?.values).to.deep.equal([
      { text: 'Contents free', url: 'http://example.org/a' },
      { text: 'Contents free', url: 'javascript:alert(1)' },
      { text: 'http://example.org/b', url: 'http://example.org/b' },
    ])
  })

  it('puts each script form beside its own field, and shows those without partner where they belong', () => {
    const display = full(
      record(
        ['245', '10', '6', '880-01', 'a', 'Voĭna i mir'],
        ['650', ' 0', '6', '880-02', 'a', 'War.'],
        ['650', ' 0', 'a', 'Peace.'],
        ['880', '10', '6', '245-01/(N', 'a', 'Война и мир'],
        ['880', ' 0', '6', '650-02/(N', 'a', 'Война'],
        ['880', '  ', '6', '500-00/(N', 'a', 'Примечание'],
      ),
      'marc21',
    )
    const values = (key: string) => display.fields.find((field) => field.key === key)?.values
    expect(values('title')).to.deep.equal([{ text: 'Voĭna i mir', script: 'Война и мир' }])
    expect(values('subjects')?.map(({ text, script }) => [text, script])).to.deep.equal([
      ['War', 'Война'],
      ['Peace', undefined],
    ])
    expect(values('notes')).to.deep.equal([{ text: 'Примечание' }])
  })
})
