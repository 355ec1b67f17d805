import {
  boolean,
  choice,
  type External,
  explicit,
  external,
  generalizedTime,
  implicit,
  integer,
  lazy,
  namedInteger,
  nul,
  octets,
  oid,
  optional,
  sequence,
  sequenceOf,
  type Type,
  universal,
  type Value,
} from '../asn1/index.ts'
import { InternationalString, IntUnit, StringOrNumeric, Unit } from './auxiliary.ts'
import { Term } from './query.ts'

/** Which form of an element this is, such as its language or medium. Z39.50-2003 appendix VAR. */
export const Variant = sequence({
  globalVariantSetId: optional(implicit(1, oid)),
  triples: implicit(
    2,
    sequenceOf(
      sequence({
        variantSetId: optional(implicit(0, oid)),
        class: implicit(1, integer),
        type: implicit(2, integer),
        value: explicit(
          3,
          choice({
            integer,
            internationalString: InternationalString,
            octetString: octets,
            objectIdentifier: oid,
            boolean,
            null: nul,
            unit: implicit(1, Unit),
            valueAndUnit: implicit(2, IntUnit),
          }),
        ),
      }),
    ),
  ),
})
export type Variant = Value<typeof Variant>

export const TagPath = sequenceOf(
  sequence({
    tagType: optional(implicit(1, integer)),
    tagValue: explicit(2, StringOrNumeric),
    tagOccurrence: optional(implicit(3, integer)),
  }),
)
export type TagPath = Value<typeof TagPath>

/** Where in an element the search term was found. */
export const HitVector = sequence({
  satisfier: optional(Term),
  offsetIntoElement: optional(implicit(1, IntUnit)),
  length: optional(implicit(2, IntUnit)),
  hitRank: optional(implicit(3, integer)),
  targetToken: optional(implicit(4, octets)),
})
export type HitVector = Value<typeof HitVector>

export const Usage = sequence({
  type: implicit(1, namedInteger({ redistributable: 1, restricted: 2, licensePointer: 3 })),
  restriction: optional(implicit(2, InternationalString)),
})
export type Usage = Value<typeof Usage>

export const ElementMetaData = sequence({
  seriesOrder: optional(implicit(1, sequence({ ascending: implicit(1, boolean), order: implicit(2, integer) }))),
  usageRight: optional(implicit(2, Usage)),
  hits: optional(implicit(3, sequenceOf(HitVector))),
  displayName: optional(implicit(4, InternationalString)),
  supportedVariants: optional(implicit(5, sequenceOf(Variant))),
  message: optional(implicit(6, InternationalString)),
  elementDescriptor: optional(implicit(7, octets)),
  surrogateFor: optional(implicit(8, TagPath)),
  surrogateElement: optional(implicit(9, TagPath)),
  other: optional(implicit(99, external)),
})
export type ElementMetaData = Value<typeof ElementMetaData>

export type ElementData =
  | { readonly type: 'octets'; readonly value: Uint8Array }
  | { readonly type: 'numeric'; readonly value: number }
  | { readonly type: 'date' | 'string' | 'oid'; readonly value: string }
  | { readonly type: 'ext' | 'diagnostic'; readonly value: External }
  | { readonly type: 'trueOrFalse'; readonly value: boolean }
  | { readonly type: 'intUnit'; readonly value: IntUnit }
  | { readonly type: 'elementNotThere' | 'elementEmpty' | 'noDataRequested'; readonly value: null }
  | { readonly type: 'subtree'; readonly value: readonly TaggedElement[] }

/** An element: what its tag means is said by the schema's tag sets, by `tagType`. */
export interface TaggedElement {
  readonly tagType?: number | undefined
  readonly tagValue: StringOrNumeric
  readonly tagOccurrence?: number | undefined
  readonly content: ElementData
  readonly metaData?: ElementMetaData | undefined
  readonly appliedVariant?: Variant | undefined
}

export const ElementData: Type<ElementData> = choice({
  octets,
  numeric: integer,
  date: generalizedTime,
  ext: external,
  string: InternationalString,
  trueOrFalse: boolean,
  oid,
  intUnit: implicit(1, IntUnit),
  elementNotThere: implicit(2, nul),
  elementEmpty: implicit(3, nul),
  noDataRequested: implicit(4, nul),
  diagnostic: implicit(5, external),
  subtree: explicit(6, sequenceOf(lazy((): Type<TaggedElement> => TaggedElement, [universal.sequence]))),
})

export const TaggedElement: Type<TaggedElement> = sequence({
  tagType: optional(implicit(1, integer)),
  tagValue: explicit(2, StringOrNumeric),
  tagOccurrence: optional(implicit(3, integer)),
  content: explicit(4, ElementData),
  metaData: optional(implicit(5, ElementMetaData)),
  appliedVariant: optional(implicit(6, Variant)),
})

/** A record of tagged elements: record syntax 1.2.840.10003.5.105. Z39.50-2003 appendix REC. */
export const GenericRecord = sequenceOf(TaggedElement)
export type GenericRecord = Value<typeof GenericRecord>
