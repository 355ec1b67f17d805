import { type Field, isControl, subfields, texts } from '../../standards/marc/index.ts'
import { fold } from '../fold.ts'
import { normaliseIsbn, normaliseIssn } from '../identifiers.ts'

/** A field as one text, equal only for equal fields. Neither texts nor codes of a readable record hold U+001F. */
export const exact = (field: Field): string => field.join('\u001f')

/** Tags of standard numbers in both flavours, and how each is written one way. 010 is the ISBN of UNIMARC only. */
const numbers: Readonly<Record<string, (text: string) => { readonly value: string }>> = {
  '020': normaliseIsbn,
  '022': normaliseIssn,
}

/**
 * What makes two fields say the same: tag, indicators and subfields without case, accents and punctuation; of ISBNs and
 * ISSNs the number alone. The linking number ($6) is no part of it.
 */
export function meaning(field: Field): string {
  if (isControl(field)) return exact(field)
  const number = numbers[field[0]]
  const said = number && texts(field, 'a').map((text) => number(text).value)
  if (said && said.length > 0) return [field[0], ...said].join('\u001f')
  const parts = subfields(field).filter(([code]) => code !== '6')
  return [field[0], field[1], ...parts.flatMap(([code, text]) => [code, fold(text) || text])].join('\u001f')
}
