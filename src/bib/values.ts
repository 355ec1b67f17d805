import { type Field, subfields, texts } from '../standards/marc/index.ts'
import { type Source, scripted, textOf } from './display.ts'
import type { Kind } from './full-table.ts'
import { type Identifier, normaliseIsbn, normaliseIssn, normaliseLccn, normaliseOclc } from './identifiers.ts'
import { languageName } from './languages.ts'
import { relatorName } from './relators.ts'
import { type Tagged, value } from './tagged.ts'
import { clean, cut, subdivision, trimIsbd } from './text.ts'
import type { FullValue } from './types.ts'

/** Characters of a text that stands with every value of its field: many long ones would be the square of the record. */
const longestShared = 500

type Maker = (record: Tagged, field: Field, source: Source) => FullValue[]

/** How each kind of labelled field makes its values from one field of the record. */
export const makers: Readonly<Record<Kind, Maker>> = {
  text: (record, field, source) => one(scripted(record, field, source)),
  agent,
  work: (record, field, source) =>
    searchable(
      scripted(record, field, source),
      'title',
      textOf(field, { ...source, codes: without(source.codes, 'i') }),
    ),
  series: (record, field, source) =>
    searchable(
      scripted(record, field, source),
      'title',
      textOf(field, { ...source, codes: without(source.codes, 'vx') }),
    ),
  subject: (record, field, source) => {
    const found = scripted(record, field, source)
    return searchable(found, 'subject', found?.text.replaceAll(subdivision, ' '))
  },
  language: languages,
  contents,
  entry,
  link,
  isbn: identifier(normaliseIsbn),
  issn: identifier(normaliseIssn),
  lccn: identifier(normaliseLccn),
  number: (_, field, source) => one({ text: [textOf(field, source), qualifier(field)].filter(Boolean).join(' ') }),
  oclc: (_, field, source) =>
    texts(field, source.codes).flatMap((text) => {
      const number = /^\s*\(OCoLC\)/i.test(text) ? normaliseOclc(text) : undefined
      return number === undefined ? [] : [{ text: number }]
    }),
}

const one = (found: FullValue | undefined): FullValue[] => (found && found.text !== '' ? [found] : [])

const without = (codes: string, dropped: string): string =>
  [...codes].filter((code) => !dropped.includes(code)).join('')

const searchable = (
  found: FullValue | undefined,
  field: 'author' | 'subject' | 'title',
  text = found?.text,
): FullValue[] => one(found && { ...found, ...(text && { search: { field, text } }) })

/** "Tolkien, J. R. R., 1892-1973 (author)": the name with its dates, then what the agent did. */
function agent(record: Tagged, field: Field, source: Source): FullValue[] {
  const name = scripted(record, field, source)
  if (!name) return []
  const roles = rolesOf(record, field)
  const dates = record.flavour === 'marc21' ? 'd' : 'f'
  const search = {
    field: 'author',
    text: textOf(field, { ...source, codes: without(source.codes, dates) }) || name.text,
  } as const
  return [{ ...name, text: roles.length > 0 ? `${name.text} (${roles.join(', ')})` : name.text, search }]
}

/** Roles as words: what the record spells out, else its codes. UNIMARC $e is part of a body's name. */
function rolesOf(record: Tagged, field: Field): string[] {
  const meeting = field[0].endsWith('11')
  const spelled = record.flavour === 'unimarc' ? [] : texts(field, meeting ? 'j' : 'e')
  const words = spelled.map((role) => trimIsbd(clean(role)))
  const coded = texts(field, '4').map((code) => relatorName(code))
  const roles = words.length > 0 ? words : coded
  return [...new Set(roles.filter((role) => role !== undefined && role !== ''))] as string[]
}

/** ISO 639-2 for a language that is not known: nothing to show. */
const undetermined = 'und'

/** Three-letter codes as names; before 2001 several stood in one subfield: "engfre". */
function languages(_: Tagged, field: Field, source: Source): FullValue[] {
  return texts(field, source.codes).flatMap((text) => {
    const codes = clean(text).replaceAll(' ', '').slice(0, 60)
    const parts = codes.length % 3 === 0 ? (codes.match(/.{3}/gu) ?? []) : [codes]
    return parts
      .filter((code) => code !== '' && code !== undetermined)
      .map((code) => ({ text: languageName(code) ?? code }))
  })
}

/** A contents note divided: at ISBD's double hyphens, in UNIMARC by subfields as well. */
function contents(record: Tagged, field: Field, source: Source): FullValue[] {
  if (record.flavour === 'unimarc')
    return texts(field, source.codes).flatMap((text) => split(clean(text)).map((part) => ({ text: part })))
  const found = scripted(record, field, source)
  if (!found) return []
  const parts = split(found.text)
  const scripts = found.script === undefined ? [] : split(found.script)
  // Only parts that correspond one to one can stand beside each other.
  if (scripts.length > 0 && scripts.length !== parts.length) return [found]
  return parts.map((text, at) => (scripts[at] ? { text, script: scripts[at] } : { text }))
}

