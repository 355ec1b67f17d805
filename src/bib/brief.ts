import { type Field, type Flavour, indicator, type MarcRecord, text, texts } from '../standards/marc/index.ts'
import type { BriefTable } from './brief-table.ts'
import { marc21Year, unimarcYear, yearOf } from './dates.ts'
import { fieldsFrom, firstOf, type Source, textOf } from './display.ts'
import { materialOf } from './formats.ts'
import { type Identifier, normaliseIsbn, normaliseIssn, normaliseLccn, normaliseOclc } from './identifiers.ts'
import { bibliographicCode } from './languages.ts'
import { levelOf } from './levels.ts'
import { marc21Brief } from './marc21-brief.ts'
import { all, control, type Tagged, tagged, value } from './tagged.ts'
import { clean, cut, markedNonFiling } from './text.ts'
import type { Brief, Scripted } from './types.ts'
import { unimarcBrief } from './unimarc-brief.ts'

const tables: Readonly<Record<Flavour, BriefTable>> = { marc21: marc21Brief, unimarc: unimarcBrief }

/** What a record without any title is called. */
export const untitled = '[Untitled]'

/** Characters of one text in a brief display: a list shows a line or two, and it is held for every hit. */
const longestText = 1000
/** Identifiers of one kind in a brief display. A record with more is a set, or hostile. */
const mostIdentifiers = 50

/** The brief display of a record, MARC 21 or UNIMARC. Any record gives one; it never throws. Domain rules: see the tables. */
export function brief(record: MarcRecord, flavour: Flavour): Brief {
  return briefOf(tagged(record, flavour))
}

/** The brief display of a record already read. */
export function briefOf(record: Tagged): Brief {
  const table = tables[record.flavour]
  const title = firstOf(record, table.title)
  const part = firstOf(record, [table.part])?.value
  const author = firstOf(record, table.author)?.value
  const edition = firstOf(record, table.edition)?.value.text
  const imprint = firstOf(record, table.imprint)?.value.text
  const year = yearIn(record, table)
  const language = languageOf(record, table)
  const lccn = identifiers(record, table.lccn, normaliseLccn)[0]
  const oclc = oclcOf(record, table)
  const controlNumber = clean(control(record, '001'))
  return {
    title: title ? short(title.value) : { text: untitled },
    nonFiling: title ? nonFilingOf(record, title.field, title.value.text) : 0,
    ...(part && { part: short(part) }),
    ...(author && { author: short(author) }),
    ...(edition && { edition: cut(edition, longestText) }),
    ...(imprint && { imprint: cut(imprint, longestText) }),
    ...(year !== undefined && { year }),
    ...materialOf(record),
    ...(language && { language }),
    isbns: identifiers(record, table.isbn, normaliseIsbn),
    issns: identifiers(record, table.issn, normaliseIssn),
    ...(lccn && { lccn }),
    ...(oclc && { oclc }),
    ...(controlNumber && { controlNumber: cut(controlNumber, longestText) }),
    level: levelOf(record.leader, record.flavour),
  }
}

const short = ({ text, script }: Scripted): Scripted =>
  script === undefined
    ? { text: cut(text, longestText) }
    : { text: cut(text, longestText), script: cut(script, longestText) }

/** Which indicator counts the characters to skip; MARC 21, "Nonfiling characters". */
const nonFilingIndicators: Readonly<Record<string, 1 | 2>> = {
  '130': 1,
  '222': 2,
  '240': 2,
  '245': 2,
  '880': 2,
}

/** Characters to skip in sorting: as marked in the text, else as the indicator says if a word begins there, else none. */
function nonFilingOf(record: Tagged, field: Field, title: string): number {
  const raw = text(field, 'a') ?? ''
  const marked = title.startsWith(clean(raw).slice(0, 20)) ? markedNonFiling(raw) : 0
  if (marked > 0 || record.flavour === 'unimarc') return marked
  const which = nonFilingIndicators[field[0]]
  const count = which ? Number(indicator(field, which)) : 0
  return count > 0 && beginsWord(title, count) ? count : 0
}

const wordCharacter = /[\p{L}\p{N}\p{M}]/u

const beginsWord = (text: string, at: number): boolean =>
  at < text.length && !wordCharacter.test(text.charAt(at - 1)) && text.charAt(at) !== ' '

function yearIn(record: Tagged, table: BriefTable): number | undefined {
  const coded =
    record.flavour === 'marc21'
      ? marc21Year(control(record, '008'))
      : unimarcYear(text(all(record, '100')[0] ?? ['100', '  '], 'a') ?? '')
  if (coded !== undefined) return coded
  for (const field of fieldsFrom(record, table.date))
    for (const date of texts(field, table.date.codes)) {
      const year = yearOf(date)
      if (year !== undefined) return year
    }
  return undefined
}

const languageCode = /^[a-z]{3}$/
const noLanguage = new Set(['zxx', 'und', 'xxx'])

function languageOf(record: Tagged, table: BriefTable): string | undefined {
  const coded = record.flavour === 'marc21' ? control(record, '008').slice(35, 38).toLowerCase() : ''
  if (languageCode.test(coded) && !noLanguage.has(coded)) return bibliographicCode(coded)
  for (const field of fieldsFrom(record, table.language)) {
    // Before 2001 several codes stood in one subfield: "engfre".
    const code = value(field, table.language.codes)?.slice(0, 3).toLowerCase() ?? ''
    if (languageCode.test(code) && !noLanguage.has(code)) return bibliographicCode(code)
  }
  return undefined
}

/** The valid identifiers of a source, each once. */
function identifiers(record: Tagged, source: Source, normalise: (text: string) => Identifier): string[] {
  const found = new Set<string>()
  for (const field of fieldsFrom(record, source))
    for (const raw of texts(field, source.codes)) {
      const { value, valid } = normalise(raw)
      if (valid) found.add(value)
      if (found.size === mostIdentifiers) return [...found]
    }
  return [...found]
}

function oclcOf(record: Tagged, table: BriefTable): string | undefined {
  for (const field of fieldsFrom(record, table.oclc)) {
    const number = textOf(field, table.oclc)
    if (/^\(OCoLC\)/i.test(number)) return normaliseOclc(number)
  }
  return /^OCoLC/i.test(control(record, '003')) ? normaliseOclc(control(record, '001')) : undefined
}
