/** Combining marks kept on one letter: more is no writing system but an attack on the lines above and below. */
const marksKept = 8
const stackedMarks = new RegExp(`(\\p{M}{${marksKept}})\\p{M}+`, 'gu')
const lonelySurrogates = /\p{Cs}/gu
const controls = /[^\P{Cc}\n\t]/gu
const directionControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** Text of a record, fit for a page: no control characters, no half characters, no towers of combining marks. */
export const printable = (text: string): string =>
  text.replace(controls, '').replace(lonelySurrogates, '\uFFFD').replace(stackedMarks, '$1')

/** The same for places that know no markup (page title, attribute, picture): nothing turns the direction around. */
export const plain = (text: string): string =>
  printable(text).replace(directionControls, '').replace(/\s+/g, ' ').trim()

/** The beginning of a text, at most `most` characters and a dot or three, cut between words where there are any. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const start = text.slice(0, most).replace(/\p{Cs}$/u, '')
  const space = start.lastIndexOf(' ')
  return `${(space > most / 2 ? start.slice(0, space) : start).trimEnd()}…`
}

/** "1 hit", "2 hits", "12,345 hits". */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`

/** "a", "a and b", "a, b and c". */
export const listed = (words: readonly string[]): string => new Intl.ListFormat('en-GB').format(words)

const units = ['bytes', 'KiB', 'MiB', 'GiB'] as const
/** A size for people. */
export function sizeWords(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`
}

/** Sayings one after the other, each ended once. What is empty is left out. */
export const inSentences = (...sayings: readonly string[]): string =>
  sayings.flatMap((saying) => (saying === '' ? [] : [/[.!?…]$/u.test(saying) ? saying : `${saying}.`])).join(' ')
