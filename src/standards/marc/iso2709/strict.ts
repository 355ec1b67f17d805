import {
  digits,
  ENTRY_LENGTH,
  FIELD_TERMINATOR,
  isLetterOrDigit,
  LEADER_LENGTH,
  RECORD_TERMINATOR,
  tagAt,
} from './layout.ts'
import { hasRegularLeader } from './leader.ts'
import type { Outline } from './outline.ts'

/**
 * Outlines the record in `bytes[start, end)` if leader, directory and terminators agree in every byte: each entry points
 * behind the one before, each field ends in its terminator and holds no other. False for anything else; then the outline
 * is void and the record needs `recover`.
 */
export function outlineStrictly(bytes: Uint8Array, start: number, end: number, outline: Outline): boolean {
  outline.clear()
  if (end - start < LEADER_LENGTH + 2 || bytes[end - 1] !== RECORD_TERMINATOR) return false
  if (digits(bytes, start, 5) !== end - start || !hasRegularLeader(bytes, start)) return false
  const base = digits(bytes, start + 12, 5)
  const directoryEnd = start + base - 1
  if (base < LEADER_LENGTH + 1 || directoryEnd >= end - 1 || bytes[directoryEnd] !== FIELD_TERMINATOR) return false
  if ((base - LEADER_LENGTH - 1) % ENTRY_LENGTH !== 0) return false
  let at = start + base
  for (let entry = start + LEADER_LENGTH; entry < directoryEnd; entry += ENTRY_LENGTH) {
    const length = digits(bytes, entry + 3, 4)
    const behind = at + length
    if (length < 1 || behind >= end || digits(bytes, entry + 7, 5) !== at - start - base) return false
    if (bytes[behind - 1] !== FIELD_TERMINATOR) return false
    if (!isLetterOrDigit(bytes[entry]!) || !isLetterOrDigit(bytes[entry + 1]!) || !isLetterOrDigit(bytes[entry + 2]!))
      return false
    if (!outline.add(bytes, tagAt(bytes, entry), at, behind - 1)) return false
    at = behind
  }
  // Data fields without any delimiter among them may have another one
  return at === end - 1 && outline.count > 0 && (outline.delimiterStarts[outline.count]! > 0 || !outline.hasData())
}
