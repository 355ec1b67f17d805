import { isUtf8 } from 'node:buffer'

/** The text of a term's octets. Nothing says what they are in: UTF-8 where they can be, else Latin-1. */
export const termText = (octets: Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString(isUtf8(octets) ? 'utf8' : 'latin1')
