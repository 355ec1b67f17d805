import { briefRecordsLike, fold, words } from '../../bib/index.ts'
import { type Bib, findMatchesOf, prepareRecord, readBibs } from '../../catalogue/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Wanted } from '../exchange/message.ts'

/** What a request is listed by: the part that is wanted, else the whole. */
export const wantedTitle = ({ title, articleTitle }: Wanted): string => articleTitle ?? title ?? 'Untitled'
export const wantedAuthor = ({ author, articleAuthor }: Wanted): string => articleAuthor ?? author ?? ''

/** What a request is found by. */
export const wantedWords = ({ title, articleTitle, author, articleAuthor, isbn, issn }: Wanted): string =>
  words(fold([title, articleTitle, author, articleAuthor, isbn, issn].filter(Boolean).join(' '))).join(' ')

/**
 * The records of ours that describe what is wanted, the surest first: by our own number of the record, else as the
 * catalogue compares records. Of an article, those of its journal.
 */
export async function bibsWanted(tx: Tx, wanted: Wanted, today: string): Promise<readonly Bib[]> {
  const named = /^\d{1,15}$/.test(wanted.recordId ?? '') ? Number(wanted.recordId) : undefined
  const own = named === undefined ? undefined : (await readBibs(tx, [named])).get(named)
  const { title, author, edition, year, isbn, issn, oclc, lccn } = wanted
  if (!title) return own ? [own] : []
  const records = briefRecordsLike(
    {
      title,
      ...{ author, edition },
      year: /\d{4}/.exec(year ?? '')?.[0],
      isbns: isbn ? [isbn] : [],
      issns: issn ? [issn] : [],
      format: 'book',
    },
    { entered: today },
  )
  for (const [tag, value] of [
    ['035', oclc && `(OCoLC)${oclc}`],
    ['010', lccn],
  ] as const)
    if (value) for (const record of records) record.fields.push([tag, '  ', 'a', value])
  const matches = await findMatchesOf(
    tx,
    records.map((record) => prepareRecord(record, 'marc21')),
  )
  const twins = [...new Map(matches.flat().map(({ bib }) => [bib.id, bib])).values()]
  // A number of another catalogue can be one of ours by chance: it has to describe the same.
  const same = own && twins.some(({ id }) => id === own.id) ? [own] : []
  return [...same, ...twins.filter(({ id }) => id !== own?.id)].filter(({ state }) => state === 'active')
}
