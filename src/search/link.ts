import { controlText, first, type MarcRecord } from '../standards/marc/index.ts'

/**
 * The address of a record in its owner's own catalogue: the pattern with each `{001}` or `{020a}` token replaced by
 * the record's first such value, percent-encoded. Undefined when the record lacks one: half an address leads nowhere.
 */
export const ownersLink = (pattern: string | undefined, record: MarcRecord): string | undefined =>
  filledIn(pattern, (tag, code) => (code ? first(record, tag, code) : controlText(record, tag)))

/** The same, by whatever gives the values. */
export function filledIn(
  pattern: string | undefined,
  valueIn: (tag: string, code: string) => string | undefined,
): string | undefined {
  if (!pattern) return undefined
  let complete = true
  const link = pattern.replace(/\{(\d{3})([a-z0-9]?)\}/g, (_, tag: string, code: string) => {
    const value = valueIn(tag, code)?.trim()
    if (!value) complete = false
    return encodeURIComponent(value ?? '')
  })
  return complete ? link : undefined
}
