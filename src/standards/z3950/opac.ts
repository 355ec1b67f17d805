import { boolean, choice, external, implicit, optional, sequence, sequenceOf, type Value } from '../asn1/index.ts'
import { InternationalString } from './auxiliary.ts'

const text = InternationalString

/** One copy as the circulation system sees it. Servers often fill the booleans without knowing. */
export const CircRecord = sequence({
  availableNow: implicit(1, boolean),
  // Spelt so in the standard.
  availablityDate: optional(implicit(2, text)),
  availableThru: optional(implicit(3, text)),
  restrictions: optional(implicit(4, text)),
  itemId: optional(implicit(5, text)),
  renewable: implicit(6, boolean),
  onHold: implicit(7, boolean),
  enumAndChron: optional(implicit(8, text)),
  midspine: optional(implicit(9, text)),
  temporaryLocation: optional(implicit(10, text)),
})
export type CircRecord = Value<typeof CircRecord>

export const Volume = sequence({
  enumeration: optional(implicit(1, text)),
  chronology: optional(implicit(2, text)),
  enumAndChron: optional(implicit(3, text)),
})
export type Volume = Value<typeof Volume>

/** The first seven are MARC Holdings codes (leader and 008), as text. */
export const HoldingsAndCircData = sequence({
  typeOfRecord: optional(implicit(1, text)),
  encodingLevel: optional(implicit(2, text)),
  format: optional(implicit(3, text)),
  receiptAcqStatus: optional(implicit(4, text)),
  generalRetention: optional(implicit(5, text)),
  completeness: optional(implicit(6, text)),
  dateOfReport: optional(implicit(7, text)),
  nucCode: optional(implicit(8, text)),
  localLocation: optional(implicit(9, text)),
  shelvingLocation: optional(implicit(10, text)),
  callNumber: optional(implicit(11, text)),
  shelvingData: optional(implicit(12, text)),
  copyNumber: optional(implicit(13, text)),
  publicNote: optional(implicit(14, text)),
  reproductionNote: optional(implicit(15, text)),
  termsUseRepro: optional(implicit(16, text)),
  enumAndChron: optional(implicit(17, text)),
  volumes: optional(implicit(18, sequenceOf(Volume))),
  circulationData: optional(implicit(19, sequenceOf(CircRecord))),
})
export type HoldingsAndCircData = Value<typeof HoldingsAndCircData>

export const HoldingsRecord = choice({
  marcHoldingsRecord: implicit(1, external),
  holdingsAndCirc: implicit(2, HoldingsAndCircData),
})
export type HoldingsRecord = Value<typeof HoldingsRecord>

/** A bibliographic record with its holdings: record syntax 1.2.840.10003.5.102. Z39.50-2003 appendix REC. */
export const OPACRecord = sequence({
  bibliographicRecord: optional(implicit(1, external)),
  holdingsData: optional(implicit(2, sequenceOf(HoldingsRecord))),
})
export type OPACRecord = Value<typeof OPACRecord>
