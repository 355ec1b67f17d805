import { expect } from 'chai'
import type { Carrier, Format } from '../../src/bib/index.ts'
import { formatWords } from '../../src/web/components/format.tsx'

describe('The format of a record in words', () => {
  const words: readonly (readonly [words: string, format: Format, carrier?: Carrier])[] = [
    ['Book', 'book'],
    ['Book, in large print', 'book', 'large-print'],
    ['Book, in braille', 'book', 'braille'],
    ['Journal, on microform', 'serial', 'microform'],
    ['Journal, online', 'serial', 'online'],
    ['E-book', 'ebook', 'online'],
    ['E-book, on disc', 'ebook', 'disc'],
    ['Online', 'e-resource', 'online'],
    ['On disc', 'e-resource', 'disc'],
    ['Map, online', 'map', 'online'],
  ]
  for (const [expected, format, carrier] of words)
    it(`is "${expected}" for ${format} ${carrier ?? ''}`, () => {
      expect(formatWords({ format, ...(carrier && { carrier }) })).to.equal(expected)
    })
})
