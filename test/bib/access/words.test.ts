import { expect } from 'chai'
import fc from 'fast-check'
import { fold, words } from '../../../src/bib/access/fold.ts'
import { valueReaders } from '../../../src/bib/access/values.ts'

/** Of any code points: fast-check's own strings of them take seconds to set up. */
const anyText = fc.array(fc.nat(0x10ffff)).map((points) => String.fromCodePoint(...points))

describe('The words of a text', () => {
  for (const [what, text, expected] of [
    ['case and punctuation', 'Hamlet, Prince of DENMARK /', ['hamlet', 'prince', 'of', 'denmark']],
    ['accents, composed or not', 'Åkesson A\u030akesson Tolstoĭ', ['akesson', 'akesson', 'tolstoi']],
    [
      'letters with a stroke, and ligatures',
      'Łódź Søren Straße æther œuvre',
      ['lodz', 'soren', 'strasse', 'aether', 'oeuvre'],
    ],
    ['marks of romanisation', 'Gogolʹ, Qurʼān, ʻAlī', ['gogol', 'quran', 'ali']],
    ['elisions', "L'étranger d’Albert", ['l', 'etranger', 'd', 'albert']],
    ['Cyrillic', 'ВОЙНА и мир', ['воина', 'и', 'мир']],
    ['Greek', 'Ὀδυσσεύς ΟΔΥΣΣΕΥΣ', ['οδυσσευσ', 'οδυσσευσ']],
    ['Hebrew with points', 'שָׁלוֹם', ['שלום']],
    ['Arabic with vowels', 'مَدْرَسَة', ['مدرسه']],
    ['Chinese, a character each', '紅樓夢', ['紅', '樓', '夢']],
    ['full-width forms', 'ＡＢＣ１２', ['abc12']],
  ] as const)
    it(`folds ${what}`, () => {
      expect(words(text)).to.deep.equal(expected)
    })

  it('tells voiced kana from unvoiced', () => {
    expect(words('が')).to.not.deep.equal(words('か'))
  })

  it('are the same when folded twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(fold(text))).to.equal(fold(text))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('Numbers as they are compared', () => {
  it('finds an ISBN of ten digits by its thirteen, and the other way round', () => {
    expect(valueReaders.isbn.index('0-14-044913-2 (pbk.) : £5.99')).to.deep.equal(['0140449132', '9780140449136'])
    expect(valueReaders.isbn.index('978-0-14-044913-6')).to.deep.equal(['9780140449136', '0140449132'])
  })

  it('gives no ISBN of ten digits to one that begins with 979', () => {
    expect(valueReaders.isbn.index('979-10-90636-07-1')).to.deep.equal(['9791090636071'])
  })

  it('keeps the X of a check digit', () => {
    expect(valueReaders.isbn.search('0-8044-2957-x')).to.deep.equal(['080442957x'])
    expect(valueReaders.isbn.index('9780804429573')).to.deep.equal(['9780804429573', '080442957x'])
  })

  it('fills up the serial of an LCCN', () => {
    expect(valueReaders.lccn.search('98-12345/AC')).to.deep.equal(['98012345'])
    expect(valueReaders.lccn.search(' n  78890351 ')).to.deep.equal(['n78890351'])
  })

  it('takes an OCLC number with and without its prefix', () => {
    for (const form of ['(OCoLC)ocm00012345', 'ocm00012345', '12345', 'on12345'])
      expect(valueReaders.systemNumber.search(form), form).to.deep.equal(['12345'])
  })

  it('reads every year of a date', () => {
    expect(valueReaders.years.index('c1998, [reprinted 2001]')).to.deep.equal(['1998', '2001'])
    expect(valueReaders.years.index('19uu')).to.deep.equal([])
  })
})
