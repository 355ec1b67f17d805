import {
  answerings,
  exchangeProfiles,
  exchangeVersions,
  type LenderLine,
  type lenderTableColumns,
  protocols,
  settlements,
  supplies,
} from '../../../../ill/index.ts'

export type Column = (typeof lenderTableColumns)[number]
export type Field = Column['field']
type Options = readonly (readonly [value: string, words: string])[]

/** How a lender is asked, in words. */
export const protocolWords: Readonly<Record<LenderLine['protocol'], string>> = {
  email: 'E-mail',
  iso18626: 'ISO 18626',
  iso10161: 'ISO 10161',
  script: 'Generic Script',
  none: 'Other means',
}

const worded = <Name extends string>(names: readonly Name[], words: Readonly<Record<Name, string>>): Options =>
  names.map((name) => [name, words[name]])

export type Setting = {
  readonly label: string
  readonly hint?: string
} & (
  | { readonly kind: 'text' | 'lines' | 'number' | 'check' | 'date' }
  | { readonly kind: 'choice'; readonly options: Options }
)

/** What every field of a lender is called on its page, and how it is typed. */
export const settings: Readonly<Record<Field, Setting>> = {
  name: { label: 'Name', kind: 'text' },
  symbol: {
    ...{ label: 'Symbol', kind: 'text' },
    hint: 'ISIL, or another symbol with its kind before it, as in OCLC:OXU. It tells lenders apart.',
  },
  active: { label: 'In use', kind: 'check', hint: 'else it is kept for old requests only' },
  notes: { label: 'Notes for staff', kind: 'lines' },
  street: { label: 'Street', kind: 'lines', hint: 'Lines of the address above the place.' },
  postalCode: { label: 'Postal code', kind: 'text' },
  place: { label: 'Town or city', kind: 'text' },
  region: { label: 'Region', kind: 'text' },
  country: { label: 'Country', kind: 'text' },
  protocol: { label: 'Asked by', kind: 'choice', options: worded(protocols, protocolWords) },
  email: { label: 'E-mail', kind: 'text', hint: 'Where letters to it go.' },
  endpoint: { label: 'Address of its system', kind: 'text', hint: 'For ISO 18626 or ISO 10161.' },
  profile: {
    ...{ label: 'Dialect of ISO 18626', kind: 'choice' },
    options: worded(exchangeProfiles, { standard: 'as the standard has it', reshare: 'ReShare', alma: 'Alma' }),
  },
  protocolVersion: {
    ...{ label: 'Version of ISO 18626', kind: 'choice' },
    options: worded(exchangeVersions, { '1.2': '1.2 (2017)', '2021-2': '2021-2 (2021)' }),
  },
  namesPatron: { label: 'It is told who the reader is', kind: 'check' },
  networks: {
    ...{ label: 'Calls from', kind: 'text' },
    hint: 'Addresses and networks, such as 192.0.2.7, 198.51.100.0/24.',
  },
  certificate: {
    ...{ label: 'Its certificate', kind: 'text' },
    hint: 'SHA-256 fingerprint of the client certificate it shows us, where it shows one.',
  },
  lends: { label: 'It lends', kind: 'check' },
  loanDays: { label: 'Lends for', kind: 'number', hint: 'Days.' },
  renewals: { label: 'Renewals', kind: 'number', hint: 'How often a loan can be renewed.' },
  copies: { label: 'It makes copies', kind: 'check' },
  loanCost: { label: 'Cost of a loan', kind: 'text', hint: 'Such as 12.50.' },
  copyCost: { label: 'Cost of a copy', kind: 'text', hint: 'Such as 4.00.' },
  currency: { label: 'Currency', kind: 'text', hint: 'Of both costs, such as EUR.' },
  settlement: {
    ...{ label: 'Fees are settled', kind: 'choice' },
    options: worded(settlements, { none: 'between the two libraries', ifm: 'by IFM of OCLC', laser: 'by LASER' }),
  },
  closed: { label: 'It takes no requests at all', kind: 'check' },
  lastResort: { label: 'It is asked last', kind: 'check' },
  suspendedUntil: {
    ...{ label: 'Suspended until', kind: 'date' },
    hint: 'The last day on which nothing is sent to it.',
  },
  'calendar.timeZone': { label: 'Time zone', kind: 'text', hint: 'Such as Europe/London.' },
  'calendar.closedWeekdays': { label: 'Closed on', kind: 'text', hint: 'Weekdays, such as Sat Sun.' },
  'calendar.closedDates': { label: 'Closed dates', kind: 'lines', hint: 'Such as 2027-05-01 2027-12-24/2027-12-31.' },
  answering: {
    ...{ label: 'Its requests are answered', kind: 'choice' },
    options: worded(answerings, {
      rules: 'as the rules of the house say',
      automatic: 'by itself: as the rules say, else as the catalogue says',
      review: 'by staff alone',
      never: 'never with a loan or copy',
    }),
  },
  gets: {
    ...{ label: 'It can have', kind: 'choice' },
    options: worded(supplies, { both: 'loans and copies', loan: 'loans', copy: 'copies' }),
  },
  lentDays: { label: 'We lend to it for', kind: 'number', hint: 'Days, where that is not as usual.' },
}

interface Section {
  readonly title: string
  readonly about?: string
  readonly fields: readonly Field[]
}

/** In the order the page shows them. */
export const sections: readonly Section[] = [
  { title: 'The library', fields: ['name', 'symbol', 'active'] },
  { title: 'How it is asked', fields: ['protocol', 'email', 'endpoint', 'profile', 'protocolVersion', 'namesPatron'] },
  {
    title: 'What it does for us',
    fields: ['loanDays', 'renewals', 'loanCost', 'copyCost', 'currency', 'settlement', 'lends', 'copies'],
  },
  {
    title: 'When it works',
    about: 'Days it is closed do not count as days it has to answer.',
    fields: [
      ...(['calendar.closedWeekdays', 'calendar.timeZone', 'calendar.closedDates', 'suspendedUntil'] as const),
      ...(['closed', 'lastResort'] as const),
    ],
  },
  { title: 'What it gets of us', fields: ['answering', 'gets', 'lentDays'] },
  {
    title: 'How its system is known',
    about: 'Only of a library whose system sends messages to ours. What is set here it has to fit, too.',
    fields: ['networks', 'certificate'],
  },
  { title: 'Where it is', fields: ['street', 'postalCode', 'place', 'region', 'country'] },
  { title: 'Notes', fields: ['notes'] },
]
