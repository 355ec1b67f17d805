import { fold, normaliseIsbn, words } from '../../bib/index.ts'
import type { Citation } from '../../standards/openurl/index.ts'

/** What a request is listed by: the part that is wanted, else the whole. */
export const titleOf = ({ title, articleTitle }: Citation): string => articleTitle ?? title ?? 'Untitled'

/** Equal for two citations of one thing: its ISBN, else title, author's first word and year. */
export function matchKey(citation: Citation): string {
  const { isbn, author = '', year = '', volume = '', issue = '', articleTitle } = citation
  const number = isbn === undefined ? undefined : normaliseIsbn(isbn)
  const part = articleTitle ? `|${fold(articleTitle)}|${volume}|${issue}` : ''
  if (number?.valid) return `isbn:${number.value}${part}`
  return `title:${fold(citation.title ?? '')}|${words(fold(author))[0] ?? ''}|${year}${part}`.slice(0, 1000)
}

/** What a request is found by. */
export const searchWords = ({ title, author, articleTitle, isbn, issn }: Citation): string =>
  words(fold([title, articleTitle, author, isbn, issn].filter(Boolean).join(' '))).join(' ')
