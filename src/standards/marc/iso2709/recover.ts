import type { Findings } from './findings.ts'
import { digits, ENTRY_LENGTH, FIELD_TERMINATOR, LEADER_LENGTH, RECORD_TERMINATOR, tagAt } from './layout.ts'
import type { Outline } from './outline.ts'

/**
 * Outlines a damaged record in `bytes[start, end)` and reports every fault. Gives the leader, or undefined where no
 * field can be told.
 */
export function recover(
  bytes: Buffer,
  start: number,
  end: number,
  outline: Outline,
  findings: Findings,
): string | undefined {
  outline.clear()
  if (end - start < LEADER_LENGTH) return undefined
  if (digits(bytes, start, 5) !== end - start) findings.add('length-wrong', start)
  let dataEnd = end
  if (bytes[end - 1] === RECORD_TERMINATOR) dataEnd--
  else findings.add('record-terminator-missing', end)
  const directoryEnd = bytes.indexOf(FIELD_TERMINATOR, start + LEADER_LENGTH)
  if (directoryEnd < 0 || directoryEnd >= dataEnd) return undefined
  let at = directoryEnd + 1
  for (let entry = start + LEADER_LENGTH; entry + ENTRY_LENGTH <= directoryEnd && at < dataEnd; entry += ENTRY_LENGTH) {
    const found = bytes.indexOf(FIELD_TERMINATOR, at)
    const behind = found < 0 || found > dataEnd ? dataEnd : found
    outline.add(bytes, tagAt(bytes, entry), at, behind, true)
    at = behind + 1
  }
  return bytes.toString('latin1', start, start + LEADER_LENGTH)
}
