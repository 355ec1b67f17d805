import type { Attribute, Query, RpnQuery, TermNode } from './tree.ts'

/** The query with each of its terms changed. */
export const mapTerms = (query: RpnQuery, change: (term: TermNode) => TermNode): RpnQuery => ({
  ...query,
  root: mapped(query.root, change),
})

function mapped(query: Query, change: (term: TermNode) => TermNode): Query {
  switch (query.op) {
    case 'set':
      return query
    case 'term':
      return change(query)
    default:
      return { ...query, left: mapped(query.left, change), right: mapped(query.right, change) }
  }
}

/** The terms of a query, from left to right. */
export function termsIn(query: Query): readonly TermNode[] {
  if (query.op === 'set') return []
  return query.op === 'term' ? [query] : [...termsIn(query.left), ...termsIn(query.right)]
}

/**
 * The query with attributes added to every term that has none of that type (and set): what a target needs on top of
 * its attribute map.
 */
export const withAttributes = (query: RpnQuery, extra: readonly Attribute[]): RpnQuery =>
  extra.length === 0
    ? query
    : mapTerms(query, (term) => {
        const missing = extra.filter(
          (one) => !term.attributes.some((own) => own.type === one.type && own.set === one.set),
        )
        return { ...term, attributes: [...term.attributes, ...missing] }
      })

/** Attributes as administrators write them: `1=4 4=6`; one of another set than the query's with its set before it. */
export const attributesText = (attributes: readonly Attribute[]): string =>
  attributes.map(({ set, type, value }) => `${set === undefined ? '' : `${set} `}${type}=${value}`).join(' ')
