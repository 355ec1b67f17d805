/** Which fields a rule is about: a tag, or a tag with X for any character (`6XX`, `9XX`, `XXX`); `LDR` is the leader. */
export type TagPattern = string

/** How a tag pattern looks: three letters or digits, X standing for any. */
export const tagPattern = /^[0-9A-Za-z]{3}$/

/** Whether a tag fits a pattern. */
export function fits(tag: string, pattern: TagPattern): boolean {
  if (tag === pattern) return true
  for (let at = 0; at < 3; at++) if (pattern[at] !== 'X' && pattern[at] !== tag[at]) return false
  // The leader is no field: only its own name means it.
  return tag.length === 3 && tag !== 'LDR'
}

/** Whether a tag fits one of the patterns. */
export const fitsAny = (tag: string, patterns: readonly TagPattern[]): boolean =>
  patterns.some((pattern) => fits(tag, pattern))

const vagueness = (pattern: TagPattern): number => [...pattern].filter((character) => character === 'X').length

/** Finds what a table of patterns says of a tag: the pattern with the fewest X decides. Made once, asked often. */
export function byTag<T>(table: Readonly<Record<TagPattern, T>>, otherwise: T): (tag: string) => T {
  const rows = Object.entries(table).sort(([one], [other]) => vagueness(one) - vagueness(other))
  const known = new Map<string, T>()
  return (tag) => {
    const before = known.get(tag)
    if (before !== undefined) return before
    const row = rows.find(([pattern]) => fits(tag, pattern))
    const found = row ? row[1] : otherwise
    known.set(tag, found)
    return found
  }
}
