import { type FullValue, full } from '../../bib/index.ts'
import { type Flavour, fieldsOf, type MarcRecord, texts } from '../../standards/marc/index.ts'
import { element, type Xml } from '../../standards/xml/index.ts'

/** Elements of Dublin Core, and the fields of the full display they are made of. DCMES 1.1 */
const elements: readonly (readonly [name: string, ...keys: readonly string[]])[] = [
  ['title', 'title', 'other-titles'],
  ['creator', 'author'],
  ['contributor', 'contributors'],
  ['subject', 'subjects', 'genre'],
  ['description', 'summary', 'contents'],
  ['language', 'language'],
  ['format', 'physical'],
  ['relation', 'series', 'host'],
  ['identifier', 'links'],
]

/** A record in simple Dublin Core: the schema info:srw/schema/1/dc-v1.1. */
export function dublinCore(record: MarcRecord, flavour: Flavour): Xml {
  const { brief, fields } = full(record, flavour)
  const valuesOf = (key: string) => fields.find((field) => field.key === key)?.values ?? []
  const made = elements.flatMap(([name, ...keys]) =>
    keys.flatMap(valuesOf).flatMap((value) => textsOf(value).map((text) => element(`dc:${name}`, {}, text))),
  )
  return element(
    'srw_dc:dc',
    { 'xmlns:srw_dc': 'info:srw/schema/1/dc-schema', 'xmlns:dc': 'http://purl.org/dc/elements/1.1/' },
    ...made,
    publishersOf(record, flavour).map((publisher) => element('dc:publisher', {}, publisher)),
    brief.isbns.map((isbn) => element('dc:identifier', {}, `urn:isbn:${isbn}`)),
    brief.issns.map((issn) => element('dc:identifier', {}, `urn:issn:${issn}`)),
    brief.year === undefined ? undefined : element('dc:date', {}, brief.year),
    element('dc:type', {}, brief.format),
  )
}

/** An address where there is one, a name without what its bearer did, and the same in the original script. */
const textsOf = ({ text, script, url, search }: FullValue): string[] => [
  url ?? (search?.field === 'author' ? search.text : text),
  ...(script === undefined ? [] : [script]),
]

const publisherPlaces = { marc21: [['264', '260'], 'b'], unimarc: [['210', '214'], 'c'] } as const

/** The publishers alone, where the display has a whole imprint; without the punctuation before what follows. */
function publishersOf(record: MarcRecord, flavour: Flavour): string[] {
  const [tags, code] = publisherPlaces[flavour]
  const names = fieldsOf(record, ...tags).flatMap((field) => texts(field, code))
  return [...new Set(names.map((name) => name.replace(/[\s,:;]+$/, '').trim()))].filter(Boolean)
}
