/** Kinds of things that are cited: the genres of OpenURL (Z39.88-2004, KEV formats book and journal), and dissertations. */
export const genres = [
  'book',
  'bookitem',
  'journal',
  'issue',
  'article',
  'conference',
  'proceeding',
  'preprint',
  'report',
  'document',
  'dissertation',
] as const
export type Genre = (typeof genres)[number]

/** What something is known by beside ISBN and ISSN. */
export const identifierKinds = ['doi', 'pmid', 'oclc', 'lccn'] as const
export type IdentifierKind = (typeof identifierKinds)[number]

/** What is known of a book, an article or whatever a reader wants: plain text, as somebody cites it. */
export interface Citation {
  readonly genre?: Genre
  /** Of the book; of an article, the journal’s; of a chapter, the book’s. */
  readonly title?: string
  /** Of an article or a chapter. */
  readonly articleTitle?: string
  /** Of the article or chapter where there is one. Several are separated by semicolons. */
  readonly author?: string
  readonly edition?: string
  /** Of a dissertation, the institution. */
  readonly publisher?: string
  /** `1999`; of an issue also its date, as `1999-05` or `1999-05-12`. */
  readonly year?: string
  readonly isbn?: string
  readonly issn?: string
  readonly volume?: string
  readonly issue?: string
  readonly pages?: string
  readonly identifiers?: Readonly<Partial<Record<IdentifierKind, string>>>
}
