import { expect } from 'chai'
import fc from 'fast-check'
import { decodeText, type Encoding, encodeMarc8 } from '../../../src/standards/marc/index.ts'

const bytes = (latin1: string): Buffer => Buffer.from(latin1, 'latin1')

function decode(encoding: Encoding, latin1: string): { text: string; lost: number } {
  const losses = { count: 0 }
  return { text: decodeText(encoding, bytes(latin1), 0, latin1.length, losses), lost: losses.count }
}

describe('MARC-8', () => {
  const cases: [what: string, marc8: string, text: string][] = [
    ['ASCII', 'Plain {text} | ~', 'Plain {text} | ~'],
    ['ANSEL letters and signs', '\xa1\xb1 \xa5\xb5 \xa4\xb4 \xa2\xb2 \xc3\xc7\xc8 \xb0\xae', 'Łł Ææ Þþ Øø ©ß€ ʻʼ'],
    ['a mark before its base', 'Dvo\xe9r\xe2ak', 'Dvořák'],
    ['two marks before their base', '\xf2\xe3o', 'ộ'],
    ['marks that no letter composes with', '\xe5q', 'q\u0304'],
    ['a ligature over two letters', '\xebt\xecs', 't\u0361s'],
    ['a double tilde over two letters', '\xfan\xfbg', 'n\u0360g'],
    ['a second half without the first', 't\xecs \xfbg', 'ts\ufe21 g\ufe23'],
    ['a ligature whose second half is missing', '\xebts', 't\u0361s'],
    ['non-sorting characters and joiners', '\x88The \x89Title\x8d\x8e', '\x98The \x9cTitle\u200d\u200c'],
    ['Greek symbols', '\x1bga\x1bs-rays', 'α-rays'],
    ['subscripts and superscripts', 'H\x1bb2\x1bsO, x\x1bp2+\x1bs', 'H₂O, x²⁺'],
    ['Cyrillic in G0', '\x1b(NmOSKWA\x1b(B 1', 'Москва 1'],
    ['Cyrillic in G0 by the other form', '\x1b,NmOSKWA\x1b,B', 'Москва'],
    ['Cyrillic in G1', '\x1b)N\xed\xcf\xd3\xcb\xd7\xc1 a', 'Москва a'],
    ['Cyrillic in G1 by the other form', '\x1b-N\xed\x1b-!E\xe2a', 'Мá'],
    ['extended Cyrillic', '\x1b(Q@\x1b(B', 'ґ'],
    ['Hebrew', '\x1b(2ylem\x1b(B', 'שלום'],
    ['Arabic', '\x1b(3G\x1b(B', 'ا'],
    ['Greek with accents', '\x1b(S&Fmx"f\x1b(B', 'Ἑκτέ'],
    ['Greek with a mark from ANSEL', '\x1b(S&Fmx\xe2f\x1b(B', 'Ἑκτέ'],
    ['EACC', '\x1b$1!0!!0"\x1b(B.', '一丁.'],
    ['EACC by the other forms', '\x1b$,1!0!\x1b(B\x1b$)1\xa1\xb0\xa2', '一丁'],
    ['a blank within EACC', '\x1b$1!0! !0"\x1b(B', '一 丁'],
    ['EACC beyond the basic plane', '\x1b$1!uY\x1b(B', '\u{212c4}'],
    ['a numeric character reference', 'a&#x20AC;b&#x1F600;', 'a€b😀'],
    ['an ampersand that refers to nothing', 'A&B &#x; &#xZZ; &#38; &#x20AC', 'A&B &#x; &#xZZ; &#38; &#x20AC'],
    ['a reference to half a character', '&#xD83D;', '&#xD83D;'],
  ]
  for (const [what, marc8, text] of cases)
    it(`decodes ${what}`, () => {
      expect(decode('marc-8', marc8)).to.deep.equal({ text: text.normalize('NFC'), lost: 0 })
    })

  const faulty: [what: string, marc8: string, text: string][] = [
    ['a code that ANSEL lacks', 'a\xc9b', 'a\ufffdb'],
    ['an escape sequence cut off', 'abc\x1b', 'abc\ufffd'],
    ['an escape sequence cut off in the middle', 'abc\x1b(', 'abc\ufffd('],
    ['a set that does not exist', '\x1b(Zabc', '\ufffd(Zabc'],
    ['an EACC code cut off', '\x1b$1!0!!0', '一\ufffd'],
    ['an EACC code that stands for nothing', '\x1b$1~~~!0!', '\ufffd一'],
    ['a mark at the end', 'abc\xe2', 'abc\u0301'],
  ]
  for (const [what, marc8, text] of faulty)
    it(`counts ${what} as lost`, () => {
      expect(decode('marc-8', marc8)).to.deep.equal({ text: text.normalize('NFC'), lost: 1 })
    })

  it('starts every text with ASCII and ANSEL', () => {
    expect(decode('marc-8', '\x1b(N').text).to.equal('')
    expect(decode('marc-8', 'abc').text).to.equal('abc')
  })

  it('never ends in an exception or loop, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (any) => {
        expect(decodeText('marc-8', any)).to.be.a('string')
      }),
      { numRuns: 2000, seed: 8 },
    )
  })
})

