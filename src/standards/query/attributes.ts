import type { Attribute, Query, RpnQuery } from './tree.ts'

/**
 * The query with attributes added to every term that has none of that type (and set): what a target needs on top of
 * its attribute map.
 */
export function withAttributes(query: RpnQuery, extra: readonly Attribute[]): RpnQuery {
  return extra.length === 0 ? query : { ...query, root: add(query.root, extra) }
}

function add(query: Query, extra: readonly Attribute[]): Query {
  switch (query.op) {
    case 'set':
      return query
    case 'term': {
      const missing = extra.filter(
        (one) => !query.attributes.some((own) => own.type === one.type && own.set === one.set),
      )
      return { ...query, attributes: [...query.attributes, ...missing] }
    }
    default:
      return { ...query, left: add(query.left, extra), right: add(query.right, extra) }
  }
}
