import {
  choice,
  external,
  implicit,
  integer,
  octets,
  oid,
  optional,
  sequence,
  sequenceOf,
  type Value,
} from '../asn1/index.ts'
import { InternationalString } from './auxiliary.ts'

export const InfoCategory = sequence({
  categoryTypeId: optional(implicit(1, oid)),
  categoryValue: implicit(2, integer),
})
export type InfoCategory = Value<typeof InfoCategory>

/** What a PDU carries beyond its own fields. Z39.50-2003 §3.2.1.1.10 and wherever `otherInfo` occurs. */
export const OtherInformation = implicit(
  201,
  sequenceOf(
    sequence({
      category: optional(implicit(1, InfoCategory)),
      information: choice({
        characterInfo: implicit(2, InternationalString),
        binaryInfo: implicit(3, octets),
        externallyDefinedInfo: implicit(4, external),
        oid: implicit(5, oid),
      }),
    }),
  ),
)
export type OtherInformation = Value<typeof OtherInformation>
