import { isControl } from '../field.ts'
import type { MarcRecord } from '../types.ts'
import { visible } from './visible.ts'
import { checkRecord } from './writable.ts'

/**
 * Writes a record to be looked at, one field a line as yaz-marcdump does: `245 10 $a Title / $c A. Writer`, and an empty
 * line behind it. It cannot be read back: subfields are not escaped. Control characters are shown as pictures (␛), for a
 * record must not steer the reader's terminal.
 */
export function writeLine(record: MarcRecord): string {
  checkRecord('lines', record)
  let lines = `${visible(record.leader)}\n`
  for (const field of record.fields) {
    let line = `${field[0]} ${field[1]}`
    if (!isControl(field)) for (let at = 2; at < field.length; at += 2) line += ` $${field[at]} ${field[at + 1]}`
    lines += `${visible(line)}\n`
  }
  return `${lines}\n`
}
