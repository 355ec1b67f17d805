import type { DiagnosticCode } from '../diagnostics.ts'
import {
  BLANK,
  DELIMITER,
  digits,
  ENTRY_LENGTH,
  FIELD_TERMINATOR,
  isLetterOrDigit,
  LEADER_LENGTH,
  RECORD_TERMINATOR,
} from './layout.ts'

/** A record as it may have been before some program changed it. */
export interface Undone {
  readonly bytes: Buffer
  readonly code: DiagnosticCode
  /** Bytes from the start of the damaged record to the first change. */
  readonly at: number
  readonly detail: string
}

/** What text tools put in between: line ends where lines seemed too long, NULs where blocks were not full. */
const inserted = [
  { what: 'line ends', bytes: [0x0d, 0x0a] },
  { what: 'NUL', bytes: [0x00] },
] as const

/**
 * Undoes what a program that does not know the format did to the whole record: lines wrapped, other characters in place
 * of terminators and delimiters. These are proposals: the right one is that whose directory and terminators then agree
 * in every byte.
 */
export function* undo(record: Buffer): Generator<Undone> {
  const stated = digits(record, 0, 5)
  for (const { what, bytes } of inserted) {
    const strange = new Set<number>(bytes)
    const kept = record.filter((byte) => !strange.has(byte))
    if (kept.length === stated && kept.length < record.length) {
      const at = record.findIndex((byte) => strange.has(byte))
      yield { bytes: Buffer.from(kept), code: 'bytes-inserted', at, detail: what }
    }
  }
  const restored = restoreControls(record, stated)
  if (restored) yield restored
}

/** Stands for U+FFFD, which many programs write instead of a control character: three bytes for one. */
const REPLACED = -1

/** The bytes of the record with U+FFFD as one. */
function unitsOf(record: Buffer): number[] {
  const units: number[] = []
  for (let at = 0; at < record.length; at++) {
    const replaced = record[at] === 0xef && record[at + 1] === 0xbf && record[at + 2] === 0xbd
    units.push(replaced ? REPLACED : record[at]!)
    if (replaced) at += 2
  }
  return units
}

/** Puts terminators where the directory has them, and delimiters for replaced characters where they make sense. */
function restoreControls(record: Buffer, stated: number): Undone | undefined {
  const base = digits(record, 12, 5)
  const units = unitsOf(record)
  if (base <= LEADER_LENGTH + ENTRY_LENGTH || base >= stated) return undefined
  // The record terminator may be lost besides
  const unterminated = units.length === stated - 1 && units.at(-1) !== RECORD_TERMINATOR
  if (units.length !== stated && !unterminated) return undefined
  const instead = units[base - 1] === FIELD_TERMINATOR ? REPLACED : units[base - 1]!
  const isControl = (unit: number | undefined) =>
    unit === instead || unit === REPLACED || (unit! >= RECORD_TERMINATOR && unit! <= DELIMITER)
  const out = [...units]
  const put = (at: number, control: number): boolean => {
    if (!isControl(out[at])) return false
    out[at] = control
    return true
  }
  if (isLetterOrDigit(instead) || !put(base - 1, FIELD_TERMINATOR)) return undefined
  let start = base
  for (let entry = LEADER_LENGTH; entry + ENTRY_LENGTH < base; entry += ENTRY_LENGTH) {
    const length = digits(record, entry + 3, 4)
    const end = start + length - 1
    if (length < 1 || end >= units.length || !put(end, FIELD_TERMINATOR)) return undefined
    const control = record[entry] === 0x30 && record[entry + 1] === 0x30
    for (let at = start; at < end; at++) {
      // A blank was a delimiter for certain only behind the indicators
      const delimits = !control && isLetterOrDigit(units[at + 1]!) && (units[at] !== BLANK || at === start + 2)
      if (isControl(units[at]) && delimits) out[at] = DELIMITER
      else if (units[at] === REPLACED) return undefined
    }
    start = end + 1
  }
  if (start < units.length && !isControl(units[start])) return undefined
  out[start] = RECORD_TERMINATOR
  // No U+FFFD stands before the first change: it is at the same place in the record
  const at = out.findIndex((unit, i) => unit !== units[i])
  if (at < 0 || at === units.length) return undefined
  const found = units[at] === REPLACED ? 'U+FFFD' : JSON.stringify(String.fromCharCode(units[at]!))
  return { bytes: Buffer.from(out), code: 'control-replaced', at, detail: found }
}
