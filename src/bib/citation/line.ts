import type { Citation } from '../../standards/openurl/index.ts'
import { cut } from '../text.ts'

const longest = 1000

/**
 * A citation in one line, for lists and fields: "Tolkien, J. R. R. The hobbit. 3rd ed. Allen & Unwin, 1966. ISBN
 * 9780048231550." or "Shannon, C. E. A mathematical theory. In: Bell journal, vol. 27, no. 3, 1948, pp. 379-423."
 */
export function citationLine(citation: Citation): string {
  const { author, title, articleTitle, edition, publisher, year, isbn, issn, identifiers: { doi } = {} } = citation
  const numbers = [isbn && `ISBN ${isbn}`, issn && `ISSN ${issn}`, doi && `DOI ${doi}`]
  const place = placeIn(citation)
  const sentences =
    articleTitle === undefined
      ? [author, title, place, edition, listed([publisher, year]), ...numbers]
      : [author, articleTitle, inside(listed([title, edition, place, publisher, year, pagesIn(citation)])), ...numbers]
  return cut(sentences.filter(isText).map(ended).join(' '), longest)
}

/** Volume and issue; of a whole volume also the pages wanted of it. */
const placeIn = ({ volume, issue, articleTitle, ...rest }: Citation): string =>
  listed([
    volume && labelled('vol.', volume),
    issue && labelled('no.', issue),
    articleTitle === undefined ? pagesIn(rest) : undefined,
  ])

const pagesIn = ({ pages }: Citation): string | undefined =>
  pages && labelled(/^\w+$/.test(pages) ? 'p.' : 'pp.', pages)

/** Only a number needs to be told what it is. */
const labelled = (label: string, text: string): string => (/^\d/.test(text) ? `${label} ${text}` : text)
const inside = (text: string): string => text && `In: ${text}`
const isText = (text: string | undefined): text is string => text !== undefined && text !== ''
const listed = (parts: readonly (string | undefined)[]): string => parts.filter(isText).join(', ')
const ended = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)
