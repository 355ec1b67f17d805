import { z } from 'zod'
import { formats, languageName } from '../../../bib/index.ts'
import { judgeNumbers } from '../../new-record.ts'

const short = z.string().trim().max(1000, 'Say it in 1,000 characters.').default('')
const lines = (what: string) =>
  z
    .string()
    .max(10_000, `Give ${what} in 10,000 characters.`)
    .default('')
    .transform((text) => text.split(/\r\n|\n|\r/).map((line) => line.trim()))
    .transform((all) => all.filter(Boolean))
    .refine((all) => all.length <= 50, `Give at most 50 ${what}, one a line.`)

/** The form of a new record, judged: each complaint stands beside its field. */
export const NewRecord = z
  .object({
    title: short.refine((title) => title !== '', 'Give the title.'),
    author: short,
    authorKind: z.enum(['person', 'body']).default('person').catch('person'),
    edition: short,
    place: short,
    publisher: short,
    year: z
      .string()
      .trim()
      .regex(/^(?:\d{4})?$/, 'Give the year as four digits, such as 2024.')
      .default(''),
    isbns: lines('ISBNs'),
    issns: lines('ISSNs'),
    format: z.enum(formats).default('book').catch('book'),
    language: z
      .string()
      .max(3)
      .refine((code) => code === '' || languageName(code) !== undefined, 'Choose a language of the list.')
      .default(''),
    notes: lines('notes'),
    subjects: lines('subjects'),
  })
  .superRefine(judgeNumbers)

/** As typed. */
export type TypedRecord = Readonly<Record<keyof typeof NewRecord.shape, string>>
