import { choice, decode, dump, encode, implicit, type Limits, Splitter, type Value } from '../asn1/index.ts'
import { AccessControlRequest, AccessControlResponse } from './access-control.ts'
import { Close } from './close.ts'
import { DeleteResultSetRequest, DeleteResultSetResponse } from './delete.ts'
import { DuplicateDetectionRequest, DuplicateDetectionResponse } from './duplicate-detection.ts'
import { ExtendedServicesRequest, ExtendedServicesResponse } from './extended-services.ts'
import { externalType } from './externals.ts'
import { InitializeRequest, InitializeResponse } from './initialize.ts'
import { oidName } from './oids.ts'
import { PresentRequest, PresentResponse } from './present.ts'
import {
  ResourceControlRequest,
  ResourceControlResponse,
  ResourceReportRequest,
  ResourceReportResponse,
  TriggerResourceControlRequest,
} from './resource-control.ts'
import { ScanRequest, ScanResponse } from './scan.ts'
import { SearchRequest, SearchResponse } from './search.ts'
import { Segment } from './segment.ts'
import { SortRequest, SortResponse } from './sort.ts'

/** Every application protocol data unit, in both directions. Z39.50-2003 ASN.1 PDU. */
export const Apdu = choice({
  initRequest: implicit(20, InitializeRequest),
  initResponse: implicit(21, InitializeResponse),
  searchRequest: implicit(22, SearchRequest),
  searchResponse: implicit(23, SearchResponse),
  presentRequest: implicit(24, PresentRequest),
  presentResponse: implicit(25, PresentResponse),
  deleteResultSetRequest: implicit(26, DeleteResultSetRequest),
  deleteResultSetResponse: implicit(27, DeleteResultSetResponse),
  accessControlRequest: implicit(28, AccessControlRequest),
  accessControlResponse: implicit(29, AccessControlResponse),
  resourceControlRequest: implicit(30, ResourceControlRequest),
  resourceControlResponse: implicit(31, ResourceControlResponse),
  triggerResourceControlRequest: implicit(32, TriggerResourceControlRequest),
  resourceReportRequest: implicit(33, ResourceReportRequest),
  resourceReportResponse: implicit(34, ResourceReportResponse),
  scanRequest: implicit(35, ScanRequest),
  scanResponse: implicit(36, ScanResponse),
  sortRequest: implicit(43, SortRequest),
  sortResponse: implicit(44, SortResponse),
  segmentRequest: implicit(45, Segment),
  extendedServicesRequest: implicit(46, ExtendedServicesRequest),
  extendedServicesResponse: implicit(47, ExtendedServicesResponse),
  close: implicit(48, Close),
  duplicateDetectionRequest: implicit(49, DuplicateDetectionRequest),
  duplicateDetectionResponse: implicit(50, DuplicateDetectionResponse),
})
export type Apdu = Value<typeof Apdu>

/** The fields of one kind of PDU. */
export type ApduOf<Type extends Apdu['type']> = Extract<Apdu, { readonly type: Type }>['value']

/** The octets to send. @throws Problem `ber-unencodable` naming the field at fault */
export const encodeApdu = (apdu: Apdu): Buffer => encode(Apdu, apdu)

/** Reads one whole PDU; its octet strings are views of `bytes`. @throws Problem `ber-*` with the offset at fault */
export const decodeApdu = (bytes: Uint8Array, limits?: Limits): Apdu => decode(Apdu, bytes, limits)

/**
 * One PDU for people to read, with the records and negotiations inside it; what is not described is marked with `?`.
 * @throws Problem `ber-*` where the bytes are not one sound element
 */
export const dumpApdu = (bytes: Uint8Array): string => dump(Apdu, bytes, { oidName, typeOf: externalType })

/** Cuts what comes from a peer into PDUs; anything that cannot be one is refused at its first octets. */
export const apduSplitter = (limits?: Limits): Splitter => new Splitter(Apdu, limits)
