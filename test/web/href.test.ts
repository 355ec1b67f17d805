import { expect } from 'chai'
import fc from 'fast-check'
import { href } from '../../src/web/href.ts'

const refused = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  '\u0001javascript:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  'javascript&colon;alert(1)',
  'jav&#x09;ascript:alert(1)',
  'javascript://example.org/%0Aalert(1)',
  'vbscript:msgbox(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD4=',
  'blob:https://example.org/1',
  'file:///etc/passwd',
  'ftp://example.org/x',
  'view-source:https://example.org/',
  '//evil.example/x',
  '/\\evil.example/x',
  '\\\\evil.example\\x',
  'https:\\\\evil.example',
  'https:evil.example',
  'http:///evil.example\u0000',
  'https://good.example@evil.example/',
  'https://user:secret@example.org/',
  'https://example.org/\u202Efdp.exe',
  'https://example.org/a\u200Bb',
  'https://exa mple.org/',
  'https://',
  'www.example.org/record',
  'record/1',
  '',
  '\ud800',
]

const allowed: readonly (readonly [given: string, printed: string])[] = [
  ['https://example.org/a?b=c&d=e#f', 'https://example.org/a?b=c&d=e#f'],
  ['HTTP://Example.org', 'http://example.org/'],
  [' https://example.org/a ', 'https://example.org/a'],
  ['https://example.org/a b"<c>', 'https://example.org/a%20b%22%3Cc%3E'],
  ['https://пример.example/книга', 'https://xn--e1afmkfd.example/%D0%BA%D0%BD%D0%B8%D0%B3%D0%B0'],
  ['mailto:desk@example.org', 'mailto:desk@example.org'],
  ['/search?q=a', '/search?q=a'],
  ['?page=2', '?page=2'],
  ['#results', '#results'],
]

describe('The address of a link', () => {
  for (const address of refused)
    it(`is refused when it is ${JSON.stringify(address)}`, () => {
      expect(href(address)).to.equal(undefined)
    })

  for (const [given, printed] of allowed)
    it(`may be ${JSON.stringify(given)}`, () => {
      expect(href(given)).to.equal(printed)
    })

  it('leads nowhere else than to http, https, mail or ourselves, whatever a record holds', () => {
    const piece = fc.constantFrom(
      'javascript',
      ':',
      '/',
      '\\',
      '\t',
      '\u0000',
      'http',
      'https',
      '//',
      '@',
      '.',
      'evil',
      '\u202e',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          const printed = href(text)
          if (printed === undefined) return
          const url = new URL(printed, 'https://farshelf.invalid/')
          expect(url.protocol).to.be.oneOf(['http:', 'https:', 'mailto:'])
          if (/^[/?#]/.test(printed)) expect(url.host).to.equal('farshelf.invalid')
        },
      ),
    )
  })
})
