import { isControl } from '../field.ts'
import type { Flavour, MarcRecord } from '../types.ts'
import { checkRecord, type WriteOptions } from './writable.ts'

export const marcxmlNamespace = 'http://www.loc.gov/MARC21/slim'

/** What stands before and after the records of a MARCXML file. */
export const marcxmlOpen = `<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="${marcxmlNamespace}">\n`
export const marcxmlClose = '</collection>\n'

/**
 * Writes a record as a MARCXML `record` element without a namespace of its own: for use between `marcxmlOpen` and
 * `marcxmlClose`.
 *
 * Characters that XML 1.0 (§2.2) cannot hold even as references (controls but tab, LF and CR; halves of surrogate
 * pairs; U+FFFE, U+FFFF) are left out and told to `onLoss`: they are stray bytes of old systems, and one of them must not
 * keep a reader from the record.
 */
export function writeMarcxml(record: MarcRecord, options: WriteOptions = {}): string {
  checkRecord('MARCXML', record)
  let xml = `<record>\n  <leader>${escapeText(record.leader, 'LDR', options)}</leader>\n`
  for (const field of record.fields) {
    const tag = field[0]
    if (isControl(field)) {
      xml += `  <controlfield tag="${attribute(tag, tag, options)}">${escapeText(field[1], tag, options)}</controlfield>\n`
      continue
    }
    const [ind1, ind2] = [attribute(field[1][0]!, tag, options), attribute(field[1][1]!, tag, options)]
    xml += `  <datafield tag="${attribute(tag, tag, options)}" ind1="${ind1}" ind2="${ind2}">\n`
    for (let at = 2; at < field.length; at += 2)
      xml += `    <subfield code="${attribute(field[at]!, tag, options)}">${escapeText(field[at + 1]!, tag, options)}</subfield>\n`
    xml += '  </datafield>\n'
  }
  return `${xml}</record>\n`
}

/** A MARCXML `record` that stands alone, in its namespace. In MARC 21 its leader says that the text is Unicode now. */
export function marcxmlRecord(record: MarcRecord, flavour: Flavour): string {
  const unicode = record.clone()
  if (flavour === 'marc21') unicode.leader = `${record.leader.slice(0, 9)}a${record.leader.slice(10)}`
  return writeMarcxml(unicode).replace('<record>', `<record xmlns="${marcxmlNamespace}">`)
}

/** A first, quick look: what is in here is special or, pairs of surrogates excepted, illegal. */
const suspect = /[\x00-\x1f&<>"\ud800-\udfff\ufffe\uffff]/
// A CR would be read back as LF, and blanks in an attribute as spaces, unless they are references (XML 1.0 §2.11, §3.3.3).
const specials = /[&<>\r]/g
const attributeSpecials = /[&<>"\t\n\r]/g
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}
const refer = (character: string) => references[character]!

const illegal = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu

const escapeText = (text: string, tag: string, options: WriteOptions): string =>
  suspect.test(text) ? withoutIllegal(text, tag, options).replace(specials, refer) : text

const attribute = (text: string, tag: string, options: WriteOptions): string =>
  suspect.test(text) ? withoutIllegal(text, tag, options).replace(attributeSpecials, refer) : text

const withoutIllegal = (text: string, tag: string, options: WriteOptions): string =>
  text.replace(illegal, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    options.onLoss?.('xml-character-dropped', tag, `U+${code}`)
    return ''
  })
