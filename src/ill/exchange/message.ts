import { z } from 'zod'

/**
 * What two libraries say to each other about one loan or copy, whatever carries it: the services of ISO 10161-1, in the
 * words of domain/ill.md 2 and 3.4. Channels turn these into their protocol's messages and back; machines know no other.
 * Days are YYYY-MM-DD, amounts decimals such as "12.50".
 */
const day = z.iso.date()
const text = (most = 4000) => z.string().max(most)
const note = { note: text().optional() }
const money = z.object({ amount: z.string().regex(/^\d{1,12}(\.\d{1,4})?$/), currency: z.string().max(3).optional() })
const loanOrCopy = z.enum(['loan', 'copy'])
const list = (most = 500) => z.array(text(most)).max(50)

/** What is wanted, as far as the asking library knows it. */
export const Wanted = z.object({
  title: text(1000).optional(),
  author: text(1000).optional(),
  edition: text(200).optional(),
  publisher: text(400).optional(),
  place: text(400).optional(),
  year: text(60).optional(),
  series: text(400).optional(),
  articleTitle: text(1000).optional(),
  articleAuthor: text(1000).optional(),
  volume: text(200).optional(),
  issue: text(200).optional(),
  pages: text(200).optional(),
  isbn: text(60).optional(),
  issn: text(60).optional(),
  doi: text(300).optional(),
  oclc: text(60).optional(),
  lccn: text(60).optional(),
  pmid: text(60).optional(),
  /** The lender's own number of its record. */
  recordId: text(200).optional(),
})
export type Wanted = z.infer<typeof Wanted>

export const PostalAddress = z.object({
  name: text(400).optional(),
  street: text(1000).optional(),
  postalCode: text(60).optional(),
  place: text(200).optional(),
  region: text(200).optional(),
  country: text(200).optional(),
})
export type PostalAddress = z.infer<typeof PostalAddress>

/** What the library that wants something says. */
export const RequesterMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('request'),
    /** `retry` follows an answer that invited it, `reminder` asks again for what was asked. */
    kind: z.enum(['new', 'retry', 'reminder']),
    /** With `retry`: the number the request had before. */
    previousId: text(200).optional(),
    wanted: Wanted,
    /** In the order preferred: a lender may send either where both are named. */
    services: z.array(loanOrCopy).min(1).max(2),
    level: text(60).optional(),
    neededBy: day.optional(),
    /** The lender's answer is of no use after it. */
    expiresOn: day.optional(),
    mostCost: money.optional(),
    /** May the lender place a hold where it cannot send at once? Place-On-Hold of ISO 10161. */
    hold: z.enum(['yes', 'no', 'policy']).optional(),
    /** Conditions agreed to, with `retry`. */
    conditions: list().optional(),
    deliverTo: PostalAddress.optional(),
    /** Where copies go. */
    deliverEmail: text(320).optional(),
    /** Only where the lender is to know who the reader is. */
    patron: z.object({ id: text(200).optional(), name: text(400).optional() }).optional(),
    ...note,
  }),
  z.object({ type: z.literal('conditional-reply'), agrees: z.boolean(), ...note }),
  z.object({ type: z.literal('cancel'), ...note }),
  z.object({ type: z.literal('received'), on: day.optional(), service: loanOrCopy.optional(), ...note }),
  z.object({ type: z.literal('renew'), dueOn: day.optional(), ...note }),
  z.object({
    type: z.literal('returned'),
    on: day.optional(),
    via: text(200).optional(),
    insuredFor: money.optional(),
    ...note,
  }),
  z.object({ type: z.literal('lost'), ...note }),
  z.object({ type: z.literal('damaged'), ...note }),
  z.object({ type: z.literal('note'), note: text() }),
  z.object({ type: z.literal('status-query'), ...note }),
])
export type RequesterMessage = z.infer<typeof RequesterMessage>

