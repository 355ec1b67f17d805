/**
 * Texts as records carry them, made fit to show: no controls, no non-sorting marks, single blanks, no trailing ISBD
 * punctuation. Loops instead of end-anchored expressions: those are quadratic on a megabyte of blanks.
 */

/** Anything a clean text does not hold. */
const unclean = /[^ -~]|^ | {2}| $/
/** UNIMARC and DNB mark what is skipped in sorting: NSB and NSE (ISO 6630), as bytes or as Unicode C1 controls. */
const nonSorting = /[\u0088\u0089\u0098\u009c]+/g
/** Marks, embeddings, overrides and isolates: a page isolates each text, and between text and punctuation they hide it. */
const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g
/** Controls and every blank but the plain one; a lone surrogate is no character either. */
const unprintable =
  /[\u0000-\u001f\u007f-\u00a0\u200b\u2028\u2029\ufeff\ufffe\uffff\u1680\u2000-\u200a\u202f\u205f\u3000]+/g
const surrogates = /\p{Surrogate}+/gu
const blanks = / {2,}/g

/** The text without controls and non-sorting marks, blanks single. */
export function clean(text: string): string {
  if (!unclean.test(text)) return text
  return text
    .replace(nonSorting, '')
    .replace(directionMarks, '')
    .replace(unprintable, ' ')
    .replace(surrogates, '\ufffd')
    .replace(blanks, ' ')
    .trim()
}

const startMark = /[\u0088\u0098]/
const endMark = /[\u0089\u009c]/

/** Characters of `clean(text)` before the end-of-non-sorting mark; 0 where the text does not begin with a marked part. */
export function markedNonFiling(text: string): number {
  const start = text.search(startMark)
  const end = text.search(endMark)
  if (start < 0 || end < start || clean(text.slice(0, start)) !== '') return 0
  const skipped = clean(text.slice(start, end)).length
  return skipped === 0 ? 0 : clean(text).charAt(skipped) === ' ' ? skipped + 1 : skipped
}

const isbdMarks = ' :;,/=+，：；／＝،؛'
const letter = /\p{L}|\p{M}/u
const caseless = /\p{Lo}/u

/** Short words a cataloguer abbreviates: their full stop is spelling, not ISBD. */
const abbreviations = new Set(
  'jr sr dr st co ed éd aufl ausg bearb erw verb augm trad corr no pt pp cm mm km ca al vs bd hg tr ill etc inc ltd corp cia jun sen hrsg rev vol vols illus dept univ bros pseud publ repr hist fasc sér ser soc gmbh assn impr edn aufl verl rus изд кн вып обл'.split(
    ' ',
  ),
)

/** The text without the punctuation that ISBD puts between areas: ` / : ; , = +` and a full stop that ends no abbreviation. */
export function trimIsbd(text: string): string {
  let end = text.length
  while (end > 0 && isbdMarks.includes(text.charAt(end - 1))) end--
  if (endsSentence(text, end)) end--
  while (end > 0 && isbdMarks.includes(text.charAt(end - 1))) end--
  let start = 0
  while (start < end && isbdMarks.includes(text.charAt(start))) start++
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/** Whether the full stop before `end` closes the text rather than an abbreviation, an initial or an ellipsis. */
function endsSentence(text: string, end: number): boolean {
  if (text.charAt(end - 1) !== '.' || text.charAt(end - 2) === '.') return false
  let start = end - 1
  // Nine letters are no abbreviation: no need to see the rest.
  while (start > 0 && end - start < 10 && letter.test(text.charAt(start - 1))) start--
  const word = text.slice(start, end - 1)
  if (word === '') return text.charAt(end - 2) !== ' '
  return caseless.test(word) || (word.length > 1 && !abbreviations.has(word.toLowerCase()))
}

/** The separator of subject subdivisions: it stands whatever the punctuation before it. */
export const subdivision = ' -- '

/** Texts in a row, each with the separator to use where the one before it brought no punctuation of its own. */
export function join(parts: readonly { readonly before: string; readonly text: string }[]): string {
  // Pieces, not one growing string: looking at the end of that would copy it each time.
  const pieces: string[] = []
  for (const { before, text } of parts) {
    if (text === '') continue
    const last = pieces.pop()
    if (last === undefined) pieces.push(text)
    else pieces.push(...connect(last, before, text))
  }
  return pieces.join('')
}

/** Marks after which no separator is needed. A full stop may be an abbreviation's, and then it is. */
const separating = ':;/=,+?!-，：；／＝،؛'

/** A text, what connects it with the next one, and that one. */
function connect(last: string, before: string, text: string): [last: string, between: string, text: string] {
  if (before === subdivision) return [trimIsbd(last), before, text]
  if (text.startsWith(',')) return [last, '', text]
  const mark = last.charAt(last.length - 1)
  if (before === ' ' || separating.includes(mark) || ':;/='.includes(text.charAt(0))) return [last, ' ', text]
  if (mark !== '.') return [last, before, text]
  if (before.startsWith('.')) return [last, ' ', text]
  return [endsSentence(last, last.length) ? last.slice(0, -1) : last, before, text]
}

/** At most `length` characters, with an ellipsis where something was cut. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const end = isHighSurrogate(text.charCodeAt(length - 2)) ? length - 2 : length - 1
  return `${text.slice(0, end)}…`
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00
