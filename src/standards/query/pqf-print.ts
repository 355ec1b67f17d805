import { attributeSetName, bib1 } from './attribute-sets.ts'
import type { Attribute, Query, RpnQuery, TermNode } from './tree.ts'

/** Writes a query as PQF, for logs and the raw query box. `parsePqf` reads the same query back. */
export function printPqf({ attributeSet, root }: RpnQuery): string {
  const query = printQuery(root)
  return attributeSet === bib1 ? query : `@attrset ${attributeSetName(attributeSet)} ${query}`
}

function printQuery(query: Query): string {
  switch (query.op) {
    case 'term':
      return printTerm(query)
    case 'set':
      return `@set ${word(query.name)}`
    case 'prox': {
      const { exclusion, distance, ordered, relation, unit } = query
      const numbers = [exclusion ? 1 : 0, distance, ordered ? 1 : 0, relation, unit.type, unit.value].join(' ')
      return `@prox ${numbers} ${printQuery(query.left)} ${printQuery(query.right)}`
    }
    default:
      return `@${query.op} ${printQuery(query.left)} ${printQuery(query.right)}`
  }
}

function printTerm({ attributes, term }: TermNode): string {
  const value = term.type === 'null' ? '' : String(term.value)
  const type = term.type === 'general' ? [] : [`@term ${term.type}`]
  return [...attributes.map(printAttribute), ...type, word(value)].join(' ')
}

function printAttribute({ set, type, value }: Attribute): string {
  return `@attr ${set === undefined ? '' : `${attributeSetName(set)} `}${word(`${type}=${value}`)}`
}

/** A word as it is where that is safe, else in quotes. */
function word(text: string): string {
  return /^[^\s@"{}\\][^\s\\]*$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`
}
