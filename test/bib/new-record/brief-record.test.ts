import { expect } from 'chai'
import fc from 'fast-check'
import {
  type BriefForm,
  brief,
  briefRecord,
  briefRecordsLike,
  checkRecord,
  formats,
  full,
} from '../../../src/bib/index.ts'
import { editorText, parseEditorText } from '../../../src/standards/marc/index.ts'

const origin = { entered: '2026-11-26', agency: 'XX-Far' }
const made = (form: Partial<BriefForm>) => briefRecord({ title: 'Solaris', format: 'book', ...form }, origin)
const line = (tag: string, form: Partial<BriefForm>) =>
  editorText(made(form))
    .split('\n')
    .filter((text) => text.startsWith(tag))

describe('A title that somebody typed', () => {
  it('is looked for with each article that it may begin with, and without any', () => {
    const without = (title: string) =>
      briefRecordsLike({ title, format: 'book' }, origin).map((record) => {
        const { title: said, nonFiling } = brief(record, 'marc21')
        return said.text.slice(nonFiling)
      })
    expect(without('Solaris')).to.deep.equal(['Solaris'])
    expect(without('The lamp')).to.deep.equal(['The lamp', 'lamp'])
    expect(without("L'été")).to.have.members(["L'été", 'été'])
    expect(without('Al-hayat')).to.include('hayat')
    expect(without("Un'estate")).to.have.members(["Un'estate", 'estate'])
  })
})

describe('A new brief record', () => {
  it('says everything the form says', () => {
    expect(
      editorText(
        made({
          title: 'The cyberiad : fables for the cybernetic age / Stanisław Lem',
          author: 'Stanisław Lem',
          edition: '2nd ed.',
          place: 'London',
          publisher: 'Secker & Warburg',
          year: '1975',
          isbns: ['0-306-40615-2 (pbk.)', '9783161484100'],
          language: 'eng',
          notes: ['On order', 'Price {5} $'],
          subjects: ['Robots'],
        }),
      ),
    ).to.equal(
      [
        'LDR 00000nam#a22000005i#4500',
        '008 261126s1975####xx#|||||#||||||||#||eng#d',
        '020 ## $a9780306406157$q(pbk.)',
        '020 ## $a9783161484100',
        '040 ## $aXX-Far$erda$cXX-Far',
        '100 1# $aLem, Stanisław',
        '245 14 $aThe cyberiad :$bfables for the cybernetic age /$cStanisław Lem',
        '250 ## $a2nd ed.',
        '264 #1 $aLondon :$bSecker & Warburg,$c1975',
        '336 ## $atext$btxt$2rdacontent',
        '337 ## $aunmediated$bn$2rdamedia',
        '338 ## $avolume$bnc$2rdacarrier',
        '500 ## $aOn order',
        '500 ## $aPrice {lcub}5{rcub} {dollar}',
        '653 ## $aRobots',
        '',
      ].join('\n'),
    )
  })

  for (const format of formats)
    it(`is read back as ${format}, brief, and sound`, () => {
      const record = made({ format, author: 'Lem', year: '1961', language: 'pol' })
      const { level, year, language, ...shown } = brief(record, 'marc21')
      expect({ format: shown.format, level, year, language }).to.deep.equal({
        format,
        level: 'brief',
        year: 1961,
        language: 'pol',
      })
      expect(checkRecord(record, 'marc21')).to.deep.equal([])
      expect(record.fields.find(([tag]) => tag === '008')?.[1]).to.have.length(40)
    })

  it('enters a person under the family name, and a body as it stands', () => {
    const names: [string, string][] = [
      ['Lem, Stanisław', '100 1# $aLem, Stanisław'],
      ['Stanisław Lem', '100 1# $aLem, Stanisław'],
      ['Ursula K. Le Guin', '100 1# $aLe Guin, Ursula K.'],
      ['Ludwig van Beethoven', '100 1# $aBeethoven, Ludwig van'],
      ['Kurt Vonnegut Jr.', '100 1# $aVonnegut, Kurt,$cJr.'],
      ['Vonnegut, Kurt, Jr.', '100 1# $aVonnegut, Kurt,$cJr.'],
      ['Лев Толстой', '100 1# $aТолстой, Лев'],
      ['Plato', '100 0# $aPlato'],
      ['曹雪芹', '100 0# $a曹雪芹'],
    ]
    for (const [author, entry] of names) expect(line('100', { author })).to.deep.equal([entry])
    expect(line('110', { author: 'World Health Organization', authorKind: 'body' })).to.deep.equal([
      '110 2# $aWorld Health Organization',
    ])
  })

  it('counts the article of the language, and no other', () => {
    const titles: [string, string | undefined, string][] = [
      ['The cyberiad', 'eng', '04'],
      ['Die Hard', 'eng', '00'],
      ['Die Blechtrommel', 'ger', '04'],
      ['L’étranger', 'fre', '02'],
      ["Un'altra vita", 'ita', '03'],
      ['The', 'eng', '00'],
      ['A', 'eng', '00'],
      ['The cyberiad', undefined, '00'],
    ]
    for (const [title, language, indicators] of titles)
      expect(line('245', { title, language })[0]?.slice(4, 6), title).to.equal(indicators)
  })

  it('needs no more than a title', () => {
    const record = made({})
    expect(record.fields.map(([tag]) => tag)).to.deep.equal(['008', '040', '245', '336', '337', '338'])
    expect(record.fields[0]?.[1].slice(6, 15)).to.equal('nuuuuuuuu')
  })

  it('is a valid record whatever is typed', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(' / ', ' : ', '(', '1234', 'the a', ','),
    )
    const anyForm = fc.record({
      title: text.map((title) => `x${title}`),
      author: text,
      authorKind: fc.constantFrom('person' as const, 'body' as const),
      edition: text,
      place: text,
      publisher: text,
      year: text,
      isbns: fc.array(text, { maxLength: 2 }),
      issns: fc.array(text, { maxLength: 2 }),
      format: fc.constantFrom(...formats),
      notes: fc.array(text, { maxLength: 2 }),
      subjects: fc.array(text, { maxLength: 2 }),
    })
    fc.assert(
      fc.property(anyForm, (form) => {
        const record = briefRecord(form, origin)
        expect(checkRecord(record, 'marc21').filter(({ severity }) => severity === 'error')).to.deep.equal([])
        expect(parseEditorText(editorText(record)).record?.fields).to.deep.equal(record.fields)
        full(record, 'marc21')
      }),
    )
  })
})
