import { sql } from 'kysely'
import { z } from 'zod'
import { storableJson, storableText, type Tx } from '../../kit/db/index.ts'
import type { Citation } from '../../standards/openurl/index.ts'
import { services } from '../citation-form/index.ts'
import { differencesIn, differencesNamed, differencesSaid } from '../differences.ts'
import { matchKey, searchWords, titleOf } from './citation-keys.ts'
import type { Request } from './types.ts'

/** What can be changed of a request once it is placed. */
export const RequestDetails = z.object({
  service: z.enum(services),
  citation: z.record(z.string(), z.unknown()),
  pickupBranch: z.string().max(64).nullable(),
  neededBy: z.iso.date().nullable(),
  note: z.string().max(4000),
  copyrightAgreed: z.boolean(),
})
export type RequestDetails = z.infer<typeof RequestDetails>

export const detailsOf = (request: Request): RequestDetails => ({
  service: request.service,
  citation: { ...request.citation },
  pickupBranch: request.pickupBranch ?? null,
  neededBy: request.neededBy ?? null,
  note: request.note,
  copyrightAgreed: request.copyrightAt !== null,
})

const words = {
  service: 'Service',
  title: 'Title',
  articleTitle: 'Article',
  author: 'Author',
  edition: 'Edition',
  publisher: 'Publisher',
  year: 'Year',
  isbn: 'ISBN',
  issn: 'ISSN',
  volume: 'Volume',
  issue: 'Issue',
  pages: 'Pages',
  genre: 'Kind',
  identifiers: 'Identifiers',
  pickupBranch: 'Pickup place',
  neededBy: 'Needed by',
  note: 'Borrower’s note',
  copyrightAgreed: 'Agreed to the statement on copyright',
} as const

/** What two versions differ in, a line each, for people; empty where they do not. */
export const changesIn = (before: RequestDetails, after: RequestDetails): string =>
  differencesSaid(differing(before, after))

/** The details in which two versions differ, by name: without what readers wrote in them. */
export const namesOfChanges = (before: RequestDetails, after: RequestDetails): string =>
  differencesNamed(differing(before, after))

const differing = (before: RequestDetails, after: RequestDetails) => differencesIn(words, flat(before), flat(after))
const flat = ({ citation, ...rest }: RequestDetails) => ({ ...citation, ...rest })

/** Puts details in the place of those there are. */
export async function writeDetails(tx: Tx, id: number, details: RequestDetails, at: Date): Promise<void> {
  const citation = details.citation as Citation
  await sql`
    update ill_requests set service = ${details.service}, title = ${storableText(titleOf(citation))},
      author = ${storableText(citation.author ?? '')}, citation = ${storableJson(citation)}::jsonb,
      match_key = ${matchKey(citation)}, words = to_tsvector('simple', ${searchWords(citation)}),
      pickup_branch = ${details.pickupBranch}, needed_by = ${details.neededBy}::date,
      patron_note = ${storableText(details.note)},
      copyright_at = case when ${details.copyrightAgreed}::boolean then coalesce(copyright_at, ${at}::timestamptz) end
    where id = ${id}`.execute(tx)
}
