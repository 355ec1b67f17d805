import {
  choice,
  explicit,
  implicit,
  integer,
  namedInteger,
  optional,
  sequence,
  sequenceOf,
  type Value,
} from '../asn1/index.ts'
import { AttributeSetId, DatabaseName, InternationalString, ReferenceId } from './auxiliary.ts'
import { DiagRec } from './diagnostics.ts'
import { OtherInformation } from './other-information.ts'
import { AttributeList, AttributesPlusTerm, Term } from './query.ts'

/** Asks for the terms around one in an index. Z39.50-2003 §3.2.8.1. */
export const ScanRequest = sequence({
  referenceId: optional(ReferenceId),
  databaseNames: implicit(3, sequenceOf(DatabaseName)),
  attributeSet: optional(AttributeSetId),
  termListAndStartPoint: AttributesPlusTerm,
  stepSize: optional(implicit(5, integer)),
  numberOfTermsRequested: implicit(6, integer),
  preferredPositionInResponse: optional(implicit(7, integer)),
  otherInfo: optional(OtherInformation),
})
export type ScanRequest = Value<typeof ScanRequest>

export const OccurrenceByAttributes = sequenceOf(
  sequence({
    attributes: explicit(1, AttributeList),
    occurrences: optional(
      choice({
        global: explicit(2, integer),
        byDatabase: implicit(
          3,
          sequenceOf(
            sequence({
              db: DatabaseName,
              num: optional(implicit(1, integer)),
              otherDbInfo: optional(OtherInformation),
            }),
          ),
        ),
      }),
    ),
    otherOccurInfo: optional(OtherInformation),
  }),
)
export type OccurrenceByAttributes = Value<typeof OccurrenceByAttributes>

/** `displayTerm` is what to show in place of a `term` not fit for people. */
export const TermInfo = sequence({
  term: Term,
  displayTerm: optional(implicit(0, InternationalString)),
  suggestedAttributes: optional(AttributeList),
  alternativeTerm: optional(implicit(4, sequenceOf(AttributesPlusTerm))),
  globalOccurrences: optional(implicit(2, integer)),
  byAttributes: optional(implicit(3, OccurrenceByAttributes)),
  otherTermInfo: optional(OtherInformation),
})
export type TermInfo = Value<typeof TermInfo>

export const Entry = choice({
  termInfo: implicit(1, TermInfo),
  surrogateDiagnostic: explicit(2, DiagRec),
})
export type Entry = Value<typeof Entry>

export const ListEntries = sequence({
  entries: optional(implicit(1, sequenceOf(Entry))),
  nonsurrogateDiagnostics: optional(implicit(2, sequenceOf(DiagRec))),
})
export type ListEntries = Value<typeof ListEntries>

/** Z39.50-2003 §3.2.8.1. */
export const ScanResponse = sequence({
  referenceId: optional(ReferenceId),
  stepSize: optional(implicit(3, integer)),
  scanStatus: implicit(
    4,
    namedInteger({ success: 0, partial1: 1, partial2: 2, partial3: 3, partial4: 4, partial5: 5, failure: 6 }),
  ),
  numberOfEntriesReturned: implicit(5, integer),
  positionOfTerm: optional(implicit(6, integer)),
  entries: optional(implicit(7, ListEntries)),
  attributeSet: optional(implicit(8, AttributeSetId)),
  otherInfo: optional(OtherInformation),
})
export type ScanResponse = Value<typeof ScanResponse>
