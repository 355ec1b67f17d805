import { expect } from 'chai'
import fc from 'fast-check'
import { checkRecord } from '../../../src/bib/index.ts'
import type { Field } from '../../../src/standards/marc/index.ts'
import { anyRecord } from '../../standards/marc/arbitrary-records.ts'
import { field008, record, recordWith } from '../records.ts'

const sound: Field[] = [
  ['001', '12'],
  field008(),
  ['020', '  ', 'a', '9780306406157', 'q', '(pbk.)'],
  ['100', '1 ', '6', '880-01', 'a', 'Lem, Stanisław'],
  ['245', '14', 'a', 'The cyberiad /', 'c', 'Stanisław Lem.'],
  ['650', ' 7', 'a', 'Robots', '2', 'fast'],
  ['880', '1 ', '6', '100-01/(N', 'a', 'Лем, Станислав'],
]
/** What is said of the sound record with these fields in place of those with the same tags. */
const said = (...fields: Field[]) => {
  const tags = new Set(fields.map(([tag]) => tag))
  return checkRecord(record(...sound.filter(([tag]) => !tags.has(tag)), ...fields), 'marc21').map(
    ({ severity, tag, text }) => `${severity} ${tag}: ${text}`,
  )
}

describe('Checking a record', () => {
  it('finds nothing in a sound one', () => {
    expect(checkRecord(record(...sound), 'marc21')).to.deep.equal([])
  })

  const faults: [string, Field[], RegExp][] = [
    [
      'no title',
      [
        ['245', '10', 'a', 'x'],
        ['245', '10', 'a', 'y'],
      ],
      /^error 245: A record has one 245/,
    ],
    [
      'two main entries',
      [
        ['100', '1 ', 'a', 'Lem'],
        ['110', '2 ', 'a', 'Body'],
      ],
      /^error 110: .*100 is one/,
    ],
    ['an 008 too short', [['008', '240101s2001']], /^error 008: .*11 characters: it takes 40/],
    ['a type of date', [['008', field008({ type: 'x' })[1]]], /^error 008: 008\/06/],
    ['a language', [field008({ language: 'xyz' })], /^warning 008: 008\/35-37, language, is "xyz"/],
    ['an indicator', [['245', '20', 'a', 'x']], /^warning 245: The first indicator of 245 is 2: it takes one of 0, 1/],
    ['an indicator that is none', [['500', '-%', 'a', 'x']], /^error 500: An indicator is a digit/],
    ['a code MARC does not have', [['650', ' 0', 'k', 'x']], /^warning 650: 650 has no subfield \$k/],
    ['a code that is none', [['500', '  ', '-', 'x']], /^error 500: The code of a subfield/],
    ['a code twice', [['245', '10', 'a', 'x', 'a', 'y']], /^warning 245: \$a stands twice/],
    ['a field without subfields', [['500', '  ']], /^error 500: 500 has no subfield/],
    ['an empty subfield', [['500', '  ', 'a', ' ']], /^warning 500: \$a is empty/],
    ['a wrong ISBN', [['020', '  ', 'a', '9780306406158']], /^warning 020: The check digit of this ISBN/],
    ['a wrong ISSN', [['022', '  ', 'a', '1234-5678']], /^warning 022: The check digit of this ISSN/],
    ['a lost character', [['500', '  ', 'a', 'Dvo\ufffdk']], /^warning 500: \$a holds the sign/],
    ['a count that ends in a word', [['245', '13', 'a', 'The cyberiad']], /^warning 245: Indicator 2 says to skip 3/],
    ['a link to nothing', [['880', '1 ', '6', '700-07/(N', 'a', 'x']], /^warning 880: \$6 names 700-07/],
    ['a tag that is none', [['CAT', '  ', 'a', 'x']], /^warning CAT: CAT is no tag/],
  ]
  for (const [what, fields, finding] of faults)
    it(`finds ${what}`, () => {
      expect(
        said(...fields).filter((line) => finding.test(line)),
        said(...fields).join('\n'),
      ).to.have.length(1)
    })

  it('says which field is meant', () => {
    expect(checkRecord(record(...sound, ['500', '  ']), 'marc21')[0]).to.include({
      field: 7,
      tag: '500',
      severity: 'error',
    })
  })

  it('counts no apostrophe and no letter with its mark as a word begun', () => {
    for (const [count, title] of [
      ['2', "L'amour"],
      ['3', 'al-Kitab'],
      ['4', 'The é'],
      ['9', 'Å bygge'],
    ] as const) {
      const found = said(['245', `1${count}`, 'a', title]).some((line) => /to skip/.test(line))
      expect(found, title).to.equal(title.startsWith('Å'))
    }
  })

  it('checks the leader position by position', () => {
    const [first, second] = checkRecord(recordWith('00000nzq a2200000 a 4500', ...sound), 'marc21')
    expect(first).to.include({ severity: 'error', tag: 'LDR' })
    expect(first?.text).to.match(/^Leader\/06, type of record, is z: it takes one of a, c, d/)
    expect(second?.text).to.match(/^Leader\/07/)
    expect(checkRecord(recordWith('short', ...sound), 'marc21')[0]?.text).to.contain('5 characters: it takes 24')
  })

  it('checks UNIMARC by its own tables', () => {
    const unimarc: Field[] = [
      ['010', '  ', 'a', '978-2-07-036822-8', 'd', '5 EUR'],
      ['100', '  ', 'a', '20010203d2001    u  y0frey50      ba'],
      ['101', '0 ', 'a', 'fre'],
      ['200', '1 ', 'a', 'Solaris', 'f', 'Stanislas Lem'],
      ['606', '  ', 'a', 'Espace', '2', 'rameau'],
      ['700', ' 1', 'a', 'Lem', 'b', 'Stanislas', '4', '070'],
    ]
    const checked = (...fields: Field[]) =>
      checkRecord(recordWith('00000nam0 2200000   450 ', ...fields), 'unimarc').map(({ text }) => text)
    expect(checked(...unimarc)).to.deep.equal([])
    expect(checked(...unimarc, ['710', '02', 'a', 'NASA']).join()).to.contain('700 is one')
    expect(checked(...unimarc.filter(([tag]) => tag !== '200')).join()).to.contain('a record has one 200')
  })

  it('never throws, and lists no more than anyone reads', () => {
    fc.assert(
      fc.property(anyRecord, fc.constantFrom('marc21' as const, 'unimarc' as const), (any, flavour) => {
        expect(checkRecord(any, flavour).length).to.be.at.most(200)
      }),
    )
    const many = checkRecord(record(...Array.from({ length: 10_000 }, (): Field => ['500', '  ', 'a', ''])), 'marc21')
    expect(many).to.have.length(200)
    expect(many[0]?.severity).to.equal('error')
  })
})
