import {
  type CqlBoolean,
  type CqlModifier,
  type CqlNode,
  type CqlQuery,
  comparitorSymbols,
  cqlKeywords,
} from './cql-tree.ts'

/** Writes a CQL query. `parseCql` reads the same tree back. */
export function printCql({ root, sort }: CqlQuery): string {
  const keys = sort.map(({ index, modifiers }) => ` ${word(index)}${printModifiers(modifiers)}`)
  return printNode(root) + (keys.length > 0 ? ` sortby${keys.join('')}` : '')
}

function printNode(node: CqlNode): string {
  switch (node.op) {
    case 'clause': {
      const { index, relation, term } = node
      if (index === undefined || relation === undefined) return word(term)
      const comparitor = comparitorSymbols.has(relation.comparitor) ? relation.comparitor : word(relation.comparitor)
      return `${word(index)} ${comparitor}${printModifiers(relation.modifiers)} ${word(term)}`
    }
    case 'prefix': {
      const prefix = node.prefix === undefined ? '' : `${word(node.prefix)} = `
      return `> ${prefix}${word(node.uri)} ${printNode(node.query)}`
    }
    default:
      return printBoolean(node)
  }
}

/** Operators have one precedence and group to the left: only what stands on the right needs parentheses. */
function printBoolean({ op, modifiers, left, right }: CqlBoolean): string {
  const [first, second] = [printNode(left), printNode(right)]
  return `${left.op === 'prefix' ? `(${first})` : first} ${op}${printModifiers(modifiers)} ${right.op === 'clause' ? second : `(${second})`}`
}

const printModifiers = (modifiers: readonly CqlModifier[]): string =>
  modifiers
    .map(({ name, comparison }) => `/${word(name)}${comparison ? comparison.comparitor + word(comparison.value) : ''}`)
    .join('')

/** A text as it is where that is safe, else in quotes. */
function word(text: string): string {
  if (/^[^\s()=<>"/]+$/.test(text) && !cqlKeywords.has(text.toLowerCase())) return text
  return `"${text.replace(/\\[\s\S]|"/g, (found) => (found === '"' ? '\\"' : found))}"`
}
