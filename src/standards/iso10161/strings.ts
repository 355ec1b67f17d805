import { explicit, generalString, optional, visibleString } from '../asn1/index.ts'

/**
 * ILL-String: GeneralString or EDIFACTString, a VisibleString of fewer characters. Either is read, GeneralString is
 * written; without leading or trailing spaces, and not of spaces alone.
 */
export const ILLString = generalString

/** ISO-Date: `20261127`. */
export const ISODate = visibleString

/** ISO-Time: `174005`, in the local time of whoever invokes the service. */
export const ISOTime = visibleString

/** A string under a tag of its own. The module's tags are explicit, and around a CHOICE they would be in any case. */
export const text = (number: number) => explicit(number, ILLString)

/** The same where it may be left out. */
export const optionalText = (number: number) => optional(text(number))
