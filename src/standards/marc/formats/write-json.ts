import { isControl } from '../field.ts'
import type { MarcRecord } from '../types.ts'
import { checkRecord } from './writable.ts'

const format = 'MARC-in-JSON'

/** A record in the shape of MARC-in-JSON. */
export interface MarcInJson {
  readonly leader: string
  readonly fields: readonly Readonly<Record<string, string | JsonDataField>>[]
}
interface JsonDataField {
  readonly ind1: string
  readonly ind2: string
  readonly subfields: readonly Readonly<Record<string, string>>[]
}

/** A record as a MARC-in-JSON value. marcjs's own `mij()` takes a data field without subfields for a control field. */
export function toMarcInJson(record: MarcRecord): MarcInJson {
  checkRecord(format, record)
  return {
    leader: record.leader,
    fields: record.fields.map((field) => {
      if (isControl(field)) return { [field[0]]: field[1] }
      const subfields: Record<string, string>[] = []
      for (let at = 2; at < field.length; at += 2) subfields.push({ [field[at]!]: field[at + 1]! })
      return { [field[0]]: { ind1: field[1][0]!, ind2: field[1][1]!, subfields } }
    }),
  }
}

/**
 * Writes a record as MARC-in-JSON on one line, with the line's end: many of them are NDJSON. The text is put together
 * here: objects whose keys are tags and codes are all of different shapes, and take three times as long.
 */
export function writeMarcJson(record: MarcRecord): string {
  checkRecord(format, record)
  const fields = record.fields.map((field) => {
    const tag = quote(field[0])
    if (isControl(field)) return `{${tag}:${quote(field[1])}}`
    let subfields = ''
    for (let at = 2; at < field.length; at += 2)
      subfields += `${at > 2 ? ',' : ''}{${quote(field[at]!)}:${quote(field[at + 1]!)}}`
    return `{${tag}:{"ind1":${quote(field[1][0]!)},"ind2":${quote(field[1][1]!)},"subfields":[${subfields}]}}`
  })
  return `{"leader":${quote(record.leader)},"fields":[${fields.join(',')}]}\n`
}

/** What JSON writes otherwise than it is; the rest needs no call. */
const suspect = /["\\\x00-\x1f\ud800-\udfff]/

const quote = (text: string): string => (suspect.test(text) ? JSON.stringify(text) : `"${text}"`)
