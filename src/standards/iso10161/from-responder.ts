import { boolean, explicit, implicit, optional, sequence, sequenceOf } from '../asn1/index.ts'
import { Extension, extensions, head } from './head.ts'
import { DateDue } from './shipped.ts'
import { ISODate, optionalText } from './strings.ts'

/** Cancel-Reply: whether the transaction ends as the requester asked. */
export const CancelReply = explicit(
  7,
  sequence({
    ...head,
    answer: implicit(35, boolean),
    responderNote: optionalText(46),
    cancelReplyExtensions: extensions,
  }),
  'application',
)

/** Recall: wants it back at once. */
export const Recall = explicit(
  9,
  sequence({ ...head, responderNote: optionalText(46), recallExtensions: extensions }),
  'application',
)

/** Checked-In: it is back, and the loan over. */
export const CheckedIn = explicit(
  11,
  sequence({
    ...head,
    dateCheckedIn: implicit(40, ISODate),
    responderNote: optionalText(46),
    checkedInExtensions: extensions,
  }),
  'application',
)

/** Overdue: it ought to be back. Alone among the APDUs its extensions are tagged explicitly. */
export const Overdue = explicit(
  12,
  sequence({
    ...head,
    dateDue: implicit(41, DateDue),
    responderNote: optionalText(46),
    overdueExtensions: optional(explicit(49, sequenceOf(Extension))),
  }),
  'application',
)

/** Renew-Answer: whether there is more time, and how much. */
export const RenewAnswer = explicit(
  14,
  sequence({
    ...head,
    answer: implicit(35, boolean),
    dateDue: optional(implicit(41, DateDue)),
    responderNote: optionalText(46),
    renewAnswerExtensions: extensions,
  }),
  'application',
)

/** Expired: the time to answer is over, and the transaction with it. It carries no note. */
export const Expired = explicit(20, sequence({ ...head, expiredExtensions: extensions }), 'application')
