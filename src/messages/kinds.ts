import { type FieldName, type FieldValue, fields } from './fields.ts'

export type Audience = 'patron' | 'lender' | 'staff'

interface Kind {
  readonly audience: Audience
  readonly label: string
  /** When it is sent, for those who write templates. */
  readonly when: string
  /** What its templates may name, and nothing else; with a question mark what may be missing. */
  readonly fields: readonly (FieldName | `${FieldName}?`)[]
}

const titleFields = ['title', 'author?'] as const
const ofRequest = ['patronName', 'requestNo', ...titleFields, 'requestsLink?', 'library?', 'note?'] as const
const ofLoan = ['patronName', ...titleFields, 'itemNo?', 'requestNo?', 'library?', 'note?'] as const
/** A lender learns nothing of the reader: no kind for lenders has a field that tells. */
const toLender = ['lenderName?', 'library?', 'requestNo', 'lenderReference?', ...titleFields, 'note?'] as const
/** To a library that borrows from us. */
const toBorrower = [
  'borrowerName?',
  'library?',
  'requestNo',
  'borrowerReference?',
  ...titleFields,
  'answer?',
  'note?',
] as const
const citation = ['edition?', 'publisher?', 'year?', 'isbn?', 'issn?', 'volume?', 'article?', 'pages?'] as const

/** Every kind of message there is: who gets it, and what may stand in it. */
export const messageKinds = {
  'request-placed': {
    audience: 'patron',
    label: 'Request placed',
    when: 'A reader’s request has come in.',
    fields: [...ofRequest, 'service?', 'neededBy?', 'pickup?'],
  },
  'request-in-process': {
    audience: 'patron',
    label: 'In Process',
    when: 'Staff took a request up with In Process and ticked Notify Borrower.',
    fields: [...ofRequest, 'neededBy?'],
  },
  'request-completed': {
    audience: 'patron',
    label: 'Request Complete',
    when: 'A request was completed and Notify borrower was ticked.',
    fields: [...ofRequest, 'pickup?', 'dueOn?'],
  },
  'located-in-database': {
    audience: 'patron',
    label: 'Found in our library',
    when: 'A request was completed because the library has the title.',
    fields: [...ofRequest, 'callNumber?', 'location?'],
  },
  'unable-to-supply': {
    audience: 'patron',
    label: 'Unable to supply',
    when: 'Nobody can supply what a reader asked for.',
    fields: ofRequest,
  },
  'request-cancelled': {
    audience: 'patron',
    label: 'Request cancelled',
    when: 'Staff cancelled a request.',
    fields: ofRequest,
  },
  'request-expired': {
    audience: 'patron',
    label: 'Request expired',
    when: 'A request was not completed in time, and the house says in ill.yaml that requests expire.',
    fields: ofRequest,
  },
  'copy-ready': {
    audience: 'patron',
    label: 'Copy ready',
    when: 'A copy can be downloaded, or picked up.',
    fields: [...ofRequest, 'article?', 'pages?', 'downloadLink?', 'keepUntil?', 'pickup?'],
  },
  'pickup-ready': {
    audience: 'patron',
    label: 'Ready to pick up',
    when: 'An item stands on the pickup shelf for a reader.',
    fields: [...ofLoan, 'pickup?', 'keepUntil?', 'dueOn?'],
  },
  'pickup-expired': {
    audience: 'patron',
    label: 'Not picked up',
    when: 'An item was not picked up in time and went back.',
    fields: [...ofLoan, 'pickup?'],
  },
  'due-soon': {
    audience: 'patron',
    label: 'Due soon',
    when: 'A loan will be due in so many days as circulation.yaml says, and is not renewed by then.',
    fields: [...ofLoan, 'dueOn'],
  },
  overdue: {
    audience: 'patron',
    label: 'Overdue',
    when: 'A loan was due and is not back.',
    fields: [...ofLoan, 'dueOn', 'daysLate'],
  },
  recalled: {
    audience: 'patron',
    label: 'Recalled',
    when: 'The lender, or another reader, wants an item back early.',
    fields: [...ofLoan, 'dueOn?'],
  },
  'user-alert': {
    audience: 'patron',
    label: 'User alert',
    when: 'Staff sent a reader an alert, or a local action did.',
    fields: ofRequest,
  },
  'ill-request-to-lender': {
    audience: 'lender',
    label: 'Request to a lender',
    when: 'A request is transmitted to a lender that takes them by e-mail.',
    fields: [
      ...toLender,
      ...citation,
      'service',
      'neededBy?',
      'deliverTo?',
      'copyright?',
      'shipLink?',
      'cannotSupplyLink?',
      'laterLink?',
      'conditionLink?',
    ],
  },
  'ill-renewal-to-lender': {
    audience: 'lender',
    label: 'Renewal asked of a lender',
    when: 'Request renewal was pressed for a lender that is written to by e-mail.',
    fields: [...toLender, 'itemNo?', 'dueOn?', 'proposedDue?', 'renewYesLink?', 'renewNoLink?'],
  },
  'ill-cancel-to-lender': {
    audience: 'lender',
    label: 'Cancellation to a lender',
    when: 'A request at a lender is cancelled.',
    fields: [...toLender, 'cancelYesLink?', 'cancelNoLink?'],
  },
  'ill-note-to-lender': {
    audience: 'lender',
    label: 'Note to a lender',
    when: 'Staff sent a lender a note about a request.',
    fields: toLender,
  },
  'ill-received-to-lender': {
    audience: 'lender',
    label: 'Receipt to a lender',
    when: 'An item has arrived and the lender is to know.',
    fields: [...toLender, 'dueOn?'],
  },
  'ill-returned-to-lender': {
    audience: 'lender',
    label: 'Return to a lender',
    when: 'An item was sent back and the lender is to know.',
    fields: [...toLender, 'itemNo?'],
  },
  'ill-lost-to-lender': {
    audience: 'lender',
    label: 'Loss or damage to a lender',
    when: 'An item of a lender’s is lost or damaged.',
    fields: [...toLender, 'itemNo?'],
  },
  'lending-answer': {
    audience: 'lender',
    label: 'Answer to a borrowing library',
    when: 'We answered a request of another library, its cancelling or its renewal, or its time was over.',
    fields: [...toBorrower, 'dueOn?'],
  },
  'lending-shipped': {
    audience: 'lender',
    label: 'Shipment to a borrowing library',
    when: 'Something another library asked for was sent.',
    fields: [...toBorrower, 'service', 'itemNo?', 'dueOn?'],
  },
  'lending-recall': {
    audience: 'lender',
    label: 'Overdue or recalled at a borrowing library',
    when: 'Overdue or Recall was pressed for something another library has.',
    fields: [...toBorrower, 'dueOn?'],
  },
  'lending-note': {
    audience: 'lender',
    label: 'Note to a borrowing library',
    when: 'Something came back from another library, was lost or damaged, or staff sent a note.',
    fields: toBorrower,
  },
  'staff-alert': {
    audience: 'staff',
    label: 'Alert to staff',
    when: 'A local action, or a rule, sent colleagues an alert.',
    fields: ['alert', 'requestNo?', 'title?', 'staffName?', 'requestLink?', 'note?'],
  },
} as const satisfies Readonly<Record<string, Kind>>

