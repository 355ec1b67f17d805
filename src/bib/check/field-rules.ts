/** What MARC says of the fields of one tag. */
export interface FieldRule {
  readonly repeatable: boolean
  /** The values each indicator may have; a blank is a blank. */
  readonly indicators: readonly [first: string, second: string]
  /** The codes its subfields may have. */
  readonly codes: string
  /** Those that stand once at most. */
  readonly once: string
}

/**
 * A row of a table of fields: tag, R or NR, both indicators, the codes that may repeat and those that stand once.
 * `#` is a blank indicator, `0-9` all digits, `-` no code.
 */
export function fieldRules(table: string): ReadonlyMap<string, FieldRule> {
  const rules = new Map<string, FieldRule>()
  for (const row of table.trim().split('\n')) {
    const [tag = '', repeats, first = '', second = '', many = '', once = ''] = row.trim().split(' ')
    const [repeated, single] = [many, once].map((codes) => (codes === '-' ? '' : codes))
    rules.set(tag, {
      repeatable: repeats === 'R',
      indicators: [values(first), values(second)],
      codes: `${repeated}${single}`,
      once: single ?? '',
    })
  }
  return rules
}

const values = (text: string): string => text.replace('0-9', '0123456789').replace('#', ' ')
