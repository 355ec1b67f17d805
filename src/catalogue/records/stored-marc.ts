import { hash } from 'node:crypto'
import { storableText } from '../../kit/db/index.ts'
import { type Field, MarcRecord } from '../../standards/marc/index.ts'

/** A record as `bibs.marc` holds it: JSON of its leader and fields, every text sound. */
export const storedMarc = (record: MarcRecord): string => stored(record).marc

/** The record that `storedMarc` wrote. */
export function readStoredMarc(marc: string): MarcRecord {
  const { leader, fields } = JSON.parse(marc) as { leader: string; fields: Field[] }
  return recordOf(leader, fields)
}

/**
 * A record as it is stored, and its JSON: texts in NFC, without NUL, which PostgreSQL takes nowhere, and with U+FFFD for
 * halves of surrogate pairs, which UTF-8 can't hold. The record itself where nothing is wrong with it, as nearly always.
 */
export function stored(record: MarcRecord): { readonly record: MarcRecord; readonly marc: string } {
  const marc = json(record)
  // Escapes are the only trace of either in JSON. A text may hold what looks like one: it is looked through in vain.
  if (!/\\u(?:0000|d[89a-f])/.test(marc) && marc.normalize('NFC') === marc) return { record, marc }
  const fields = record.fields.map((field) => field.map(storableText) as Field)
  const better = recordOf(storableText(record.leader), fields)
  return { record: better, marc: json(better) }
}

const json = ({ leader, fields }: MarcRecord): string => JSON.stringify({ leader, fields })

function recordOf(leader: string, fields: Field[]): MarcRecord {
  const record = new MarcRecord()
  record.leader = leader
  record.fields = fields
  return record
}

/** Tells whether two records are the same to the letter. */
export const fingerprintOf = (marc: string): Buffer => hash('sha256', marc, 'buffer').subarray(0, 16)
