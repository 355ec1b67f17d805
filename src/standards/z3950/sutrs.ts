import type { Value } from '../asn1/index.ts'
import { InternationalString } from './auxiliary.ts'

/** Text for people, lines of at most 72 characters by advice: record syntax 1.2.840.10003.5.101. Appendix REC. */
export const SutrsRecord = InternationalString
export type SutrsRecord = Value<typeof SutrsRecord>
