import type { Z3950Settings } from './types.ts'

const questionMark = 0x3f

export type TermEncoder = (text: string) => Uint8Array

/** How a target wants the terms of a query. What Latin-1 lacks goes without its marks, or as `?`. */
export function termEncoder(encoding: Z3950Settings['queryEncoding']): TermEncoder | Promise<TermEncoder> {
  switch (encoding) {
    case 'utf-8':
      return utf8
    case 'iso-8859-1':
      return (text) => Uint8Array.from([...text.normalize('NFC')], latin1)
    case 'marc-8':
      // The tables of MARC-8 take longer to load than a search; few targets want them.
      return import('../standards/marc/index.ts').then(({ encodeMarc8 }) => encodeMarc8)
  }
}

const utf8 = (text: string): Uint8Array => Buffer.from(text)

function latin1(character: string): number {
  const code = character.codePointAt(0)!
  if (code < 0x100) return code
  const base = character.normalize('NFD').codePointAt(0)!
  return base < 0x100 ? base : questionMark
}
