import {
  boolean,
  choice,
  explicit,
  external,
  implicit,
  oid,
  optional,
  sequence,
  sequenceOf,
  type Value,
} from '../asn1/index.ts'
import { DatabaseName, ElementSetName, InternationalString } from './auxiliary.ts'

/** Which elements of the records are wanted, by name. Z39.50-2003 §3.6.2. */
export const ElementSetNames = choice({
  genericElementSetName: implicit(0, InternationalString),
  databaseSpecific: implicit(1, sequenceOf(sequence({ dbName: DatabaseName, esn: ElementSetName }))),
})
export type ElementSetNames = Value<typeof ElementSetNames>

export const Specification = sequence({
  schema: optional(choice({ oid: implicit(1, oid), uri: implicit(300, InternationalString) })),
  elementSpec: optional(
    explicit(2, choice({ elementSetName: implicit(1, InternationalString), externalEspec: implicit(2, external) })),
  ),
})
export type Specification = Value<typeof Specification>

/** Schema, elements and syntaxes in order of preference; version 3 only. Z39.50-2003 §3.6.3. */
export const CompSpec = sequence({
  selectAlternativeSyntax: implicit(1, boolean),
  generic: optional(implicit(2, Specification)),
  dbSpecific: optional(
    implicit(3, sequenceOf(sequence({ db: explicit(1, DatabaseName), spec: implicit(2, Specification) }))),
  ),
  recordSyntax: optional(implicit(4, sequenceOf(oid))),
})
export type CompSpec = Value<typeof CompSpec>
