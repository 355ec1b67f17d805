import { type Brief, normaliseLccn } from '../../bib/index.ts'
import type { LookedUpRecord } from '../look-up.ts'
import type { WantedNumber } from './numbers.ts'

/** Why a source that answered gave no good record. */
export const passedOver = {
  nothing: 'has nothing under this number',
  others: 'gave records without this number',
  lossy: 'has a record whose characters could not all be read',
  brief: 'has only a brief record',
  'not-full': 'has no full record',
} as const
export type PassedOver = keyof typeof passedOver

/** The best record of a source, or why none is good enough. */
export type Verdict = { readonly record: LookedUpRecord } | PassedOver

/**
 * The rule of a good record: it holds the number itself, and every character of it could be read. Of several the fullest
 * is taken, and of those the first. Where only full records are wanted, others are not good.
 */
export function judgeRecords(
  records: readonly LookedUpRecord[],
  wanted: WantedNumber,
  { fullOnly }: { readonly fullOnly: boolean },
): Verdict {
  if (records.length === 0) return 'nothing'
  const right = records.filter(({ brief }) => holds(brief, wanted))
  if (right.length === 0) return 'others'
  const readable = right.filter(({ decoded }) => !decoded.lossy)
  if (readable.length === 0) return 'lossy'
  const record = readable.reduce((best, one) => (ranks[one.brief.level] > ranks[best.brief.level] ? one : best))
  return fullOnly && record.brief.level !== 'full' ? 'not-full' : { record }
}

const ranks: Readonly<Record<Brief['level'], number>> = { full: 2, 'less-than-full': 1, brief: 0 }

function holds(brief: Brief, { kind, value }: WantedNumber): boolean {
  if (kind === 'isbn') return brief.isbns.includes(value)
  if (kind === 'issn') return brief.issns.includes(value)
  return brief.lccn !== undefined && normaliseLccn(brief.lccn).value === value
}
