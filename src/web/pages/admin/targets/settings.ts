import { syntaxNames, type TargetEntry } from '../../../../search/index.ts'
import { encodings, flavours } from '../../../../standards/marc/index.ts'
import { attributesText, defaultAttributes, type FieldName, fields } from '../../../../standards/query/index.ts'

export type Protocol = TargetEntry['protocol']
type Options = readonly (readonly [value: string, words: string])[]

/** How a setting is typed: `number` is whole, `lines` one a line, `several` boxes to tick. */
export type Setting = {
  /** Where it stands in an entry, dots leading into what is inside. */
  readonly name: string
  readonly label: string
  readonly hint?: string
  /** What its number counts, said after it where it is only read. */
  readonly unit?: string
  /** Only targets of this protocol have it. */
  readonly only?: Protocol
} & (
  | { readonly kind: 'text' | 'number' | 'lines' | 'check' | 'secret' }
  | { readonly kind: 'choice' | 'several'; readonly options: Options }
)

export interface Section {
  readonly title: string
  /** Most targets are content with what is there: it is folded away. */
  readonly folded?: boolean
  readonly about?: string
  readonly settings: readonly Setting[]
}

const named = (names: readonly string[]): Options => names.map((name) => [name, name])

export const fieldLabels: Readonly<Record<FieldName, string>> = {
  any: 'Any field',
  title: 'Title',
  author: 'Author',
  subject: 'Subject',
  isbn: 'ISBN',
  issn: 'ISSN',
  lccn: 'LC number',
  controlNumber: 'Control number',
  publisher: 'Publisher',
  year: 'Year',
  dewey: 'Dewey class',
}

/** What is written for a field that is to have no attributes at all: an empty box leaves those it has by default. */
export const noAttributes = 'none'

