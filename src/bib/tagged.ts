import { type Field, type Flavour, isControlTag, type MarcRecord, text } from '../standards/marc/index.ts'
import { clean } from './text.ts'

/** A record with its fields by tag, each script form beside the field it belongs to. */
export interface Tagged {
  readonly flavour: Flavour
  /** At least 24 characters. */
  readonly leader: string
  /** Fields in the record's order. A script form without partner stands under the tag it is a form of. */
  readonly fields: ReadonlyMap<string, readonly Field[]>
  readonly scripts: ReadonlyMap<Field, Field>
}

const none: readonly Field[] = []

/** Reads a record once. MARC 21 880 $6 (Appendix A, "Control subfields"); UNIMARC $6 and $7 (section 4, "Linking"). */
export function tagged(record: MarcRecord, flavour: Flavour): Tagged {
  const fields = new Map<string, Field[]>()
  for (const field of record.fields) {
    const tag = String(field[0] ?? '')
    const same = fields.get(tag)
    if (same) same.push(field)
    else fields.set(tag, [field])
  }
  const scripts = flavour === 'marc21' ? link880(fields) : linkTwins(fields)
  return { flavour, leader: (record.leader ?? '').padEnd(24), fields, scripts }
}

/** The fields with this tag. */
export const all = (record: Tagged, tag: string): readonly Field[] => record.fields.get(tag) ?? none

/** The text of the first control field with this tag, "" when there is none. */
export const control = (record: Tagged, tag: string): string => all(record, tag)[0]?.[1] ?? ''

/** The cleaned text of the first subfield `code` of a field, undefined when there is none or it is blank. */
export function value(field: Field | undefined, code: string): string | undefined {
  const found = field && text(field, code)
  return (found && clean(found)) || undefined
}

/** Fields that a record has once: a script form whose link is broken can only belong to that one. */
const single = new Set(['100', '110', '111', '130', '240', '245', '250'])

function link880(fields: Map<string, Field[]>): Map<Field, Field> {
  const scripts = new Map<Field, Field>()
  const forms = fields.get('880')
  if (!forms) return scripts
  const partners = new Map<string, Field>()
  for (const [tag, same] of fields) {
    if (tag === '880' || isControlTag(tag)) continue
    for (const field of same) {
      const link = linkOf(field)
      if (link && link.occurrence > 0) partners.set(`${tag}-${link.occurrence}`, field)
    }
  }
  const unlinked: Field[] = []
  for (const form of forms) {
    const link = linkOf(form)
    const partner = link && partners.get(`${link.tag}-${link.occurrence}`)
    if (partner && !scripts.has(partner)) scripts.set(partner, form)
    else unlinked.push(form)
  }
  fields.delete('880')
  for (const form of unlinked) {
    const tag = linkOf(form)?.tag ?? '880'
    const same = fields.get(tag)
    if (same && single.has(tag) && !scripts.has(same[0]!)) scripts.set(same[0]!, form)
    else if (same) same.push(form)
    else fields.set(tag, [form])
  }
  return scripts
}

/** `$6` "245-01/(N" → tag 245, occurrence 1. */
function linkOf(field: Field): { tag: string; occurrence: number } | undefined {
  const found = text(field, '6')
  const match = found && /^\s*(\d{3})-(\d{1,4})/.exec(found)
  return match ? { tag: match[1]!, occurrence: Number(match[2]) } : undefined
}

/** UNIMARC repeats the field itself, with the same `$6` ("a01") and another script in `$7` ("ba" is Latin). */
function linkTwins(fields: Map<string, Field[]>): Map<Field, Field> {
  const scripts = new Map<Field, Field>()
  for (const [tag, same] of fields) {
    if (same.length < 2 || isControlTag(tag)) continue
    const kept: Field[] = []
    /** Where in `kept` the field with this number stands. */
    const places = new Map<string, number>()
    for (const field of same) {
      const number = /\d{1,4}/.exec(text(field, '6') ?? '')?.[0]
      const place = number === undefined ? undefined : places.get(number)
      const first = place === undefined ? undefined : kept[place]
      if (place === undefined || !first || scripts.has(first) || scriptOf(first) === scriptOf(field)) {
        if (number !== undefined) places.set(number, kept.length)
        kept.push(field)
      } else if (scriptOf(field) === 'ba') {
        kept[place] = field
        scripts.set(field, first)
      } else scripts.set(first, field)
    }
    fields.set(tag, kept)
  }
  return scripts
}

/** UNIMARC `$7`, script of the field: the first two characters. Latin where it is not said. */
const scriptOf = (field: Field): string => text(field, '7')?.slice(0, 2) || 'ba'
