import { expect } from 'chai'
import { parsePqf } from '../../../src/standards/query/index.ts'
import { recordSyntax } from '../../../src/standards/z3950/index.ts'
import { openRecordFile, type RecordFile, type ResultSet } from '../../../src/zserver/index.ts'
import { cpuTime } from '../../cpu-time.ts'
import { iso2709, openBooks, openLivres } from '../library.ts'
import { refusalOf } from '../refusals.ts'

/** The control numbers of the records found, without their prefix. */
async function found(file: RecordFile, pqf: string, sets: Record<string, ResultSet> = {}): Promise<string[]> {
  const set = file.search(parsePqf(pqf), (name) => sets[name])
  return controlNumbers(set)
}

async function controlNumbers(set: ResultSet): Promise<string[]> {
  const numbers: string[] = []
  for (let position = 1; position <= set.hits; position++) {
    const record = await set.present(position, recordSyntax.sutrs, undefined)
    numbers.push(/^001 \w-(\w+)$/m.exec('text' in record ? record.text : '')![1]!)
  }
  return numbers
}

describe('A search in a file of records', () => {
  let books: RecordFile
  let livres: RecordFile
  before(async () => {
    books = await openBooks()
    livres = await openLivres()
  })

  const finds = (what: string, pqf: string, ...expected: string[]) =>
    it(`finds ${what}: ${pqf}`, async () => {
      expect(await found(books, pqf)).to.deep.equal(expected)
    })

  describe('by Use attribute', () => {
    finds('a word of the title', '@attr 1=4 hamlet', 'hamlet')
    finds('no word of the statement of responsibility in the title', '@attr 1=4 thompson')
    finds('the series as a title', '@attr 1=5 "world history"', 'mir')
    finds('a uniform title', '@attr 1=6 voina', 'war')
    finds('an author', '@attr 1=1003 shakespeare', 'hamlet')
    finds('a personal author', '@attr 1=1004 akesson', 'denmark')
    finds('a personal name', '@attr 1=1 tolstoi', 'war')
    finds('a subject', '@attr 1=21 denmark', 'hamlet', 'denmark')
    finds('an ISBN as it is', '@attr 1=7 0-14-044913-2', 'hamlet')
    finds('an ISBN of ten digits by its thirteen', '@attr 1=7 9780140449136', 'hamlet')
    finds('an ISBN of thirteen digits by its ten', '@attr 1=7 5050000009', 'war')
    finds('an ISSN with and without its hyphen', '@or @attr 1=8 1234-5679 @attr 1=8 12345679', 'serial')
    finds('an LCCN', '@attr 1=9 98012345', 'denmark')
    finds('an LCCN with a hyphen', '@attr 1=9 98-12345', 'denmark')
    finds('a control number', '@attr 1=12 x-hamlet', 'hamlet')
    finds('any standard number', '@or @attr 1=1007 1234-5679 @attr 1=1007 0140449132', 'hamlet', 'serial')
    finds('an OCLC number', '@attr 1=1211 12345', 'hamlet')
    finds('a call number', '@attr 1=16 @attr 5=1 "PR2807 .A2"', 'hamlet')
    finds(
      'a call number as Koha asks for it',
      '@attr 1=16 @attr 2=3 @attr 3=1 @attr 4=1 @attr 5=1 @attr 6=1 PR2807',
      'hamlet',
    )
    finds('a publisher', '@attr 1=1018 gyldendal', 'denmark')
    finds('a place of publication', '@attr 1=59 kobenhavn', 'denmark')
    finds('a year', '@attr 1=31 1978', 'war', 'mir')
    finds('a language', '@attr 1=54 @attr 1=54 eng', 'hamlet', 'denmark', 'serial', 'war', 'red', 'mir', 'anon')
    finds('a word anywhere', '@attr 1=1016 thompson', 'hamlet')
    finds('a word anywhere without a Use attribute', 'thompson', 'hamlet')
    finds('a hyphenated number anywhere', '@attr 1=1016 978-0-14-044913-6', 'hamlet')
  })

  describe('in other scripts', () => {
    finds('Cyrillic as a title, by its linked field', '@attr 1=4 ВОЙНА', 'war')
    finds('a Cyrillic author', '@attr 1=1003 Толстой', 'war')
    finds('Chinese inside a title', '@attr 1=4 樓夢', 'red')
    finds('no Chinese in another order', '@attr 1=4 @attr 4=2 夢樓')
    finds('romanised words however they are accented', '@attr 1=4 "Voĭna i mir"', 'war')
  })

  describe('by structure, position and completeness', () => {
    finds('the words of a list in any order', '@attr 1=4 @attr 4=6 "prince hamlet"', 'hamlet')
    finds('the words of a list in different fields', '@attr 1=1016 @attr 4=6 "ling drama"', 'hamlet')
    finds('a phrase in its order', '@attr 1=4 @attr 4=1 "prince of denmark"', 'hamlet')
    finds('a phrase across subfields', '@attr 1=4 @attr 4=1 "denmark a prince"', 'denmark')
    finds('a phrase across what is no title', '@attr 1=4 @attr 4=1 "history a yearbook"', 'serial')
    finds('no phrase across fields', '@attr 1=1016 @attr 4=1 "1603 princes"')
    finds('no phrase in another order', '@attr 1=4 @attr 4=1 "denmark of prince"')
    finds('a word that folding cuts in two', '@attr 1=4 @attr 4=2 e-mail', 'serial')
    finds('the first word of a field', '@attr 1=4 @attr 3=1 denmark', 'denmark')
    finds('the first word behind an article', '@attr 1=4 @attr 3=1 prince', 'anon')
    finds('an article as the first word', '@attr 1=4 @attr 3=1 "the tragedy"', 'hamlet')
    finds('the first word of a subfield', '@attr 1=4 @attr 3=2 a', 'denmark', 'serial', 'anon')
    finds('a whole field', '@attr 1=4 @attr 6=3 "mir i vera"', 'mir')
    finds('no part of a field as the whole', '@attr 1=4 @attr 6=3 "voina i mir"', 'war')
    finds('a whole subfield', '@attr 1=4 @attr 6=2 roman', 'war')
    finds('a string, which is the whole', '@attr 1=4 @attr 4=108 mir')
    finds('a year as a structure', '@attr 1=30 @attr 4=4 1603', 'hamlet')
  })

  describe('by truncation', () => {
    finds('the beginning of words', '@attr 1=4 @attr 5=1 princ', 'hamlet', 'denmark', 'anon')
    finds('the beginnings of several words', '@attr 1=4 @attr 5=1 "trag haml"', 'hamlet')
    finds('a phrase whose last word is open', '@attr 1=4 @attr 4=1 @attr 5=1 "prince of denm"', 'hamlet')
    finds('the end of words', '@attr 1=4 @attr 5=2 ess', 'anon')
    finds('the middle of words', '@attr 1=4 @attr 5=3 rage', 'hamlet')
    finds('masked characters (101)', '@attr 1=4 @attr 5=101 pr#ss', 'anon')
    finds('any characters (104)', '@attr 1=4 @attr 5=104 "h?y"', 'denmark', 'serial', 'mir')
    finds('one character (104)', '@attr 1=4 @attr 5=104 "m#r"', 'war', 'mir')
    finds('up to n characters (104)', '@attr 1=4 @attr 5=104 "prince?1"', 'hamlet', 'denmark', 'anon')
    finds('the beginning of an ISBN', '@attr 1=7 @attr 5=1 978014', 'hamlet')
    finds('a year cut short', '@attr 1=31 @attr 5=1 197', 'war', 'mir')
  })

  describe('by relation', () => {
    finds('years before', '@attr 1=31 @attr 2=1 1791', 'hamlet')
    finds('years up to', '@attr 1=31 @attr 2=2 1791', 'hamlet', 'red')
    finds('years from', '@attr 1=31 @attr 2=4 1998', 'denmark', 'serial')
    finds('years after', '@attr 1=31 @attr 2=5 1998', 'serial')
    finds('a span of years', '@and @attr 1=31 @attr 2=4 1700 @attr 1=31 @attr 2=2 1978', 'war', 'red', 'mir')
    finds('years from one that is in no record', '@attr 1=31 @attr 2=4 1999', 'serial')
    finds('fields by their place in the alphabet', '@attr 1=1003 @attr 2=4 tolstoi', 'war', 'red')
    finds('records that have the field at all', '@attr 1=8 @attr 2=103 x', 'serial')
    finds('what is said to be relevant', '@attr 1=4 @attr 2=102 hamlet', 'hamlet')
  })

  describe('with operators', () => {
    finds('both', '@and @attr 1=4 denmark @attr 1=21 history', 'denmark')
    finds('either', '@or @attr 1=4 hamlet @attr 1=4 journal', 'hamlet', 'serial')
    finds('one without the other', '@not @attr 1=4 denmark @attr 1=4 hamlet', 'denmark', 'anon')
    finds(
      'a tree',
      '@not @or @attr 1=4 prince @attr 1=4 mir @and @attr 1=31 1978 @attr 1=1003 tolstaya',
      'hamlet',
      'denmark',
      'war',
      'anon',
    )
    finds('words side by side in order', '@prox 0 1 1 3 k 2 @attr 1=4 of @attr 1=4 denmark', 'hamlet', 'anon')
    finds('words side by side in either order', '@prox 0 1 0 3 k 2 @attr 1=4 denmark @attr 1=4 of', 'hamlet', 'anon')
    finds('words not in that order', '@prox 0 9 1 2 k 2 @attr 1=4 denmark @attr 1=4 prince', 'denmark')
    finds('words near one another', '@prox 0 3 0 2 k 2 @attr 1=4 prince @attr 1=4 denmark', 'hamlet', 'denmark')
    finds('words in one field', '@prox 0 0 0 3 k 8 @attr 1=1016 london @attr 1=1016 ling', 'hamlet')
    finds('words not near one another', '@prox 1 3 0 2 k 2 @attr 1=4 prince @attr 1=4 denmark', 'anon')
    finds(
      'nearness within nearness',
      '@prox 0 1 1 3 k 2 @prox 0 1 1 3 k 2 @attr 1=4 prince @attr 1=4 of @attr 1=4 denmark',
      'hamlet',
    )
    finds(
      'nearness of either word',
      '@prox 0 1 1 3 k 2 @or @attr 1=4 prince @attr 1=4 princess @attr 1=4 of',
      'hamlet',
      'anon',
    )

    it('finds what is in an earlier result set, too', async () => {
      const sets = { A: books.search(parsePqf('@attr 1=4 prince'), () => undefined) }
      expect(await found(books, '@and @set A @attr 1=21 history', sets)).to.deep.equal(['denmark'])
      expect(await found(books, '@not @set A @attr 1=21 history', sets)).to.deep.equal(['hamlet', 'anon'])
    })

    it('takes a set without a part of its own for empty', async () => {
      expect(await found(books, '@or @set A @attr 1=4 hamlet')).to.deep.equal(['hamlet'])
      const others = { A: livres.search(parsePqf('camus'), () => undefined) }
      expect(await found(books, '@set A', others)).to.deep.equal([])
    })
  })

  it('refuses nearness that multiplies without end', async () => {
    const long = iso2709([
      ['001', 'x-long'],
      ['245', `10$a${'echo '.repeat(300)}`],
    ])
    const file = await openRecordFile(long, { name: 'long', flavour: 'marc21' })
    const nested = Array.from({ length: 20 }, () => '@prox 0 999 0 2 k 2').reduce(
      (query, operator) => `${operator} ${query} echo`,
      'echo',
    )
    expect(await refusalOf(() => found(file, nested))).to.deep.equal({ condition: 234, addinfo: '1000000' })
  })

  describe('in UNIMARC', () => {
    for (const [pqf, ...expected] of [
      ['@attr 1=4 etranger', 'etranger'],
      ['@attr 1=4 @attr 3=1 etranger', 'etranger'],
      ['@attr 1=1003 camus', 'etranger', 'peste'],
      ['@attr 1=1003 @attr 4=1 "camus albert"', 'etranger', 'peste'],
      ['@attr 1=21 roman', 'etranger'],
      ['@attr 1=7 2070360024', 'etranger'],
      ['@attr 1=31 @attr 2=5 1942', 'peste'],
      ['@attr 1=54 fre', 'etranger', 'peste'],
      ['@attr 1=1018 gallimard', 'etranger', 'peste'],
      ['@attr 1=12 u-peste', 'peste'],
    ] as const)
      it(`finds ${expected.join(' and ')}: ${pqf}`, async () => {
        expect(await found(livres, pqf)).to.deep.equal(expected)
      })
  })

  describe('refuses', () => {
    for (const [what, pqf, condition, addinfo] of [
      ['a Use attribute it does not know', '@attr 1=9999 x', 114, '9999'],
      ['a Use attribute by name', '@attr 1=title x', 114, 'title'],
      ['a type of attribute it does not know', '@attr 9=1 x', 113, '9'],
      ['a relation it does not know', '@attr 2=100 x', 117, '100'],
      ['a structure it does not know', '@attr 4=3 x', 118, '3'],
      ['a position it does not know', '@attr 3=7 x', 119, '7'],
      ['a truncation it does not know', '@attr 5=102 x', 120, '102'],
      ['a completeness it does not know', '@attr 6=9 x', 122, '9'],
      ['another attribute set', '@attrset gils @attr 1=4 x', 121, '1.2.840.10003.3.5'],
      ['another attribute set on one attribute', '@attr gils 1=4 x', 121, '1.2.840.10003.3.5'],
      ['a comparison of truncated terms', '@attr 1=31 @attr 2=4 @attr 5=1 19', 123, '2=4 5=1'],
      ['a comparison of all there is', '@attr 1=1016 @attr 2=1 x', 117, 'less'],
      ['an empty term', '@attr 1=4 ""', 125, ''],
      ['a term without a letter', '@attr 1=4 "!?"', 125, '!?'],
      ['a mask without a letter', '@attr 5=104 "??"', 9, '??'],
      ['a null term', '@attr 1=4 @term null x', 229, 'null'],
      ['nearness of result sets', '@prox 0 1 1 2 k 2 @set A b', 129, ''],
      ['words that are not near inside of nearness', '@prox 0 1 1 2 k 2 @prox 1 1 1 2 k 2 a b c', 129, ''],
      ['nearness by a relation it does not know', '@prox 0 1 1 9 k 2 a b', 131, '9'],
      ['nearness in a unit it does not know', '@prox 0 1 1 2 k 4 a b', 132, '4'],
      ['a term beyond measure', `@attr 1=4 ${'x'.repeat(2001)}`, 11, '2000'],
      ['too many words', `@attr 1=4 "${'a '.repeat(201)}"`, 5, '200'],
      ['too many masked words', `@attr 1=4 @attr 5=3 "${'a '.repeat(21)}"`, 7, '20'],
      ['a use that its records have nothing for', '@attr 1=9 x', 114, '9'],
    ] as const)
      it(`${what}, with diagnostic ${condition}`, async () => {
        const file = addinfo === '9' && condition === 114 ? livres : books
        expect(await refusalOf(() => found(file, pqf))).to.deep.equal({ condition, addinfo })
      })

    it('more operands than anybody types', async () => {
      const many = Array.from({ length: 40 }, () => '@or @or a b c').reduce((all, one) => `@or ${one} ${all}`)
      // 40 levels of three operands.
      expect(await refusalOf(() => found(books, many))).to.deep.equal({ condition: 6, addinfo: '100' })
      const sets = { A: books.search(parsePqf('hamlet'), () => undefined) }
      const earlier = many.replace(/\b[abc]\b/g, '@set A')
      expect(await refusalOf(() => found(books, earlier, sets))).to.deep.equal({ condition: 6, addinfo: '100' })
    })
  })
})

describe('A mask with many gaps', () => {
  it('costs no more than its length', async () => {
    const file = await openBooks()
    const started = cpuTime()
    await found(file, `@attr 5=104 "${'#?'.repeat(900)}a"`)
    await found(file, `@attr 5=104 "a${'?9'.repeat(900)}"`)
    await found(file, `@attr 5=101 "a${'#'.repeat(1800)}"`)
    expect(cpuTime() - started).to.be.below(2000)
  })
})
