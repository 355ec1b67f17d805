import { z } from 'zod'
import { type Citation, citesPart, normaliseIsbn, normaliseIssn, tidyCitation } from '../../bib/index.ts'
import { genres } from '../../standards/openurl/index.ts'

export const services = ['loan', 'copy'] as const
export type Service = (typeof services)[number]

const tooLong = (most: number) => `Use at most ${most} characters.`
const line = (most: number) =>
  z
    .string()
    .max(4 * most, tooLong(most))
    .default('')
    .transform((text) => text.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim())
    .pipe(z.string().max(most, tooLong(most)))

/** A number that is right or not given. One that is printed wrong in the book itself belongs in the notes. */
const sound = (what: string, isValid: (number: string) => boolean) =>
  line(40).refine(
    (number) => number === '' || isValid(number),
    `This is no right ${what}: look at its digits again, or leave it empty.`,
  )

/** The fields in which somebody says what is wanted, as a form sends them: texts, whatever they are. */
export const CitationFields = z.object({
  service: z.enum(services, 'Choose a loan or a copy.').default('loan'),
  genre: z
    .enum(['', ...genres])
    .default('')
    .catch(''),
  title: line(500),
  articleTitle: line(500),
  author: line(300),
  edition: line(100),
  publisher: line(200),
  year: line(20).refine((year) => year === '' || /\d{4}/.test(year), 'Give the year in four digits, such as 1999.'),
  isbn: sound('ISBN', (number) => normaliseIsbn(number).valid),
  issn: sound('ISSN', (number) => normaliseIssn(number).valid),
  volume: line(60),
  issue: line(60),
  pages: line(60),
  doi: line(200),
  pmid: line(20),
  oclc: line(40),
  lccn: line(40),
  notes: z
    .string()
    .max(4000, tooLong(2000))
    .default('')
    .transform((text) =>
      text
        .replace(/\r\n?/g, '\n')
        .replace(/[^\P{Cc}\n]+|\p{Cs}+/gu, ' ')
        .trim(),
    )
    .pipe(z.string().max(2000, tooLong(2000))),
  neededBy: z.union([z.literal(''), z.iso.date('Give a date, like 2027-12-31.')]).default(''),
  pickup: z.string().max(64).default(''),
})
export type CitationFields = z.output<typeof CitationFields>

/** What stands in the fields, right or wrong. */
export type CitationTyped = Readonly<Record<keyof CitationFields, string>>

export interface CitationFormOptions {
  /** YYYY-MM-DD, where it is asked. */
  readonly today: string
  /** Codes of the places where things can be picked up. */
  readonly pickups: readonly string[]
}

/** The same fields, judged: each complaint stands beside the field it is about. */
export const citationForm = ({ today, pickups }: CitationFormOptions) =>
  CitationFields.check(({ value, issues }) => {
    const complain = (field: keyof CitationFields, message: string) =>
      issues.push({ code: 'custom', input: value[field], path: [field], message })
    const { service, title, articleTitle, volume, issue, pages, neededBy, pickup } = value
    if (title === '')
      complain('title', service === 'loan' ? 'Give the title.' : 'Give the title of the journal or book it is in.')
    if (service === 'copy' && [articleTitle, volume, issue, pages].every((text) => text === ''))
      complain('articleTitle', 'Say what is to be copied: the title of the article or chapter, or its pages.')
    if (isDate.test(neededBy) && neededBy < today) complain('neededBy', 'This day is over: choose a later one.')
    if (pickups.length > 0 && !pickups.includes(pickup)) complain('pickup', 'Choose where to pick it up.')
  })

const isDate = /^\d{4}-\d\d-\d\d$/

/** What is wanted, from fields that were judged. */
export interface Wanted {
  readonly service: Service
  readonly citation: Citation
  readonly notes: string
  readonly neededBy: string | null
  readonly pickup: string | null
}

export function wantedOf(fields: CitationFields): Wanted {
  const { service, genre, notes, neededBy, pickup, doi, pmid, oclc, lccn, ...texts } = fields
  const identifiers = present({ doi, pmid, oclc, lccn })
  const citation = tidyCitation({
    ...(genre && { genre }),
    ...present(texts),
    ...(Object.keys(identifiers).length > 0 && { identifiers }),
  })
  return { service, citation, notes, neededBy: neededBy || null, pickup: pickup || null }
}

const present = <T extends Readonly<Record<string, string>>>(texts: T): Partial<T> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')) as Partial<T>

const fieldNames = Object.keys(CitationFields.shape) as (keyof CitationFields)[]

/** Fields as they were sent, to be shown again. */
export const citationTyped = (fields: Readonly<Record<string, unknown>>): CitationTyped =>
  Object.fromEntries(
    fieldNames.map((name) => [name, typeof fields[name] === 'string' ? fields[name] : '']),
  ) as CitationTyped

/** Fields filled in with a citation: a copy is asked for where a part is cited. */
export const citationFilled = (citation: Citation, more: Partial<Omit<Wanted, 'citation'>> = {}): CitationTyped =>
  citationTyped({
    ...citation,
    ...citation.identifiers,
    service: more.service ?? (citesPart(citation) ? 'copy' : 'loan'),
    notes: more.notes,
    neededBy: more.neededBy,
    pickup: more.pickup,
  })
