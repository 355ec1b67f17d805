import { Problem } from '../problems.ts'
import { decode, octets } from '../standards/asn1/index.ts'
import {
  type External,
  GenericRecord,
  type NamePlusRecord,
  OPACRecord,
  recordSyntax,
  SutrsRecord,
} from '../standards/z3950/index.ts'
import { diagRecOf } from './diagnostics.ts'
import type { RemoteRecord, TargetDiagnostic } from './types.ts'

/**
 * A record as callers see it. What the EXTERNAL says it is decides, not what was asked for. One that cannot be read
 * becomes a diagnostic of its own, so that it does not cost its neighbours.
 */
export function recordOf({ name, record }: NamePlusRecord, position: number): RemoteRecord {
  const place = { position, ...(name !== undefined && { database: name }) }
  switch (record.type) {
    case 'retrievalRecord':
      try {
        return { ...place, ...contentOf(record.value) }
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return { ...place, type: 'diagnostic', diagnostic: unreadable(error.message) }
      }
    case 'surrogateDiagnostic':
      return { ...place, type: 'diagnostic', diagnostic: diagRecOf(record.value) }
    default:
      return {
        ...place,
        type: 'diagnostic',
        diagnostic: unreadable('a fragment of a record, which we did not ask for'),
      }
  }
}

/** The diagnostic of a record that did not come or cannot be read: Bib-1 14, system error in presenting records. */
export function unreadable(addinfo: string): TargetDiagnostic {
  return { set: '1.2.840.10003.4.1', code: 14, text: 'The record cannot be read', addinfo }
}

type Content = RemoteRecord extends infer R ? (R extends unknown ? Omit<R, 'position' | 'database'> : never) : never

function contentOf(external: External): Content {
  const syntax = external.directReference ?? ''
  const { encoding } = external
  if (encoding.type !== 'singleAsn1Type') return { type: 'bytes', syntax, bytes: octetsOf(external) }
  switch (syntax) {
    case recordSyntax.sutrs:
      return { type: 'text', syntax, text: decode(SutrsRecord, encoding.value) }
    case recordSyntax['grs-1']:
      return { type: 'structured', syntax, value: decode(GenericRecord, encoding.value) }
    case recordSyntax.opac:
      return opacOf(decode(OPACRecord, encoding.value), syntax)
    default:
      return { type: 'bytes', syntax, bytes: octetsOf(external) }
  }
}

function opacOf({ bibliographicRecord, holdingsData }: OPACRecord, syntax: string): Content {
  const bibliographic = bibliographicRecord && {
    syntax: bibliographicRecord.directReference ?? '',
    bytes: octetsOf(bibliographicRecord),
  }
  return { type: 'opac', syntax, ...(bibliographic && { bibliographic }), holdings: holdingsData ?? [] }
}

const octetString = 0x04

/** The octets of a record. Some targets wrap MARC into an OCTET STRING where it should stand as it is. */
function octetsOf({ encoding }: External): Uint8Array {
  switch (encoding.type) {
    case 'octetAligned':
      return encoding.value
    case 'arbitrary':
      return encoding.value.bytes
    case 'singleAsn1Type':
      return encoding.value[0] === octetString ? decode(octets, encoding.value) : encoding.value
  }
}
