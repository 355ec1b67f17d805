import { relation } from './agreement.ts'
import { matchOf, titleKeysOf } from './match.ts'
import type { Brief } from './types.ts'

/** By what two records are the same: an ISBN and the title, another standard number and the title, or title, author and year. */
export type Sameness = 'isbn' | 'number' | 'title'

/** Whether two brief displays describe the same edition of the same work, and by what; undefined when they do not. */
export function describeSame(a: Brief, b: Brief): Sameness | undefined {
  if (relation(matchOf(a), matchOf(b)) !== 'same') return undefined
  if (a.isbns.some((isbn) => b.isbns.includes(isbn))) return 'isbn'
  const shared = (one: string | undefined, other: string | undefined) => one !== undefined && one === other
  if (shared(a.lccn, b.lccn) || shared(a.oclc, b.oclc) || a.issns.some((issn) => b.issns.includes(issn)))
    return 'number'
  return 'title'
}

/** Whether two brief displays have one title, with or without its subtitle, on one material and in one part. */
export function shareTitle(a: Brief, b: Brief): boolean {
  const keys = new Set(titleKeysOf(matchOf(a)))
  return titleKeysOf(matchOf(b)).some((key) => keys.has(key))
}
