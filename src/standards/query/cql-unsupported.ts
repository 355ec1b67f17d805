import { Problem } from '../../problems.ts'

/** Refuses a query with the number of SRU's diagnostic, and what SRU wants said of it. @throws Problem query-unsupported */
export function unsupported(diagnostic: number, detail: string): never {
  const what = (reasons[diagnostic] ?? ((said) => `${said} has no counterpart here`))(detail)
  throw new Problem('query-unsupported', { diagnostic, detail, what })
}

const modifier = (detail: string) => `the modifier "${detail}" is not known here`

/** Why a query cannot be answered, for whoever wrote it. */
const reasons: Readonly<Record<number, (detail: string) => string>> = {
  15: (set) => `there is no set "${set}" of indexes: they are in cql, dc, bath, bib and rec, or in none`,
  16: (index) => `there is no index "${index}": try title, author, subject, publisher, date, isbn, issn or any`,
  19: (relation) => `the relation "${relation}" is not known here: try =, ==, all, any, adj, within, <, <=, > or >=`,
  20: modifier,
  23: (most) => `a term is longer than ${most} characters`,
  26: (written) => `${written} stands for nothing: only \\ * ? ^ and " are written behind a backslash`,
  27: () => 'a term is empty',
  28: (mask) => (mask ? `${mask} has no counterpart here` : '* and ? do not go with this relation'),
  31: () => '^ does not go with this relation',
  32: () => '^ stands at the beginning of a word or phrase, or at both its ends',
  36: () => 'within is followed by two values, as in date within "1990 1999"',
  38: (depth) => `it is too complex: ${depth}`,
  40: (comparitor) => `a distance cannot be ${comparitor}`,
  41: (distance) => `"${distance}" is no distance`,
  42: (unit) => `"${unit}" is no unit of distance`,
  46: modifier,
}
