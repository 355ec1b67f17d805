import { type AuthorKey, isTelling, type Match, type TitleKey } from './match.ts'

/**
 * How two records stand to each other.
 * - `same`: they describe one work in one edition on one material.
 * - `likely`: what both say agrees, but one of them says too little to be sure.
 * - `apart`: never to be put together, whatever else agrees.
 * - `differ`: another author or year and no identifier in common, or another author and year with only an ISBN.
 * - `unrelated`: nothing to compare, or another title.
 */
export type Relation = 'same' | 'likely' | 'apart' | 'differ' | 'unrelated'

type Agreement = 'same' | 'differ' | 'unknown'

/** Compares two records. Symmetric. What one side does not say is no difference. */
export function relation(a: Match, b: Match): Relation {
  if (a.material !== b.material || a.part !== b.part) return 'apart'
  if (a.edition !== b.edition && a.edition !== '' && b.edition !== '') return 'apart'
  const issns = sharing(a.issns, b.issns)
  if (issns === 'differ') return 'apart'
  const title = titles(a.titles, b.titles)
  if (title === 'other') return 'unrelated'
  if (issns === 'same' || equal(a.lccn, b.lccn) === 'same' || equal(a.oclc, b.oclc) === 'same') return 'same'
  const year = a.year === undefined || b.year === undefined ? 'unknown' : a.year === b.year ? 'same' : 'differ'
  const author = authors(a.authors, b.authors)
  // Many a short title is shared by chance, and an ISBN by mistake: it bears one contradiction, not two.
  if (sharing(a.isbns, b.isbns) === 'same') return year === 'differ' && author === 'differ' ? 'differ' : 'same'
  if (year === 'differ' || author === 'differ' || title === 'stem') return 'differ'
  if (year === 'same' && author === 'same') return 'same'
  if (year === 'same' || author === 'same') return 'likely'
  return title === 'telling' ? 'likely' : 'unrelated'
}

const equal = (a: string, b: string): Agreement => (a === '' || b === '' ? 'unknown' : a === b ? 'same' : 'differ')

function sharing(a: readonly string[], b: readonly string[]): Agreement {
  if (a.length === 0 || b.length === 0) return 'unknown'
  return a.some((one) => b.includes(one)) ? 'same' : 'differ'
}

const degrees = ['other', 'stem', 'shorter', 'whole', 'telling'] as const

/**
 * How far two titles agree in some script: in a whole that tells the work by itself; in the whole; one lacks the
 * subtitle or cuts it short; in the stem only; not at all.
 */
function titles(a: readonly TitleKey[], b: readonly TitleKey[]): (typeof degrees)[number] {
  let best = 0
  for (const one of a) for (const two of b) best = Math.max(best, degree(one, two))
  return degrees[best]!
}

/** An index of `degrees`. */
function degree(one: TitleKey, two: TitleKey): number {
  if (one.whole === two.whole) return isTelling(one) ? 4 : 3
  if (one.stem !== two.stem && one.whole !== two.stem && one.stem !== two.whole) return 0
  return one.whole.startsWith(two.whole) || two.whole.startsWith(one.whole) ? 2 : 1
}

/** Two authors agree when they do in one script; a surname alone neither agrees nor differs. */
function authors(a: readonly AuthorKey[], b: readonly AuthorKey[]): Agreement {
  let surnameOnly = false
  let differ = false
  for (const one of a)
    for (const two of b) {
      if (one.latin !== two.latin) continue
      if (one.name !== two.name) differ = true
      else if (one.initial === two.initial) return 'same'
      else if (one.initial === '' || two.initial === '') surnameOnly = true
      else differ = true
    }
  return differ && !surnameOnly ? 'differ' : 'unknown'
}
