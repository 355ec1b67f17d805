import { implicit, integer, optional, sequence, sequenceOf, type Value } from '../asn1/index.ts'
import { InternationalString } from './auxiliary.ts'
import { OtherInformation } from './other-information.ts'

const text = InternationalString

export const FormatSpec = sequence({
  type: implicit(1, text),
  size: optional(implicit(2, integer)),
  bestPosn: optional(implicit(3, integer)),
})
export type FormatSpec = Value<typeof FormatSpec>

/** A brief display as the server makes it: record syntax 1.2.840.10003.5.103. Z39.50-2003 appendix REC. */
export const BriefBib = sequence({
  title: implicit(1, text),
  author: optional(implicit(2, text)),
  callNumber: optional(implicit(3, text)),
  recordType: optional(implicit(4, text)),
  bibliographicLevel: optional(implicit(5, text)),
  format: optional(implicit(6, sequenceOf(FormatSpec))),
  publicationPlace: optional(implicit(7, text)),
  publicationDate: optional(implicit(8, text)),
  targetSystemKey: optional(implicit(9, text)),
  satisfyingElement: optional(implicit(10, text)),
  rank: optional(implicit(11, integer)),
  documentId: optional(implicit(12, text)),
  abstract: optional(implicit(13, text)),
  otherInfo: optional(OtherInformation),
})
export type BriefBib = Value<typeof BriefBib>
