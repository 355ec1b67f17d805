import { Problem } from '../problems.ts'
import { decode, octets } from '../standards/asn1/index.ts'
import {
  diagnosticSet,
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
export function recordOf({ name: database, record }: NamePlusRecord, position: number): RemoteRecord {
  switch (record.type) {
    case 'retrievalRecord':
      try {
        return retrieved(record.value, position, database)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return { position, database, type: 'diagnostic', diagnostic: unreadable(error.message) }
      }
    case 'surrogateDiagnostic':
      return { position, database, type: 'diagnostic', diagnostic: diagRecOf(record.value) }
    default: {
      const diagnostic = unreadable('a fragment of a record, which we did not ask for')
      return { position, database, type: 'diagnostic', diagnostic }
    }
  }
}

/** Bib-1 14, system error in presenting records, in words of ours. */
function unreadable(addinfo: string): TargetDiagnostic {
  return { set: diagnosticSet['bib-1'], code: 14, text: 'The record cannot be read', addinfo }
}

// Written out alternative by alternative: objects put together by spreading cost more here than decoding the PDU.
function retrieved(external: External, position: number, database: string | undefined): RemoteRecord {
  const syntax = external.directReference ?? ''
  const { encoding } = external
  if (encoding.type === 'singleAsn1Type')
    switch (syntax) {
      case recordSyntax.sutrs:
        return { position, database, type: 'text', syntax, text: decode(SutrsRecord, encoding.value) }
      case recordSyntax['grs-1']:
        return { position, database, type: 'structured', syntax, value: decode(GenericRecord, encoding.value) }
      case recordSyntax.opac: {
        const { bibliographicRecord, holdingsData: holdings = [] } = decode(OPACRecord, encoding.value)
        const bibliographic = bibliographicRecord && {
          syntax: bibliographicRecord.directReference ?? '',
          bytes: octetsOf(bibliographicRecord),
        }
        return { position, database, type: 'opac', syntax, ...(bibliographic && { bibliographic }), holdings }
      }
    }
  return { position, database, type: 'bytes', syntax, bytes: octetsOf(external) }
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