describe('encodeMarc8', () => {
  it('writes marks before their base and uses ANSEL without escapes', () => {
    expect(Buffer.from(encodeMarc8('Dvořák, ł')).toString('latin1')).to.equal('Dvo\xe9r\xe2ak, \xb1')
  })

  it('keeps the letters that ANSEL has with their horn, and puts the tone before them', () => {
    expect(Buffer.from(encodeMarc8('ử Ờ ữ ợ')).toString('latin1')).to.equal('\xe0\xbd \xe1\xac \xe4\xbd \xf2\xbc')
  })

  it('writes a mark over two letters in two halves, however the text has it', () => {
    for (const text of ['t\u0361s', 't\ufe20s\ufe21'])
      expect(Buffer.from(encodeMarc8(text)).toString('latin1'), text).to.equal('\xebt\xecs')
    expect(Buffer.from(encodeMarc8('n\ufe22g\ufe23')).toString('latin1')).to.equal('\xfan\xfbg')
  })

  it('enters and leaves other sets', () => {
    expect(Buffer.from(encodeMarc8('Москва!')).toString('latin1')).to.equal('\x1b(NmOSKWA\x1b(B!')
    expect(Buffer.from(encodeMarc8('一丁 a')).toString('latin1')).to.equal('\x1b$1!0!!0"\x1b(B a')
    expect(Buffer.from(encodeMarc8('H₂O')).toString('latin1')).to.equal('H\x1bb2\x1bsO')
  })

  it('refers by number to what MARC-8 lacks', () => {
    expect(Buffer.from(encodeMarc8('😀')).toString('latin1')).to.equal('&#x1F600;')
  })

  it('gives bytes that decode to the text, in any script', () => {
    const texts = fc.array(
      fc.oneof(
        fc.constantFrom(...'aZ 9.éřộłßðŐœ€©°ʻ', 't\u0361s', 'n\u0360g', 'q\u0304', 'ḩ', 'Ệ', 'ử', 'Ợ', 'ế'),
        fc.constantFrom(...'МоскваЁїґѢ', 'й', 'и\u0301'),
        fc.constantFrom(...'ΑαΆώΐς', 'ᾳ', ...'שלוםאּ', ...'العربيةپگ', 'بَ'),
        fc.constantFrom(...'北京大學圖書館日本語カナ한국어', '\u{212c4}', '😀', 'ᚠ'),
        fc.constantFrom(...'₂₊²⁻αβγ'),
      ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('').normalize('NFC')
        expect(decodeText('marc-8', encodeMarc8(text))).to.equal(text)
      }),
      { numRuns: 2000, seed: 8 },
    )
  })
})

describe('Other character sets', () => {
  const cases: [encoding: Encoding, encoded: string, text: string][] = [
    ['utf-8', 'Dvo\xc5\x99\xc3\xa1k', 'Dvořák'],
    ['utf-8', 'e\xcc\x81', 'é'],
    ['utf-8', '\xed\x95\x9c\xf0\x9f\x98\x80', '한😀'],
    ['iso-8859-1', 'G\xe9n\xe8ve \xa9 \xbf', 'Génève © ¿'],
    ['windows-1252', '\x93L\x92\xe9t\xe9\x94 \x80 \x9c', '“L’été” € œ'],
    ['iso-5426', 'Et\xc2ude \xc1a la \xc3ile, \xc8uber \xd0ca, \xcfsk \xea\xfa', 'Etúde à la île, über ça, šk Œœ'],
    ['koi8-r', '\xed\xcf\xd3\xcb\xd7\xc1', 'Москва'],
    ['windows-1251', '\xcc\xee\xf1\xea\xe2\xe0', 'Москва'],
    ['cp866', '\x8c\xae\xe1\xaa\xa2\xa0', 'Москва'],
  ]
  for (const [encoding, encoded, text] of cases)
    it(`reads ${encoding}: ${text}`, () => {
      expect(decode(encoding, encoded)).to.deep.equal({ text: text.normalize('NFC'), lost: 0 })
    })

  it('keeps the non-sorting characters of ISO 5426', () => {
    expect(decode('iso-5426', '\x88Le \x89titre')).to.deep.equal({ text: '\x98Le \x9ctitre', lost: 0 })
  })

  for (const [encoding, encoded, lost] of [
    ['utf-8', 'a\xe9b', 1],
    ['utf-8', '\xed\xa0\x80', 3],
    ['utf-8', 'cut \xc5', 1],
    ['windows-1252', 'a\x81b', 1],
    ['iso-5426', 'a\x9fb', 1],
  ] as const)
    it(`counts what ${encoding} cannot be: ${JSON.stringify(encoded)}`, () => {
      const { text, lost: found } = decode(encoding, encoded)
      expect(found).to.equal(lost)
      expect(text).to.include('\ufffd')
    })
})
