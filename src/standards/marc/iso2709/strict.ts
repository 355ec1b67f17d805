import {
  digits,
  ENTRY_LENGTH,
  FIELD_TERMINATOR,
  fourDigits,
  isLetterOrDigit,
  LEADER_LENGTH,
  RECORD_TERMINATOR,
  tagAt,
} from './layout.ts'
import { hasRegularLeader } from './leader.ts'
import type { Outline } from './outline.ts'

const ZERO = 0x30

/**
 * Outlines the record in `bytes[start, end)` if leader, directory and terminators agree in every byte: each entry points
 * behind the one before, each field ends in its terminator and holds no other. False for anything else; then the outline
 * is void and the record needs `recover`. `view` is over `bytes`.
 */
export function outlineStrictly(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  outline: Outline,
): boolean {
  if (end - start < LEADER_LENGTH + 2 || bytes[end - 1] !== RECORD_TERMINATOR) return false
  if (digits(bytes, start, 5) !== end - start || !hasRegularLeader(bytes, start)) return false
  const base = digits(bytes, start + 12, 5)
  const directoryEnd = start + base - 1
  if (base < LEADER_LENGTH + 1 || directoryEnd >= end - 1 || bytes[directoryEnd] !== FIELD_TERMINATOR) return false
  const count = (base - LEADER_LENGTH - 1) / ENTRY_LENGTH
  outline.scan(bytes, view, start + base, end - 1)
  if (outline.count !== count || count === 0 || outline.ends[count - 1] !== end - 2) return false
  for (let i = 0, entry = start + LEADER_LENGTH; i < count; i++, entry += ENTRY_LENGTH) {
    const from = outline.starts[i]!
    const length = outline.ends[i]! + 1 - from
    if (fourDigits(view, entry + 3) !== length) return false
    const lower = fourDigits(view, entry + 8)
    if (lower < 0 || (bytes[entry + 7]! - ZERO) * 10_000 + lower !== from - start - base) return false
    const first = bytes[entry]!
    const second = bytes[entry + 1]!
    if (!isLetterOrDigit(first) || !isLetterOrDigit(second) || !isLetterOrDigit(bytes[entry + 2]!)) return false
    outline.identify(bytes, i, tagAt(bytes, entry), first === ZERO && second === ZERO)
  }
  // Without any delimiter there may be another one in its place
  return outline.delimiterStarts[count]! > 0 || outline.tags.slice(0, count).every((tag) => tag.startsWith('00'))
}
