import { type BriefForm, briefRecord, type Format, formats } from '../../../bib/index.ts'
import type { Field, MarcRecord } from '../../../standards/marc/index.ts'
import type { Columns } from './columns.ts'
import { type ItemColumn, isItemColumn, isRecordColumn, type RecordColumn, type TableMapping } from './mapping.ts'

/** Which field and subfields of a record hold its items. */
export type ItemField = { readonly tag: string } & { readonly [column in ItemColumn]?: string | undefined }

export interface RowContext {
  readonly mapping: TableMapping
  readonly columns: Columns
  readonly items: ItemField | undefined
  /** Day of entry, YYYY-MM-DD. */
  readonly entered: string
  readonly agency?: string | undefined
}

/** The record that a row of cells describes, or undefined where it has no title. */
export function recordOfRow(cells: readonly string[], context: RowContext): MarcRecord | undefined {
  const { mapping, columns, items, entered, agency } = context
  const said = columns
    .map(({ at, target }) => ({ target, text: (cells[at] ?? '').trim() }))
    .filter(({ text }) => text !== '')
  const of = (wanted: RecordColumn): string[] =>
    said.flatMap(({ target, text }) => (target === wanted ? valuesOf(text, mapping) : []))
  const [title] = said.flatMap(({ target, text }) => (target === 'title' ? [text] : []))
  if (title === undefined) return undefined
  const [author, ...otherAuthors] = of('author')
  const [body, ...otherBodies] = of('body')
  const form: BriefForm = {
    title,
    author: author ?? body,
    authorKind: author === undefined ? 'body' : 'person',
    edition: of('edition')[0],
    place: of('place')[0],
    publisher: of('publisher')[0],
    year: yearIn(of('year')[0]),
    isbns: of('isbn'),
    issns: of('issn'),
    format: formatOf(of('format')[0], mapping),
    language: languageOf(of('language')[0], mapping),
    notes: of('notes'),
    subjects: of('subject'),
  }
  const record = briefRecord(form, { entered, agency })
  const added: Field[] = [
    ...otherAuthors.map((text): Field => ['700', text.includes(',') ? '1 ' : '0 ', 'a', text]),
    ...(author === undefined ? otherBodies : [body, ...otherBodies].filter((text) => text !== undefined)).map(
      (text): Field => ['710', '2 ', 'a', text],
    ),
    ...placed(said, mapping),
    ...itemField(said, items),
  ]
  // By tag, as they stand in a record; those with one tag as the columns stand. Letters last.
  record.fields = [...record.fields, ...added]
    .map((field, at) => ({ field, at }))
    .sort((a, b) => (a.field[0] < b.field[0] ? -1 : a.field[0] > b.field[0] ? 1 : a.at - b.at))
    .map(({ field }) => field)
  return record
}

type Said = readonly { readonly target: string; readonly text: string }[]

const valuesOf = (text: string, { separator }: TableMapping): string[] =>
  separator === undefined
    ? [text]
    : text
        .split(separator)
        .map((value) => value.trim())
        .filter((value) => value !== '')

/** "c1999", "1999-2001": the first year named. */
const yearIn = (text: string | undefined): string | undefined => /\d{4}/.exec(text ?? '')?.[0] ?? text

function formatOf(text: string | undefined, { formats: words, defaults }: TableMapping): Format {
  if (text === undefined) return defaults.format
  if (Object.hasOwn(words, text)) return words[text]!
  return formats.find((format) => format === text.toLowerCase()) ?? defaults.format
}

function languageOf(text: string | undefined, { languages, defaults }: TableMapping): string | undefined {
  if (text === undefined) return defaults.language
  if (Object.hasOwn(languages, text)) return languages[text]
  return /^[a-z]{3}$/i.test(text) ? text.toLowerCase() : defaults.language
}

/** Fields of columns with a place of their own. Neighbours with one tag are one field, until a subfield comes again. */
function placed(said: Said, mapping: TableMapping): Field[] {
  const fields: Field[] = []
  let open: { readonly tag: string; readonly codes: Set<string>; readonly field: Field } | undefined
  for (const { target, text } of said) {
    if (isRecordColumn(target) || isItemColumn(target)) continue
    const [tag, code] = target.split('$') as [string, string | undefined]
    if (code === undefined) {
      fields.push([tag, text])
      continue
    }
    for (const value of valuesOf(text, mapping)) {
      if (open?.tag !== tag || open.codes.has(code)) {
        open = { tag, codes: new Set(), field: [tag, '  '] }
        fields.push(open.field)
      }
      open.codes.add(code)
      open.field.push(code, value)
    }
  }
  return fields
}

function itemField(said: Said, items: ItemField | undefined): Field[] {
  if (items === undefined) return []
  const field: Field = [items.tag, '  ']
  for (const { target, text } of said) {
    const code = isItemColumn(target) ? items[target] : undefined
    if (code !== undefined) field.push(code, text)
  }
  return field.length > 2 ? [field] : []
}
