import { type Flavour, type MarcRecord, marcxmlNamespace, writeLine, writeMarcxml } from '../../standards/marc/index.ts'
import { recordSyntax } from '../../standards/z3950/index.ts'
import type { PresentedRecord } from '../database.ts'
import { condition, refuse } from '../diagnostics.ts'
import { briefBytes, briefRecord } from './brief.ts'

/** A record as the file holds it. */
export interface StoredRecord {
  readonly raw: Uint8Array
  readonly decode: () => MarcRecord
}

const nativeSyntax: Readonly<Record<Flavour, string>> = {
  marc21: recordSyntax.usmarc,
  unimarc: recordSyntax.unimarc,
}
const marcSyntaxes: ReadonlySet<string> = new Set(Object.values(nativeSyntax))

/**
 * Gives a record in the syntax asked for, or in the file's own. In its own syntax and in full it is the bytes of the
 * file, unaltered.
 */
export function presentRecord(
  stored: StoredRecord,
  flavour: Flavour,
  syntax: string = nativeSyntax[flavour],
  elementSet = 'F',
): PresentedRecord {
  const element = elementSet.toUpperCase()
  if (element !== 'F' && element !== 'B') refuse(condition.unknownElementSet, elementSet)
  const brief = element === 'B'
  if (syntax === nativeSyntax[flavour]) return { syntax, octets: brief ? briefBytes(stored.raw, flavour) : stored.raw }
  // A record of the other MARC family would need its meaning converted, not its bytes.
  if (marcSyntaxes.has(syntax)) refuse(condition.notInSyntax, syntax)
  if (syntax !== recordSyntax.xml && syntax !== recordSyntax.sutrs) refuse(condition.unknownSyntax, syntax)
  const decoded = stored.decode()
  const record = brief ? briefRecord(decoded, flavour) : decoded
  if (syntax === recordSyntax.sutrs) return { syntax, text: writeLine(record) }
  return { syntax, octets: Buffer.from(marcxml(record, flavour)) }
}

function marcxml(record: MarcRecord, flavour: Flavour): string {
  const unicode = record.clone()
  // MARC 21 leader/09: the text is Unicode now, whatever the bytes were.
  if (flavour === 'marc21') unicode.leader = `${record.leader.slice(0, 9)}a${record.leader.slice(10)}`
  return writeMarcxml(unicode).replace('<record>', `<record xmlns="${marcxmlNamespace}">`)
}
