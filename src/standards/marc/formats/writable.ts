import { Problem } from '../../../problems.ts'
import { isControl } from '../field.ts'
import type { DiagnosticCode, Field, MarcRecord } from '../types.ts'

/** What a writer is told besides the record. */
export interface WriteOptions {
  /**
   * Called for every character that the format cannot hold and that was left out, with the field's tag ("LDR" for the
   * leader) and what it was.
   */
  readonly onLoss?: (code: DiagnosticCode, tag: string, detail: string) => void
  /** `unimarc`: ISO 2709 says "UTF-8" in 100$a/26-27 as UNIMARC does, instead of in leader/09 as MARC 21 does. */
  readonly flavour?: 'marc21' | 'unimarc'
}

/** A problem that says what cannot be written and where: "field 3 (245): …". */
export const unwritable = (format: string, detail: string, position?: number, tag?: string): Problem =>
  new Problem('marc-unwritable', {
    format,
    detail: position === undefined ? detail : `field ${position + 1} (${tag}): ${detail}`,
    ...(tag === undefined ? {} : { tag }),
  })

/**
 * Refuses a field that no format can hold: a tag or a subfield code of the wrong length, indicators that are not two,
 * a code without a text. Records that our readers give are never such.
 */
export function checkShape(format: string, field: Field, position: number): void {
  const fault = faultOf(field)
  if (fault !== undefined) throw unwritable(format, fault, position, field[0])
}

function faultOf(field: Field): string | undefined {
  if (field[0].length !== 3) return 'its tag is not 3 characters'
  if (isControl(field)) return field.length === 2 ? undefined : 'a control field holds one text and nothing else'
  if (field[1].length !== 2) return `its indicators are ${JSON.stringify(field[1])}, not two characters`
  if (field.length % 2 === 1) return 'its last subfield has a code but no text'
  for (let at = 2; at < field.length; at += 2)
    if (field[at]!.length !== 1) return `the subfield code ${JSON.stringify(field[at])} is not one character`
  return undefined
}

/** Refuses a record whose leader is not 24 characters; then checks every field. */
export function checkRecord(format: string, record: MarcRecord): void {
  if (record.leader.length !== 24)
    throw unwritable(format, `its leader has ${record.leader.length} characters instead of 24`)
  for (const [position, field] of record.fields.entries()) checkShape(format, field, position)
}
