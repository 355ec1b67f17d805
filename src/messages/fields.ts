/** What a field holds: one line, several lines, a day (YYYY-MM-DD), a whole number, a web address, or one of some words. */
export type FieldType = 'line' | 'lines' | 'day' | 'number' | 'link' | readonly string[]

export interface Field {
  readonly type: FieldType
  /** For those who write templates. */
  readonly label: string
  /** Shown in previews. */
  readonly sample: string | number
}

const answer = (event: string) => `https://library.example/answer/only-in-the-letter/${event}`

/** Everything a template may ever name; which of them, says its kind. */
export const fields = {
  // The reader
  patronName: { type: 'line', label: 'the reader’s name', sample: 'Edda Marlowe' },

  // The request
  requestNo: { type: 'line', label: 'the number of the request', sample: 'R-000123' },
  service: { type: ['loan', 'copy'], label: 'what is asked for: loan or copy', sample: 'loan' },
  neededBy: { type: 'day', label: 'the day it is needed by', sample: '2026-06-30' },
  requestsLink: { type: 'link', label: 'the reader’s page of requests', sample: 'https://library.example/requests' },
  requestLink: { type: 'link', label: 'the request, for staff', sample: 'https://library.example/staff/requests/123' },
  note: {
    type: 'lines',
    label: 'what the sender adds: a preset note or words of their own',
    sample: 'Please ask at the desk on the ground floor.',
  },

  // The title
  title: { type: 'line', label: 'the title', sample: 'The left hand of darkness' },
  author: { type: 'line', label: 'the author', sample: 'Ursula K. Le Guin' },
  edition: { type: 'line', label: 'the edition', sample: '2nd edition' },
  publisher: { type: 'line', label: 'the publisher', sample: 'Ace Books' },
  year: { type: 'line', label: 'the year it was published', sample: '1976' },
  isbn: { type: 'line', label: 'the ISBN', sample: '9780441478125' },
  issn: { type: 'line', label: 'the ISSN', sample: '0036-8075' },
  volume: { type: 'line', label: 'volume and issue', sample: '12 (3)' },
  article: { type: 'line', label: 'the article or chapter', sample: 'Winter and its people' },
  pages: { type: 'line', label: 'the pages', sample: '45–61' },
  callNumber: { type: 'line', label: 'where it stands on our shelves', sample: 'PS3562 .E42' },
  location: { type: 'line', label: 'our location that has it', sample: 'Central Library, second floor' },

  // The item and its loan
  itemNo: { type: 'line', label: 'the number on the item', sample: 'I-004711' },
  pickup: { type: 'line', label: 'where it is picked up', sample: 'Central Library' },
  keepUntil: { type: 'day', label: 'the last day it is kept for the reader', sample: '2026-05-22' },
  dueOn: { type: 'day', label: 'the day it is due', sample: '2026-06-12' },
  daysLate: { type: 'number', label: 'days since it was due', sample: 3 },
  downloadLink: {
    type: 'link',
    label: 'the reader’s page of the request, where the copy is downloaded',
    sample: 'https://library.example/requests/7d1f',
  },

  // The libraries
  library: { type: 'line', label: 'our library', sample: 'Harbour City Library' },
  deliverTo: {
    type: 'lines',
    label: 'where things are sent to us',
    sample: 'Interlibrary loans\nHarbour City Library\n1 Quay Street',
  },
  lenderName: { type: 'line', label: 'the lending library', sample: 'Hill Valley University Library' },
  lenderReference: { type: 'line', label: 'the lender’s own number for the request', sample: 'HV-2026-881' },
  shipLink: { type: 'link', label: 'where the lender says that it was sent', sample: answer('shipped') },
  cannotSupplyLink: {
    type: 'link',
    label: 'where the lender says that it cannot supply',
    sample: answer('notSupplied'),
  },
  laterLink: { type: 'link', label: 'where the lender says that it will supply later', sample: answer('willSupply') },
  conditionLink: { type: 'link', label: 'where the lender sets a condition', sample: answer('conditional') },
  cancelYesLink: {
    type: 'link',
    label: 'where the lender says that it is cancelled',
    sample: answer('cancelAccepted'),
  },
  cancelNoLink: {
    type: 'link',
    label: 'where the lender says that it is too late to cancel',
    sample: answer('cancelRefused'),
  },
  renewYesLink: { type: 'link', label: 'where the lender renews', sample: answer('renewed') },
  renewNoLink: {
    type: 'link',
    label: 'where the lender says that it does not renew',
    sample: answer('renewalRefused'),
  },
  borrowerName: { type: 'line', label: 'the borrowing library', sample: 'Dale Public Library' },
  borrowerReference: { type: 'line', label: 'the borrowing library’s own number', sample: 'DP-2026-104' },
  answer: { type: 'lines', label: 'what we answer, in words', sample: 'We will supply it.' },
  proposedDue: { type: 'day', label: 'the due date we propose', sample: '2026-07-10' },
  copyright: { type: 'lines', label: 'the copyright declaration', sample: 'The copy is for private study.' },

  // Alerts
  alert: { type: 'line', label: 'what the alert is about', sample: 'Item damaged' },
  staffName: { type: 'line', label: 'who sends it', sample: 'Benedikt Sørli' },
} as const satisfies Readonly<Record<string, Field>>

export type FieldName = keyof typeof fields

type ValueOfType<T extends FieldType> = T extends 'number' ? number : T extends readonly (infer Word)[] ? Word : string
/** What a field of that name is given. */
export type FieldValue<N extends FieldName> = ValueOfType<(typeof fields)[N]['type']>

export const fieldOf = (name: FieldName): Field => fields[name]
