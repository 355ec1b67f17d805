/** ISO 2709 in bytes: leader of 24, directory entries of 12 (tag 3, length 4, start 5), three delimiters. */
export const LEADER_LENGTH = 24
export const ENTRY_LENGTH = 12
export const RECORD_TERMINATOR = 0x1d
export const FIELD_TERMINATOR = 0x1e
export const DELIMITER = 0x1f
export const DELIMITER_CHARACTER = '\x1f'
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
