/**
 * Every error Farshelf raises on purpose: one table, one class. `status` is what an HTTP door answers; `text` is for
 * people, with `{name}` filled in from the problem's context.
 */
export const problems = {
  // Anything
  'bad-input': { status: 400, text: '{detail}' },
  'not-found': { status: 404, text: 'There is no {what} at this address' },
  'reply-settled': { status: 409, text: 'A colleague has settled this reply already' },
  'too-many-answers': { status: 429, text: 'Too many links were opened at once: wait {seconds} seconds and try again' },
  'too-many-tests': { status: 429, text: 'Too many tests {of}: wait {seconds} seconds and try again' },
  'too-many-requests': { status: 429, text: 'Too many searches at once: wait {seconds} seconds and try again' },
  'config-invalid': { status: 500, text: '{file}, line {line}: {field}: {detail}' },
  'environment-invalid': { status: 500, text: 'The environment variable {variable}: {detail}' },
  'config-missing': { status: 500, text: '{file} cannot be read: {detail}' },

  'secret-key-missing': {
    status: 409,
    text: 'A password cannot be kept yet: set FARSHELF_SECRET_KEY to 32 bytes in base64, as "openssl rand -base64 32" makes them, in every process, and start again',
  },
  'secret-unreadable': {
    status: 500,
    text: 'What was kept in secret for {place} cannot be read: it was encrypted with another key. Enter it again',
  },

  'secret-key-wrong': {
    status: 409,
    text: 'Nothing was changed: neither the key there is nor the new one opens the password of {place}. Give the key it was encrypted with as FARSHELF_SECRET_KEY, or enter that password again first',
  },

  // kit/db
  'embedded-unsupported': {
    status: 500,
    text: 'There is no PostgreSQL of our own for {platform}: set DATABASE_URL to the address of a server',
  },
  'embedded-version': {
    status: 500,
    text: 'The data in {folder} is of PostgreSQL {found}, and ours is {needed}. Restore a backup into a new data folder, or set DATABASE_URL',
  },
  'embedded-failed': { status: 500, text: 'Our own PostgreSQL does not start: {detail}. More may be in {log}' },
  'data-folder-unusable': { status: 500, text: 'The data folder {folder} cannot be used: {detail}' },

  'database-unreachable': { status: 503, text: 'The database {database} cannot be reached: {detail}' },
  'database-unfit': { status: 500, text: 'The database {database} cannot be used: {detail}' },
  'database-role-refused': {
    status: 500,
    text: 'The database user {user} may not make the role the application runs under. Let an administrator run: CREATE ROLE {role} NOLOGIN; GRANT {role} TO "{user}"; or give the owner in DATABASE_MIGRATION_URL and a login without rights in DATABASE_URL',
  },
  'database-newer': {
    status: 500,
    text: 'The database was changed by a newer Farshelf ({migration}): start that one, or restore a backup of before',
  },
  'migration-failed': { status: 500, text: 'The database could not be brought up to date, at {name}: {detail}' },
  'database-unavailable': { status: 503, text: 'The database does not answer: try again in a moment' },

  'backup-damaged': { status: 500, text: 'The backup cannot be used, and nothing was changed: {detail}' },
  'backup-newer': {
    status: 500,
    text: 'The backup is of a newer Farshelf ({migration}): restore it with that one. Nothing was changed',
  },
  'database-not-empty': {
    status: 500,
    text: 'The database {database} holds data ({table}). With --force it is replaced by the backup',
  },
  'database-in-use': {
    status: 500,
    text: 'Farshelf is running on the database {database}: stop it before restoring a backup',
  },

  // kit/http
  'call-refused': { status: 500, text: '{host} is not called: {detail}' },
  'call-failed': { status: 500, text: '{host} was called in vain: {detail}' },

  // kit/jobs
  'job-lost': { status: 500, text: 'The job {id} is no longer ours: another worker has it' },
  'job-hopeless': { status: 500, text: '{detail}' },

  // cli
  'output-failed': { status: 500, text: 'The output cannot be written: {detail}' },

  'cannot-listen': {
    status: 500,
    text: 'Cannot listen on {host}:{port}: {detail}. Set FARSHELF_HOST or FARSHELF_PORT to another',
  },
  'too-many-searches': {
    status: 503,
    text: 'So many searches are under way that no further one can begin: try again in a moment',
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
  'query-syntax': { status: 400, text: 'Character {place} of the query: {detail}' },
  'query-empty': { status: 400, text: 'Type something to search for' },
  // `diagnostic` is the number of SRU's list, info:srw/diagnostic/1
  'query-unsupported': { status: 400, text: 'This query cannot be answered: {what}' },

  // standards/iso18626
  'iso18626-unwritable': { status: 500, text: '{path} cannot be written in version {version}: {detail}' },

  // standards/sip2
  'sip2-unwritable': { status: 422, text: 'SIP2 cannot say {field}: {detail}' },
  'sip2-unreadable': { status: 502, text: 'What came is no message of SIP2 that can be read: {detail}' },
  'sip2-too-long': { status: 502, text: 'A message of SIP2 has more than {limit} octets' },

  // standards/sru: answered to an SRU client as a diagnostic of info:srw/diagnostic/1
  'sru-diagnostic': { status: 400, text: 'Refused with SRU diagnostic {condition} "{details}"' },

  // standards/marc
  'marc-unreadable': { status: 422, text: 'No record can be read here: {detail}' },
  'marc-unwritable': { status: 422, text: 'The record cannot be written as {format}: {detail}' },

  // search
  'unknown-target': { status: 400, text: 'There is no library with the id "{target}"' },
  'no-targets': { status: 400, text: 'Choose at least one library' },
  'target-list-unreadable': { status: 422, text: 'No list of targets can be read here. {detail}' },
  'search-gone': { status: 404, text: 'This search is not held here (any more): start it again' },
  'lookup-empty': { status: 400, text: 'There is no number on the list: type or choose one first' },
  'lookup-too-long': { status: 413, text: 'A list holds at most {numbers} numbers, and 1 MB' },
  'lookup-gone': { status: 404, text: 'There is no such list of numbers (any more)' },
  'lookup-state': { status: 409, text: 'This is not possible with a list that is {state}' },
  'lookup-too-many': {
    status: 409,
    text: 'You have {most} lists being looked up already: wait until one is done, or stop one',
  },
  'target-failed': { status: 502, text: '{target}: {detail}' },

  // accounts
  'login-taken': { status: 409, text: '"{login}" belongs to another account' },
  'last-admin': { status: 409, text: 'Nobody would be left who manages accounts: give somebody else that role first' },
  'role-taken': { status: 409, text: 'There is a role "{role}" already' },
  'role-built-in': { status: 409, text: 'This role comes with Farshelf and stays as it is: make one of your own' },
  'role-in-use': { status: 409, text: '{people} people have this role: take it from them first' },
  'too-many-logins': { status: 429, text: 'Too many attempts to sign in: wait {minutes} minute(s) and try again' },
  'sign-in-first': { status: 401, text: 'Sign in first' },
  'not-allowed': { status: 403, text: 'Your account does not allow this' },
  'only-for-people': { status: 403, text: 'This is for people who sign in: a program with a token has no account' },
  'not-your-branch': { status: 403, text: 'Your account does not allow this in the branch {branch}' },
  'form-stale': {
    status: 403,
    text: 'This form did not come from a page of ours, or the page is too old. Nothing was changed: go back, reload and send it again',
  },

  // circulation
  'loan-refused': { status: 409, text: 'Not lent: {detail}' },
  'renewal-refused': { status: 409, text: 'Not renewed: {detail}' },
  'reservation-refused': { status: 409, text: 'Not reserved: {detail}' },
  'no-desk': {
    status: 409,
    text: 'There is no branch in which you may lend: an administrator adds branches under Code lists, and gives roles for them',
  },

  // catalogue
  'bib-gone': { status: 404, text: 'There is no record {bib} in the catalogue (any more)' },
  'version-conflict': {
    status: 409,
    text: 'This {what} was changed meanwhile, it is at version {version} now: look at the change and try again',
  },
  'bib-has-items': { status: 409, text: 'Record {bib} still has {items} item(s): remove them first' },
  'accession-no-taken': { status: 409, text: 'The accession number {accessionNo} belongs to an item of record {bib}' },
  'item-in-use': {
    status: 409,
    text: 'Item {accessionNo} is lent, reserved or another library’s: it stays until that has come to its end',
  },
  'item-not-free': { status: 409, text: 'The item {item} cannot be lent: {reason}' },
  'item-gone': { status: 404, text: 'There is no item {item} in the catalogue (any more)' },
  'code-unknown': { status: 400, text: '"{code}" is not an active code of the list {list}' },
  'code-built-in': { status: 409, text: 'Farshelf itself uses the code "{code}": call it what you like, but it stays' },
  'code-in-use': { status: 409, text: '{items} item(s) use the code "{code}": deactivate it instead' },

  // catalogue/select
  'select-flavour': {
    status: 409,
    text: 'Record {bib} is {ours} and the other one {theirs}: one cannot be laid over the other. Use ours, or create a new record',
  },
  'needs-decision': {
    status: 409,
    text: 'We may have this record already: use ours, lay theirs over it, or create a new one',
  },
  'lossy-record': { status: 409, text: 'Characters in {fields} could not be read: confirm to take it as it is' },
  'unknown-request': { status: 404, text: 'There is no request {request}: nothing was taken into the catalogue' },

  // catalogue/import
  'import-profile-unknown': { status: 400, text: 'There is no import profile "{profile}", only: {known}' },
  'import-no-profile': {
    status: 409,
    text: 'No import profile is for {flavour}: add one to import.yaml, without columns of a table',
  },
  'import-format-unknown': {
    status: 422,
    text: 'The file does not begin like one of records ({formats}): if it is one, say which',
  },
  'import-empty': { status: 422, text: 'The file is empty' },
  'import-too-large': { status: 413, text: 'The file has more than {limit} bytes uncompressed' },
  'import-too-dense': {
    status: 422,
    text: 'The file unpacks to more than {limit} times its size: no file of records does',
  },
  'import-gzip-broken': { status: 422, text: 'The file is no sound gzip: {detail}' },
  'import-gone': { status: 404, text: 'There is no import {batch}' },
  'match-place-gone': {
    status: 404,
    text: 'There is no match place {number}: "farshelf catalogue match-places" lists those there are',
  },
  'import-state': { status: 409, text: 'Import {batch} is {state}: that cannot be done with it now' },
  'import-record-gone': { status: 404, text: 'Import {batch} has no record {ordinal} to compare' },
  'import-columns-unknown': {
    status: 400,
    text: 'A table needs a profile that says what its columns hold',
  },
  'import-columns-missing': {
    status: 422,
    text: 'The table lacks the column(s) {missing} of the profile; it has: {found}',
  },

  // ill
  'lender-table-gone': {
    status: 404,
    text: 'This table of lenders is not kept (any more): it was taken in, or a day has passed. Send it again',
  },
  'lender-symbol-taken': { status: 409, text: 'The symbol {symbol} belongs to {lender} already' },

  // workflow
  'workflow-unsound': { status: 500, text: 'The workflow {name} cannot be used: {detail}' },
  'workflow-gone': { status: 404, text: 'There is nothing at this number (any more)' },
  'workflow-stale': {
    status: 412,
    text: 'This was changed meanwhile: {changed}. Nothing of yours was done: look at it and try again',
  },
  'workflow-illegal': { status: 409, text: '"{event}" is not possible while it is {state}' },
  'workflow-refused': { status: 409, text: '"{event}" is not possible: {reasons}' },
  'workflow-hidden': {
    status: 403,
    text: '"{event}" is not offered to you here: the rules of this library leave it out',
  },
  'workflow-form': { status: 400, text: '{field}: {detail}' },
  'undo-refused': { status: 409, text: 'This cannot be undone: {reason}' },

  // ill
  'alert-nobody': {
    status: 409,
    text: '"{action}" alerts nobody: of {logins} nobody has an account in use. Whoever keeps workflow.yaml can name others',
  },
  'request-gone': { status: 404, text: 'There is no such request' },
  'request-refused': { status: 409, text: 'The request is not placed: {reasons}' },
  'request-not-linked': {
    status: 409,
    text: 'Request {number} is not linked to a record of the catalogue yet: select or make one under Bibliographic info first',
  },
  'patron-unanswered': { status: 500, text: 'The library’s system could not be asked for the reader: {detail}' },
  'document-type': { status: 422, text: 'Not a file that can be taken: by its content it is no {types}' },
  'document-empty': { status: 422, text: 'The file is empty' },
  'document-too-large': { status: 413, text: 'The file is larger than the {mebibytes} MiB a copy may have' },
  'document-refused': { status: 409, text: 'The copy is not stored: {reason}' },
  'document-removed': { status: 410, text: 'This copy has been removed already' },
  'document-gone': { status: 404, text: 'There is no such copy' },
  'copy-over': {
    status: 410,
    text: 'This copy cannot be downloaded any more: {reason}. Ask your library if you still need it',
  },
  'order-changed': {
    status: 409,
    text: 'The lenders of this request were changed meanwhile: look at them and try again',
  },

  'view-taken': { status: 409, text: 'There is a view "{name}" already: choose another name' },
  'view-limit': { status: 409, text: 'Nobody keeps more than {most} views: remove one first' },
  'view-gone': { status: 404, text: 'There is no such view (any more)' },

  'exchange-unready': {
    status: 500,
    text: 'No library can be asked over a protocol before we have a symbol: write it as symbol into ill.yaml',
  },
  'ill-cannot-listen': {
    status: 500,
    text: 'The door for other libraries’ systems cannot listen on {host}:{port}: {detail}. {file} says where it listens',
  },
  'tls-file-unfit': { status: 500, text: 'The file {file} cannot be used for TLS: {detail}' },
  'exchange-waits': { status: 500, text: 'What was said before on line {line} has to go out first' },

  'call-by-hand': { status: 409, text: '“{step}” is left to staff: the library’s system is not asked for it' },
  'call-kept': { status: 409, text: '“{step}” cannot be taken back: {reason}' },
  'call-settled': { status: 409, text: '“{step}” is done already, or not needed any more' },
  'resend-refused': { status: 409, text: 'Nothing was sent: {reason}' },
  'partner-unknown': {
    status: 401,
    text: 'Nobody whom we know calls so: show the token you were given, or your certificate',
  },
  'partner-forged': { status: 403, text: 'The message is not from the library that calls' },
  'too-many-messages': { status: 429, text: 'Too many messages at once: wait {seconds} seconds and send it again' },
  'media-type-wrong': { status: 415, text: 'This address takes {allowed}' },

  // webhooks
  'webhook-refused': { status: 500, text: 'The webhook at {host} is not called: {detail}' },
  'webhook-taken': { status: 409, text: 'Events go to this address already: change the webhook there is' },
  'webhook-paused': { status: 409, text: 'Not sent: the webhook was paused' },
  'delivery-refused': { status: 409, text: 'This is not sent again: {reason}' },
  'webhook-failed': { status: 500, text: 'The webhook at {host} did not take an event: {detail}' },

  // messages
  'template-wrong': { status: 422, text: 'The template cannot be used. Its {part}, line {line}: {detail}' },
  'message-field': {
    status: 500,
    text: 'A message of the kind {kind} cannot be written, because of its {field}: {detail}',
  },
  'message-gone': { status: 404, text: 'There is no message {message}' },
  'message-state': { status: 409, text: 'Message {message} is {state}: that cannot be done with it now' },
  'message-address': {
    status: 422,
    text: 'Message {message} cannot go to "{address}", which is no e-mail address: open it and correct that',
  },
  'preset-gone': { status: 409, text: 'The note that was chosen is not on offer any more: choose another' },

  // zserver: answered to a Z39.50 client as a Bib-1 diagnostic
  'bib1-diagnostic': { status: 400, text: 'Refused with Bib-1 diagnostic {condition} "{addinfo}"' },

  'z3950-cannot-listen': {
    status: 500,
    text: 'The Z39.50 server cannot listen on {host}:{port}: {detail}. {file} says where it listens',
  },

  // search: targets that staff keep
  'target-id-taken': { status: 409, text: 'There is a target with the id {id} already: choose another' },
  'target-in-file': { status: 409, text: 'The target {id} stands in targets.yaml: it is changed there' },
  'target-secret-needed': {
    status: 422,
    text: 'The password goes to another place now, or less safely: enter it again, or have it removed',
  },
  'targets-full': { status: 409, text: 'There are {most} targets already, and no more can be kept' },

  // web
  'version-needed': {
    status: 428,
    text: 'Say which version you saw: send the header If-Match with the ETag of {what}, or * for whichever there is',
  },
  'version-stale': {
    status: 412,
    text: 'This {what} was changed meanwhile, it is at version {version} now. Nothing of yours was done: look at it and try again',
  },
  'key-reused': {
    status: 422,
    text: 'The Idempotency-Key was used for another call: use a new key for each call, and the same only to repeat one',
  },
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