/** What the library that is asked says. */
export const ResponderMessage = z.discriminatedUnion('type', [
  /** `expectedOn`: when it can be sent. `likely`: only that it probably will. */
  z.object({ type: z.literal('will-supply'), expectedOn: day.optional(), likely: z.boolean().optional(), ...note }),
  z.object({ type: z.literal('hold'), availableOn: day.optional(), ...note }),
  z.object({
    type: z.literal('conditional'),
    /** In the lender's words, or codes of ISO 18626's LoanCondition. */
    conditions: list().min(1),
    replyBy: day.optional(),
    cost: money.optional(),
    ...note,
  }),
  z.object({
    type: z.literal('not-supplied'),
    answer: z.enum(['unfilled', 'retry', 'locations', 'estimate']),
    /** A code of ISO 18626's ReasonUnfilled or ReasonRetry where there is one, or words. */
    reason: text(300).optional(),
    retryAfter: day.optional(),
    cost: money.optional(),
    /** Libraries that may have it: names or symbols. */
    locations: list().optional(),
    ...note,
  }),
  /** The lender's time to answer is over. */
  z.object({ type: z.literal('expired'), ...note }),
  z.object({ type: z.literal('cancel-reply'), agrees: z.boolean(), ...note }),
  z.object({
    type: z.literal('shipped'),
    service: loanOrCopy,
    on: day.optional(),
    dueOn: day.optional(),
    renewable: z.boolean().optional(),
    /** Number on the item. */
    itemId: text(200).optional(),
    conditions: list().optional(),
    cost: money.optional(),
    via: text(200).optional(),
    insuredFor: money.optional(),
    /** Of a copy that can be fetched. */
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    returnTo: PostalAddress.optional(),
    ...note,
  }),
  z.object({ type: z.literal('unship'), ...note }),
  z.object({ type: z.literal('overdue'), dueOn: day.optional(), ...note }),
  z.object({ type: z.literal('recall'), ...note }),
  z.object({
    type: z.literal('renew-reply'),
    agrees: z.boolean(),
    dueOn: day.optional(),
    renewable: z.boolean().optional(),
    ...note,
  }),
  z.object({ type: z.literal('checked-in'), on: day.optional(), ...note }),
  z.object({ type: z.literal('lost'), ...note }),
  z.object({ type: z.literal('damaged'), ...note }),
  z.object({ type: z.literal('note'), note: text() }),
  /** Answers `status-query`; changes nothing. */
  z.object({ type: z.literal('status'), state: text(60), dueOn: day.optional(), ...note }),
])
export type ResponderMessage = z.infer<typeof ResponderMessage>

/** How one message names the loan it is about, and itself. */
export const Envelope = z.object({
  /** Symbols, `TYPE:value` as `normaliseSymbol` gives them. */
  requester: text(200),
  responder: text(200),
  /** The requester's number of this turn: requestingAgencyRequestId, transaction-qualifier. Never used twice. */
  requestId: text(200).min(1),
  /** The responder's own number, once it has said it. */
  responderId: text(200).optional(),
  /** When the sender says it was written, ISO 8601. Tells repeats; never the order. */
  sentAt: z.iso.datetime({ offset: true }),
  /** It says that it repeats an earlier one. */
  repeat: z.boolean().optional(),
})
export type Envelope = z.infer<typeof Envelope>

/** A message on its way, to or from a library. */
export const IllMessage = z.discriminatedUnion('from', [
  z.object({ from: z.literal('requester'), envelope: Envelope, message: RequesterMessage }),
  z.object({ from: z.literal('responder'), envelope: Envelope, message: ResponderMessage }),
])
export type IllMessage = z.infer<typeof IllMessage>

/** What the receiver answers on the spot: that it has it and understood it, never that it agrees. */
export type Receipt =
  | { readonly kind: 'ok' }
  /** `what` names the element that cannot be right, as the message does: `requestId`, `type`, `reason` … */
  | {
      readonly kind: 'refused'
      readonly why: 'unknown-request' | 'duplicate-request' | 'illegal-now' | 'unsupported' | 'bad-value' | 'malformed'
      readonly what: string
      readonly text: string
      /** With `illegal-now`: where the transaction stands, a Current-State of ISO 10161. */
      readonly state?: string
    }
