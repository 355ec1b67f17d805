import { type Field, MarcRecord } from '../standards/marc/index.ts'
import { readXml, type XmlElement } from '../standards/xml/index.ts'
import { normaliseIsbn, normaliseIssn } from './identifiers.ts'
import { bibliographicCode, languageName, languages } from './languages.ts'

/** The namespaces of Dublin Core elements: DCMES 1.1, and DCMI Metadata Terms. */
const namespaces: ReadonlySet<string> = new Set(['http://purl.org/dc/elements/1.1/', 'http://purl.org/dc/terms/'])
const limits = { bytes: 1024 * 1024, depth: 16, elements: 10_000, attributes: 50, name: 200, text: 256 * 1024 }

/** Leader/06 by the words of the DCMI Type Vocabulary, and of what libraries write in its place. */
const types: readonly (readonly [RegExp, string])[] = [
  [/moving ?image|video|film/i, 'g'],
  [/still ?image|image|photo/i, 'k'],
  [/music/i, 'j'],
  [/sound|audio/i, 'i'],
  [/map|cartograph/i, 'e'],
  [/score|notated/i, 'c'],
  [/dataset|software|electronic/i, 'm'],
  [/physical ?object/i, 'r'],
]
const serial = /serial|journal|periodical|newspaper/i

/**
 * The MARC 21 record that a record in simple Dublin Core amounts to, after the Library of Congress's crosswalk "Dublin Core
 * to MARC": names whose kind nobody knows are 720, subjects without a list 653. Undefined where there is no title.
 */
export function marcOfDublinCore(xml: Uint8Array): MarcRecord | undefined {
  const read = readXml(xml, limits)
  const said = read.ok ? elementsOf(read.root) : []
  const of = (...names: string[]) =>
    said.filter(({ name }) => names.includes(name)).flatMap(({ text }) => text.replace(/\s+/g, ' ').trim() || [])
  const [title, ...otherTitles] = of('title', 'alternative')
  if (title === undefined) return undefined
  const [date] = of('date', 'issued', 'created')
  const year = /\d{4}/.exec(date ?? '')?.[0]
  const language = of('language').map(languageCode)[0]
  const type = of('type').join(' ')
  const record = new MarcRecord()
  record.leader = `00000n${types.find(([words]) => words.test(type))?.[1] ?? 'a'}${serial.test(type) ? 's' : 'm'} a2200000 u 4500`
  const made: Field[] = [
    ['008', `||||||${year ? `s${year}` : 'nuuuu'}    xx ${'|'.repeat(17)}${language ?? 'und'}||`],
    ...of('identifier').map(identifierField),
    ...(language === undefined ? of('language').map((one): Field => ['546', '  ', 'a', one]) : []),
    ['245', '00', 'a', title],
    ...otherTitles.map((one): Field => ['246', '33', 'a', one]),
    ...imprint(of('publisher'), date),
    ...of('extent', 'medium').map((one): Field => ['300', '  ', 'a', one]),
    ...of('description', 'abstract').map((one): Field => ['520', '  ', 'a', one]),
    ...of('rights').map((one): Field => ['540', '  ', 'a', one]),
    ...of('subject').map((one): Field => ['653', '  ', 'a', one]),
    ...of('coverage', 'spatial', 'temporal').map((one): Field => ['500', '  ', 'a', one]),
    ...of('type').map((one): Field => ['655', ' 7', 'a', one, '2', 'local']),
    ...of('creator').map((one): Field => ['720', '  ', 'a', one, 'e', 'author']),
    ...of('contributor').map((one): Field => ['720', '  ', 'a', one]),
    ...of('source').map((one): Field => ['786', '0 ', 'n', one]),
    ...of('relation', 'isPartOf').map((one): Field => ['787', '0 ', 'n', one]),
  ]
  record.fields = made.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return record
}

/** Elements of Dublin Core, wherever a server wraps them. */
const elementsOf = (element: XmlElement): XmlElement[] =>
  namespaces.has(element.namespace) && element.children.length === 0 ? [element] : element.children.flatMap(elementsOf)

const englishNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** "eng", "en", "en-GB", "English" as a MARC code; undefined for what is none of them. */
function languageCode(text: string): string | undefined {
  const [code = ''] = text.toLowerCase().split('-')
  if (/^[a-z]{3}$/.test(code) && languageName(code) !== undefined) return bibliographicCode(code)
  const name = /^[a-z]{2}$/.test(code) ? englishNames.of(code) : text
  return languages.find(([, known]) => known.toLowerCase() === name?.toLowerCase())?.[0]
}

function identifierField(text: string): Field {
  const bare = text.replace(/^(?:urn:)?(?:isbn|issn)[:\s]*/i, '')
  const isbn = normaliseIsbn(bare)
  if (isbn.valid) return ['020', '  ', 'a', isbn.value]
  const issn = /^(?:urn:)?issn/i.test(text) || /^\d{4}-\d{3}[\dX]$/i.test(bare) ? normaliseIssn(bare) : undefined
  if (issn?.valid) return ['022', '  ', 'a', issn.value]
  return /^https?:\/\//i.test(text) ? ['856', '40', 'u', text] : ['024', '8 ', 'a', text]
}

function imprint(publishers: readonly string[], date: string | undefined): Field[] {
  const named = publishers.flatMap((one) => ['b', one])
  const field: Field = ['264', ' 1', ...named, ...(date === undefined ? [] : ['c', date])]
  return field.length > 2 ? [field] : []
}
