import type { Field, MarcRecord } from './types.ts'

/** A subfield: its code and its text. */
export type Subfield = readonly [code: string, value: string]

/**
 * Whether a field is a control field: `[tag, value]`. marcjs writes a data field without subfields as `[tag, indicators]`,
 * the same shape, so only the tag can tell: control fields are 00X (MARC 21, "Variable fields"; ISO 2709 §4.6).
 */
export const isControl = (field: Field): boolean => isControlTag(field[0])

/** Whether fields of this tag are control fields. */
export const isControlTag = (tag: string): boolean => tag.startsWith('00')

/** The subfields of a data field in their order; none for a control field. */
export function subfields(field: Field): Subfield[] {
  const found: Subfield[] = []
  if (isControl(field)) return found
  for (let at = 2; at < field.length; at += 2) found.push([field[at] ?? '', field[at + 1] ?? ''])
  return found
}

/** The texts of all subfields of a data field whose code is one of `codes` ("abnp"), in the field's order. */
export function texts(field: Field, codes: string): string[] {
  const found: string[] = []
  if (isControl(field)) return found
  for (let at = 2; at < field.length; at += 2) if (codes.includes(field[at] ?? '')) found.push(field[at + 1] ?? '')
  return found
}

/** The text of the first subfield with this code, or undefined. */
export function text(field: Field, code: string): string | undefined {
  if (isControl(field)) return undefined
  for (let at = 2; at < field.length; at += 2) if (field[at] === code) return field[at + 1] ?? ''
  return undefined
}

/** The fields with one of these tags, in the record's order. */
export const fieldsOf = (record: MarcRecord, ...tags: string[]): Field[] =>
  record.fields.filter((field) => tags.includes(field[0]))

/** The text of the first subfield `code` in the first field `tag` that has one. */
export function first(record: MarcRecord, tag: string, code: string): string | undefined {
  for (const field of record.fields) {
    if (field[0] !== tag) continue
    const found = text(field, code)
    if (found !== undefined) return found
  }
  return undefined
}

/** The text of the first control field with this tag ("001", "008"), or undefined. */
export const controlText = (record: MarcRecord, tag: string): string | undefined =>
  record.fields.find((field) => field[0] === tag && isControl(field))?.[1]

/** Indicator 1 or 2 of a data field; a blank where the field has none. */
export const indicator = (field: Field, which: 1 | 2): string => field[1].charAt(which - 1) || ' '
