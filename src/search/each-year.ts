import type { Query, TermNode } from '../standards/query/index.ts'

/** Years of a span that are asked for one by one, at most. */
const mostYears = 12

/** A query with each year of a span as an alternative, in place of its ends. */
export function eachYear(query: Query): Query {
  if (query.op === 'term' || query.op === 'set') return query
  return spanOf(query) ?? { ...query, left: eachYear(query.left), right: eachYear(query.right) }
}

function spanOf({ op, left, right }: Exclude<Query, TermNode | { readonly op: 'set' }>): Query | undefined {
  if (op !== 'and' || left.op !== 'term' || right.op !== 'term' || useOf(left) !== useOf(right)) return undefined
  const [from, to] = [yearFrom(left, 4), yearFrom(right, 2)]
  if (from === undefined || to === undefined || to < from || to - from >= mostYears) return undefined
  const attributes = left.attributes.filter(({ type }) => type !== 2)
  return Array.from({ length: to - from + 1 }, (_, i): Query => {
    return { op: 'term', attributes, term: { type: 'general', value: String(from + i) } }
  }).reduce((first, second) => ({ op: 'or', left: first, right: second }))
}

/** The year of a term that has this relation. */
const yearFrom = ({ attributes, term }: TermNode, relation: number): number | undefined =>
  attributes.some(({ type, value }) => type === 2 && value === relation) &&
  term.type === 'general' &&
  /^\d{4}$/.test(term.value)
    ? Number(term.value)
    : undefined

const useOf = ({ attributes }: TermNode) => attributes.find(({ type }) => type === 1)?.value
