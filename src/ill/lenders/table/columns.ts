import type { Calendar } from '../../../kit/calendar/index.ts'
import { readDates, readWeekdays, writeDates, writeWeekdays } from '../../../kit/calendar/index.ts'
import {
  answerings,
  exchangeProfiles,
  exchangeVersions,
  type LenderFields,
  protocols,
  settlements,
  supplies,
} from '../types.ts'

/** What a cell says of a lender, to be judged; or what is wrong with it. */
export type CellReading = { readonly value: unknown } | { readonly wrong: string } | { readonly leave: true }

/** A column of a table of lenders. */
export interface Column {
  readonly name: string
  /** Where it goes: a field, or a part of the calendar. */
  readonly field: Exclude<keyof LenderFields, 'calendar'> | `calendar.${keyof Calendar}`
  readonly about: string
  read(text: string): CellReading
  write(lender: LenderFields): string
}

type Plain = Exclude<keyof LenderFields, 'calendar'>
const leave: CellReading = { leave: true }

const text = (name: string, field: Plain, about: string): Column => ({
  name,
  field,
  about,
  read: (value) => ({ value }),
  write: (lender) => String(lender[field] ?? ''),
})
/** Nothing in the cell means that it is not known. */
const unknown = (name: string, field: Plain, about: string, read = (value: string): unknown => value): Column => ({
  ...text(name, field, about),
  read: (value) => ({ value: value === '' ? null : read(value) }),
})
/** Nothing in the cell leaves it as it is. */
const choice = (name: string, field: Plain, about: string): Column => ({
  ...text(name, field, about),
  read: (value) => (value === '' ? leave : { value: value.toLowerCase() }),
})
const words: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['yes', 'y', 'true', '1', 'x'].map((word) => [word, true])),
  ...Object.fromEntries(['no', 'n', 'false', '0', '-'].map((word) => [word, false])),
}
const yesNo = (name: string, field: Plain, about: string): Column => ({
  name,
  field,
  about,
  read(value) {
    if (value === '') return leave
    const word = value.toLowerCase()
    return Object.hasOwn(words, word) ? { value: words[word] } : { wrong: 'Say yes or no.' }
  },
  write: (lender) => (lender[field] ? 'yes' : 'no'),
})
const wholeNumber = (value: string) => (/^\d{1,6}$/.test(value) ? Number(value) : value)

/** The columns, in the order in which they are written. */
export const columns: readonly Column[] = [
  text('symbol', 'symbol', 'ISIL, or another symbol with its kind before it, as in OCLC:OXU. It tells lenders apart.'),
  text('name', 'name', 'Needed of a new lender.'),
  text('street', 'street', 'Lines of the postal address above the place.'),
  text('postal code', 'postalCode', ''),
  text('place', 'place', 'Town or city.'),
  text('region', 'region', ''),
  text('country', 'country', ''),
  text('email', 'email', 'Where requests by e-mail go.'),
  choice('protocol', 'protocol', `${protocols.join(', ')}; of a new lender, email where it has an address, else none.`),
  text('endpoint', 'endpoint', 'Address at which the protocol is spoken.'),
  choice('profile', 'profile', `Dialect of ISO 18626: ${exchangeProfiles.join(', ')}.`),
  choice('protocol version', 'protocolVersion', `Of ISO 18626: ${exchangeVersions.join(' (2017), ')} (2021).`),
  text('networks', 'networks', 'Addresses and networks it calls us from, such as 192.0.2.7, 198.51.100.0/24.'),
  text(
    'certificate',
    'certificate',
    'SHA-256 fingerprint of the client certificate it shows us, where it shows one; or a name in it, such as ill.example.org, where ill.yaml names an authority that vouches for that. Several are separated by commas.',
  ),
  yesNo('lends', 'lends', 'yes or no.'),
  unknown('loan cost', 'loanCost', 'Such as 12.50.'),
  unknown('loan days', 'loanDays', 'For how long it lends.', wholeNumber),
  unknown('renewals', 'renewals', 'How often a loan can be renewed.', wholeNumber),
  yesNo('copies', 'copies', 'Whether it makes copies: yes or no.'),
  unknown('copy cost', 'copyCost', ''),
  text('currency', 'currency', 'Of both costs, such as EUR.'),
  choice('settlement', 'settlement', `${settlements.join(', ')}.`),
  yesNo('names patron', 'namesPatron', 'Whether it is told who the patron is: yes or no.'),
  choice(
    'answers',
    'answering',
    `How its own requests are answered: ${answerings.join(', ')}. rules: as ill.yaml says; automatic: else as the catalogue says; review: by staff alone; never: it gets nothing.`,
  ),
  choice('gets', 'gets', `What it can have of us: ${supplies.join(', ')}.`),
  unknown('lent days', 'lentDays', 'For how many days we lend to it, where that is not as usual.', wholeNumber),
  {
    name: 'time zone',
    field: 'calendar.timeZone',
    about: 'Such as Europe/London.',
    read: (value) => (value === '' ? leave : { value }),
    write: ({ calendar }) => calendar.timeZone,
  },
  {
    name: 'closed weekdays',
    field: 'calendar.closedWeekdays',
    about: 'Such as Sat Sun.',
    read(value) {
      const read = readWeekdays(value)
      return 'wrong' in read ? { wrong: `“${read.wrong}” is no weekday.` } : { value: read.days }
    },
    write: ({ calendar }) => writeWeekdays(calendar.closedWeekdays),
  },
  {
    name: 'closed dates',
    field: 'calendar.closedDates',
    about: 'Such as 2027-05-01 2027-12-24/2027-12-31.',
    read(value) {
      const read = readDates(value)
      return 'wrong' in read ? { wrong: `“${read.wrong}” is no date such as 2027-12-31.` } : { value: read.dates }
    },
    write: ({ calendar }) => writeDates(calendar.closedDates),
  },
  unknown('suspended until', 'suspendedUntil', 'The last day on which nothing is sent to it, such as 2027-12-31.'),
  yesNo('closed', 'closed', 'Whether it takes no requests at all: yes or no.'),
  yesNo('last resort', 'lastResort', 'Whether it is asked last: yes or no.'),
  text('notes', 'notes', 'For staff.'),
  yesNo('active', 'active', 'no keeps it for old requests only.'),
]

/** Capitals, blanks and what stands for them don’t count. */
const plain = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
const byName = new Map(columns.map((column) => [plain(column.name), column]))
export const columnNamed = (name: string): Column | undefined => byName.get(plain(name))

/** The column in which a field stands. */
export const columnOf = (path: readonly PropertyKey[]): Column | undefined =>
  columns.find(
    ({ field }) =>
      field ===
      path
        .slice(0, field.startsWith('calendar.') ? 2 : 1)
        .map(String)
        .join('.'),
  )
