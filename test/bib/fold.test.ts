import { expect } from 'chai'
import fc from 'fast-check'
import { fold, inPlainLetters, words } from '../../src/bib/index.ts'

describe('Folding', () => {
  for (const [text, folded] of [
    ['  The  Hobbit, or: There & back!  ', 'the hobbit or there back'],
    ["Don't", 'dont'],
    ['Straße, Ærø, Łódź, Ðorđe', 'strasse aero lodz dorde'],
    ['ʻAbd al-Raḥmān', 'abd al rahman'],
    ['Ipatʹevskom monastyri͡e', 'ipatevskom monastyrie'],
    ['C++ and C#', 'c++ and c#'],
    ['Ёлка Йод', 'елка иод'],
    ['Ὅμηρος', 'ομηροσ'],
    ['שָׁלוֹם', 'שלומ'],
    ['الأُمَّةِ', 'الامه'],
    ['کتاب‌ها ۱۳۶۵', 'كتابها 1365'],
    ['「火山灰地」を読む', '火山灰地 を読む'],
    ['ｶﾞﾗｽ', 'ガラス'],
    ['한국어', '한국어'],
    ['हिन्दी', 'हिन्दी'],
    ['ＡＢＣ １２', 'abc 12'],
  ] as const)
    it(`makes ${JSON.stringify(text)} ${JSON.stringify(folded)}`, () => {
      expect(fold(text)).to.equal(folded)
    })

  it('does not fold voiced and unvoiced kana, or Indic vowels, into one another', () => {
    expect(fold('か')).not.to.equal(fold('が'))
    expect(fold('कि')).not.to.equal(fold('कु'))
  })

  it('gives the same for composed and decomposed text, and for what is folded already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(text.normalize('NFD'))).to.equal(fold(text.normalize('NFC')))
        expect(fold(fold(text))).to.equal(fold(text))
      }),
    )
  })

  it('writes Latin letters as those of ASCII where they are to be plain, and no others', () => {
    expect(inPlainLetters('Ångström, Łódź & Straße: Ðorđe')).to.equal('Angstrom, Lodz & Strasse: Dorde')
    for (const text of ['Ёлка', 'हिन्दी', 'か゛が', 'plain'])
      expect(inPlainLetters(text)).to.equal(text.normalize('NFC'))
  })

  it('gives words without empty ones', () => {
    expect(words(' -- a: b ')).to.deep.equal(['a', 'b'])
    expect(words(' ... ')).to.deep.equal([])
  })
})
