import type { Encoding, ReadOptions } from '../types.ts'

/** Names of the platform's decoders for the encodings that text formats come in; the others are for ISO 2709 only. */
const labels: Partial<Record<Encoding, string>> = {
  'utf-8': 'utf-8',
  'iso-8859-1': 'iso-8859-1',
  'windows-1252': 'windows-1252',
  'koi8-r': 'koi8-r',
  'windows-1251': 'windows-1251',
  cp866: 'ibm866',
}

/** Text and the encoding it turned out to be in. */
export interface DecodedText {
  readonly text: string
  readonly encoding: Encoding
}

/**
 * Decodes the bytes of one text record. Bytes that are UTF-8 are taken as UTF-8 whatever the hint says; other bytes as
 * the hint says; without a hint what cannot be decoded becomes U+FFFD.
 */
export function textOf(bytes: Uint8Array, options: ReadOptions): DecodedText {
  const text = utf8(bytes)
  const hint = options.encoding
  if (hint === undefined || hint === 'auto' || !text.includes('\ufffd')) return { text, encoding: 'utf-8' }
  const label = labels[hint]
  if (label === undefined) return { text, encoding: 'utf-8' }
  return { text: new TextDecoder(label).decode(bytes), encoding: hint }
}

const utf8 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
