import { type Flavour, type MarcRecord, text } from '../../standards/marc/index.ts'
import type { Citation, Genre } from '../../standards/openurl/index.ts'
import { briefOf } from '../brief.ts'
import { firstOf, type Source } from '../display.ts'
import { normaliseIsbn, normaliseIssn } from '../identifiers.ts'
import { all, type Tagged, tagged } from '../tagged.ts'
import type { Brief, Format } from '../types.ts'
import { hostOf } from './host.ts'

const publisher: Readonly<Record<Flavour, readonly Source[]>> = {
  marc21: [
    { tags: ['264'], codes: 'b', ind2: '1' },
    { tags: ['260', '264'], codes: 'b' },
  ],
  unimarc: [
    { tags: ['210'], codes: 'c' },
    { tags: ['214'], codes: 'c', ind2: '0' },
    { tags: ['219', '214'], codes: 'c' },
  ],
}

/** Where a DOI stands, and which subfield says that it is one: MARC 21 024 with first indicator 7, UNIMARC 017. */
const doi: Readonly<Record<Flavour, string>> = { marc21: '024', unimarc: '017' }

/** Formats that are genres of citations too. */
const genreOf: Readonly<Partial<Record<Format, Genre>>> = {
  book: 'book',
  ebook: 'book',
  serial: 'journal',
  article: 'article',
}

/** What a record describes, as it is cited. Any record gives one. */
export function citationOf(record: MarcRecord, flavour: Flavour): Citation {
  const read = tagged(record, flavour)
  const own = citationOfBrief(briefOf(read))
  const published = firstOf(read, publisher[flavour])?.value.text
  const identifiers = { ...own.identifiers, ...doiOf(read) }
  return {
    ...own,
    ...(published && { publisher: published }),
    ...(own.genre === 'article' && hostOf(read)),
    ...(Object.keys(identifiers).length > 0 && { identifiers }),
  }
}

/** What a brief display knows of a citation: all but the publisher, and what an article is in. */
export function citationOfBrief(brief: Brief): Citation {
  const { author, edition, year, lccn, oclc } = brief
  const genre = genreOf[brief.format]
  const [[isbn], [issn]] = [brief.isbns, brief.issns]
  const identifiers = { ...(oclc && { oclc }), ...(lccn && { lccn }) }
  return {
    ...(genre && { genre }),
    [genre === 'article' ? 'articleTitle' : 'title']: brief.title.text,
    ...(author && { author: author.text }),
    ...(edition && { edition }),
    ...(year !== undefined && { year: String(year) }),
    ...(isbn && { isbn }),
    ...(issn && { issn }),
    ...(Object.keys(identifiers).length > 0 && { identifiers }),
  }
}

function doiOf(read: Tagged): { readonly doi?: string } {
  for (const field of all(read, doi[read.flavour])) {
    const number = text(field, 'a')?.trim()
    if (text(field, '2')?.trim().toLowerCase() === 'doi' && number?.startsWith('10.')) return { doi: number }
  }
  return {}
}

/** The same with ISBN and ISSN in their normal form, where they are valid. */
export function tidyCitation(citation: Citation): Citation {
  const isbn = citation.isbn === undefined ? undefined : normaliseIsbn(citation.isbn)
  const issn = citation.issn === undefined ? undefined : normaliseIssn(citation.issn)
  return { ...citation, ...(isbn?.valid && { isbn: isbn.value }), ...(issn?.valid && { issn: issn.value }) }
}

const partGenres: ReadonlySet<Genre> = new Set(['article', 'bookitem', 'proceeding', 'preprint'])

/** Whether a part of something is cited, of which a copy will do. */
export const citesPart = ({ genre, articleTitle }: Citation): boolean =>
  genre === undefined ? articleTitle !== undefined : partGenres.has(genre)
