import { boolean, explicit, implicit, optional, sequence } from '../asn1/index.ts'
import { ShippedServiceType } from './codes.ts'
import { extensions, head } from './head.ts'
import { SupplementalItemDescription } from './item.ts'
import { Amount, SystemId, TransportationMode } from './parties.ts'
import { ISODate, optionalText } from './strings.ts'

/** Conditional-Reply: whether the conditions of an answer are agreed to. */
export const ConditionalReply = explicit(
  5,
  sequence({
    ...head,
    answer: implicit(35, boolean),
    requesterNote: optionalText(46),
    conditionalReplyExtensions: extensions,
  }),
  'application',
)

/** Cancel: asks to end the transaction. */
export const Cancel = explicit(
  6,
  sequence({ ...head, requesterNote: optionalText(46), cancelExtensions: extensions }),
  'application',
)

/** Received: what was sent has arrived. */
export const Received = explicit(
  8,
  sequence({
    ...head,
    supplierId: optional(implicit(26, SystemId)),
    supplementalItemDescription: optional(implicit(17, SupplementalItemDescription)),
    dateReceived: implicit(36, ISODate),
    shippedServiceType: implicit(27, ShippedServiceType),
    requesterNote: optionalText(46),
    receivedExtensions: extensions,
  }),
  'application',
)

/** Returned: it is on its way back. */
export const Returned = explicit(
  10,
  sequence({
    ...head,
    supplementalItemDescription: optional(implicit(17, SupplementalItemDescription)),
    dateReturned: implicit(37, ISODate),
    returnedVia: optional(explicit(38, TransportationMode)),
    insuredFor: optional(implicit(39, Amount)),
    requesterNote: optionalText(46),
    returnedExtensions: extensions,
  }),
  'application',
)

/** Renew: asks for more time. */
export const Renew = explicit(
  13,
  sequence({
    ...head,
    desiredDueDate: optional(implicit(42, ISODate)),
    requesterNote: optionalText(46),
    renewExtensions: extensions,
  }),
  'application',
)
