import {
  choice,
  explicit,
  implicit,
  integer,
  namedInteger,
  nul,
  oid,
  optional,
  sequence,
  sequenceOf,
  type Value,
} from '../asn1/index.ts'
import { DatabaseName, InternationalString } from './auxiliary.ts'
import { Specification } from './composition.ts'
import { DefaultDiagFormat } from './diagnostics.ts'
import { AttributeList, Term } from './query.ts'
import { SortElement } from './sort.ts'

/** A diagnostic in fields rather than a code. Z39.50-2003 appendix DIAG, ASN.1 DiagFormat. */
export const DiagFormat = choice({
  tooMany: implicit(
    1000,
    sequence({
      tooManyWhat: implicit(
        1,
        namedInteger({
          argumentWords: 1,
          truncatedWords: 2,
          booleanOperators: 3,
          incompleteSubfields: 4,
          characters: 5,
          recordsRetrieved: 6,
          dataBasesSpecified: 7,
          resultSetsCreated: 8,
          indexTermsProcessed: 9,
        }),
      ),
      max: optional(implicit(2, integer)),
    }),
  ),
  badSpec: implicit(
    1001,
    sequence({
      spec: implicit(1, Specification),
      db: optional(implicit(2, DatabaseName)),
      goodOnes: optional(implicit(3, sequenceOf(Specification))),
    }),
  ),
  dbUnavail: implicit(
    1002,
    sequence({
      db: implicit(1, DatabaseName),
      why: implicit(
        2,
        sequence({
          reasonCode: optional(
            implicit(1, namedInteger({ doesNotExist: 0, existsButUnavail: 1, locked: 2, accessDenied: 3 })),
          ),
          message: optional(implicit(2, InternationalString)),
        }),
      ),
    }),
  ),
  unSupOp: implicit(1003, namedInteger({ and: 0, or: 1, andNot: 2, prox: 3 })),
  attribute: implicit(
    1004,
    sequence({
      id: implicit(1, oid),
      type: optional(implicit(2, integer)),
      value: optional(implicit(3, integer)),
      term: optional(explicit(4, Term)),
    }),
  ),
  attCombo: implicit(
    1005,
    sequence({
      unsupportedCombination: implicit(1, AttributeList),
      recommendedAlternatives: optional(implicit(2, sequenceOf(AttributeList))),
    }),
  ),
  term: implicit(
    1006,
    sequence({
      problem: optional(implicit(1, namedInteger({ codedValue: 1, unparsable: 2, tooShort: 3, type: 4 }))),
      term: explicit(2, Term),
    }),
  ),
  proximity: explicit(
    1007,
    choice({
      resultSets: implicit(1, nul),
      badSet: implicit(2, InternationalString),
      relation: implicit(3, integer),
      unit: implicit(4, integer),
      distance: implicit(5, integer),
      attributes: explicit(6, AttributeList),
      ordered: implicit(7, nul),
      exclusion: implicit(8, nul),
    }),
  ),
  scan: explicit(
    1008,
    choice({
      nonZeroStepSize: implicit(0, nul),
      specifiedStepSize: implicit(1, nul),
      termList1: implicit(3, nul),
      termList2: implicit(4, sequenceOf(AttributeList)),
      posInResponse: implicit(5, namedInteger({ mustBeOne: 1, mustBePositive: 2, mustBeNonNegative: 3, other: 4 })),
      resources: implicit(6, nul),
      endOfList: implicit(7, nul),
    }),
  ),
  sort: explicit(
    1009,
    choice({
      sequence: implicit(0, nul),
      noRsName: implicit(1, nul),
      tooMany: implicit(2, integer),
      incompatible: implicit(3, nul),
      generic: implicit(4, nul),
      dbSpecific: implicit(5, nul),
      sortElement: explicit(6, SortElement),
      key: implicit(7, namedInteger({ tooMany: 1, duplicate: 2 })),
      action: implicit(8, nul),
      illegal: implicit(9, namedInteger({ relation: 1, case: 2, action: 3, sort: 4 })),
      inputTooLarge: implicit(10, sequenceOf(InternationalString)),
      aggregateTooLarge: implicit(11, nul),
    }),
  ),
  segmentation: explicit(1010, choice({ segmentCount: implicit(0, nul), segmentSize: implicit(1, integer) })),
  extServices: explicit(
    1011,
    choice({
      req: implicit(1, namedInteger({ nameInUse: 1, noSuchName: 2, quota: 3, type: 4 })),
      permission: implicit(2, namedInteger({ id: 1, modifyDelete: 2 })),
      immediate: implicit(3, namedInteger({ failed: 1, service: 2, parameters: 3 })),
    }),
  ),
  accessCtrl: explicit(
    1012,
    choice({
      noUser: implicit(1, nul),
      refused: implicit(2, nul),
      simple: implicit(3, nul),
      oid: implicit(4, sequenceOf(oid)),
      alternative: implicit(5, sequenceOf(oid)),
      pwdInv: implicit(6, nul),
      pwdExp: implicit(7, nul),
    }),
  ),
  recordSyntax: implicit(
    1013,
    sequence({
      unsupportedSyntax: implicit(1, oid),
      suggestedAlternatives: optional(implicit(2, sequenceOf(oid))),
    }),
  ),
})
export type DiagFormat = Value<typeof DiagFormat>

/** Diagnostics with text, in an EXTERNAL: diagnostic format 1.2.840.10003.4.2. Z39.50-2003 appendix DIAG. */
export const DiagnosticFormat = sequenceOf(
  sequence({
    diagnostic: optional(
      explicit(
        1,
        choice({ defaultDiagRec: implicit(1, DefaultDiagFormat), explicitDiagnostic: explicit(2, DiagFormat) }),
      ),
    ),
    message: optional(implicit(2, InternationalString)),
  }),
)
export type DiagnosticFormat = Value<typeof DiagnosticFormat>
