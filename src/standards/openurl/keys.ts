import type { Citation, Genre, IdentifierKind } from './citation.ts'

/** Parts of a citation that stand in a key of their own. */
export type Part = Exclude<keyof Citation, 'genre' | 'author' | 'pages' | 'identifiers'>

/** How a kind of thing is described: where its parts stand, best key first, and what it is where nothing says more. */
export interface Format {
  readonly keys: Readonly<Partial<Record<Part, readonly string[]>>>
  readonly genre: Genre | undefined
  /** What it is when an article’s title is given. */
  readonly partGenre: Genre
}

/** The metadata formats of Z39.88-2004 by the last part of their names (`info:ofi/fmt:kev:mtx:journal`). */
export const formats = {
  book: {
    keys: {
      title: ['btitle', 'title'],
      articleTitle: ['atitle'],
      edition: ['edition'],
      publisher: ['pub'],
      isbn: ['isbn'],
      issn: ['issn'],
      volume: ['volume', 'part'],
      year: ['date'],
    },
    genre: 'book',
    partGenre: 'bookitem',
  },
  journal: {
    keys: {
      title: ['jtitle', 'title', 'stitle'],
      articleTitle: ['atitle'],
      publisher: ['pub'],
      isbn: ['isbn'],
      issn: ['issn', 'eissn'],
      volume: ['volume'],
      issue: ['issue', 'part', 'chron', 'ssn'],
      year: ['date'],
    },
    genre: 'journal',
    partGenre: 'article',
  },
  dissertation: {
    keys: { title: ['title'], publisher: ['inst'], isbn: ['isbn'], year: ['date'] },
    genre: 'dissertation',
    partGenre: 'dissertation',
  },
  // Dublin Core (info:ofi/fmt:kev:mtx:dc)
  dc: {
    keys: { title: ['title'], publisher: ['publisher'], year: ['date'] },
    genre: undefined,
    partGenre: 'article',
  },
} as const satisfies Readonly<Record<string, Format>>
export type FormatName = keyof typeof formats

/** Where the parts stand that the format itself has not, for sources that mix formats. */
export const anywhere: Readonly<Record<Part, readonly string[]>> = {
  title: ['title', 'btitle', 'jtitle', 'stitle'],
  articleTitle: ['atitle'],
  edition: ['edition'],
  publisher: ['pub', 'publisher', 'inst'],
  isbn: ['isbn'],
  issn: ['issn', 'eissn'],
  volume: ['volume', 'part'],
  issue: ['issue'],
  year: ['date', 'year'],
}

/** Genres as sources write them, without blanks and in small letters. Those not here say nothing. */
export const genreNames: Readonly<Record<string, Genre>> = {
  book: 'book',
  bookitem: 'bookitem',
  chapter: 'bookitem',
  bookchapter: 'bookitem',
  journal: 'journal',
  issue: 'issue',
  article: 'article',
  journalarticle: 'article',
  conference: 'conference',
  proceeding: 'proceeding',
  preprint: 'preprint',
  report: 'report',
  document: 'document',
  dissertation: 'dissertation',
  thesis: 'dissertation',
}

/** Which format a genre belongs to, where the address names none. */
export const formatOfGenre: Readonly<Record<Genre, FormatName>> = {
  book: 'book',
  bookitem: 'book',
  journal: 'journal',
  issue: 'journal',
  article: 'journal',
  conference: 'book',
  proceeding: 'journal',
  preprint: 'journal',
  report: 'book',
  document: 'book',
  dissertation: 'dissertation',
}

/** Keys that hold whole names, one each; and the parts of the first author’s name. */
export const nameKeys = ['au', 'aucorp', 'creator'] as const
export const firstNameKeys = {
  family: 'aulast',
  given: ['aufirst', 'auinit'],
  initials: ['auinit1', 'auinitm'],
} as const

/** Keys that hold an identifier without saying so in their value. Those of `rft.` only are no standard, but common. */
export const identifierKeys: Readonly<Record<IdentifierKind, readonly string[]>> = {
  doi: ['doi'],
  pmid: ['pmid'],
  oclc: ['oclcnum', 'oclc'],
  lccn: ['lccn'],
}

/** Keys whose values say themselves what they are. */
export const labelledKeys = ['rft_id', 'id', 'identifier', 'rfe_dat'] as const

/** Namespaces of such values: info URIs (RFC 4452), URNs, what stood in `id` of version 0.1, and addresses. */
export const namespaces: readonly (readonly [kind: IdentifierKind | 'isbn' | 'issn', pattern: RegExp])[] = [
  ['doi', /^(?:info:doi\/|info:ofi\/nam:info:doi:|doi:\s?|https?:\/\/(?:dx\.)?doi\.org\/)(10\.\S+)$/i],
  ['pmid', /^(?:info:pmid\/|pmid:\s?|https?:\/\/pubmed\.ncbi\.nlm\.nih\.gov\/)(\d{1,9})\/?$/i],
  ['oclc', /^(?:info:oclcnum\/|oclcnum:|\(OCoLC\)|https?:\/\/(?:www\.)?worldcat\.org\/oclc\/)(\d{1,14})$/i],
  ['oclc', /^<accessionnumber>(\d{1,14})<\/accessionnumber>/i],
  ['lccn', /^info:lccn\/([a-z]{0,3}[\d-]{8,12})$/i],
  ['isbn', /^(?:urn:)?isbn:\s?([\dx-]{10,17})$/i],
  ['issn', /^(?:urn:)?issn:\s?([\dx-]{8,9})$/i],
]
