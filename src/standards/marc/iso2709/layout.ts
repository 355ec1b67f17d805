/** ISO 2709 in bytes: leader of 24, directory entries of 12 (tag 3, length 4, start 5), three delimiters. */
export const LEADER_LENGTH = 24
export const ENTRY_LENGTH = 12
export const RECORD_TERMINATOR = 0x1d
export const FIELD_TERMINATOR = 0x1e
export const DELIMITER = 0x1f
export const ESCAPE = 0x1b
export const BLANK = 0x20

/** The greatest length a leader can state. */
export const LONGEST_STATED = 99_999

/** The value of `count` ASCII digits at `at`, or -1 where one of them is none. */
export function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = bytes[i]! - 0x30
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

/** The nine digits of a directory entry, length and start, at `at` as one number, or -1 where one of them is none. */
export function entryNumbers(bytes: Uint8Array, at: number): number {
  const a = bytes[at]! - 0x30
  const b = bytes[at + 1]! - 0x30
  const c = bytes[at + 2]! - 0x30
  const d = bytes[at + 3]! - 0x30
  const e = bytes[at + 4]! - 0x30
  const f = bytes[at + 5]! - 0x30
  const g = bytes[at + 6]! - 0x30
  const h = bytes[at + 7]! - 0x30
  const i = bytes[at + 8]! - 0x30
  // Negative as soon as one is below 0 or above 9
  const low = a | b | c | d | e | f | g | h | i
  const high = (9 - a) | (9 - b) | (9 - c) | (9 - d) | (9 - e) | (9 - f) | (9 - g) | (9 - h) | (9 - i)
  if ((low | high) < 0) return -1
  return a * 1e8 + b * 1e7 + c * 1e6 + d * 1e5 + e * 1e4 + f * 1000 + g * 100 + h * 10 + i
}

/** ASCII characters by class, one bit each. */
const LETTER_OR_DIGIT = 1
const INDICATOR = 2

const classes = (() => {
  const table = new Uint8Array(256)
  for (const c of '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
    table[c.charCodeAt(0)]! |= LETTER_OR_DIGIT
  // MARC 21 permits blank, digits and lower-case letters; `|` stands for "not coded" in records of many systems
  for (const c of ' |0123456789abcdefghijklmnopqrstuvwxyz') table[c.charCodeAt(0)]! |= INDICATOR
  return table
})()

export const isLetterOrDigit = (byte: number): boolean => (classes[byte]! & LETTER_OR_DIGIT) !== 0
export const isIndicator = (byte: number): boolean => (classes[byte]! & INDICATOR) !== 0

const tags: string[] = []

/** The three bytes at `at` as text. Tags of digits are one string each for the whole process. */
export function tagAt(bytes: Uint8Array, at: number): string {
  const first = bytes[at]! - 0x30
  const second = bytes[at + 1]! - 0x30
  const third = bytes[at + 2]! - 0x30
  if ((first | second | third | (9 - first) | (9 - second) | (9 - third)) < 0)
    return String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!)
  const number = first * 100 + second * 10 + third
  const known = tags[number]
  if (known !== undefined) return known
  const tag = String(number).padStart(3, '0')
  tags[number] = tag
  return tag
}

/** Sized at once: an array that grows from its far end is slow. */
let pairs: (string | undefined)[] | undefined

/** Two ASCII indicators as text, one string each for the whole process. */
export function indicatorsAt(bytes: Uint8Array, at: number): string {
  pairs ??= new Array(1 << 14)
  const first = bytes[at]!
  const second = bytes[at + 1]!
  const key = (first << 7) | second
  const known = pairs[key]
  if (known !== undefined) return known
  const pair = String.fromCharCode(first, second)
  pairs[key] = pair
  return pair
}