const split = (text: string): string[] =>
  text
    .split(/ ?-- ?/)
    .map(trimIsbd)
    .filter(Boolean)

/** MARC 21 780 and 785 second indicator, the UNIMARC tag: how the two titles are related, where the label does not say. */
const relations: Readonly<Record<string, string>> = {
  '780 1': 'Continues in part',
  '780 2': 'Supersedes',
  '780 3': 'Supersedes in part',
  '780 4': 'Formed by the union of',
  '780 5': 'Absorbed',
  '780 6': 'Absorbed in part',
  '780 7': 'Separated from',
  '785 1': 'Continued in part by',
  '785 2': 'Superseded by',
  '785 3': 'Superseded in part by',
  '785 4': 'Absorbed by',
  '785 5': 'Absorbed in part by',
  '785 6': 'Split into',
  '785 7': 'Merged to form',
  '785 8': 'Changed back to',
  '431': 'Continues in part',
  '432': 'Supersedes',
  '434': 'Absorbed',
  '435': 'Absorbed in part',
  '436': 'Formed by the union of',
  '437': 'Separated from',
  '441': 'Continued in part by',
  '442': 'Superseded by',
  '444': 'Absorbed by',
  '446': 'Split into',
  '447': 'Merged to form',
  '448': 'Changed back to',
  '765': 'Original language',
  '767': 'Translation',
  '770': 'Supplement',
  '772': 'Supplement to',
  '775': 'Other edition',
  '776': 'Other form',
  '421': 'Supplement',
  '422': 'Supplement to',
  '451': 'Other edition',
  '452': 'Other form',
  '453': 'Translation',
  '454': 'Original',
}

function entry(record: Tagged, field: Field, source: Source): FullValue[] {
  const embedded = record.flavour === 'unimarc' ? unwrapped(field) : field
  const found = scripted(record, embedded, {
    ...source,
    codes: record.flavour === 'marc21' ? without(source.codes, 'i') : source.codes,
  })
  if (!found) return []
  const said = record.flavour === 'marc21' ? value(field, 'i') : undefined
  const how =
    said === undefined ? (relations[`${field[0]} ${field[1].charAt(1)}`] ?? relations[field[0]]) : trimIsbd(said)
  const title = value(embedded, 't') ?? (record.flavour === 'unimarc' ? value(embedded, 'a') : undefined)
  const text = how ? `${how}: ${found.text}` : found.text
  return [{ ...found, text, ...(title && { search: { field: 'title', text: trimIsbd(title) } as const }) }]
}

/** UNIMARC linking entries may embed whole fields: `$1 2001 $a Title`. The parts to show are those of the title. */
function unwrapped(field: Field): Field {
  if (!field.includes('1', 2)) return field
  const shown: Field = [field[0], field[1]]
  let tag = ''
  for (const [code, text] of subfields(field)) {
    if (code === '1') tag = text.slice(0, 3)
    else if (tag === '200' || tag === '') shown.push(code, text)
    else if (tag === '011' && code === 'a') shown.push('x', text)
  }
  return shown
}

/** Electronic locations: each address with the words the record has for it. */
function link(record: Tagged, field: Field, source: Source): FullValue[] {
  const words = [value(field, 'y') ?? value(field, '3'), value(field, 'z')].filter((text) => text !== undefined)
  const said = record.flavour === 'unimarc' && words.length === 0 ? value(field, '2') : words.join(' ')
  const label = said && cut(said, longestShared)
  return texts(field, source.codes).flatMap((text) => {
    const url = clean(text)
    return url === '' ? [] : [{ text: label || url, url }]
  })
}

/** Identifiers in their normal form with their qualification; wrong and cancelled ones are marked. */
function identifier(normalise: (text: string) => Identifier): Maker {
  return (_, field, source) => {
    const found: FullValue[] = []
    const qualified = qualifier(field)
    for (const [code, text] of subfields(field)) {
      if (!source.codes.includes(code) || clean(text) === '') continue
      const { value, valid } = normalise(clean(text))
      const marks = [inBrackets(text) ?? qualified, code === 'y' || code === 'z' || !valid ? '(invalid)' : '']
      found.push({ text: [value, ...marks].filter(Boolean).join(' ') })
    }
    return found
  }
}

/** "(pbk.)" behind the number itself. */
function inBrackets(text: string): string | undefined {
  const start = text.indexOf('(')
  return start > 0 ? clean(text.slice(start, start + 100)) : undefined
}

/** $q of MARC 21, $b of UNIMARC 010, in parentheses. */
function qualifier(field: Field): string {
  const said = texts(field, field[0] === '010' ? 'b' : 'q').map((text) => clean(text).replace(/^\(|\)$/g, ''))
  return said.length > 0 ? `(${cut(said.join(', '), longestShared)})` : ''
}
