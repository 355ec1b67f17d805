import {
  choice,
  explicit,
  external,
  implicit,
  namedInteger,
  octets,
  optional,
  sequence,
  sequenceOf,
  type Value,
} from '../asn1/index.ts'
import { DatabaseName } from './auxiliary.ts'
import { DefaultDiagFormat, DiagRec } from './diagnostics.ts'

/** A piece of a record too large for one segment; level 2 segmentation. Z39.50-2003 §3.3.3. */
export const FragmentSyntax = choice({
  externallyTagged: external,
  notExternallyTagged: octets,
})
export type FragmentSyntax = Value<typeof FragmentSyntax>

/** A record, or what came in its place. Its syntax is `retrievalRecord.directReference`, whatever was asked for. */
export const NamePlusRecord = sequence({
  name: optional(implicit(0, DatabaseName)),
  record: explicit(
    1,
    choice({
      retrievalRecord: explicit(1, external),
      surrogateDiagnostic: explicit(2, DiagRec),
      startingFragment: explicit(3, FragmentSyntax),
      intermediateFragment: explicit(4, FragmentSyntax),
      finalFragment: explicit(5, FragmentSyntax),
    }),
  ),
})
export type NamePlusRecord = Value<typeof NamePlusRecord>

export const Records = choice({
  responseRecords: implicit(28, sequenceOf(NamePlusRecord)),
  nonSurrogateDiagnostic: implicit(130, DefaultDiagFormat),
  multipleNonSurDiagnostics: implicit(205, sequenceOf(DiagRec)),
})
export type Records = Value<typeof Records>

/** How much of what was asked for came. Z39.50-2003 §3.2.3.1.10. */
export const PresentStatus = implicit(
  27,
  namedInteger({ success: 0, partial1: 1, partial2: 2, partial3: 3, partial4: 4, failure: 5 }),
)
export type PresentStatus = Value<typeof PresentStatus>
