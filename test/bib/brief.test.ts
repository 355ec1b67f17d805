import { expect } from 'chai'
import { type Brief, brief } from '../../src/bib/index.ts'
import type { Field, Flavour } from '../../src/standards/marc/index.ts'
import { field008, record, recordWith } from './records.ts'

/** Each row: what it shows, the fields, and what the brief display then holds. */
type Rows = readonly (readonly [what: string, fields: readonly Field[], expected: Partial<Brief>])[]

const marc21: Rows = [
  [
    'title with subtitle, without its responsibility',
    [['245', '14', 'a', 'The hobbit, or, :', 'b', 'There and back again /', 'c', 'J. R. R. Tolkien.']],
    { title: { text: 'The hobbit, or, : There and back again' }, nonFiling: 4 },
  ],
  [
    'a separator where the record has no ISBD punctuation',
    [['245', '10', 'a', 'Dune', 'b', 'a novel', 'c', 'Frank Herbert']],
    { title: { text: 'Dune : a novel' } },
  ],
  [
    'number and name of a part',
    [['245', '14', 'a', 'The lord of the rings.', 'n', 'Part 2,', 'p', 'The two towers']],
    { title: { text: 'The lord of the rings. Part 2, The two towers' }, part: { text: 'Part 2, The two towers' } },
  ],
  [
    'no general material designation, but its punctuation',
    [['245', '10', 'a', 'Solaris', 'h', '[videorecording] =', 'b', 'Soliaris']],
    { title: { text: 'Solaris = Soliaris' } },
  ],
  [
    'form and dates of papers',
    [['245', '00', 'k', 'Papers,', 'f', '1917-1936.']],
    { title: { text: 'Papers, 1917-1936' } },
  ],
  [
    'a uniform title where there is no 245',
    [['130', '0 ', 'a', 'Beowulf.']],
    { title: { text: 'Beowulf' }, nonFiling: 0 },
  ],
  ['plain words where there is no title', [], { title: { text: '[Untitled]' }, nonFiling: 0 }],
  ['a wrong non-filing indicator as none', [['245', '13', 'a', 'The hobbit']], { nonFiling: 0 }],
  ['an apostrophe as the end of an article', [['245', '12', 'a', "L'été"]], { nonFiling: 2 }],
  ['a hyphen as the end of an article', [['245', '13', 'a', 'al-Ḥarb']], { nonFiling: 3 }],
  ['no more than the title skipped', [['245', '19', 'a', 'The']], { nonFiling: 0 }],
  [
    'non-sorting marks',
    [['245', '10', 'a', '\u0098Der\u009c Zauberberg']],
    { title: { text: 'Der Zauberberg' }, nonFiling: 4 },
  ],
  [
    'the main author',
    [['100', '1 ', 'a', 'Tolkien, J. R. R.', 'q', '(John Ronald Reuel),', 'd', '1892-1973.']],
    { author: { text: 'Tolkien, J. R. R. (John Ronald Reuel)' } },
  ],
  ['a body', [['110', '2 ', 'a', 'Unesco.', 'b', 'Executive Board.']], { author: { text: 'Unesco. Executive Board' } }],
  [
    'a conference',
    [['111', '2 ', 'a', 'Congress', 'n', '(4th :', 'd', '1999 :', 'c', 'Rome)']],
    { author: { text: 'Congress (4th : 1999 : Rome)' } },
  ],
  [
    'else the first added author',
    [
      ['700', '1 ', 'a', 'Eco, Umberto,', 'e', 'editor.'],
      ['700', '1 ', 'a', 'Other, An.'],
    ],
    { author: { text: 'Eco, Umberto' } },
  ],
  [
    'not the author of a related work',
    [
      ['700', '1 ', 'i', 'Based on (work):', 'a', 'Shakespeare, William.', 't', 'Hamlet.'],
      ['700', '1 ', 'a', 'Eco, Umberto,', 'e', 'editor.'],
    ],
    { author: { text: 'Eco, Umberto' } },
  ],
  [
    'but that of a work it contains',
    [['700', '12', 'a', 'Cage, John.', 't', 'Winter music.']],
    { author: { text: 'Cage, John' } },
  ],
  ['the edition', [['250', '  ', 'a', '2nd ed. /', 'b', 'rev. by X.']], { edition: '2nd ed. / rev. by X.' }],
  [
    'the publication of 264, not its copyright',
    [
      ['264', ' 4', 'c', '©2000'],
      ['264', ' 1', 'a', 'London :', 'b', 'Penguin,', 'c', '2001.'],
    ],
    { imprint: 'London : Penguin, 2001', year: 2000 },
  ],
  [
    '260 before other 264',
    [
      ['264', ' 2', 'a', 'Paris'],
      ['260', '  ', 'a', 'London', 'b', 'Penguin', 'c', '2001'],
    ],
    { imprint: 'London : Penguin, 2001' },
  ],
  ['other 264 when there is nothing else', [['264', ' 3', 'a', 'Printed in Rome']], { imprint: 'Printed in Rome' }],
  ['the coded year', [field008(), ['260', '  ', 'c', '1999']], { year: 2001 }],
  [
    'the year of the imprint where none is coded',
    [field008({ type: 'n', dates: 'uuuuuuuu' }), ['260', '  ', 'c', '[c1999]']],
    { year: 1999 },
  ],
  ['the coded language', [field008({ language: 'rus' })], { language: 'rus' }],
  ['a terminology code as its bibliographic twin', [field008({ language: 'deu' })], { language: 'ger' }],
  ['the first language of 041', [field008({ language: '   ' }), ['041', '1 ', 'a', 'engfre']], { language: 'eng' }],
  [
    'valid ISBNs, each once',
    [
      ['020', '  ', 'a', '0306406152 (pbk.)', 'z', '0306406153'],
      ['020', '  ', 'a', '9780306406157'],
      ['020', '  ', 'a', '12345'],
    ],
    { isbns: ['9780306406157'] },
  ],
  [
    'valid ISSNs, the linking one too',
    [['022', '0 ', 'a', '0028-0836', 'l', '0028-0836', 'y', '0302-2889']],
    { issns: ['0028-0836'] },
  ],
  ['the LCCN', [['010', '  ', 'a', '   85000002 ']], { lccn: '85000002' }],
  [
    'the OCLC number',
    [
      ['035', '  ', 'a', '(DLC)1'],
      ['035', '  ', 'a', '(OCoLC)ocm00012345'],
    ],
    { oclc: '12345' },
  ],
  [
    'the OCLC number of 001',
    [
      ['001', 'ocm00012345'],
      ['003', 'OCoLC'],
    ],
    { oclc: '12345', controlNumber: 'ocm00012345' },
  ],
]

