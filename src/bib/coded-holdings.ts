import { type Field, subfields } from '../standards/marc/index.ts'
import { all, type Tagged, value } from './tagged.ts'
import { clean } from './text.ts'

/** A statement of what is held, and the number by which it belongs to a copy or to a place; undefined for none. */
export interface Statement {
  readonly link: string | undefined
  readonly text: string
}

/** Captions and what they stand over: basic volumes, supplements, indexes. MARC 21 Holdings, 853–855 and 863–865. */
const pairs = [
  ['853', '863'],
  ['854', '864'],
  ['855', '865'],
] as const

const enumeration = [...'abcdefgh']
const chronology = [...'ijklm']

const months = ['Jan.', 'Feb.', 'Mar.', 'Apr.', 'May', 'June', 'July', 'Aug.', 'Sept.', 'Oct.', 'Nov.', 'Dec.']
const seasons = ['Spring', 'Summer', 'Autumn', 'Winter']

/**
 * What coded fields say is held, in words: under the captions "v.", "no.", "(year)", the values 1-10, 1-4, 1990-1999 are
 * "v.1:no.1 (1990) – v.10:no.4 (1999)". Fields without the captions they name are left out.
 */
export function codedStatements(record: Tagged): readonly Statement[] {
  return pairs.flatMap(([captionTag, valueTag]) => {
    const captions = new Map(all(record, captionTag).map((field) => [linkNumber(field), field]))
    return all(record, valueTag).flatMap((field): Statement[] => {
      const link = linkNumber(field)
      const caption = captions.get(link)
      const text = caption ? statement(caption, field) : ''
      return text === '' ? [] : [{ link, text }]
    })
  })
}

/** $8 "1.2" belongs to group 1. */
export const linkNumber = (field: Field): string | undefined => value(field, '8')?.split('.', 1)[0]

function statement(caption: Field, values: Field): string {
  const ends = rangeOf(values)
  const [first, last] = ends.map((end) => spelt(caption, end))
  const note = value(values, 'z')
  const whole = first === last ? first! : last === '' ? `${first}–` : `${first} – ${last}`
  return [whole, note && clean(note)].filter(Boolean).join(' – ')
}

type Values = ReadonlyMap<string, string>

/** The values at both ends of a range; "5-" has no end yet, and a value without a hyphen holds for both. */
function rangeOf(field: Field): readonly [first: Values, last: Values] {
  const [first, last] = [new Map<string, string>(), new Map<string, string>()]
  for (const [code, text] of subfields(field)) {
    if (!enumeration.includes(code) && !chronology.includes(code)) continue
    const [from = '', to] = clean(text).split('-', 2)
    first.set(code, from)
    if (to !== '') last.set(code, to ?? from)
  }
  return [first, hasEnd(field) ? last : new Map()]
}

/** Whether no value is left open; of an open range the levels below say nothing of an end. */
const hasEnd = (field: Field): boolean =>
  subfields(field).every(([code, text]) => !isLevel(code) || !/-\s*$/.test(text))
const isLevel = (code: string): boolean => enumeration.includes(code) || chronology.includes(code)

function spelt(caption: Field, values: Values): string {
  const level = (code: string) => {
    const [said, under] = [values.get(code), value(caption, code)]
    if (said === undefined || said === '' || under === undefined) return []
    // A caption in parentheses says what the number is and is not printed.
    return [/^\(.*\)$/.test(under) ? named(under, said) : `${under}${/\.$/.test(under) ? '' : ' '}${said}`]
  }
  const numbers = enumeration.flatMap(level).join(':')
  const dates = chronology.flatMap(level).join(':')
  if (numbers === '') return dates
  return dates === '' ? numbers : `${numbers} (${dates})`
}

/** Months and seasons are numbers in coded chronology. */
function named(caption: string, said: string): string {
  const number = /^\d{1,2}$/.test(said) ? Number(said) : 0
  if (caption === '(month)') return months[number - 1] ?? said
  return caption === '(season)' ? (seasons[number - 21] ?? said) : said
}
