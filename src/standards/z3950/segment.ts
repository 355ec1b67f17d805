import { implicit, integer, optional, sequence, sequenceOf, type Value } from '../asn1/index.ts'
import { ReferenceId } from './auxiliary.ts'
import { OtherInformation } from './other-information.ts'
import { NamePlusRecord } from './records.ts'

/** Part of a present response sent ahead of it, where segmentation was granted. Z39.50-2003 §3.2.3.2. */
export const Segment = sequence({
  referenceId: optional(ReferenceId),
  numberOfRecordsReturned: implicit(24, integer),
  segmentRecords: implicit(0, sequenceOf(NamePlusRecord)),
  otherInfo: optional(OtherInformation),
})
export type Segment = Value<typeof Segment>
