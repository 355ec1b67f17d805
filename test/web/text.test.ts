import { expect } from 'chai'
import fc from 'fast-check'
import { languageName, languageTag } from '../../src/web/language.ts'
import { count, cut, inSentences, plain, printable } from '../../src/web/text.ts'

describe('Text of a record on a page', () => {
  it('loses control characters and half characters, and keeps everything else', () => {
    expect(printable('a\u0000b\u001bc\u0085d\ne\tf')).to.equal('abcd\ne\tf')
    expect(printable('x\ud83dy')).to.equal('x\ufffdy')
    expect(printable('Левая рука 黑暗 😀 é')).to.equal('Левая рука 黑暗 😀 é')
  })

  it('is read one sentence after the other, each ended once', () => {
    expect(inSentences('Send to ILL officer', '', 'It is due on 26 December 2026.', 'Late!')).to.equal(
      'Send to ILL officer. It is due on 26 December 2026. Late!',
    )
  })

  it('has no towers of combining marks', () => {
    expect(printable(`a${'\u0301'.repeat(10_000)}b`)).to.equal(`a${'\u0301'.repeat(8)}b`)
  })

  it('turns no direction around where there is no markup to hold it', () => {
    expect(plain('a\u202Eb\u2067c\u200Fd')).to.equal('abcd')
    expect(plain('  a\n b ')).to.equal('a b')
  })

  it('is never longer than asked for, and never cut through a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 4, max: 30 }), (text, most) => {
        const short = cut(text, most)
        expect(short.length).to.be.at.most(Math.max(most + 1, 1))
        if (text.length <= most) expect(short).to.equal(text)
        expect(short).to.not.match(/\p{Cs}/u)
      }),
    )
  })

  it('is cut between words', () => {
    expect(cut('the left hand of darkness', 15)).to.equal('the left hand…')
    expect(cut('黑暗的左手黑暗的左手', 4)).to.equal('黑暗的左…')
  })

  it('counts in words', () => {
    expect([count(0, 'hit'), count(1, 'hit'), count(12_345, 'hit')]).to.deep.equal(['0 hits', '1 hit', '12,345 hits'])
    expect(count(2, 'library', 'libraries')).to.equal('2 libraries')
  })
})

describe('The language of a record', () => {
  it('becomes a tag browsers know', () => {
    const tags = ['rus', 'ger', 'chi', 'gre', 'grc', 'heb', 'eng'].map(languageTag)
    expect(tags).to.deep.equal(['ru', 'de', 'zh', 'el', 'grc', 'he', 'en'])
  })

  it('is left out where the code names none', () => {
    expect(['und', 'mul', 'zxx', '', '   ', 'x"y', '|||', undefined].map(languageTag)).to.deep.equal(
      Array(8).fill(undefined),
    )
  })

  it('has a name', () => {
    expect(['rus', 'fre', 'qqq'].map(languageName)).to.deep.equal(['Russian', 'French', undefined])
  })
})
