import { type Field, text } from '../../standards/marc/index.ts'
import { type Source, textOf } from '../display.ts'
import { normaliseIsbn, normaliseIssn } from '../identifiers.ts'
import { all, type Tagged, value } from '../tagged.ts'

/** What an article is in, as far as its record says. */
export interface Host {
  readonly title?: string
  readonly issn?: string
  readonly isbn?: string
  readonly volume?: string
  readonly issue?: string
  readonly year?: string
  readonly pages?: string
}

/** Where the host item stands: MARC 21 773; UNIMARC 461 to 463, set, subset and piece. */
const hosts: Readonly<Record<Tagged['flavour'], readonly string[]>> = {
  marc21: ['773'],
  unimarc: ['463', '461', '462'],
}
const title: Source = { tags: [], codes: 't' }

/** The host item of an article’s record. */
export function hostOf(record: Tagged): Host {
  const field = hosts[record.flavour].flatMap((tag) => all(record, tag))[0]
  if (!field) return {}
  const name = textOf(field, title)
  const issn = normaliseIssn(text(field, 'x') ?? '')
  const isbn = normaliseIsbn(text(field, record.flavour === 'marc21' ? 'z' : 'y') ?? '')
  return {
    ...(name && { title: name }),
    ...(issn.valid && { issn: issn.value }),
    ...(isbn.valid && { isbn: isbn.value }),
    ...placeIn(record, field),
  }
}

/** Volume, issue, year and pages: coded in MARC 21 $q ("12:3<45"), else read from the words of $g, UNIMARC $v and $p. */
function placeIn(record: Tagged, field: Field): Host {
  const isMarc21 = record.flavour === 'marc21'
  const words = isMarc21 ? (value(field, 'g') ?? '') : [value(field, 'v'), value(field, 'p')].filter(Boolean).join(', ')
  const [, volume, issue, page] = isMarc21
    ? (/^([^:<]{1,40})(?::([^<]{1,40}))?(?:<(.{1,40}))?$/.exec(value(field, 'q') ?? '') ?? [])
    : []
  const read = wordsOfPlace(words)
  return {
    ...read,
    ...(volume && { volume }),
    ...(issue && { issue }),
    ...(page && !read.pages && { pages: page }),
  }
}

const number = String.raw`\s*([\p{L}\d]{1,12}(?:[-–/]\d{1,8})?)`
const patterns: Readonly<Record<'volume' | 'issue' | 'year' | 'pages', RegExp>> = {
  volume: new RegExp(String.raw`(?<!\p{L})(?:vol|volume|v|bd|band|jg|jahrg|t|tome|rocz|roč|т)\.?${number}`, 'iu'),
  issue: new RegExp(String.raw`(?<!\p{L})(?:no|nr|n°|num|issue|iss|h|heft|fasc|z|č|№)\.?${number}`, 'iu'),
  year: /(?<!\d)((?:1[5-9]|20)\d\d)(?!\d)/,
  pages: /(?<!\p{L})(?:pages?|pp?|s|str|с)\.?\s*([a-z]?\d{1,6}(?:\s?[-–]\s?[a-z]?\d{1,6})?)/iu,
}

/** "Vol. 12, no. 3 (May 2003), p. 45-67". */
function wordsOfPlace(words: string): Host {
  const found: Record<string, string> = {}
  for (const [part, pattern] of Object.entries(patterns)) {
    const [, text] = pattern.exec(words.slice(0, 300)) ?? []
    if (text !== undefined) found[part] = text.replace(/\s/g, '')
  }
  return found
}
