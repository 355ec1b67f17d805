import {
  any,
  boolean,
  explicit,
  implicit,
  integer,
  optional,
  sequence,
  sequenceOf,
  type Value,
  withWrittenDefault,
} from '../asn1/index.ts'
import { SystemId } from './parties.ts'
import { ISODate, ISOTime, optionalText, text } from './strings.ts'

/** Transaction-Id: one loan between two libraries. The sub-transaction's part is for chained and partitioned ones. */
export const TransactionId = sequence({
  initialRequesterId: optional(implicit(0, SystemId)),
  transactionGroupQualifier: text(1),
  transactionQualifier: text(2),
  subTransactionQualifier: optionalText(3),
})
export type TransactionId = Value<typeof TransactionId>

const dateTime = sequence({ date: implicit(0, ISODate), time: optional(implicit(1, ISOTime)) })

/**
 * Service-Date-Time: when the service was invoked. The original's time marks a repeat. The time of day is needed for
 * the second and each further service of a transaction on one day.
 */
export const ServiceDateTime = sequence({
  dateTimeOfThisService: implicit(0, dateTime),
  dateTimeOfOriginalService: optional(implicit(1, dateTime)),
})
export type ServiceDateTime = Value<typeof ServiceDateTime>

/** What every APDU begins with. Who asks and who is asked must be named where APDUs are passed on by others. */
export const head = {
  protocolVersionNum: implicit(0, integer),
  transactionId: implicit(1, TransactionId),
  serviceDateTime: implicit(2, ServiceDateTime),
  requesterId: optional(implicit(3, SystemId)),
  responderId: optional(implicit(4, SystemId)),
} as const

/** Extension: one that is critical must not be passed over by whoever does not know it. */
export const Extension = sequence({
  identifier: implicit(0, integer),
  critical: withWrittenDefault(implicit(1, boolean), false),
  item: explicit(2, any),
})

/** What every APDU ends with. */
export const extensions = optional(implicit(49, sequenceOf(Extension)))
