import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { CatalogueMatch } from '../../../catalogue/index.ts'
import { type Complaints, complaintsOf } from '../../complaints.ts'
import type { Door } from '../../door.ts'
import { addBriefRecord } from '../../new-record.ts'
import { bibHref } from '../../our-address.ts'
import { formFields, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { NewRecord, type TypedRecord } from './new-record-form.ts'
import { NewRecordPage } from './new-record-page.tsx'

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
