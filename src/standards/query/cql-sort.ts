import { indexNamed, type Prefixes, qualified } from './cql-names.ts'
import type { CqlSortKey } from './cql-tree.ts'
import { unsupported } from './cql-unsupported.ts'

/** One key of an order. */
export interface CqlSort {
  /** Bib-1 Use attribute. */
  readonly use: number
  readonly descending: boolean
  /** What is done with a record without the field: put it last, or give up. */
  readonly missing: 'last' | 'abort'
}

/** What a key of `sortby` means. @throws Problem query-unsupported */
export function sortOf({ index, modifiers }: CqlSortKey, prefixes: Prefixes): CqlSort {
  let descending = false
  let missing: CqlSort['missing'] = 'last'
  for (const { name: written, comparison } of modifiers) {
    const { set, name } = qualified(written, prefixes)
    const key = (set === '' || set === 'sort') && !comparison ? name.toLowerCase() : ''
    switch (key) {
      case 'ascending':
      case 'descending':
        descending = key === 'descending'
        break
      case 'missingfail':
      case 'missinghigh':
      case 'missinglow':
      case 'missingomit':
      case 'missingvalue':
        if (key !== 'missingfail') unsupported(92, written)
        missing = 'abort'
        break
      case 'respectcase':
      case 'respectaccents':
        return unsupported(91, written)
      case 'ignorecase':
      case 'ignoreaccents':
        break
      default:
        return unsupported(82, written)
    }
  }
  return { use: indexNamed(index, prefixes).use, descending, missing }
}
