import {
  DELIMITER_CHARACTER,
  digits,
  ENTRY_LENGTH,
  FIELD_TERMINATOR,
  isLetterOrDigit,
  LEADER_LENGTH,
  tagAt,
} from './layout.ts'
import { hasRegularLeader } from './leader.ts'
import { IRREGULAR, type Outline } from './outline.ts'
import { fourDigits } from './words.ts'

const ZERO = 0x30

/**
 * Outlines the record at `start` if leader, directory and terminators agree in every byte: each entry points behind the
 * one before, each field ends in its terminator and holds no other. False for anything else; then the outline is void
 * and the record needs `recover`. `view` is over `bytes`; `latin1` is the record, its terminator included.
 */
export function outlineStrictly(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  latin1: string,
  outline: Outline,
): boolean {
  const { length } = latin1
  if (length < LEADER_LENGTH + 2 || digits(bytes, start, 5) !== length || !hasRegularLeader(view, start)) return false
  const base = digits(bytes, start + 12, 5)
  const count = (base - LEADER_LENGTH - 1) / ENTRY_LENGTH
  if (!Number.isInteger(count) || count < 1 || base >= length) return false
  if (bytes[start + base - 1] !== FIELD_TERMINATOR) return false
  outline.clear()
  if (!followDirectory(bytes, view, start, base, count, latin1, outline)) return false
  // Without any delimiter there may be another character in its place
  const delimited = outline.delimiterStarts[count]! > 0
  return (delimited || outline.tags.slice(0, count).every((tag) => tag.startsWith('00'))) && outline.survey(bytes, view)
}

/**
 * Takes fields from where the directory says that they are, and subfields from the string: `indexOf` finds 36 delimiters
 * in a kilobyte in 0.3 µs, a loop over the bytes takes 1.2.
 */
function followDirectory(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  base: number,
  count: number,
  latin1: string,
  outline: Outline,
): boolean {
  const { starts, ends, tags, delimiters, delimiterStarts } = outline
  const dataEnd = start + latin1.length - 1
  let from = start + base
  let next = 0
  let delimiter = nextDelimiter(latin1, base)
  for (let i = 0, entry = start + LEADER_LENGTH; i < count; i++, entry += ENTRY_LENGTH) {
    const lower = fourDigits(view, entry + 8)
    if (lower < 0 || (bytes[entry + 7]! - ZERO) * 10_000 + lower !== from - start - base) return false
    const end = from + fourDigits(view, entry + 3) - 1
    if (end < from || end >= dataEnd || bytes[end] !== FIELD_TERMINATOR) return false
    const tagged = isLetterOrDigit(bytes[entry]!) && isLetterOrDigit(bytes[entry + 1]!)
    if (!tagged || !isLetterOrDigit(bytes[entry + 2]!)) return false
    starts[i] = from
    ends[i] = end
    for (; delimiter < end - start; delimiter = nextDelimiter(latin1, delimiter + 1))
      delimiters[next++] = start + delimiter
    delimiterStarts[i + 1] = next
    tags[i] = tagAt(bytes, entry)
    const control = bytes[entry] === ZERO && bytes[entry + 1] === ZERO
    const remark = outline.isRegular(bytes, i, control) ? 0 : IRREGULAR
    outline.fieldRemarks[i] = remark
    outline.remarks |= remark
    from = end + 1
  }
  outline.count = count
  return from === dataEnd
}

function nextDelimiter(latin1: string, from: number): number {
  const found = latin1.indexOf(DELIMITER_CHARACTER, from)
  return found < 0 ? latin1.length : found
}
