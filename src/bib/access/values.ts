import { fold, words } from './fold.ts'

/**
 * How the content of a subfield becomes the words it is found by. `index` reads a record's value, `search` a user's
 * term; both give folded strings. All but `text` give whole values: position and completeness mean nothing there.
 */
export interface ValueReader {
  readonly index: (value: string) => string[]
  readonly search: (term: string) => string[]
}

const isbn13 = (ten: string) => {
  const body = `978${ten.slice(0, 9)}`
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0)
  return body + ((10 - (sum % 10)) % 10)
}

const isbn10 = (thirteen: string) => {
  const body = thirteen.slice(3, 12)
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (10 - at), 0)
  return body + '0123456789x'[(11 - (sum % 11)) % 11]
}

/** The leading number of "0-14-044913-2 (pbk.) : £5.99", without its hyphens. */
const number = (value: string) => {
  const [leading = ''] = fold(value).match(/^[\s\d.x\u2010-\u2013-]*/) ?? []
  return leading.replace(/[^\dx]/g, '')
}
const some = (value: string) => (value ? [value] : [])

const code = (value: string) => some(fold(value).replace(/\s+/g, ''))

/** LCCN: no blanks, nothing from a slash on, the serial after a hyphen filled up to six digits. */
const lccn = (value: string) => {
  const [prefix = '', serial] = fold(value).replace(/\s+/g, '').split('/')[0]!.split('-')
  return some(serial === undefined ? prefix : prefix + serial.padStart(6, '0'))
}

/** `(OCoLC)ocm00012345` and `12345` are the same number. */
const systemNumber = (value: string) =>
  some(
    fold(value)
      .replace(/^\s*\([^)]*\)/, '')
      .replace(/\s+/g, '')
      .replace(/^(?:ocm|ocn|on)?0*(?=\d)/, ''),
  )

const years = (value: string) => value.match(/(?<!\d)\d{4}(?!\d)/g) ?? []

const both = (read: (value: string) => string[]): ValueReader => ({ index: read, search: read })

export const valueReaders = {
  text: {
    index: words,
    // A standard number typed with hyphens into a keyword box is one word in the index.
    search: (term) => (/^\s*\d[\d\s-]{6,}[\dXx]\s*$/.test(term) ? some(number(term)) : words(term)),
  },
  isbn: {
    index: (value) => {
      const found = number(value)
      if (/^\d{9}[\dx]$/.test(found)) return [found, isbn13(found)]
      if (/^978\d{10}$/.test(found)) return [found, isbn10(found)]
      return some(found)
    },
    search: (term) => some(number(term)),
  },
  number: both((value) => some(number(value))),
  code: both(code),
  lccn: both(lccn),
  systemNumber: both(systemNumber),
  // A year cut short for truncation is still a word.
  years: { index: years, search: (term) => (years(term).length ? years(term) : words(term)) },
} as const satisfies Record<string, ValueReader>

export type ValueKind = keyof typeof valueReaders
