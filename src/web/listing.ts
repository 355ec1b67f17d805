import { scanCatalogue } from '../catalogue/index.ts'
import { Problem } from '../problems.ts'
import type { Browsed, Browsing } from '../search/index.ts'
import { bib1, defaultAttributes } from '../standards/query/index.ts'
import { bib1Diagnostic, condition } from '../standards/z3950/index.ts'
import type { Door } from './door.ts'

/** The terms of an index, or why there are none, as staff are told. */
export type Listing = Browsed | { readonly refused: string }

/**
 * Lists an index around a term: of one library, or where none is named of our own catalogue.
 * @throws Problem where it is no refusal of that library's
 */
export async function listIndex(
  door: Door,
  library: string | undefined,
  browsing: Browsing,
  signal: AbortSignal,
): Promise<Listing> {
  try {
    return library === undefined ? await ourIndex(door, browsing) : await door.service.browse(library, browsing, signal)
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause
    if (cause.code === 'target-failed') return { refused: String(cause.context['detail']) }
    if (cause.code !== 'bib1-diagnostic') throw cause
    const code = Number(cause.context['condition'])
    return { refused: code === condition.noTermList ? 'it keeps no list of this field' : bib1Diagnostic(code) }
  }
}

/** Our own catalogue's lists are of whole headings and of numbers. */
async function ourIndex({ database }: Door, { field, text, count, before }: Browsing): Promise<Browsed> {
  return await scanCatalogue(database.db, {
    attributeSet: bib1,
    // Of words of an index there is no list.
    attributes: defaultAttributes[field].filter(({ type }) => type !== 4),
    term: { type: 'general', value: text },
    count,
    position: before + 1,
    step: 0,
  })
}
