import { enumerated, explicit, external, implicit, optional, sequence, sequenceOf, type Value } from '../asn1/index.ts'
import { MediumType } from './codes.ts'
import { optionalText } from './strings.ts'

/** Item-Id: what is wanted. The ISBN has ten characters, the ISSN eight, as the editions of their standards then had. */
export const ItemId = sequence({
  itemType: optional(implicit(0, enumerated({ monograph: 1, serial: 2, other: 3 }))),
  heldMediumType: optional(implicit(1, MediumType)),
  callNumber: optionalText(2),
  author: optionalText(3),
  title: optionalText(4),
  subTitle: optionalText(5),
  sponsoringBody: optionalText(6),
  placeOfPublication: optionalText(7),
  publisher: optionalText(8),
  seriesTitleNumber: optionalText(9),
  volumeIssue: optionalText(10),
  edition: optionalText(11),
  publicationDate: optionalText(12),
  publicationDateOfComponent: optionalText(13),
  authorOfArticle: optionalText(14),
  titleOfArticle: optionalText(15),
  pagination: optionalText(16),
  nationalBibliographyNo: optional(explicit(17, external)),
  iSBN: optionalText(18),
  iSSN: optionalText(19),
  systemNo: optional(explicit(20, external)),
  additionalNoLetters: optionalText(21),
  verificationReferenceSource: optionalText(22),
})
export type ItemId = Value<typeof ItemId>

/** Supplemental-Item-Description: in whatever form the two parties know. */
export const SupplementalItemDescription = sequenceOf(external)
