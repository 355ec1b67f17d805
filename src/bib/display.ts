import { type Field, indicator, isControl, text } from '../standards/marc/index.ts'
import { all, type Tagged } from './tagged.ts'
import { clean, join, trimIsbd } from './text.ts'
import type { Scripted } from './types.ts'

/** Where a text stands in a record: fields, which of them, and their subfields in the record's order. */
export interface Source {
  readonly tags: readonly string[]
  /** Subfield codes to show: "abnp", or "*" for every letter but the control subfield w. */
  readonly codes: string
  /** Only fields with, or without, one of these subfields. */
  readonly having?: string
  /** Only fields where this subfield has this text. */
  readonly where?: readonly [code: string, text: string]
  readonly lacking?: string
  /** Indicator values wanted, "0" or " 1": any of the characters. All when undefined. */
  readonly ind1?: string
  readonly ind2?: string
  /** What to write before a subfield whose predecessor brings no ISBD punctuation. A blank when not listed. */
  readonly before?: { readonly [code: string]: string }
}

/** The fields of a source that its indicators admit, in the record's order within each tag. */
export const fieldsFrom = (record: Tagged, source: Source): Field[] =>
  source.tags.flatMap((tag) => all(record, tag).filter((field) => !isControl(field) && admits(source, field)))

function admits({ ind1, ind2, having, lacking, where }: Source, field: Field): boolean {
  if (ind1 !== undefined && !ind1.includes(indicator(field, 1))) return false
  if (ind2 !== undefined && !ind2.includes(indicator(field, 2))) return false
  if (where !== undefined && text(field, where[0])?.trim() !== where[1]) return false
  return (having === undefined || has(field, having)) && (lacking === undefined || !has(field, lacking))
}

function has(field: Field, codes: string): boolean {
  for (let at = 2; at < field.length; at += 2) if (field[at] && codes.includes(field[at]!)) return true
  return false
}

const anyLetter = /^[a-vx-z]$/

const takes = ({ codes }: Source, code: string): boolean =>
  codes === '*' ? anyLetter.test(code) : code !== '' && codes.includes(code)

/** The text of a field as a source shows it; "" when the field has none of its subfields. */
export function textOf(field: Field, source: Source): string {
  const parts: { before: string; text: string }[] = []
  let leftOver = ''
  for (let at = 2; at < field.length; at += 2) {
    const code = field[at] ?? ''
    const part = clean(field[at + 1] ?? '')
    if (takes(source, code)) {
      parts.push({ before: leftOver || (source.before?.[code] ?? ' '), text: part })
      leftOver = ''
    } else leftOver = parts.length > 0 ? markAtEnd(part) : ''
  }
  return trimIsbd(join(parts))
}

/** The ISBD mark that a subfield left out ("$h[map] =") puts before the next one. */
const markAtEnd = (text: string): string => {
  const mark = text.charAt(text.length - 1)
  return ':;='.includes(mark) && mark !== '' ? ` ${mark} ` : ''
}

/** A field's text beside its original script. Undefined when both are empty. */
export function scripted(record: Tagged, field: Field, source: Source): Scripted | undefined {
  const text = textOf(field, source)
  const partner = record.scripts.get(field)
  const script = partner ? textOf(partner, source) : ''
  if (text === '') return script === '' ? undefined : { text: script }
  return script === '' || script === text ? { text } : { text, script }
}

/** The first text the sources give, in their order, with the field it stands in. */
export function firstOf(record: Tagged, sources: readonly Source[]): { field: Field; value: Scripted } | undefined {
  for (const source of sources)
    for (const tag of source.tags)
      for (const field of all(record, tag)) {
        if (isControl(field) || !admits(source, field)) continue
        const value = scripted(record, field, source)
        if (value) return { field, value }
      }
  return undefined
}