/** Everything that can be said of a target, in the order its page shows it. domain/z3950-and-marc.md 1.1. */
export const sections: readonly Section[] = [
  {
    title: 'The target',
    settings: [
      {
        ...{ name: 'id', label: 'Id', kind: 'text' },
        hint: 'Names it in addresses and at the command line: lower-case letters, digits and hyphens. It stays as it is.',
      },
      { name: 'label', label: 'Name', kind: 'text', hint: 'As readers see it.' },
      { name: 'enabled', label: 'Enabled', kind: 'check', hint: 'else nobody searches it' },
      { name: 'origin', label: 'Where these settings are from', kind: 'text', hint: 'A note for colleagues.' },
    ],
  },
  {
    title: 'Address',
    settings: [
      { name: 'host', label: 'Host', kind: 'text', only: 'z3950', hint: 'A name or an address alone: z.example.org' },
      { name: 'port', label: 'Port', kind: 'number', only: 'z3950' },
      { name: 'databases', label: 'Databases', kind: 'lines', only: 'z3950', hint: 'One a line; all are searched.' },
      {
        ...{ name: 'url', label: 'Address', kind: 'text', only: 'sru' },
        hint: 'Of the database, https://sru.example.org/books: without a query, user or password.',
      },
      {
        ...{ name: 'version', label: 'SRU version', kind: 'choice', only: 'sru' },
        options: named(['1.1', '1.2', '2.0']),
      },
      {
        ...{ name: 'method', label: 'Asked by', kind: 'choice', only: 'sru' },
        options: [
          ['get', 'GET'],
          ['post', 'POST'],
        ],
      },
      {
        ...{ name: 'tls', label: 'Encryption', kind: 'choice', only: 'z3950' },
        options: [
          ['off', 'none'],
          ['on', 'TLS, its certificate is checked'],
          ['unchecked', 'TLS, whatever certificate it shows: anybody in between can read along'],
        ],
      },
      {
        ...{ name: 'tls', label: 'With https', kind: 'choice', only: 'sru' },
        options: [
          ['off', 'its certificate is checked'],
          ['unchecked', 'whatever certificate it shows: anybody in between can read along'],
        ],
      },
      { name: 'tls.serverName', label: 'Name in its certificate', kind: 'text', hint: 'Where that is not its host.' },
    ],
  },
  {
    title: 'Signing in',
    settings: [
      {
        ...{ name: 'authentication.type', label: 'How', kind: 'choice', only: 'z3950' },
        options: [
          ['none', 'not at all'],
          ['anonymous', 'anonymous'],
          ['idPass', 'with user and password'],
          ['open', 'with one text, such as user/password'],
        ],
      },
      { name: 'authentication.group', label: 'Group', kind: 'text', only: 'z3950' },
      { name: 'authentication.user', label: 'User', kind: 'text', only: 'z3950' },
      {
        ...{ name: 'credentials.user', label: 'User', kind: 'text', only: 'sru' },
        hint: 'Of HTTP Basic; empty where none is asked for.',
      },
      { name: 'secret', label: 'Password, or the one text', kind: 'secret' },
    ],
  },
  {
    title: 'Who sees it',
    settings: [
      {
        ...{ name: 'audience', label: 'Shown at', kind: 'several' },
        options: [
          ['opac', 'the search for readers'],
          ['enquiry', 'Enquiry'],
        ],
      },
      { name: 'categories', label: 'Categories', kind: 'lines', hint: 'One a line; libraries are chosen by them.' },
      {
        ...{ name: 'order', label: 'Place in lists', kind: 'number' },
        hint: 'Smaller numbers come first; equal ones go by name.',
      },
      { name: 'preselected', label: 'Chosen when a search begins', kind: 'check' },
    ],
  },
  {
    title: 'Records',
    settings: [
      {
        ...{ name: 'syntax', label: 'Record syntax', kind: 'choice', only: 'z3950' },
        options: named(syntaxNames),
      },
      {
        name: 'elementSet',
        label: 'Element set',
        kind: 'text',
        only: 'z3950',
        hint: 'F is full; empty asks for none.',
      },
      {
        ...{ name: 'schema', label: 'Record schema', kind: 'text', only: 'sru' },
        hint: 'marcxml, dc, …; empty leaves it to the server.',
      },
      {
        ...{ name: 'flavour', label: 'Kind of MARC', kind: 'choice' },
        options: [['', 'as its records say'], ...named(flavours)],
      },
      {
        ...{ name: 'recordEncoding', label: 'Character encoding of records', kind: 'choice' },
        options: [['auto', 'found out by itself'], ...named(encodings)],
      },
      {
        ...{ name: 'link', label: 'A record in its own catalogue', kind: 'text' },
        hint: 'An address with tokens such as {001}, or {020a} for field 020, subfield a: https://lib.example.org/record/{001}',
      },
    ],
  },
  {
    title: 'How it is asked',
    folded: true,
    about: `Bib-1 attributes, like “1=4 4=1”, in place of the usual ones, which stand above each box. An empty box leaves these; “${noAttributes}” sends none.`,
    settings: [
      {
        ...{ name: 'queryEncoding', label: 'Character encoding of queries', kind: 'choice', only: 'z3950' },
        options: named(['utf-8', 'iso-8859-1', 'marc-8']),
      },
      {
        ...{ name: 'piggyback', label: 'Asks for records with the search', kind: 'check', only: 'z3950' },
        hint: 'a few servers cannot',
      },
      ...fields.map(
        (field): Setting => ({
          ...{ name: `attributes.${field}`, label: fieldLabels[field], kind: 'text' },
          hint: attributesText(defaultAttributes[field]),
        }),
      ),
      { name: 'extraAttributes', label: 'Added to every term', kind: 'text' },
      ...fields.map(
        (field): Setting => ({
          ...{ name: `indexes.${field}`, label: `Index for ${fieldLabels[field]}`, kind: 'text', only: 'sru' },
          hint: 'Where the server has its own name for it.',
        }),
      ),
    ],
  },
  {
    title: 'Limits',
    folded: true,
    about: 'Times are milliseconds.',
    settings: [
      { name: 'presentChunk', label: 'Records asked for at a time', kind: 'number' },
      { name: 'firstRecords', label: 'Records fetched at first', kind: 'number' },
      { name: 'mostRecords', label: 'Records fetched at most', kind: 'number' },
      { name: 'searchesPerMinute', label: 'Searches a minute', kind: 'number' },
      { name: 'pool.associations', label: 'Connections at once', kind: 'number' },
      { name: 'pool.idle', label: 'An unused connection is closed after', kind: 'number', unit: 'ms' },
      { name: 'pool.queue', label: 'A search waits for a connection at most', kind: 'number', unit: 'ms' },
      { name: 'deadlines.connect', label: 'To connect, at most', kind: 'number', unit: 'ms' },
      { name: 'deadlines.init', label: 'To open a session, at most', kind: 'number', unit: 'ms' },
      { name: 'deadlines.search', label: 'To answer a search, at most', kind: 'number', unit: 'ms' },
      { name: 'deadlines.present', label: 'To send records, at most', kind: 'number', unit: 'ms' },
      { name: 'deadlines.total', label: 'For all of it, at most', kind: 'number', unit: 'ms' },
    ],
  },
]

/** The settings of a section that targets of a protocol have. */
export const settingsOf = (section: Section, protocol: Protocol): readonly Setting[] =>
  section.settings.filter(({ only }) => only === undefined || only === protocol)

export const allSettings = (protocol: Protocol): readonly Setting[] =>
  sections.flatMap((section) => settingsOf(section, protocol))
