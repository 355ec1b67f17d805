import {
  choice,
  explicit,
  generalString,
  implicit,
  integer,
  octets,
  oid,
  optional,
  sequence,
  type Value,
} from '../asn1/index.ts'

/** Text for people and names. Z39.50-2003 ASN.1, global auxiliary definitions. */
export const InternationalString = generalString

/** Chosen by the client, given back by the server unchanged. §3.4. */
export const ReferenceId = implicit(2, octets)
export const ResultSetId = implicit(31, InternationalString)
export const ElementSetName = implicit(103, InternationalString)
export const DatabaseName = implicit(105, InternationalString)
export const AttributeSetId = oid

export const StringOrNumeric = choice({
  string: implicit(1, InternationalString),
  numeric: implicit(2, integer),
})
export type StringOrNumeric = Value<typeof StringOrNumeric>

export const Unit = sequence({
  unitSystem: optional(explicit(1, InternationalString)),
  unitType: optional(explicit(2, StringOrNumeric)),
  unit: optional(explicit(3, StringOrNumeric)),
  scaleFactor: optional(implicit(4, integer)),
})
export type Unit = Value<typeof Unit>

export const IntUnit = sequence({
  value: implicit(1, integer),
  unitUsed: implicit(2, Unit),
})
export type IntUnit = Value<typeof IntUnit>
