import { iso5426Table } from './iso5426-table.ts'
import type { Losses } from './marc8-decode.ts'
import { type SingleByteSet, singleByteSet } from './marc8-sets.ts'

let table: SingleByteSet | undefined

const LIGATURE_SECOND_HALF = 0x5e
const DOUBLE_TILDE_SECOND_HALF = 0x5f

/**
 * Decodes ISO 5426 over ASCII, as UNIMARC records of before Unicode have it: combining marks before their base,
 * non-sorting begin and end (88, 89) as U+0098 and U+009C. The text is NFC; unknown codes are counted.
 */
export function decodeIso5426(bytes: Uint8Array, start: number, end: number, losses: Losses): string {
  table ??= singleByteSet(iso5426Table)
  let text = ''
  let marks = ''
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    const seven = byte & 0x7f
    if (byte >= 0xa0 && table.combines[seven]) {
      if (table.units[seven]) marks += String.fromCharCode(table.units[seven])
      else if (seven !== LIGATURE_SECOND_HALF && seven !== DOUBLE_TILDE_SECOND_HALF) losses.count++
      continue
    }
    let unit = byte
    if (byte === 0x88) unit = 0x98
    else if (byte === 0x89) unit = 0x9c
    else if (byte >= 0x80) unit = byte > 0xa0 ? table.units[seven]! : 0
    if (unit === 0) {
      unit = 0xfffd
      losses.count++
    }
    text += String.fromCharCode(unit) + marks
    marks = ''
  }
  if (marks) losses.count++
  return (text + marks).normalize('NFC')
}
