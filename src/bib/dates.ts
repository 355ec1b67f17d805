/** A year that can be meant: printing and earlier manuscripts, a little into the future for announced books. */
const plausible = (year: number): boolean => year >= 1000 && year <= 2100

const nativeDigits = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/g
const zeros = [0x0660, 0x06f0, 0x0966, 0xff10]

/** Arabic-Indic, Persian, Devanagari and full-width digits as ASCII. */
const latinDigits = (text: string): string =>
  text.replace(nativeDigits, (digit) => {
    const unit = digit.charCodeAt(0)
    return String(unit - zeros.findLast((zero) => unit >= zero)!)
  })

/** A date area longer than this is no date. */
const longest = 200

/**
 * The year a date of publication names: "[c2001]" → 2001, "1895 [i.e. 1985]" → 1985, "5745 [1985]" → 1985.
 * Undefined for "[19--]", "[198-?]" and dates in other calendars alone.
 */
export function yearOf(date: string): number | undefined {
  const text = latinDigits(date.slice(0, longest))
  const corrected = /(?:i\.\s?e\.|т\.\s?е\.|d\.\s?i\.|recte)\D{0,5}(\d{4})(?!\d)/i.exec(text)
  if (corrected && plausible(Number(corrected[1]))) return Number(corrected[1])
  const years = [...text.matchAll(/(?<!\d)\d{4}(?!\d)/g)].map(([digits]) => Number(digits)).filter(plausible)
  const [first, second] = years
  // Hijri and Persian years are four digits too: the cataloguer adds the common one, some 600 years later.
  return first !== undefined && second !== undefined && first < 1500 && second - first > 500 ? second : first
}

/** What a coded date says: a year, that there is none, or nothing. */
const coded = (digits: string): number | undefined => {
  const year = /^\d{4}$/.test(digits) ? Number(digits) : 0
  return year > 0 && year <= 2100 ? year : undefined
}

/** MARC 21 008/06: which of the two dates is the year to show. Types not listed have none. */
const marc21Dates: Readonly<Record<string, readonly (1 | 2)[]>> = {
  // Single, detailed, publication and copyright, distribution/production, reprint/original
  s: [1],
  e: [1],
  t: [1, 2],
  p: [1],
  r: [1],
  // Serials: current, ceased, unknown status; ranges: multipart, inclusive, bulk; questionable
  c: [1],
  d: [1],
  u: [1],
  m: [1, 2],
  i: [1, 2],
  k: [1, 2],
  q: [1],
}

/** UNIMARC 100 $a/08, the same in UNIMARC's letters: a–c serials, d single, e reproduction, f uncertain, g over years, h, j. */
const unimarcDates: Readonly<Record<string, readonly (1 | 2)[]>> = {
  a: [1],
  b: [1],
  c: [1],
  d: [1],
  e: [1],
  f: [1],
  g: [1, 2],
  h: [1, 2],
  i: [1],
  j: [1],
}

function codedYear(
  kinds: Readonly<Record<string, readonly (1 | 2)[]>>,
  kind: string,
  dates: string,
): number | undefined {
  for (const which of kinds[kind] ?? []) {
    const year = coded(dates.slice(which * 4 - 4, which * 4))
    if (year !== undefined) return year
  }
  return undefined
}

/** The year coded in MARC 21 008/06-14. */
export const marc21Year = (field008: string): number | undefined =>
  codedYear(marc21Dates, field008.charAt(6), field008.slice(7, 15))

/** The year coded in UNIMARC 100 $a/08-16. */
export const unimarcYear = (general: string): number | undefined =>
  codedYear(unimarcDates, general.charAt(8), general.slice(9, 17))
