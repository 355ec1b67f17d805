import type { FieldedSearch, FieldName } from '../standards/query/index.ts'
import { completeness } from './completeness.ts'
import { fold } from './fold.ts'
import { normaliseIsbn, normaliseIssn, normaliseLccn } from './identifiers.ts'
import type { Brief, Scripted } from './types.ts'

/**
 * How well a brief display answers a search: the larger, the better; 0 and more. Titles as searched come first, then
 * titles that begin with, hold the phrase, or hold the words; authors weigh less, the rest least. Among equals the
 * more complete record is ahead. A function of its arguments only, so a list stays in order while it grows.
 */
export function relevance(brief: Brief, searched: FieldedSearch): number {
  let sum = completeness(brief) / 10
  for (const [field, text] of Object.entries(searched) as [FieldName, string | undefined][])
    if (text) sum += scores[field](brief, text)
  return sum
}

/** What the best answer in a field is worth. */
const worth = { title: 100, author: 50, identifier: 100, subject: 15, publisher: 20, year: 20 }

const scores: Readonly<Record<FieldName, (brief: Brief, text: string) => number>> = {
  title: (brief, text) => worth.title * inTitle(brief, fold(text)),
  author: (brief, text) => worth.author * inForms(brief.author, fold(text)),
  subject: (brief, text) => worth.subject * inTitle(brief, fold(text)),
  publisher: (brief, text) => worth.publisher * closeness(fold(brief.imprint ?? ''), fold(text)),
  year: (brief, text) => (brief.year !== undefined && text.includes(String(brief.year)) ? worth.year : 0),
  isbn: (brief, text) => (brief.isbns.includes(normaliseIsbn(text).value) ? worth.identifier : 0),
  issn: (brief, text) => (brief.issns.includes(normaliseIssn(text).value) ? worth.identifier : 0),
  lccn: (brief, text) => (brief.lccn === normaliseLccn(text).value ? worth.identifier : 0),
  controlNumber: (brief, text) => (brief.controlNumber === text.trim() ? worth.identifier : 0),
  // A brief display does not say it.
  dewey: () => 0,
  any: anywhere,
}

/** "tolkien hobbit": the words may be spread over title, author and the rest; a whole title or name counts as such. */
function anywhere(brief: Brief, text: string): number {
  const searched = fold(text)
  const inOne = Math.max(worth.title * inTitle(brief, searched), worth.author * inForms(brief.author, searched))
  const titles = spaced(brief.title)
  const authors = spaced(brief.author)
  const rest = ` ${fold([brief.imprint, brief.edition, brief.year, ...brief.isbns, ...brief.issns].join(' '))} `
  const words = searched.split(' ').filter(Boolean)
  let sum = 0
  for (const word of words) {
    if (titles.includes(` ${word} `)) sum += worth.title * allWords
    else if (authors.includes(` ${word} `)) sum += worth.author
    else if (rest.includes(` ${word} `)) sum += worth.publisher
  }
  return Math.max(inOne, words.length === 0 ? 0 : sum / words.length)
}

const spaced = (forms: Scripted | undefined): string => ` ${fold(`${forms?.text ?? ''} ${forms?.script ?? ''}`)} `

/** Closest of the whole title, the title without its article, and the title proper, in either script. */
function inTitle(brief: Brief, searched: string): number {
  const { text, script } = brief.title
  const whole = closeness(fold(text), searched)
  if (whole === 1) return 1
  const filed = text.slice(brief.nonFiling)
  const proper = /^.*? [:=/] /.exec(filed.slice(0, 300))?.[0]
  const forms = [fold(filed), ...(proper ? [fold(proper)] : []), ...(script === undefined ? [] : [fold(script)])]
  // The title proper alone is nearly the title; a longer answer is worth a little less.
  return forms.reduce(
    (best, form, at) => Math.max(best, closeness(form, searched) * (at === 1 && proper ? 0.98 : 1)),
    whole,
  )
}

const inForms = (forms: Scripted | undefined, searched: string): number =>
  forms === undefined
    ? 0
    : Math.max(
        closeness(fold(forms.text), searched),
        forms.script === undefined ? 0 : closeness(fold(forms.script), searched),
      )

/** A text that has every word of the search, in any order. */
const allWords = 0.6
/** Scripts without blanks between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

/** How close a folded text is to a folded search, 0 to 1. */
function closeness(text: string, searched: string): number {
  if (searched === '' || text === '') return 0
  if (text === searched) return 1
  if (unspaced.test(searched)) return closenessUnspaced(text.replaceAll(' ', ''), searched.replaceAll(' ', ''))
  // Of two titles that both hold the phrase, the shorter one says less that was not asked for.
  const share = Math.min(1, searched.length / text.length) / 20
  const padded = ` ${text} `
  if (padded.startsWith(` ${searched} `)) return 0.85 + share
  if (padded.includes(` ${searched} `)) return 0.7 + share
  const words = searched.split(' ')
  const found = words.filter((word) => padded.includes(` ${word} `)).length
  if (found === words.length) return allWords + share
  return (found / words.length) * 0.4
}

function closenessUnspaced(text: string, searched: string): number {
  if (text === searched) return 1
  const share = Math.min(1, searched.length / text.length) / 20
  if (text.startsWith(searched)) return 0.85 + share
  return text.includes(searched) ? 0.7 + share : 0
}

/** What lists are sorted by: folded, articles skipped. Compare with an `Intl.Collator`. "" where there is none. */
export interface SortKeys {
  readonly title: string
  readonly author: string
  readonly year?: number
}

/** The sort keys of a brief display. */
export function sortKeys(brief: Brief): SortKeys {
  return {
    title: fold(brief.title.text.slice(brief.nonFiling)) || brief.title.text,
    author: fold(brief.author?.text ?? ''),
    ...(brief.year !== undefined && { year: brief.year }),
  }
}
