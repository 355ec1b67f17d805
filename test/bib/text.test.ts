import { expect } from 'chai'
import fc from 'fast-check'
import { clean, cut, join, markedNonFiling, trimIsbd } from '../../src/bib/text.ts'

describe('Texts of a record', () => {
  for (const [text, trimmed] of [
    ['The hobbit /', 'The hobbit'],
    ['London :', 'London'],
    ['Penguin, ', 'Penguin'],
    ['Title =', 'Title'],
    ['A long day.', 'A long day'],
    ['Smith, John, Jr.', 'Smith, John, Jr.'],
    ['Tolkien, J. R. R.,', 'Tolkien, J. R. R.'],
    ['23 cm.', '23 cm.'],
    ['and so on ...', 'and so on ...'],
    ['2nd ed.', '2nd ed.'],
    ['1999.', '1999'],
    ['[s.l.]', '[s.l.]'],
    ['Война и мир.', 'Война и мир'],
    ['北韓 法令集 ／', '北韓 法令集'],
    ['What?', 'What?'],
    ['.', ''],
    [' / : ;', ''],
    ['', ''],
  ] as const)
    it(`trims ${JSON.stringify(text)} to ${JSON.stringify(trimmed)}`, () => {
      expect(trimIsbd(text)).to.equal(trimmed)
    })

  it('loses controls, overrides, direction and non-sorting marks, and doubled blanks', () => {
    expect(clean('\u0088The \u0089hobbit\t\u202e\u0000 x\u200f ')).to.equal('The hobbit x')
    expect(clean('\u200f\u202a2000\u202c.')).to.equal('2000.')
    expect(clean('\ud800a')).to.equal('\ufffda')
  })

  it('is clean when cleaned once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(clean(clean(text))).to.equal(clean(text))
        expect(clean(text)).not.to.match(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]|^\s|\s$/)
      }),
    )
  })

  it('counts what a non-sorting mark covers', () => {
    expect(markedNonFiling('\u0088The \u0089hobbit')).to.equal(4)
    expect(markedNonFiling('\u0098Der\u009c Herr')).to.equal(4)
    expect(markedNonFiling("\u0098L'\u009cété")).to.equal(2)
    expect(markedNonFiling('Der \u0098Herr\u009c')).to.equal(0)
    expect(markedNonFiling('The hobbit')).to.equal(0)
  })

  it('joins with a separator only where no punctuation stands', () => {
    const parts = (a: string) => [
      { before: ' ', text: a },
      { before: ' : ', text: 'b' },
    ]
    expect(join(parts('a'))).to.equal('a : b')
    expect(join(parts('a :'))).to.equal('a : b')
    expect(join(parts('a ='))).to.equal('a = b')
    expect(join(parts('نو،'))).to.equal('نو، b')
    expect(join(parts('名詞；'))).to.equal('名詞； b')
  })

  it('cuts between characters', () => {
    expect(cut('abc', 3)).to.equal('abc')
    expect(cut('abcd', 3)).to.equal('ab…')
    expect(cut('a\u{1f600}bc', 3)).to.equal('a…')
  })
})
