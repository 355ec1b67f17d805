import type { FieldedSearch, FieldName } from '../standards/query/index.ts'
import { completeness } from './completeness.ts'
import { fold } from './fold.ts'
import { normaliseIsbn, normaliseIssn, normaliseLccn } from './identifiers.ts'
import type { Brief, Scripted } from './types.ts'

/** What the best answer in a part of a record is worth, in points. */
export const worth = { title: 100, author: 50, number: 100, subject: 15, publisher: 20, year: 20 } as const

/** How like a text is to what was searched for, and the share of its part's worth that this is at least. */
export const likeness = {
  whole: 0.98,
  begins: 0.85,
  phrase: 0.7,
  words: 0.6,
  some: 0,
} as const
export type Likeness = keyof typeof likeness

/** The most that having some of the words, but not all, comes to. */
export const mostOfSome = 0.4
/** Of two texts that are like it in the same way, the shorter one says less that was not asked for. */
export const mostForBrevity = 1 / 20

/** Why a record answers a search: what of it is how like to what was searched for in a field. */
export interface Reason {
  readonly field: FieldName
  readonly part: keyof typeof worth
  /** `spread`: words of the search are in different parts of the record. */
  readonly how: Likeness | 'spread'
  readonly points: number
}

/**
 * How well a brief display answers a search: the larger, the better; 0 and more. Titles as searched come first, then
 * titles that begin with, hold the phrase, or hold the words; authors weigh less, the rest least. Among equals the
 * more complete record is ahead. A function of its arguments only, so a list stays in order while it grows.
 */
export const relevance = (brief: Brief, searched: FieldedSearch): number =>
  reasons(brief, searched).reduce((sum, { points }) => sum + points, completeness(brief) / 10)

/** What a brief display has of what is searched for: its relevance is the sum of these, and a tenth of its completeness. */
export function reasons(brief: Brief, searched: FieldedSearch): readonly Reason[] {
  const found: Reason[] = []
  for (const [field, text] of Object.entries(searched) as [FieldName, string | undefined][]) {
    const answer = text ? answers[field](brief, text) : undefined
    if (answer && answer.points > 0) found.push({ field, how: howLike(answer), ...answer })
  }
  return found
}

type Answer = Pick<Reason, 'part' | 'points'> & { readonly how?: 'spread' }

const howLike = ({ part, points }: Answer): Likeness =>
  (Object.keys(likeness) as Likeness[]).find((how) => points / worth[part] >= likeness[how])!

const like = (part: keyof typeof worth, share: number): Answer => ({ part, points: worth[part] * share })

const answers: Readonly<Record<FieldName, (brief: Brief, text: string) => Answer | undefined>> = {
  title: (brief, text) => like('title', inTitle(brief, fold(text))),
  author: (brief, text) => like('author', inForms(brief.author, fold(text))),
  subject: (brief, text) => like('subject', inTitle(brief, fold(text))),
  publisher: (brief, text) => like('publisher', closeness(fold(brief.imprint ?? ''), fold(text))),
  year: (brief, text) => like('year', Number(brief.year !== undefined && text.includes(String(brief.year)))),
  isbn: (brief, text) => like('number', Number(brief.isbns.includes(normaliseIsbn(text).value))),
  issn: (brief, text) => like('number', Number(brief.issns.includes(normaliseIssn(text).value))),
  lccn: (brief, text) => like('number', Number(brief.lccn === normaliseLccn(text).value)),
  controlNumber: (brief, text) => like('number', Number(brief.controlNumber === text.trim())),
  // A brief display does not say it.
  dewey: () => undefined,
  any: anywhere,
}

/** "tolkien hobbit": the words may be spread over title, author and the rest; a whole title or name counts as such. */
function anywhere(brief: Brief, text: string): Answer {
  const searched = fold(text)
  const title = like('title', inTitle(brief, searched))
  const author = like('author', inForms(brief.author, searched))
  const inOne = author.points > title.points ? author : title
  const titles = spaced(brief.title)
  const authors = spaced(brief.author)
  const rest = ` ${fold([brief.imprint, brief.edition, brief.year, ...brief.isbns, ...brief.issns].join(' '))} `
  const words = searched.split(' ').filter(Boolean)
  let sum = 0
  for (const word of words) {
    if (titles.includes(` ${word} `)) sum += worth.title * likeness.words
    else if (authors.includes(` ${word} `)) sum += worth.author
    else if (rest.includes(` ${word} `)) sum += worth.publisher
  }
  const spread = words.length === 0 ? 0 : sum / words.length
  return spread > inOne.points ? { part: 'title', how: 'spread', points: spread } : inOne
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
    (best, form, at) => Math.max(best, closeness(form, searched) * (at === 1 && proper ? likeness.whole : 1)),
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

/** Scripts without blanks between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

/** How close a folded text is to a folded search, 0 to 1. */
function closeness(text: string, searched: string): number {
  if (searched === '' || text === '') return 0
  if (text === searched) return 1
  if (unspaced.test(searched)) return closenessUnspaced(text.replaceAll(' ', ''), searched.replaceAll(' ', ''))
  const share = Math.min(1, searched.length / text.length) * mostForBrevity
  const padded = ` ${text} `
  if (padded.startsWith(` ${searched} `)) return likeness.begins + share
  if (padded.includes(` ${searched} `)) return likeness.phrase + share
  const words = searched.split(' ')
  const found = words.filter((word) => padded.includes(` ${word} `)).length
  if (found === words.length) return likeness.words + share
  return (found / words.length) * mostOfSome
}

function closenessUnspaced(text: string, searched: string): number {
  if (text === searched) return 1
  const share = Math.min(1, searched.length / text.length) * mostForBrevity
  if (text.startsWith(searched)) return likeness.begins + share
  return text.includes(searched) ? likeness.phrase + share : 0
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
