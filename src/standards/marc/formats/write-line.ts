import { isControl } from '../field.ts'
import type { MarcRecord } from '../types.ts'
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

const control = /[\x00-\x1f\x7f-\x9f]/
const controls = /[\x00-\x1f\x7f-\x9f]/g

const visible = (text: string): string => (control.test(text) ? text.replace(controls, picture) : text)

/** Unicode has pictures of the C0 controls; a C1 control (UNIMARC's non-sorting marks are such) is shown by its number. */
function picture(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : `<${code.toString(16).toUpperCase()}>`
}
