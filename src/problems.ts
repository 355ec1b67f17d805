/**
 * Every error Farshelf raises on purpose: one table, one class. `status` is what an HTTP door answers; `text` is for
 * people, with `{name}` filled in from the problem's context.
 */
export const problems = {
  // Anything
  'bad-input': { status: 400, text: '{detail}' },
  'not-found': { status: 404, text: 'There is no {what} at this address' },
  'too-many-requests': { status: 429, text: 'Too many searches at once: wait {seconds} seconds and try again' },
  'config-invalid': { status: 500, text: '{file}, line {line}: {field}: {detail}' },
  'environment-invalid': { status: 500, text: 'The environment variable {variable}: {detail}' },
  'config-missing': { status: 500, text: '{file} cannot be read: {detail}' },

  // cli
  'output-failed': { status: 500, text: 'The output cannot be written: {detail}' },

  'cannot-listen': {
    status: 500,
    text: 'Cannot listen on {host}:{port}: {detail}. Set FARSHELF_HOST or FARSHELF_PORT to another',
  },
  'shutting-down': { status: 503, text: 'Farshelf is shutting down: try again in a moment' },

  // standards/asn1: always with `offset`, the byte where the element began
  'ber-truncated': { status: 502, text: 'The data ends inside the element that begins at byte {offset}' },
  'ber-too-deep': { status: 502, text: 'More than {limit} levels of nesting at byte {offset}' },
  'ber-too-large': { status: 502, text: 'The element at byte {offset} is larger than {limit} bytes' },
  'ber-too-many-nodes': { status: 502, text: 'More than {limit} elements, reached at byte {offset}' },
  'ber-tag-too-long': { status: 502, text: 'The tag at byte {offset} takes more than {limit} octets' },
  'ber-length-too-long': { status: 502, text: 'The length at byte {offset} takes more than {limit} octets' },
  'ber-invalid': { status: 502, text: 'Byte {offset}: {detail}' },
  'ber-unexpected': { status: 502, text: 'Byte {offset}: expected {expected}, found {found}' },
  'ber-unencodable': { status: 500, text: '{field} cannot be written as {expected}: {detail}' },

  // standards/query: `position` counts characters from 0
  'query-syntax': { status: 400, text: 'Character {position} of the query: {detail}' },
  'query-empty': { status: 400, text: 'Type something to search for' },

  // standards/marc
  'marc-unreadable': { status: 422, text: 'No record can be read here: {detail}' },
  'marc-unwritable': { status: 422, text: 'The record cannot be written as {format}: {detail}' },

  // search
  'unknown-target': { status: 400, text: 'There is no library with the id "{target}"' },
  'no-targets': { status: 400, text: 'Choose at least one library' },
  'search-gone': { status: 404, text: 'This search is not held here (any more): start it again' },
  'target-failed': { status: 502, text: '{target}: {detail}' },

  // zserver: answered to a Z39.50 client as a Bib-1 diagnostic
  'bib1-diagnostic': { status: 400, text: 'Refused with Bib-1 diagnostic {condition} "{addinfo}"' },

  // web
  'method-not-allowed': { status: 405, text: 'This address takes only {allow}' },
  'address-too-long': { status: 414, text: 'The address has more than {limit} characters behind its question mark' },
  'body-too-large': { status: 413, text: 'The body of the request is larger than this address takes' },
} as const satisfies Record<string, { status: number; text: string }>

export type ProblemCode = keyof typeof problems

/** What a problem's context may hold: enough to say which target, record, request or byte. Never a secret. */
export type ProblemContext = Readonly<Record<string, string | number | boolean | undefined>>

/** The one error class. `message` is the table's text with the context filled in. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly context: ProblemContext

  constructor(code: ProblemCode, context: ProblemContext = {}, options?: { cause?: unknown }) {
    super(
      problems[code].text.replace(/\{(\w+)\}/g, (_, name: string) => String(context[name] ?? '?')),
      options,
    )
    this.name = 'Problem'
    this.code = code
    this.context = context
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return problems[this.code].status
  }
}
