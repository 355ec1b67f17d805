import { csvRow } from '../../standards/table/index.ts'
import type { Try } from './find-first.ts'
import { passedOver } from './good.ts'
import { type NumberKind, type Refusal, refusals } from './numbers.ts'

/** What becomes of an entry of a list. */
export const lookupOutcomes = ['waiting', 'found', 'not-found', 'failed', 'invalid', 'twin'] as const
export type LookupOutcome = (typeof lookupOutcomes)[number]

export const outcomeNames: Readonly<Record<LookupOutcome, string>> = {
  waiting: 'Not looked up yet',
  found: 'Found',
  'not-found': 'Not found',
  failed: 'Could not be asked everywhere',
  invalid: 'Not valid',
  twin: 'Twice on the list',
}

/** An entry of a list and what became of it. */
export interface LookupResult {
  readonly line: number
  readonly given: string
  readonly kind?: NumberKind
  readonly number?: string
  readonly outcome: LookupOutcome
  readonly refusal?: Refusal
  /** The line that asks for the same number. */
  readonly twinOf?: number
  /** Of a record: where it was found, and what it says of itself. */
  readonly source?: string
  readonly label?: string
  readonly title?: string
  readonly level?: 'full' | 'less-than-full' | 'brief'
  readonly tries: readonly Try[]
}

/** What a library that was asked in vain said. */
export const tryWords = ({ label, said, detail }: Try): string =>
  said === 'failed' ? `${label} failed${detail ? `: ${detail}` : ''}` : `${label} ${passedOver[said]}`

/** Why an entry has no record, or what is to be known of the one it has. */
export function whyWords({ outcome, refusal, twinOf, tries, level }: LookupResult): string {
  if (outcome === 'invalid') return refusals[refusal ?? 'no-number']
  if (outcome === 'twin') return `The same as line ${twinOf}`
  const brief = outcome === 'found' && level === 'brief' ? ['A brief record: no library has a fuller one'] : []
  return [...brief, ...tries.map(tryWords)].join('; ')
}

/** The result table as CSV. */
export const lookupReportHead = csvRow(['line', 'given', 'number', 'outcome', 'library', 'title', 'level', 'why'])
export const lookupReportRow = (result: LookupResult): string => {
  const { line, given, number = '', outcome, label = '', title = '', level = '' } = result
  return csvRow([line, given, number, outcome, label, title, level, whyWords(result)])
}
