import { sql } from 'kysely'
import { z } from 'zod'
import { storableJson, storableText, type Tx } from '../../kit/db/index.ts'
import { services } from '../citation-form/index.ts'
import { type Difference, differencesIn } from '../differences.ts'
import { PostalAddress, Wanted } from '../exchange/message.ts'
import type { Lending } from './types.ts'
import { wantedAuthor, wantedTitle, wantedWords } from './wanted.ts'

/** What can be changed of a request of another library on our side; the other side does not see it. */
export const LendingDetails = z.object({
  wanted: Wanted,
  services: z
    .array(z.enum(services))
    .min(1)
    .max(2)
    .refine(([one, other]) => one !== other, 'Name each once.'),
  neededBy: z.iso.date().nullable(),
  mostCost: z.string().max(40).nullable(),
  hold: z.enum(['yes', 'no', 'policy']),
  deliverTo: PostalAddress.nullable(),
  deliverEmail: z.string().max(320),
  note: z.string().max(4000),
})
export type LendingDetails = z.infer<typeof LendingDetails>

export const detailsOfLending = (lending: Lending): LendingDetails => ({
  wanted: { ...lending.wanted },
  services: [...lending.services],
  neededBy: lending.neededBy ?? null,
  mostCost: lending.mostCost ?? null,
  hold: lending.hold,
  deliverTo: lending.deliverTo ?? null,
  deliverEmail: lending.deliverEmail,
  note: lending.note,
})

const words = {
  title: 'Title',
  articleTitle: 'Article',
  author: 'Author',
  articleAuthor: 'Author of the article',
  edition: 'Edition',
  place: 'Place',
  publisher: 'Publisher',
  year: 'Year',
  series: 'Series',
  isbn: 'ISBN',
  issn: 'ISSN',
  doi: 'DOI',
  oclc: 'OCLC',
  lccn: 'LCCN',
  pmid: 'PMID',
  recordId: 'Our record',
  volume: 'Volume',
  issue: 'Issue',
  pages: 'Pages',
  services: 'Service',
  neededBy: 'Needed by',
  mostCost: 'At most',
  hold: 'A hold',
  deliverTo: 'Where it goes',
  deliverEmail: 'E-mail address for copies',
  note: 'Their note',
} as const

const flat = ({ wanted, ...rest }: LendingDetails) => ({ ...wanted, ...rest })

/** What two versions differ in. */
export const lendingDifferences = (before: LendingDetails, after: LendingDetails): readonly Difference[] =>
  differencesIn(words, flat(before), flat(after))

/** Puts details in the place of those there are. */
export async function writeLendingDetails(tx: Tx, id: number, details: LendingDetails): Promise<void> {
  const { wanted, services: kinds, neededBy, mostCost, hold, deliverTo, deliverEmail, note } = details
  await sql`
    update ill_lendings set wanted = ${storableJson(wanted)}::jsonb, title = ${storableText(wantedTitle(wanted))},
      author = ${storableText(wantedAuthor(wanted))}, words = to_tsvector('simple', ${wantedWords(wanted)}),
      services = ${[...kinds]}::text[], needed_by = ${neededBy}::date, most_cost = ${mostCost}, hold = ${hold},
      deliver_to = ${deliverTo ? storableJson(deliverTo) : null}::jsonb, deliver_email = ${storableText(deliverEmail)},
      note = ${storableText(note)}
    where id = ${id}`.execute(tx)
}
