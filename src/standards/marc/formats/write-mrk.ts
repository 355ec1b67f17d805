import { isControl } from '../field.ts'
import type { MarcRecord } from '../types.ts'
import { numbered } from './mnemonics.ts'
import { checkRecord } from './writable.ts'

/**
 * Writes a record as MARCMaker text (.mrk): `=LDR`, then `=245  10$aTitle` a field, blanks of control fields and
 * indicators as `\`, and an empty line behind the record. `$ { } \` and control characters become mnemonics, so every
 * text comes back as it was.
 */
export function writeMrk(record: MarcRecord): string {
  checkRecord('MARCMaker', record)
  let text = `=LDR  ${escapeText(record.leader)}\n`
  for (const field of record.fields) {
    text += `=${escapeText(field[0])}  ${blanks(escapeText(field[1]))}`
    if (!isControl(field))
      for (let at = 2; at < field.length; at += 2) text += `$${escapeText(field[at]!)}${escapeText(field[at + 1]!)}`
    text += '\n'
  }
  return `${text}\n`
}

/** A first, quick look: what is in here needs a mnemonic, pairs of surrogates excepted. */
const suspect = /[${}\\\x00-\x1f\x7f-\x9f\ud800-\udfff]/
const specials = /[${}\\\x00-\x1f\x7f-\x9f]|\p{Surrogate}/gu

const names: Readonly<Record<string, string>> = { $: '{dollar}', '{': '{lcub}', '}': '{rcub}', '\\': '{bsol}' }

const escapeText = (text: string): string => (suspect.test(text) ? text.replace(specials, mnemonic) : text)

const mnemonic = (character: string): string => names[character] ?? numbered(character)

const blanks = (text: string): string => text.replaceAll(' ', '\\')
