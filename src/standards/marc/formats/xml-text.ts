import type { Encoding } from '../types.ts'

/** How a text encoding maps characters to bytes, so that an offset in the text is one in the bytes. */
interface Scheme {
  readonly encoding: Encoding
  readonly label: string
  /** Bytes that the characters take. */
  size(text: string): number
  /** How many bytes at the end are the beginning of a character. */
  incomplete(bytes: Uint8Array): number
}

const single = (encoding: Encoding, label: string): Scheme => ({
  encoding,
  label,
  size: (text) => text.length,
  incomplete: () => 0,
})

/** A record has no encoding "UTF-16": its text is Unicode as that of UTF-8 is. */
const utf16 = (label: string): Scheme => ({
  encoding: 'utf-8',
  label,
  size: (text) => text.length * 2,
  incomplete: (bytes) => bytes.length % 2,
})

const utf8: Scheme = {
  encoding: 'utf-8',
  label: 'utf-8',
  size: (text) => Buffer.byteLength(text),
  incomplete(bytes) {
    for (let back = 1; back <= 3 && back <= bytes.length; back++) {
      const byte = bytes[bytes.length - back]!
      if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
      if (byte < 0x80) return 0
    }
    return 0
  },
}

/** Encodings by the names that XML declarations have for them. */
const schemes: Readonly<Record<string, Scheme>> = {
  'utf-8': utf8,
  utf8,
  // Programs that keep text as UTF-16 say so of files that they wrote as UTF-8. Real UTF-16 has a mark.
  'utf-16': utf8,
  'us-ascii': utf8,
  ascii: utf8,
  'iso-8859-1': single('iso-8859-1', 'iso-8859-1'),
  latin1: single('iso-8859-1', 'iso-8859-1'),
  'windows-1252': single('windows-1252', 'windows-1252'),
  'windows-1251': single('windows-1251', 'windows-1251'),
  'koi8-r': single('koi8-r', 'koi8-r'),
  cp866: single('cp866', 'ibm866'),
  ibm866: single('cp866', 'ibm866'),
}

/** No XML declaration is longer; its end has to be seen before the first character is decoded. */
const longestDeclaration = 256

/** A piece of the text, and where its bytes begin and end in the source. */
export interface TextPiece {
  readonly text: string
  readonly offset: number
  readonly end: number
}

/** Turns the bytes of an XML document into text. The declaration decides the encoding, else a byte order mark, else UTF-8. */
export class XmlText {
  #scheme: Scheme | undefined
  #decoder: TextDecoder | undefined
  #rest: Uint8Array = new Uint8Array()
  /** Bytes that were turned into text. */
  #position = 0

  get encoding(): Encoding {
    return this.#scheme?.encoding ?? 'utf-8'
  }

  /** Bytes that some text takes in the document. */
  size(text: string): number {
    return (this.#scheme ?? utf8).size(text)
  }

  /** The text of the bytes so far; nothing while a character or the declaration is incomplete. Or the unknown encoding. */
  push(chunk: Uint8Array, last = false): TextPiece[] | { readonly unknown: string } {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    this.#rest = new Uint8Array()
    if (!this.#scheme) {
      const found = schemeOf(bytes, last)
      if (typeof found === 'string') return { unknown: found }
      if (!found) {
        this.#rest = bytes.slice()
        return []
      }
      this.#scheme = found.scheme
      this.#decoder = new TextDecoder(found.scheme.label, { ignoreBOM: true })
      this.#position = found.mark
      return this.#decode(bytes.subarray(found.mark), last)
    }
    return this.#decode(bytes, last)
  }

  #decode(bytes: Uint8Array, last: boolean): TextPiece[] {
    const incomplete = last ? 0 : this.#scheme!.incomplete(bytes)
    if (incomplete > 0) this.#rest = bytes.slice(bytes.length - incomplete)
    const whole = incomplete > 0 ? bytes.subarray(0, bytes.length - incomplete) : bytes
    if (whole.length === 0) return []
    const text = this.#decoder!.decode(whole)
    if (this.size(text) === whole.length) return [this.#piece(text, whole.length)]
    // Bytes that cannot be decoded shift all that follows: line by line the shift ends with the line.
    const pieces: TextPiece[] = []
    for (let at = 0; at < whole.length; ) {
      const end = (whole.indexOf(0x0a, at) + 1 || whole.length) - at
      pieces.push(this.#piece(this.#decoder!.decode(whole.subarray(at, at + end)), end))
      at += end
    }
    return pieces
  }

  #piece(text: string, length: number): TextPiece {
    const offset = this.#position
    this.#position += length
    return { text, offset, end: this.#position }
  }
}

/** The scheme and the length of the byte order mark; a name that is not known; nothing while more has to be seen. */
function schemeOf(bytes: Uint8Array, last: boolean): { scheme: Scheme; mark: number } | string | undefined {
  if (bytes.length < 4 && !last) return undefined
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { scheme: utf16('utf-16le'), mark: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { scheme: utf16('utf-16be'), mark: 2 }
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const head = Buffer.from(bytes.subarray(mark, mark + longestDeclaration)).toString('latin1')
  if (head.startsWith('<?xml')) {
    if (!head.includes('?>') && head.length < longestDeclaration && !last) return undefined
    const name = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1]
    if (name !== undefined && mark === 0) return ownScheme(name.toLowerCase()) ?? name
  }
  return { scheme: utf8, mark }
}

const ownScheme = (name: string) => (Object.hasOwn(schemes, name) ? { scheme: schemes[name]!, mark: 0 } : undefined)
