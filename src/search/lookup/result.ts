import type { Finding } from './find-first.ts'
import type { ListedNumber } from './numbers.ts'
import type { LookupResult } from './report.ts'

/** An entry of a list as it begins: waiting, unless it is no number, or one that was asked for before. */
export const firstResult = ({ line, given, wanted, refusal, twinOf }: ListedNumber): LookupResult => ({
  ...{ line, given },
  ...(wanted && { kind: wanted.kind, number: wanted.value }),
  ...(refusal && { refusal }),
  ...(twinOf !== undefined && { twinOf }),
  outcome: refusal ? 'invalid' : twinOf === undefined ? 'waiting' : 'twin',
  tries: [],
})

/** The same once the libraries were asked. */
export function resultOf(listed: ListedNumber, finding: Finding): LookupResult {
  const { outcome, tries } = finding
  const first = { ...firstResult(listed), outcome, tries }
  if (finding.outcome !== 'found') return first
  const { source, label, record } = finding
  return { ...first, source, label, title: titleOf(record.brief), level: record.brief.level }
}

const titleOf = ({ title }: { readonly title: { readonly text: string; readonly script?: string } }): string =>
  title.script ?? title.text
