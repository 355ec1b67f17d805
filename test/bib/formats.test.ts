import { expect } from 'chai'
import { brief } from '../../src/bib/index.ts'
import type { Field, Flavour } from '../../src/standards/marc/index.ts'
import { field008, recordWith } from './records.ts'

const at29 = (form: string): Field => ['008', `010203s2001    xxu           ${form}      0 eng d`]

/** Leader/06-07, fields, and the format and carrier they mean. */
const rows: readonly (readonly [Flavour, string, readonly Field[], string])[] = [
  ['marc21', 'am', [], 'book'],
  ['marc21', 'am', [field008({ form: 'o' })], 'ebook online'],
  ['marc21', 'am', [field008({ form: 's' })], 'ebook online'],
  ['marc21', 'am', [field008({ form: 'q' })], 'ebook disc'],
  ['marc21', 'am', [field008({ form: 'd' })], 'book large-print'],
  ['marc21', 'am', [field008({ form: 'f' })], 'book braille'],
  ['marc21', 'am', [field008({ form: 'b' })], 'book microform'],
  ['marc21', 'am', [['007', 'cr |||||||||||']], 'ebook online'],
  [
    'marc21',
    'am',
    [
      ['007', 'ta'],
      ['007', 'cr |||||||||||'],
    ],
    'book',
  ],
  ['marc21', 'am', [['007', 'co |||||||||||']], 'book'],
  ['marc21', 'am', [['338', '  ', 'b', 'cr']], 'ebook online'],
  [
    'marc21',
    'am',
    [
      ['338', '  ', 'b', 'nc'],
      ['338', '  ', 'b', 'cr'],
    ],
    'book',
  ],
  ['marc21', 'am', [['245', '10', 'a', 'X', 'h', '[electronic resource] /']], 'ebook online'],
  ['marc21', 'am', [['245', '10', 'a', 'X', 'h', '[Elektronische Ressource]']], 'ebook online'],
  [
    'marc21',
    'mm',
    [
      ['245', '10', 'a', 'X', 'h', '[electronic resource]'],
      ['300', '  ', 'a', '1 CD-ROM ;'],
    ],
    'computer-file',
  ],
  ['marc21', 'am', [['245', '10', 'a', 'X', 'h', '[microform]']], 'book microform'],
  ['marc21', 'as', [], 'serial'],
  ['marc21', 'ai', [], 'serial'],
  ['marc21', 'as', [field008({ form: 'o' })], 'e-resource online'],
  ['marc21', 'aa', [], 'article'],
  ['marc21', 'ab', [], 'article'],
  ['marc21', 'tm', [], 'manuscript'],
  ['marc21', 'cm', [], 'score'],
  ['marc21', 'dm', [], 'score'],
  ['marc21', 'em', [], 'map'],
  ['marc21', 'em', [at29('o')], 'map online'],
  ['marc21', 'im', [], 'audiobook'],
  ['marc21', 'jm', [], 'music'],
  ['marc21', 'jm', [field008({ form: 'q' })], 'music'],
  ['marc21', 'gm', [['008', '010203s2001    xxu               vleng d']], 'video'],
  ['marc21', 'gm', [['008', '010203s2001    xxu               sleng d']], 'image'],
  ['marc21', 'km', [], 'image'],
  [
    'marc21',
    'km',
    [
      ['007', 'kh||||'],
      ['007', 'cr ||||'],
    ],
    'image',
  ],
  ['marc21', 'km', [['007', 'cr ||||']], 'image online'],
  ['marc21', 'as', [['007', 'hd|afu---buuu']], 'serial microform'],
  ['marc21', 'as', [field008(), ['007', 'hd|afu---buuu']], 'serial'],
  ['marc21', 'mm', [], 'computer-file'],
  ['marc21', 'mm', [['338', '  ', 'b', 'cd']], 'computer-file'],
  ['marc21', 'mm', [['007', 'cr |||||||||||']], 'e-resource online'],
  ['marc21', 'om', [], 'kit'],
  ['marc21', 'pc', [], 'mixed'],
  ['marc21', 'rm', [], 'object'],
  ['marc21', '  ', [['336', '  ', 'b', 'prm']], 'music'],
  ['marc21', '??', [], 'book'],
  ['unimarc', 'am', [], 'book'],
  ['unimarc', 'as', [], 'serial'],
  ['unimarc', 'aa', [], 'article'],
  ['unimarc', 'bm', [], 'manuscript'],
  ['unimarc', 'cm', [], 'score'],
  ['unimarc', 'em', [], 'map'],
  ['unimarc', 'gm', [['115', '  ', 'a', 'c']], 'video'],
  ['unimarc', 'gm', [['115', '  ', 'a', 'b']], 'image'],
  ['unimarc', 'im', [], 'audiobook'],
  ['unimarc', 'jm', [], 'music'],
  ['unimarc', 'lm', [['135', '  ', 'a', 'dr']], 'ebook online'],
  ['unimarc', 'lm', [['135', '  ', 'a', 'bo']], 'computer-file'],
  ['unimarc', 'ls', [['181', '  ', 'a', 'i ']], 'e-resource online'],
  ['unimarc', 'mm', [], 'kit'],
  ['unimarc', 'am', [['200', '1 ', 'a', 'X', 'b', 'Ressource électronique']], 'ebook online'],
  ['unimarc', 'am', [['182', '  ', 'c', 'c', '2', 'rdamedia']], 'ebook online'],
  ['unimarc', 'am', [['183', '  ', 'a', 'ceb']], 'ebook online'],
  ['unimarc', 'am', [['106', '  ', 'a', 'd']], 'book large-print'],
]

describe('The format of a record', () => {
  for (const [flavour, codes, fields, expected] of rows)
    it(`with leader "${codes}"${fields.map((field) => ` and ${field[0]} "${field.at(-1)}"`).join('')} in ${flavour} is ${expected}`, () => {
      const made = brief(recordWith(`00000n${codes} a2200000 a 4500`, ...fields), flavour)
      expect([made.format, made.carrier].filter(Boolean).join(' ')).to.equal(expected)
    })
})
