import { type Field, MarcRecord } from '../../standards/marc/index.ts'
import { normaliseIsbn, normaliseIssn } from '../identifiers.ts'
import { clean } from '../text.ts'
import type { Format } from '../types.ts'
import { languagesOfArticles, nonFilingOf } from './articles.ts'
import { codings } from './materials.ts'
import { personEntry } from './names.ts'

/** What the form of a new record asks for. Texts as typed; empty ones do not count. */
export interface BriefForm {
  /** With the subtitle behind " : ", and who is responsible behind " / ", if one likes. */
  readonly title: string
  readonly author?: string | undefined
  readonly authorKind?: 'person' | 'body' | undefined
  readonly edition?: string | undefined
  readonly place?: string | undefined
  readonly publisher?: string | undefined
  /** Four digits. */
  readonly year?: string | undefined
  readonly isbns?: readonly string[] | undefined
  readonly issns?: readonly string[] | undefined
  readonly format: Format
  /** ISO 639-2/B code. */
  readonly language?: string | undefined
  readonly notes?: readonly string[] | undefined
  readonly subjects?: readonly string[] | undefined
}

/** What a new record says besides the form. */
export interface BriefOrigin {
  /** Day of entry, YYYY-MM-DD. */
  readonly entered: string
  /** Our code among libraries, for 040. */
  readonly agency?: string | undefined
}

/**
 * A brief record in MARC 21 (leader/17 `5`) of what is known of a title before it is in hand: valid codes, ISBD
 * punctuation, RDA types. An author "Stanisław Lem" is entered as "Lem, Stanisław".
 */
export function briefRecord(form: BriefForm, { entered, agency }: BriefOrigin): MarcRecord {
  const coding = codings[form.format]
  const record = new MarcRecord()
  record.leader = `00000n${coding.type} a22000005i 4500`
  const entry = mainEntry(form)
  const fields: (Field | undefined)[] = [
    coding.physical === undefined ? undefined : ['007', coding.physical],
    ['008', fixedData(form, coding.specific, entered)],
    ...said(form.isbns).map(isbnField),
    ...said(form.issns).map((text): Field => ['022', '  ', 'a', normaliseIssn(text).value]),
    agency === undefined ? undefined : ['040', '  ', 'a', agency, 'e', 'rda', 'c', agency],
    entry,
    titleField(form, entry !== undefined),
    one(form.edition, (text) => ['250', '  ', 'a', text]),
    imprintField(form),
    ...(coding.rda ?? []).map(
      ([term, code], at): Field => [`33${6 + at}`, '  ', 'a', term, 'b', code, '2', rdaSources[at]!],
    ),
    ...said(form.notes).map((text): Field => ['500', '  ', 'a', text]),
    ...said(form.subjects).map((text): Field => ['653', '  ', 'a', text]),
  ]
  record.fields = fields.filter((field) => field !== undefined)
  return record
}

/**
 * The records there may be of a title that somebody typed, to look for them: titles are compared without their article,
 * and what is one depends on the language, which nobody says. The first is without any.
 */
export const briefRecordsLike = (form: Omit<BriefForm, 'language'>, origin: BriefOrigin): readonly MarcRecord[] =>
  [undefined, ...languagesOfArticles(tidy(form.title))].map((language) => briefRecord({ ...form, language }, origin))

const rdaSources = ['rdacontent', 'rdamedia', 'rdacarrier'] as const

/** A text in one line and NFC, or "". */
const tidy = (text: string | undefined): string => clean(text ?? '').normalize('NFC')

const said = (texts: readonly string[] | undefined): string[] => (texts ?? []).map(tidy).filter((text) => text !== '')

function one(text: string | undefined, make: (text: string) => Field): Field | undefined {
  const found = tidy(text)
  return found === '' ? undefined : make(found)
}

/** Continuing resources: 008/06 `c`, still published. */
const continuing = new Set<Format>(['serial'])

/** MARC 21 008, all 40 characters: day, kind of date, dates, place unknown, the material's own, language, source. */
function fixedData(form: BriefForm, specific: string, entered: string): string {
  const year = tidy(form.year)
  const known = /^\d{4}$/.test(year)
  const dates = continuing.has(form.format) ? `c${known ? year : 'uuuu'}9999` : known ? `s${year}    ` : 'nuuuuuuuu'
  const language = (form.language || '   ').padEnd(3).slice(0, 3)
  return `${entered.replaceAll('-', '').slice(2, 8)}${dates}xx ${specific}${language} d`
}

/** "9780306406157 (pbk.)": the number in $a, what it is the number of in $q. */
function isbnField(text: string): Field {
  const { value } = normaliseIsbn(text)
  const open = text.indexOf('(')
  const qualifier =
    open > 0
      ? text
          .slice(open)
          .replace(/^\(|\)\s*$/g, '')
          .trim()
      : ''
  return ['020', '  ', 'a', value, ...(qualifier ? ['q', `(${qualifier})`] : [])]
}

function mainEntry(form: BriefForm): Field | undefined {
  return one(form.author, (text) => {
    if (form.authorKind === 'body') return ['110', '2 ', 'a', text]
    const { name, suffix, inverted } = personEntry(text)
    return ['100', inverted ? '1 ' : '0 ', 'a', suffix ? `${name},` : name, ...(suffix ? ['c', suffix] : [])]
  })
}

/** 245: the title up to " : " or " / ", ISBD marks at the ends of subfields, the article counted. */
function titleField(form: BriefForm, underAuthor: boolean): Field {
  const whole = tidy(form.title)
  const slash = whole.indexOf(' / ')
  const [title, responsibility] = slash > 0 ? [whole.slice(0, slash), whole.slice(slash + 3)] : [whole, '']
  const colon = title.indexOf(' : ')
  const [proper, rest] = colon > 0 ? [title.slice(0, colon), title.slice(colon + 3)] : [title, '']
  const end = responsibility ? ' /' : ''
  return [
    '245',
    `${underAuthor ? 1 : 0}${nonFilingOf(proper, form.language)}`,
    'a',
    rest ? `${proper} :` : `${proper}${end}`,
    ...(rest ? ['b', `${rest}${end}`] : []),
    ...(responsibility ? ['c', responsibility] : []),
  ]
}

/** 264 second indicator 1, "Publication". */
function imprintField({ place, publisher, year }: BriefForm): Field | undefined {
  const parts = [
    { code: 'a', text: tidy(place), before: '' },
    { code: 'b', text: tidy(publisher), before: ' :' },
    { code: 'c', text: tidy(year), before: ',' },
  ].filter(({ text }) => text !== '')
  if (parts.length === 0) return undefined
  // ISBD marks stand at the end of the subfield before.
  return ['264', ' 1', ...parts.flatMap(({ code, text }, at) => [code, text + (parts[at + 1]?.before ?? '')])]
}
