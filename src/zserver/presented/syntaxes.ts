import { type Flavour, type MarcRecord, marcxmlRecord, writeLine } from '../../standards/marc/index.ts'
import { condition, type HoldingsAndCircData, recordSyntax, refuse } from '../../standards/z3950/index.ts'
import type { PresentedRecord } from '../database.ts'
import { briefRecord } from './brief.ts'
import { opacRecord } from './opac.ts'

/** A record as a database holds it. */
export interface StoredRecord {
  readonly flavour: Flavour
  /** ISO 2709, of the whole record or of its brief form. */
  octets(brief: boolean): Uint8Array
  decode(): MarcRecord
  /** The copies of it, where the database has any: then the record can be had in OPAC syntax. */
  readonly holdings?: readonly HoldingsAndCircData[]
}

const nativeSyntax: Readonly<Record<Flavour, string>> = {
  marc21: recordSyntax.usmarc,
  unimarc: recordSyntax.unimarc,
}
const marcSyntaxes: ReadonlySet<string> = new Set(Object.values(nativeSyntax))

/** Gives a record in the syntax asked for, or in that of its own flavour. */
export function presentRecord(
  stored: StoredRecord,
  syntax: string = nativeSyntax[stored.flavour],
  elementSet = 'F',
): PresentedRecord {
  const element = elementSet.toUpperCase()
  if (element !== 'F' && element !== 'B') refuse(condition.unknownElementSet, elementSet)
  const brief = element === 'B'
  const native = nativeSyntax[stored.flavour]
  if (syntax === native) return { syntax, octets: stored.octets(brief) }
  // A record of the other MARC family would need its meaning converted, not its bytes.
  if (marcSyntaxes.has(syntax)) refuse(condition.notInSyntax, syntax)
  if (syntax === recordSyntax.opac && stored.holdings)
    return { syntax, asn1: opacRecord(native, stored.octets(brief), stored.holdings) }
  if (syntax !== recordSyntax.xml && syntax !== recordSyntax.sutrs) refuse(condition.unknownSyntax, syntax)
  const decoded = stored.decode()
  const record = brief ? briefRecord(decoded, stored.flavour) : decoded
  if (syntax === recordSyntax.sutrs) return { syntax, text: writeLine(record) }
  return { syntax, octets: Buffer.from(marcxmlRecord(record, stored.flavour)) }
}
