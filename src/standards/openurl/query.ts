/** Characters of an address that are looked at, and parameters in it. */
export const longestQuery = 16_384
const mostPairs = 300
/** Characters of a value. */
export const longestValue = 1000

/** Values by key, in small letters, in the order they came in. */
export type Pairs = ReadonlyMap<string, readonly string[]>

/**
 * The parameters of a query, without its question mark. Their bytes are UTF-8, else, as older sources send them,
 * Windows-1252. What is beyond the limits is left out; values without anything in them are too.
 */
export function pairsOf(query: string): Pairs {
  const pairs = new Map<string, string[]>()
  const parts = query.slice(0, longestQuery).split(/[&;]/, mostPairs)
  for (const part of parts) {
    const equals = part.indexOf('=')
    if (equals < 1) continue
    const value = tidy(decode(part.slice(equals + 1)))
    if (value === '' || nothing.test(value)) continue
    const key = decode(part.slice(0, equals)).toLowerCase()
    const same = pairs.get(key)
    if (same) same.push(value)
    else pairs.set(key, [value])
  }
  return pairs
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const windows1252 = new TextDecoder('windows-1252')
const encoded = /%[\da-f]{2}/i

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  if (!encoded.test(spaced)) return spaced
  const given = new TextEncoder().encode(spaced)
  const bytes = new Uint8Array(given.length)
  let length = 0
  for (let at = 0; at < given.length; at++) {
    const code = given[at] === percent ? hexByte(given[at + 1], given[at + 2]) : undefined
    bytes[length++] = code ?? given[at]!
    if (code !== undefined) at += 2
  }
  const read = bytes.subarray(0, length)
  try {
    return utf8.decode(read)
  } catch {
    return windows1252.decode(read)
  }
}

const percent = 0x25

function hexByte(high = 0, low = 0): number | undefined {
  const digits = String.fromCharCode(high, low)
  return /^[\da-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined
}

/** What programs write where they know nothing. */
const nothing = /^(?:null|undefined|n\/a)$/i
const inlineTags = /<\/?(?:i|b|u|em|strong|sub|sup|scp|span)>/gi
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" }

/** A value as a person would type it: one line, without the markup databases send along. */
const tidy = (text: string): string =>
  text
    .slice(0, 4 * longestValue)
    .replace(inlineTags, '')
    .replace(/&(amp|lt|gt|quot|apos|#39);/gi, (_, name: string) => entities[name.toLowerCase()] ?? '')
    .replace(/[\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .normalize('NFC')
    .slice(0, longestValue)
    .replace(/\p{Cs}$/u, '')
    .trim()
