import type { Flavour, MarcRecord } from '../standards/marc/index.ts'
import { briefOf } from './brief.ts'
import { fieldsFrom } from './display.ts'
import type { Row } from './full-table.ts'
import { recordHoldings } from './holdings.ts'
import { languageName } from './languages.ts'
import { marc21Full } from './marc21-full.ts'
import { type Tagged, tagged } from './tagged.ts'
import type { Brief, Full, FullField, FullValue } from './types.ts'
import { unimarcFull } from './unimarc-full.ts'
import { makers } from './values.ts'

const tables: Readonly<Record<Flavour, readonly Row[]>> = { marc21: marc21Full, unimarc: unimarcFull }

/**
 * The full display of a record, MARC 21 or UNIMARC: labelled fields in a reader's order, and the holdings the record
 * carries. Any record gives one; it never throws. Texts are not shortened.
 */
export function full(record: MarcRecord, flavour: Flavour): Full {
  const read = tagged(record, flavour)
  const brief = briefOf(read)
  const fields: FullField[] = []
  for (const row of tables[flavour]) {
    const values = valuesOf(read, row)
    const shown = values.length > 0 ? values : inPlaceOf(row, brief)
    if (shown.length > 0) fields.push({ key: row.key, label: row.label, values: shown })
  }
  return { brief, fields, holdings: recordHoldings(read), flavour }
}

/** What stands for a field the record does not have: there is always a title, and often the language is only coded. */
function inPlaceOf({ key }: Row, { title, language }: Brief): readonly FullValue[] {
  if (key === 'title') return [title]
  if (key === 'language' && language !== undefined) return [{ text: languageName(language) ?? language }]
  return []
}

/** The values of a row, each text once. */
function valuesOf(record: Tagged, row: Row): FullValue[] {
  const values = new Map<string, FullValue>()
  for (const source of row.sources)
    for (const field of fieldsFrom(record, source))
      for (const made of makers[row.kind](record, field, source)) {
        const identity = `${made.text}\u0000${made.url ?? ''}`
        if (!values.has(identity)) values.set(identity, made)
      }
  return [...values.values()]
}