export type MessageKind = keyof typeof messageKinds
export const messageKindNames = Object.keys(messageKinds) as MessageKind[]
export const kindOf = (kind: MessageKind): Kind => messageKinds[kind]
export const isMessageKind = (name: string): name is MessageKind => Object.hasOwn(messageKinds, name)

type Named<K extends MessageKind> = (typeof messageKinds)[K]['fields'][number]
type Needed<K extends MessageKind> = Extract<Named<K>, FieldName>
type Optional<K extends MessageKind> =
  Named<K> extends infer N ? (N extends `${infer Name extends FieldName}?` ? Name : never) : never

/** What a message of a kind is filled in with. An empty text counts as missing. */
export type FieldsOf<K extends MessageKind> = { readonly [N in Needed<K>]: FieldValue<N> } & {
  readonly [N in Optional<K>]?: FieldValue<N> | undefined
}

/** Values whose kind is only known when it runs; `checkFields` has looked at them. */
export type FieldValues = Readonly<Partial<Record<FieldName, string | number>>>

/** The fields of a kind by name, and whether each is always there. */
export const fieldsOf = (kind: MessageKind): ReadonlyMap<FieldName, boolean> =>
  new Map(kindOf(kind).fields.map((name) => [name.replace('?', '') as FieldName, !name.endsWith('?')]))

/** Those that have a preset note. */
export const kindsWithNote = messageKindNames.filter((kind) => fieldsOf(kind).has('note'))

/** What previews are filled in with. */
export const sampleFields = (kind: MessageKind): FieldValues =>
  Object.fromEntries([...fieldsOf(kind).keys()].map((name) => [name, fields[name].sample]))
