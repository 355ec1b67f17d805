import {
  choice,
  explicit,
  implicit,
  integer,
  namedInteger,
  nul,
  octets,
  optional,
  sequence,
  sequenceOf,
  type Value,
} from '../asn1/index.ts'
import { AttributeSetId, DatabaseName, InternationalString, ReferenceId } from './auxiliary.ts'
import { Specification } from './composition.ts'
import { DiagRec } from './diagnostics.ts'
import { OtherInformation } from './other-information.ts'
import { AttributeList } from './query.ts'

export const SortKey = choice({
  sortfield: implicit(0, InternationalString),
  elementSpec: implicit(1, Specification),
  sortAttributes: implicit(2, sequence({ id: AttributeSetId, list: AttributeList })),
})
export type SortKey = Value<typeof SortKey>

/** The standard spells it `datbaseSpecific`. */
export const SortElement = choice({
  generic: explicit(1, SortKey),
  datbaseSpecific: implicit(2, sequenceOf(sequence({ databaseName: DatabaseName, dbSort: SortKey }))),
})
export type SortElement = Value<typeof SortElement>

export const SortKeySpec = sequence({
  sortElement: SortElement,
  sortRelation: implicit(
    1,
    namedInteger({ ascending: 0, descending: 1, ascendingByFrequency: 3, descendingByfrequency: 4 }),
  ),
  caseSensitivity: implicit(2, namedInteger({ caseSensitive: 0, caseInsensitive: 1 })),
  missingValueAction: optional(
    explicit(3, choice({ abort: implicit(1, nul), null: implicit(2, nul), missingValueData: implicit(3, octets) })),
  ),
})
export type SortKeySpec = Value<typeof SortKeySpec>

/** Sorts result sets into one; the first key counts most. Z39.50-2003 §3.2.7.1. */
export const SortRequest = sequence({
  referenceId: optional(ReferenceId),
  inputResultSetNames: implicit(3, sequenceOf(InternationalString)),
  sortedResultSetName: implicit(4, InternationalString),
  sortSequence: implicit(5, sequenceOf(SortKeySpec)),
  otherInfo: optional(OtherInformation),
})
export type SortRequest = Value<typeof SortRequest>

/** Z39.50-2003 §3.2.7.1. */
export const SortResponse = sequence({
  referenceId: optional(ReferenceId),
  sortStatus: implicit(3, namedInteger({ success: 0, partial1: 1, failure: 2 })),
  resultSetStatus: optional(implicit(4, namedInteger({ empty: 1, interim: 2, unchanged: 3, none: 4 }))),
  diagnostics: optional(implicit(5, sequenceOf(DiagRec))),
  resultCount: optional(implicit(6, integer)),
  otherInfo: optional(OtherInformation),
})
export type SortResponse = Value<typeof SortResponse>