const unimarc: Rows = [
  [
    'title with other title information and part',
    [
      [
        '200',
        '1 ',
        'a',
        '\u0088Le \u0089seigneur des anneaux',
        'b',
        'Texte imprimé',
        'e',
        'roman',
        'h',
        '2',
        'i',
        'Les deux tours',
        'f',
        'Tolkien',
      ],
    ],
    {
      title: { text: 'Le seigneur des anneaux : roman. 2. Les deux tours' },
      nonFiling: 3,
      part: { text: '2. Les deux tours' },
    },
  ],
  ['two works in one volume', [['200', '1 ', 'a', 'Hamlet', 'a', 'Macbeth']], { title: { text: 'Hamlet ; Macbeth' } }],
  ['a uniform title where there is no 200', [['500', '10', 'a', 'Bible']], { title: { text: 'Bible' } }],
  [
    'the main author',
    [['700', ' 1', 'a', 'Asimov', 'b', 'Isaac', 'f', '1920-1992', '4', '070']],
    { author: { text: 'Asimov, Isaac' } },
  ],
  [
    'a forename with its own comma',
    [['700', ' 1', 'a', 'Asimov', 'b', ', Isaac']],
    { author: { text: 'Asimov, Isaac' } },
  ],
  ['a body', [['710', '02', 'a', 'Unesco', 'b', 'Paris']], { author: { text: 'Unesco. Paris' } }],
  ['else an alternative author', [['702', ' 1', 'a', 'Cavalli', 'b', 'G.']], { author: { text: 'Cavalli, G.' } }],
  ['the edition', [['205', '  ', 'a', '2e éd.', 'b', 'revue']], { edition: '2e éd., revue' }],
  [
    'the imprint',
    [['210', '  ', 'a', 'Milano', 'c', 'Mondadori', 'd', '1996']],
    { imprint: 'Milano : Mondadori, 1996', year: 1996 },
  ],
  [
    'the newer imprint field',
    [['214', ' 0', 'a', 'Paris', 'c', 'Seuil', 'd', 'DL 2019']],
    { imprint: 'Paris : Seuil, DL 2019', year: 2019 },
  ],
  [
    'year and language',
    [
      ['100', '  ', 'a', '19970701d1996    m  y0itay0103    ba'],
      ['101', '0 ', 'a', 'fra'],
    ],
    { year: 1996, language: 'fre' },
  ],
  [
    'ISBN and ISSN',
    [
      ['010', '  ', 'a', '978-88-04-40682-2'],
      ['011', '  ', 'a', '0378-5955'],
    ],
    { isbns: ['9788804406822'], issns: ['0378-5955'] },
  ],
  [
    "the Library of Congress's number, no other library's",
    [
      ['020', '  ', 'a', 'FR', 'b', '00001234'],
      ['020', '  ', 'a', 'US', 'b', '85000002'],
    ],
    { lccn: '85000002' },
  ],
]

