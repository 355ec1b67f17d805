import type { RequestHandler } from 'express'
import { z } from 'zod'
import { formats, languageName } from '../../../bib/index.ts'
import type { CatalogueMatch } from '../../../catalogue/index.ts'
import { type Complaints, complaintsOf } from '../../complaints.ts'
import type { Door } from '../../door.ts'
import { addBriefRecord, judgeNumbers } from '../../new-record.ts'
import { bibHref } from '../../our-address.ts'
import { formFields, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { NewRecordPage } from './new-record-page.tsx'

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
const NewRecord = z
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

const Fields = z.object({ ...NewRecord.shape, anyway: z.string() })

const nothing: TypedRecord = {
  title: '',
  author: '',
  authorKind: 'person',
  edition: '',
  place: '',
  publisher: '',
  year: '',
  isbns: '',
  issns: '',
  format: 'book',
  language: '',
  notes: '',
  subjects: '',
}

/** An empty form. */
export const newRecordPage = (door: Door): RequestHandler =>
  route(z.object({ title: z.string().max(1000).default('') }), ({ title }, { res }) =>
    sendPage(res, <NewRecordPage door={door} typed={{ ...nothing, title }} complaints={{}} twins={[]} />),
  )

/** Makes the record and goes to it. Where the catalogue has one like it, that is shown first. */
export const newRecordAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { req, res, visitor }) => {
    const fields = formFields(req, Fields) as Readonly<Record<string, string>>
    const typed: TypedRecord = { ...nothing, ...fields }
    const again = (complaints: Complaints, twins: readonly CatalogueMatch[], status: number) =>
      sendPage(res, <NewRecordPage {...{ door, typed, complaints, twins }} />, status)
    const parsed = NewRecord.safeParse(fields)
    if (!parsed.success) return again(complaintsOf(parsed.error), [], 422)

    const made = await door.database.tx((tx) =>
      addBriefRecord(tx, door, parsed.data, { actor: visitor.actor, despiteTwins: fields['anyway'] === '1' }),
    )
    if ('twins' in made) return again({}, made.twins, 409)
    res.redirect(303, bibHref(made.id, '?notice=created'))
  })
