import { normaliseIsbn, normaliseIssn, normaliseLccn, readAttributes, termText } from '../../bib/index.ts'
import type { Db } from '../../kit/db/index.ts'
import type { Attribute, Term } from '../../standards/query/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import { headingKey } from '../indexing/index.ts'
import { type Browsable, type BrowseEntry, browse } from '../search/index.ts'

/** A scan as Z39.50-2003 §3.2.8.1 has it; SRU's is one without steps. */
export interface ScanRequest {
  readonly attributeSet: string
  readonly attributes: readonly Attribute[]
  readonly term: Term
  /** How many entries are wanted, where among them the term should stand (from 1), and how many to leave out between. */
  readonly count: number
  readonly position: number
  readonly step: number
}

export type ScanEntry = BrowseEntry

export interface ScanAnswer {
  readonly entries: readonly ScanEntry[]
  /** Place of the term, or of the first one after it, among the entries; 0 is before the first. */
  readonly position: number
}

/** The lists by the Bib-1 Use attributes that mean them, and how a term is compared with their entries. */
const lists: ReadonlyMap<number, readonly [list: Browsable, key: (term: string) => string]> = new Map<
  number,
  readonly [Browsable, (term: string) => string]
>([
  [4, ['title', headingKey]],
  [1003, ['author', headingKey]],
  [21, ['subject', headingKey]],
  [7, ['isbn', (term) => normaliseIsbn(term).value]],
  [8, ['issn', (term) => normaliseIssn(term).value]],
  [9, ['lccn', (term) => normaliseLccn(term).value]],
  [12, ['controlNumber', (term) => term.trim()]],
])

export const scannableUses: ReadonlySet<number> = new Set(lists.keys())

/** Entries read to answer one scan, those that steps leave out among them. */
const mostRead = 5_000

/**
 * Lists the terms around one, with the number of active records each stands in.
 * @throws Problem bib1-diagnostic
 */
export async function scanCatalogue(db: Db, request: ScanRequest): Promise<ScanAnswer> {
  const { attributeSet, attributes, term, count, position } = request
  const access = readAttributes('marc21', attributeSet, attributes)
  const given = (type: number) => attributes.find((attribute) => attribute.type === type)?.value
  if (access.truncation !== 'none') refuse(condition.truncation, given(5))
  if (access.relation !== 'equal') refuse(condition.relation, given(2))
  const [list, keyOf] = lists.get(access.use) ?? refuse(condition.noTermList, access.use)
  const stride = request.step + 1
  if (stride * count > mostRead) refuse(condition.scanStep, request.step)
  const wanted = { before: Math.max(0, position - 1) * stride, from: Math.max(0, count - position + 1) * stride }
  // PostgreSQL has no NUL.
  const key = keyOf(termText(term).replaceAll('\0', ''))
  const { before, from } = await browse(db, list, key, wanted)
  // Counted from the term in both directions: it is the one that must not be left out.
  const preceding = before.toReversed().filter((_, at) => at % stride === stride - 1)
  // Position 0 wants what comes behind the term.
  const skipped = position === 0 && from[0]?.term === key ? 1 : 0
  const following = from.filter((_, at) => at % stride === 0).slice(skipped)
  const entries = [...preceding.toReversed(), ...following].slice(0, count)
  return { entries, position: position === 0 ? 0 : preceding.length + 1 }
}
