import { choice, external, integer, oid, sequence, type Value, visibleString } from '../asn1/index.ts'
import { InternationalString } from './auxiliary.ts'

/** A condition out of a diagnostic set, Bib-1 as a rule. Z39.50-2003 ASN.1 DefaultDiagFormat. */
export const DefaultDiagFormat = sequence({
  diagnosticSetId: oid,
  condition: integer,
  addinfo: choice({ v2Addinfo: visibleString, v3Addinfo: InternationalString }),
})
export type DefaultDiagFormat = Value<typeof DefaultDiagFormat>

/** Version 2 knows the default format only. */
export const DiagRec = choice({
  defaultFormat: DefaultDiagFormat,
  externallyDefined: external,
})
export type DiagRec = Value<typeof DiagRec>
