import {
  boolean,
  choice,
  explicit,
  external,
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
import { InternationalString } from './auxiliary.ts'

const Environment = choice({ sevenBit: implicit(1, nul), eightBit: implicit(2, nul) })

const InitialSet = sequence({
  g0: optional(implicit(0, integer)),
  g1: optional(implicit(1, integer)),
  g2: optional(implicit(2, integer)),
  g3: optional(implicit(3, integer)),
  c0: implicit(4, integer),
  c1: optional(implicit(5, integer)),
})

const LeftAndRight = sequence({
  gLeft: implicit(3, namedInteger({ g0: 0, g1: 1, g2: 2, g3: 3 })),
  gRight: optional(implicit(4, namedInteger({ g1: 1, g2: 2, g3: 3 }))),
})

/** Sets by registration number, as ISO 2022 designates and shifts them. */
export const Iso2022 = choice({
  originProposal: implicit(
    1,
    sequence({
      proposedEnvironment: optional(explicit(0, Environment)),
      proposedSets: implicit(1, sequenceOf(integer)),
      proposedInitialSets: implicit(2, sequenceOf(InitialSet)),
      proposedLeftAndRight: implicit(3, LeftAndRight),
    }),
  ),
  targetResponse: implicit(
    2,
    sequence({
      selectedEnvironment: explicit(0, Environment),
      selectedSets: implicit(1, sequenceOf(integer)),
      selectedinitialSet: implicit(2, InitialSet),
      selectedLeftAndRight: implicit(3, LeftAndRight),
    }),
  ),
})
export type Iso2022 = Value<typeof Iso2022>

/** `encodingLevel` is one of `iso10646Form`. */
export const Iso10646 = sequence({
  collections: optional(implicit(1, oid)),
  encodingLevel: implicit(2, oid),
})
export type Iso10646 = Value<typeof Iso10646>

export const PrivateCharacterSet = choice({
  viaOid: implicit(1, sequenceOf(oid)),
  externallySpecified: implicit(2, external),
  previouslyAgreedUpon: implicit(3, nul),
})
export type PrivateCharacterSet = Value<typeof PrivateCharacterSet>

/** A code of Z39.53, e.g. `eng`. */
const LanguageCode = InternationalString

export const OriginProposal = sequence({
  proposedCharSets: optional(
    implicit(
      1,
      sequenceOf(
        choice({
          iso2022: explicit(1, Iso2022),
          iso10646: implicit(2, Iso10646),
          private: explicit(3, PrivateCharacterSet),
        }),
      ),
    ),
  ),
  proposedlanguages: optional(implicit(2, sequenceOf(LanguageCode))),
  recordsInSelectedCharSets: optional(implicit(3, boolean)),
})
export type OriginProposal = Value<typeof OriginProposal>

export const TargetResponse = sequence({
  selectedCharSets: optional(
    explicit(
      1,
      choice({
        iso2022: explicit(1, Iso2022),
        iso10646: implicit(2, Iso10646),
        private: explicit(3, PrivateCharacterSet),
        none: implicit(4, nul),
      }),
    ),
  ),
  selectedLanguage: optional(implicit(2, LanguageCode)),
  recordsInSelectedCharSets: optional(implicit(3, boolean)),
})
export type TargetResponse = Value<typeof TargetResponse>

/**
 * Character set and language of names and messages, carried by init in `otherInfo`: negotiation record
 * 1.2.840.10003.15.3. Option bit `negotiationModel` says that it is in use. Z39.50-2003 appendix NEG.
 */
export const CharSetandLanguageNegotiation = choice({
  proposal: implicit(1, OriginProposal),
  response: implicit(2, TargetResponse),
})
export type CharSetandLanguageNegotiation = Value<typeof CharSetandLanguageNegotiation>
