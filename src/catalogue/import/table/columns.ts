import { Problem } from '../../../problems.ts'
import type { TableMapping } from './mapping.ts'

/** Where the mapped columns stand: index of the cell, and what it holds. */
export type Columns = readonly { readonly at: number; readonly target: string }[]

const plain = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()

/**
 * Finds the columns of a mapping by the first row; capitals and blanks don't count.
 * @throws Problem import-columns-missing
 */
export function columnsOf({ header, columns }: TableMapping, first: readonly string[]): Columns {
  const names = header ? first.map(plain) : first.map((_, at) => String(at + 1))
  const found = Object.entries(columns).map(([name, target]) => ({ name, at: names.indexOf(plain(name)), target }))
  const missing = found.filter(({ at }) => at === -1).map(({ name }) => name)
  if (missing.length > 0)
    throw new Problem('import-columns-missing', {
      missing: missing.join(', '),
      found: names.slice(0, 100).join(', ').slice(0, 1000),
    })
  return found.map(({ at, target }) => ({ at, target })).sort((a, b) => a.at - b.at)
}
