import { choice, explicit, implicit, integer, nul, oid, optional, sequence, sequenceOf } from '../asn1/index.ts'
import { extensions, head } from './head.ts'
import { optionalText, text } from './strings.ts'

/** Lost: on the way or in use. */
export const Lost = explicit(
  15,
  sequence({ ...head, note: optionalText(46), lostExtensions: extensions }),
  'application',
)

/** Damaged-Details: all of it, or some units by number; what a unit is follows from the document type. */
export const DamagedDetails = sequence({
  documentTypeId: optional(implicit(0, oid)),
  damagedPortion: choice({ completeDocument: implicit(1, nul), specificUnits: implicit(2, sequenceOf(integer)) }),
})

/** Damaged: it came so. What of it can be said from version 2 on. */
export const Damaged = explicit(
  16,
  sequence({
    ...head,
    damagedDetails: optional(implicit(5, DamagedDetails)),
    note: optionalText(46),
    damagedExtensions: extensions,
  }),
  'application',
)

/** Message: words for people, at any time. */
export const Message = explicit(17, sequence({ ...head, note: text(46), messageExtensions: extensions }), 'application')

/** Status-Query: asks where the transaction stands on the other side. */
export const StatusQuery = explicit(
  18,
  sequence({ ...head, note: optionalText(46), statusQueryExtensions: extensions }),
  'application',
)
