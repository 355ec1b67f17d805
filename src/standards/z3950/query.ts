import {
  any,
  boolean,
  choice,
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
  tag,
  type Value,
} from '../asn1/index.ts'
import { AttributeSetId, InternationalString, IntUnit, ResultSetId, StringOrNumeric } from './auxiliary.ts'

/** `attributeSet` overrides the query's for this attribute; version 3 only, as is a complex value. */
export const AttributeElement = sequence({
  attributeSet: optional(implicit(1, AttributeSetId)),
  attributeType: implicit(120, integer),
  attributeValue: choice({
    numeric: implicit(121, integer),
    complex: implicit(
      224,
      sequence({
        list: implicit(1, sequenceOf(StringOrNumeric)),
        semanticAction: optional(implicit(2, sequenceOf(integer))),
      }),
    ),
  }),
})
export type AttributeElement = Value<typeof AttributeElement>

export const AttributeList = implicit(44, sequenceOf(AttributeElement))
export type AttributeList = Value<typeof AttributeList>

/** Version 2 knows `general` only. */
export const Term = choice({
  general: implicit(45, octets),
  numeric: implicit(215, integer),
  characterString: implicit(216, InternationalString),
  oid: implicit(217, oid),
  dateTime: implicit(218, generalizedTime),
  external: implicit(219, external),
  integerAndUnit: implicit(220, IntUnit),
  null: implicit(221, nul),
})
export type Term = Value<typeof Term>

export const AttributesPlusTerm = implicit(102, sequence({ attributes: AttributeList, term: Term }))
export type AttributesPlusTerm = Value<typeof AttributesPlusTerm>

export const ResultSetPlusAttributes = implicit(214, sequence({ resultSet: ResultSetId, attributes: AttributeList }))
export type ResultSetPlusAttributes = Value<typeof ResultSetPlusAttributes>

export const Operand = choice({
  attrTerm: AttributesPlusTerm,
  resultSet: ResultSetId,
  resultAttr: ResultSetPlusAttributes,
})
export type Operand = Value<typeof Operand>

/** Z39.50-2003 §3.7.2.1 says what nearness means. */
export const ProximityOperator = sequence({
  exclusion: optional(implicit(1, boolean)),
  distance: implicit(2, integer),
  ordered: implicit(3, boolean),
  relationType: implicit(
    4,
    namedInteger({
      lessThan: 1,
      lessThanOrEqual: 2,
      equal: 3,
      greaterThanOrEqual: 4,
      greaterThan: 5,
      notEqual: 6,
    }),
  ),
  proximityUnitCode: explicit(
    5,
    choice({
      known: implicit(
        1,
        namedInteger({
          character: 1,
          word: 2,
          sentence: 3,
          paragraph: 4,
          section: 5,
          chapter: 6,
          document: 7,
          element: 8,
          subelement: 9,
          elementType: 10,
          byte: 11,
        }),
      ),
      private: implicit(2, integer),
    }),
  ),
})
export type ProximityOperator = Value<typeof ProximityOperator>

export const Operator = explicit(
  46,
  choice({
    and: implicit(0, nul),
    or: implicit(1, nul),
    andNot: implicit(2, nul),
    prox: implicit(3, ProximityOperator),
  }),
)
export type Operator = Value<typeof Operator>

export type RPNStructure =
  | { readonly type: 'op'; readonly value: Operand }
  | {
      readonly type: 'rpnRpnOp'
      readonly value: { readonly rpn1: RPNStructure; readonly rpn2: RPNStructure; readonly op: Operator }
    }

const nested = lazy((): Type<RPNStructure> => RPNStructure, [tag('context', 0), tag('context', 1)])

/** A tree of operands and operators. Z39.50-2003 §3.7.1. */
export const RPNStructure: Type<RPNStructure> = choice({
  op: explicit(0, Operand),
  rpnRpnOp: implicit(1, sequence({ rpn1: nested, rpn2: nested, op: Operator })),
})

export const RPNQuery = sequence({ attributeSet: AttributeSetId, rpn: RPNStructure })
export type RPNQuery = Value<typeof RPNQuery>

/** The query types of Z39.50-2003 §3.2.2.1.1: 1 is RPN, 2 is ISO 8777, 100 is Z39.58, 102 ranked list, 104 external. */
export const Query = choice({
  type0: explicit(0, any),
  type1: implicit(1, RPNQuery),
  type2: explicit(2, octets),
  type100: explicit(100, octets),
  type101: implicit(101, RPNQuery),
  type102: explicit(102, octets),
  type104: implicit(104, external),
})
export type Query = Value<typeof Query>