describe('The brief display', () => {
  const shows = (flavour: Flavour, rows: Rows) => {
    for (const [what, fields, expected] of rows)
      it(`of ${flavour === 'marc21' ? 'MARC 21' : 'UNIMARC'} shows ${what}`, () => {
        const made = brief(record(...fields), flavour)
        for (const [key, value] of Object.entries(expected)) expect(made[key as keyof Brief]).to.deep.equal(value)
      })
  }
  shows('marc21', marc21)
  shows('unimarc', unimarc)

  it('leaves out what the record does not say', () => {
    expect(brief(record(['245', '10', 'a', 'Dune']), 'marc21')).to.deep.equal({
      title: { text: 'Dune' },
      nonFiling: 0,
      format: 'book',
      isbns: [],
      issns: [],
      level: 'full',
    })
  })

  for (const [code, flavour, level] of [
    [' ', 'marc21', 'full'],
    ['1', 'marc21', 'full'],
    ['I', 'marc21', 'full'],
    ['7', 'marc21', 'less-than-full'],
    ['K', 'marc21', 'less-than-full'],
    ['3', 'marc21', 'brief'],
    ['5', 'marc21', 'brief'],
    ['8', 'marc21', 'brief'],
    ['z', 'marc21', 'brief'],
    ['?', 'marc21', 'less-than-full'],
    [' ', 'unimarc', 'full'],
    ['3', 'unimarc', 'brief'],
  ] as const)
    it(`calls the encoding level "${code}" of ${flavour} ${level}`, () => {
      expect(brief(recordWith(`00000nam a2200000${code}a 4500`), flavour).level).to.equal(level)
    })
})

describe('Script forms', () => {
  const title: Field = ['245', '10', '6', '880-01', 'a', 'Voĭna i mir']
  const form = (link: string): Field => ['880', '10', '6', link, 'a', 'Война и мир /']

  it('stand beside the field their occurrence number names', () => {
    const made = brief(
      record(['100', '1 ', '6', '880-02', 'a', 'Tolstoĭ, Lev,'], title, form('245-01/(N'), [
        '880',
        '1 ',
        '6',
        '100-02/(N',
        'a',
        'Толстой, Лев,',
      ]),
      'marc21',
    )
    expect(made.title).to.deep.equal({ text: 'Voĭna i mir', script: 'Война и мир' })
    expect(made.author).to.deep.equal({ text: 'Tolstoĭ, Lev', script: 'Толстой, Лев' })
  })

  it('belong to the only field of their tag when the number is broken', () => {
    expect(brief(record(title, form('245-07')), 'marc21').title.script).to.equal('Война и мир')
    expect(brief(record(title, form('245-00/(N')), 'marc21').title.script).to.equal('Война и мир')
  })

  it('are the title when there is no other', () => {
    expect(brief(record(form('245-00/(N')), 'marc21').title).to.deep.equal({ text: 'Война и мир' })
    expect(brief(record(['880', '10', 'a', 'Война и мир']), 'marc21').title).to.deep.equal({ text: 'Война и мир' })
  })

  it('of UNIMARC repeat the field with another script code', () => {
    const cyrillic: Field = ['200', '1 ', '6', 'a01', '7', 'ca', 'a', 'Война и мир']
    const latin: Field = ['200', '1 ', '6', 'a01', '7', 'ba', 'a', 'Vojna i mir']
    const both = { text: 'Vojna i mir', script: 'Война и мир' }
    expect(brief(record(latin, cyrillic), 'unimarc').title).to.deep.equal(both)
    expect(brief(record(cyrillic, latin), 'unimarc').title).to.deep.equal(both)
  })
})
