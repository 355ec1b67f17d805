import { type RawBuilder, sql } from 'kysely'

/** What records have to be like to answer: all that is said here. Nothing said, every record does. */
export interface Condition {
  /** What their words must answer. An index finds that. */
  readonly tsquery?: string
  /** What else must be so of a row `s` of `bib_search`. */
  readonly rest?: RawBuilder<boolean>
  /** A tsquery that tells which come first. */
  readonly rank?: string | undefined
}

/** Alternatives, as a tsquery. */
export const either = (parts: readonly string[]): string => (parts.length === 1 ? parts[0]! : `(${parts.join(' | ')})`)

/** All of a condition, of a row `s` of `bib_search`. */
export function whole({ tsquery, rest }: Condition): RawBuilder<boolean> {
  const words = tsquery === undefined ? undefined : sql<boolean>`s.words @@ ${tsquery}::tsquery`
  return allOf([words, rest])
}

export function join(op: 'and' | 'or' | 'not', left: Condition, right: Condition): Condition {
  const ranks = [left.rank, op === 'not' ? undefined : right.rank].filter((rank) => rank !== undefined)
  const rank = ranks.length === 2 ? `(${ranks.join(op === 'or' ? ' | ' : ' & ')})` : ranks[0]
  const queries = [left.tsquery, right.tsquery].filter((tsquery) => tsquery !== undefined)
  const wordsOnly = queries.length === 2 && !right.rest
  if (op === 'or')
    return wordsOnly && !left.rest
      ? { tsquery: either(queries), rank }
      : { rest: sql<boolean>`(${whole(left)} or ${whole(right)})`, rank }
  if (op === 'not')
    return wordsOnly
      ? { ...left, tsquery: `(${left.tsquery} & !${right.tsquery})` }
      : { ...left, rest: allOf([left.rest, sql<boolean>`not (${whole(right)})`]) }
  return {
    ...(queries.length > 0 && { tsquery: queries.length === 2 ? `(${queries.join(' & ')})` : queries[0]! }),
    ...((left.rest || right.rest) && { rest: allOf([left.rest, right.rest]) }),
    rank,
  }
}

function allOf(parts: readonly (RawBuilder<boolean> | undefined)[]): RawBuilder<boolean> {
  const said = parts.filter((part) => part !== undefined)
  return said.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(said, sql` and `)}`
}
