import { isControl } from '../field.ts'
import type { Field, MarcRecord } from '../types.ts'
import { checkRecord, unwritable, type WriteOptions } from './writable.ts'

const format = 'ISO 2709'
const subfieldDelimiter = '\x1f'
const fieldTerminator = '\x1e'
const recordTerminator = '\x1d'

/** What four and five digits of the directory and the leader can say. */
const longestField = 9_999
const longestRecord = 99_999

const printable = /^[\x20-\x7e]*$/
const separators = /[\x1d-\x1f]/
/** A first, quick look: what is in here is a separator or, pairs of surrogates excepted, no character. */
const suspect = /[\x1d-\x1f\ud800-\udfff]/
/** With the u flag a surrogate that is half of a pair does not match. */
const halfPair = /\p{Surrogate}/u

/**
 * Writes a record as ISO 2709 in UTF-8: the lengths and addresses of leader and directory are computed, leader/09 is "a"
 * and leader/20-23 "4500" (MARC 21, Leader; ISO 2709 §4.3). With `flavour: 'unimarc'` leader/09 stays and 100$a/26-29
 * becomes "50  ".
 * Throws `marc-unwritable` naming the field where the format cannot hold the record.
 */
export function writeIso2709(record: MarcRecord, options: WriteOptions = {}): Uint8Array {
  checkRecord(format, record)
  if (!printable.test(record.leader)) throw unwritable(format, 'its leader holds a character outside ASCII')
  const unimarc = options.flavour === 'unimarc'

  let directory = ''
  let body = ''
  let start = 0
  for (const [position, field] of record.fields.entries()) {
    const text = fieldText(unimarc && field[0] === '100' ? sayUtf8(field) : field, position)
    const length = Buffer.byteLength(text)
    if (length > longestField)
      throw unwritable(format, `it takes ${length} bytes, more than ${longestField}`, position, field[0])
    // The record's length is checked below, but a field that starts too far has no five digits for its address.
    if (start > longestRecord)
      throw unwritable(format, `it starts behind byte ${longestRecord} of the data`, position, field[0])
    directory += field[0] + digits(length, 4) + digits(start, 5)
    body += text
    start += length
  }

  const base = 24 + directory.length + 1
  const length = base + start + 1
  if (length > longestRecord) throw unwritable(format, `it takes ${length} bytes, more than ${longestRecord}`)
  const { leader } = record
  const head = `${digits(length, 5)}${leader.slice(5, 9)}${unimarc ? leader[9] : 'a'}22${digits(base, 5)}${leader.slice(17, 20)}4500`
  return Buffer.from(head + directory + fieldTerminator + body + recordTerminator)
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0')

/** The field's data with its terminator. */
function fieldText(field: Field, position: number): string {
  if (!printable.test(field[0])) throw unwritable(format, 'its tag holds a character outside ASCII', position, field[0])
  if (!isControl(field) && !printable.test(field[1]))
    throw unwritable(format, 'an indicator is a character outside ASCII', position, field[0])
  let text = field[1]
  checkText(text, field[0], position)
  for (let at = 2; at < field.length; at += 2) {
    const [code, value] = [field[at]!, field[at + 1]!]
    if (!printable.test(code))
      throw unwritable(format, `the subfield code ${JSON.stringify(code)} is outside ASCII`, position, field[0])
    checkText(value, field[0], position, code)
    text += subfieldDelimiter + code + value
  }
  return text + fieldTerminator
}

function checkText(text: string, tag: string, position: number, code?: string): void {
  if (!suspect.test(text)) return
  const where = code === undefined ? 'its text' : `subfield $${code}`
  const separator = separators.exec(text)
  if (separator)
    throw unwritable(format, `${where} holds the separator ${hex(separator[0])} at ${separator.index}`, position, tag)
  if (halfPair.test(text)) throw unwritable(format, `${where} holds half of a surrogate pair`, position, tag)
}

const hex = (character: string) => character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')

/** UNIMARC 100$a/26-29, character sets: "50" is ISO 10646. */
function sayUtf8(field: Field): Field {
  const at = field.findIndex((part, index) => index >= 2 && index % 2 === 0 && part === 'a') + 1
  const coded = field[at]
  if (at === 0 || coded === undefined || coded.length < 30) return field
  return field.with(at, `${coded.slice(0, 26)}50  ${coded.slice(30)}`) as Field
}
