import { isControl, subfields } from '../field.ts'
import { numbered } from '../formats/mnemonics.ts'
import type { Field, MarcRecord } from '../types.ts'

/**
 * A record as text to be edited, a field a line: `LDR …`, `008 …`, `245 10 $aTitle /$cAuthor`. A blank in the leader, in
 * control fields and indicators is `#`. What has a meaning of its own or cannot be seen (`$ { }`, control characters,
 * a blank at an end of a subfield) is written by its MARCMaker name, so `parseEditorText` gives the same record.
 */
export const editorText = (record: MarcRecord): string =>
  [`LDR ${codedText(record.leader)}`, ...record.fields.map(editorLine), ''].join('\n')

/** One field as a line of the editor's text, without a line end. */
export function editorLine(field: Field): string {
  const tag = field[0].replace(tagSpecials, mnemonic)
  if (isControl(field)) return `${tag} ${codedText(field[1])}`
  const indicators = field[1].replace(codedSpecials, mnemonic).replaceAll(' ', '#')
  const parts = subfields(field).map(([code, text]) => `$${code.replace(codedSpecials, mnemonic)}${dataText(text)}`)
  return [tag, indicators, ...(parts.length > 0 ? [parts.join('')] : [])].join(' ')
}

/** Text in which each position counts. */
const codedText = (text: string): string => text.replace(codedSpecials, mnemonic).replaceAll(' ', '#')

const dataText = (text: string): string =>
  text.replace(dataSpecials, mnemonic).replace(/^ /, '{space}').replace(/ $/, '{space}')

const tagSpecials = /[${}]/g
const codedSpecials = /[$#_{}\\\x00-\x1f\x7f-\xa0]|\p{Surrogate}/gu
const dataSpecials = /[${}\x00-\x1f\x7f-\x9f]|\p{Surrogate}/gu

const names: Readonly<Record<string, string>> = {
  $: '{dollar}',
  '#': '{num}',
  _: '{lowbar}',
  '{': '{lcub}',
  '}': '{rcub}',
  '\\': '{bsol}',
}

const mnemonic = (character: string): string => names[character] ?? numbered(character)
