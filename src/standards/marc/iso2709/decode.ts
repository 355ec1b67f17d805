import { type Decoded, MarcRecord, type ReadOptions } from '../types.ts'
import { FieldReader } from './fields.ts'
import type { Findings, Place } from './findings.ts'
import { LEADER_LENGTH } from './layout.ts'
import type { Outline } from './outline.ts'
import { planEncoding } from './plan.ts'
import { recover } from './recover.ts'
import { outlineStrictly } from './strict.ts'

/**
 * Decodes the well-formed record in `bytes[start, end)`; undefined where leader, directory and terminators do not agree
 * in every byte. `view` is over `bytes`.
 */
export function decodeStrictly(
  bytes: Buffer,
  view: DataView,
  start: number,
  end: number,
  options: ReadOptions,
  place: Place,
  outline: Outline,
  findings: Findings,
): Decoded | undefined {
  if (!outlineStrictly(bytes, view, start, end, outline)) return undefined
  const latin1 = bytes.latin1Slice(start, end)
  const leader = latin1.slice(0, LEADER_LENGTH)
  return finish(bytes, start, end, latin1, leader, options, place, outline, findings)
}

/**
 * Decodes what can be found of a record in `bytes[start, end)`, whatever its state; undefined where no field can be
 * told. `findings` says why, in both cases.
 */
export function decodeTolerantly(
  bytes: Buffer,
  start: number,
  end: number,
  options: ReadOptions,
  place: Place,
  outline: Outline,
  findings: Findings,
): Decoded | undefined {
  const leader = recover(bytes, start, end, outline, findings)
  if (leader === undefined) return undefined
  const latin1 = bytes.latin1Slice(start, end)
  return finish(bytes, start, end, latin1, leader, options, place, outline, findings)
}

function finish(
  bytes: Buffer,
  start: number,
  end: number,
  latin1: string,
  leader: string,
  options: ReadOptions,
  place: Place,
  outline: Outline,
  findings: Findings,
): Decoded {
  const plan = planEncoding(bytes, start, end, outline, latin1, options)
  const reader = new FieldReader(bytes, start, latin1, outline, plan, findings)
  const record = new MarcRecord()
  record.leader = leader
  record.fields = reader.fields()
  return {
    record,
    encoding: plan.encoding,
    lossy: reader.lossyFields.length > 0,
    lossyFields: reader.lossyFields,
    diagnostics: findings.list,
    ordinal: place.ordinal,
    offset: place.offset,
    raw: bytes.subarray(start, end),
  }
}
