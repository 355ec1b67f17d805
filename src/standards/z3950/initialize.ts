import {
  bits,
  boolean,
  choice,
  explicit,
  external,
  implicit,
  integer,
  nul,
  optional,
  sequence,
  type Value,
  visibleString,
} from '../asn1/index.ts'
import { InternationalString, ReferenceId } from './auxiliary.ts'
import { OtherInformation } from './other-information.ts'

/** Versions 1 and 2 are the same; a peer of version 2 sets both bits. Z39.50-2003 §3.2.1.1.1. */
export const ProtocolVersion = implicit(3, bits(['version1', 'version2', 'version3']))
export type ProtocolVersion = Value<typeof ProtocolVersion>

/** Services and features, asked for and granted. Z39.50-2003 §3.2.1.1.2. Bit 9 is not used. */
export const Options = implicit(
  4,
  bits({
    search: 0,
    present: 1,
    delSet: 2,
    resourceReport: 3,
    triggerResourceCtrl: 4,
    resourceCtrl: 5,
    accessCtrl: 6,
    scan: 7,
    sort: 8,
    extendedServices: 10,
    level1Segmentation: 11,
    level2Segmentation: 12,
    concurrentOperations: 13,
    namedResultSets: 14,
    encapsulation: 15,
    resultCount: 16,
    negotiationModel: 17,
    duplicateDetection: 18,
    queryType104: 19,
    pQESCorrection: 20,
    stringSchema: 21,
  }),
)
export type Options = Value<typeof Options>

/** Z39.50-2003 §3.2.1.1.5. Leaving it out is the usual way to be anonymous. */
export const IdAuthentication = choice({
  open: visibleString,
  idPass: sequence({
    groupId: optional(implicit(0, InternationalString)),
    userId: optional(implicit(1, InternationalString)),
    password: optional(implicit(2, InternationalString)),
  }),
  anonymous: nul,
  other: external,
})
export type IdAuthentication = Value<typeof IdAuthentication>

/** Opens an association. Z39.50-2003 §3.2.1.1. */
export const InitializeRequest = sequence({
  referenceId: optional(ReferenceId),
  protocolVersion: ProtocolVersion,
  options: Options,
  preferredMessageSize: implicit(5, integer),
  exceptionalRecordSize: implicit(6, integer),
  idAuthentication: optional(explicit(7, IdAuthentication)),
  implementationId: optional(implicit(110, InternationalString)),
  implementationName: optional(implicit(111, InternationalString)),
  implementationVersion: optional(implicit(112, InternationalString)),
  userInformationField: optional(explicit(11, external)),
  otherInfo: optional(OtherInformation),
})
export type InitializeRequest = Value<typeof InitializeRequest>

/** `result` false refuses; why may be a diagnostic in `userInformationField` or `otherInfo`. Z39.50-2003 §3.2.1.1. */
export const InitializeResponse = sequence({
  referenceId: optional(ReferenceId),
  protocolVersion: ProtocolVersion,
  options: Options,
  preferredMessageSize: implicit(5, integer),
  exceptionalRecordSize: implicit(6, integer),
  result: implicit(12, boolean),
  implementationId: optional(implicit(110, InternationalString)),
  implementationName: optional(implicit(111, InternationalString)),
  implementationVersion: optional(implicit(112, InternationalString)),
  userInformationField: optional(explicit(11, external)),
  otherInfo: optional(OtherInformation),
})
export type InitializeResponse = Value<typeof InitializeResponse>
