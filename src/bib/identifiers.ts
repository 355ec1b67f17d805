/** A standard number: what it is in its one normal form, and whether its check digit is right. */
export interface Identifier {
  readonly value: string
  readonly valid: boolean
}

const gaps = /[-\s.\u00ad\u2010-\u2015\u2212]+/g
/** No standard number is longer, blanks and hyphens included. */
const longest = 40

/** What stands before the first blank or parenthesis that follows the number, without hyphens. */
function compact(text: string): string {
  const head = text
    .slice(0, longest)
    .trim()
    .replace(/^(?:ISBN|ISSN)(?:-1[03])?:?\s*/i, '')
  const end = head.search(/[\s(:;]/)
  const cut = end < 0 ? head : head.slice(0, end)
  const first = cut.replace(gaps, '').toUpperCase()
  // "978 3 16 148410 0": blanks instead of hyphens
  return /^[\dX]{8,}$/.test(first) ? first : (/^[\dX\s-]+/i.exec(head)?.[0] ?? cut).replace(gaps, '').toUpperCase()
}

const isbn13Check = (twelve: string): string => {
  let sum = 0
  for (let at = 0; at < 12; at++) sum += Number(twelve[at]) * (at % 2 ? 3 : 1)
  return String((10 - (sum % 10)) % 10)
}

const isbn10Check = (nine: string): string => {
  let sum = 0
  for (let at = 0; at < 9; at++) sum += Number(nine[at]) * (10 - at)
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? 'X' : String(check)
}

/**
 * An ISBN as 13 digits, whatever stands behind it ("0-306-40615-2 (pbk.)"). When it is not valid, `value` is what was
 * found, without hyphens. ISO 2108.
 */
export function normaliseIsbn(text: string): Identifier {
  const found = compact(text)
  if (/^97[89]\d{10}$/.test(found)) return { value: found, valid: isbn13Check(found) === found[12] }
  if (/^\d{9}[\dX]$/.test(found)) {
    const valid = isbn10Check(found) === found[9]
    return { value: valid ? toIsbn13(found) : found, valid }
  }
  return { value: found || text.slice(0, longest).trim(), valid: false }
}

function toIsbn13(isbn10: string): string {
  const twelve = `978${isbn10.slice(0, 9)}`
  return twelve + isbn13Check(twelve)
}

/** The ten-digit form of a valid ISBN-13; undefined for those that begin with 979, which have none. */
export function isbn10(isbn13: string): string | undefined {
  if (!/^978\d{10}$/.test(isbn13)) return undefined
  const nine = isbn13.slice(3, 12)
  return nine + isbn10Check(nine)
}

/** An ISSN as NNNN-NNNN. ISO 3297. */
export function normaliseIssn(text: string): Identifier {
  const found = compact(text)
  if (!/^\d{7}[\dX]$/.test(found)) return { value: found || text.slice(0, longest).trim(), valid: false }
  let sum = 0
  for (let at = 0; at < 7; at++) sum += Number(found[at]) * (8 - at)
  const check = (11 - (sum % 11)) % 11
  return { value: `${found.slice(0, 4)}-${found.slice(4)}`, valid: found[7] === (check === 10 ? 'X' : String(check)) }
}

/**
 * An LCCN in the Library of Congress's normal form: no blanks, nothing from a slash on, the part behind a hyphen
 * filled to six digits. Valid: up to three letters and 8 to 10 digits. (info:lccn, "Normalization of LCCNs")
 */
export function normaliseLccn(text: string): Identifier {
  const stem = text.slice(0, longest).replace(/\s+/g, '').split('/', 1)[0] ?? ''
  const hyphen = stem.indexOf('-')
  const value = hyphen < 0 ? stem : stem.slice(0, hyphen) + stem.slice(hyphen + 1).padStart(6, '0')
  return { value: value.toLowerCase(), valid: /^(?:[a-z]{0,3}\d{8}|[a-z]{0,2}\d{10})$/i.test(value) }
}

/** The digits of an OCLC number as 035 $a or 001 carry it ("(OCoLC)ocm00012345"), without leading zeros. */
export function normaliseOclc(text: string): string | undefined {
  return /^\s*(?:\(OCoLC\))?\s*(?:ocm|ocn|on)?0*(\d{1,14})\s*$/i.exec(text.slice(0, longest))?.[1]
}
