import { z } from 'zod'
import { borrowingMachine, queueNames, requestMachine, requestSorts, services } from '../../ill/index.ts'
import { genres, identifierKinds } from '../../standards/openurl/index.ts'
import { longestCursor } from '../list-cursor.ts'
import { whole } from './catalogue-schemas.ts'
import { IdempotencyKey } from './once.ts'
import { ProblemDetails } from './schemas.ts'
import { IfMatch } from './versions.ts'

const keys = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]
const requestStates = z.enum(keys(requestMachine.states))
const lineStates = z.enum(keys(borrowingMachine.states))
const code = z.string().min(1).max(64)
const date = z.iso.date()
const time = z.iso.datetime()
const staffOnly = { description: 'For staff only' }

// Requests

const id = z
  .string()
  .regex(/^(?:\d{1,15}|[Rr]-?\d{1,15}|[0-9a-fA-F-]{36})$/, 'must be an id, a number such as R-000123 or a public id')
  .meta({ description: 'Its `id`, `number` or `publicId`' })
export const RequestParams = z.object({ id })
export const LineParams = RequestParams.extend({ line: whole })
const action = z.string().regex(/^[\w:-]{1,80}$/)
export const RequestActionParams = RequestParams.extend({ action })
export const LineActionParams = LineParams.extend({ action })
export const KeyHeaders = z.object({ 'idempotency-key': IdempotencyKey })
export const ActHeaders = KeyHeaders.extend({ 'if-match': IfMatch })

const text = (most: number) => z.string().max(most).optional()
const citationIn = z.strictObject({
  genre: z.enum(genres).optional(),
  title: text(500).meta({ description: 'Of the book; of an article, the journal’s' }),
  articleTitle: text(500),
  author: text(300),
  edition: text(100),
  publisher: text(200),
  year: text(20),
  isbn: text(40),
  issn: text(40),
  volume: text(60),
  issue: text(60),
  pages: text(60),
  identifiers: z
    .strictObject(
      Object.fromEntries(identifierKinds.map((kind) => [kind, text(200)])) as Record<
        (typeof identifierKinds)[number],
        ReturnType<typeof text>
      >,
    )
    .optional(),
})
export const CitationIn = citationIn.meta({
  id: 'CitationIn',
  description: 'What is wanted. An empty text takes away what `from` says.',
})

const From = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('hit').meta({ description: 'A hit of an external search; its record is kept with the request' }),
      searchId: code,
      hit: z.int().min(1),
      source: z.int().min(0).max(1000).default(0),
    }),
    z.strictObject({
      kind: z.literal('record').meta({ description: 'A record of our own catalogue: the request is linked to it' }),
      bibId: z.int().min(1),
    }),
    z.strictObject({
      kind: z.literal('openurl').meta({ description: 'The query of an OpenURL, 0.1 or 1.0' }),
      openurl: z.string().min(1).max(4000),
    }),
  ])
  .meta({ id: 'RequestFrom' })

const passed = ['held', 'duplicate', 'limit', 'patron-expired'] as const
export const NewRequest = z
  .strictObject({
    from: From.optional().meta({ description: 'Where it comes from; left out, `citation` alone says what is wanted' }),
    citation: CitationIn.optional(),
    service: z.enum(services).optional().meta({ description: 'A copy where a part is cited, else a loan' }),
    card: z.string().trim().min(1).max(60).optional().meta({ description: 'For staff: the borrower’s card number' }),
    pickupBranch: code.optional().meta({ description: 'The borrower’s own, or the only one there is, by default' }),
    neededBy: date.optional(),
    note: z.string().max(4000).default(''),
    copyrightAgreed: z
      .boolean()
      .default(false)
      .meta({ description: 'The borrower agrees to the statement on copyright, where a copy needs that' }),
    despite: z
      .array(z.enum(passed))
      .max(passed.length)
      .default([])
      .meta({ description: 'Obstacles that are known and do not count. Readers may set aside `held` only.' }),
  })
  .meta({ id: 'NewRequest' })

/** What can be changed of a request, as the form of its details has it. */
export const RequestEdit = z
  .strictObject({
    citation: citationIn
      .optional()
      .meta({ title: 'Citation', description: 'An empty text takes away, what is left out stays' }),
    service: z.enum(services).optional(),
    pickupBranch: code.optional(),
    neededBy: date.nullable().optional().meta({ title: 'Needed by', description: 'Null for no day' }),
    note: z.string().max(2000).optional().meta({ title: 'Borrower’s note' }),
    copyrightAgreed: z.boolean().optional().meta({
      title: 'The borrower agrees to the statement on copyright',
      description: 'Does nothing where the library has no statement',
    }),
    privateNote: z
      .string()
      .trim()
      .max(2000)
      .optional()
      .meta({ title: 'Staff notes', description: 'Kept in the history; the borrower does not see them' }),
  })
  .meta({ id: 'RequestEdit', description: 'What is left out stays as it is' })

const several = <T extends string>(values: z.ZodEnum<Record<T, T>>) =>
  z
    .string()
    .max(400)
    .transform((all): string[] => all.split(','))
    .pipe(z.array(z.string().pipe(values)))
    .optional()
const yes = z.literal('true').optional()

/** Filters that only staff may set. */
const staffFilters = {
  state: several(requestStates).meta({ description: `One or more, with commas: ${requestStates.options.join(', ')}` }),
  lineState: several(lineStates).meta({
    description: `A lender’s line stands so. One or more, with commas: ${lineStates.options.join(', ')}`,
  }),
  assignedTo: z
    .union([z.uuid(), z.literal('me'), z.literal('nobody')])
    .optional()
    .meta({ description: 'Somebody’s account, `me` or `nobody`' }),
  attention: yes.meta({ description: 'Something happened that nobody has looked at' }),
  card: z.string().max(60).optional().meta({ description: 'The borrower’s card number' }),
  pickupBranch: code.optional(),
  lender: whole.optional(),
  record: whole.optional().meta({ description: 'Linked to this record of the catalogue' }),
  dueTo: date.optional().meta({ description: 'The lender wants it back by then' }),
  sentTo: date.optional().meta({ description: 'A lender was asked by then and has not answered' }),
  queue: z.enum(queueNames).optional().meta({ description: 'What waits for staff at lenders' }),
}
export const staffFilterNames = Object.keys(staffFilters) as (keyof typeof staffFilters)[]

export const RequestsQuery = z.object({
  text: z.string().max(200).optional().meta({ description: 'Its number, or words of title, author, ISBN or borrower' }),
  completed: yes.meta({ description: 'Not only those that are open; a `state` says which itself' }),
  service: z.enum(services).optional(),
  placedFrom: date.optional(),
  placedTo: date.optional(),
  neededTo: date.optional(),
  ...staffFilters,
  sort: z.enum(requestSorts).default('oldest'),
  size: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(longestCursor).optional().meta({ description: '`next` of the page before' }),
  count: yes.meta({ description: 'Also how many there are in all' }),
})

// Answers

export const Action = z
  .object({
    action: z.string().meta({ description: 'Its name, for `…/actions/{action}`' }),
    label: z.string(),
    possible: z.boolean(),
    reasons: z.array(z.string()).optional().meta({ description: 'Why it is not possible now' }),
    group: z.string().optional().meta(staffOnly),
    primary: z.boolean().optional().meta({ description: 'What is most likely next. For staff only' }),
    local: z.boolean().optional().meta({ description: 'The library’s own: it alerts people. For staff only' }),
    form: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'JSON Schema (2020-12) of what the action asks for' }),
  })
  .meta({ id: 'Action' })
const actions = z.array(Action).meta({ description: 'In the order of the menu' })

export const Citation = z
  .object({
    ...(Object.fromEntries(
      Object.keys(CitationIn.shape)
        .filter((name) => name !== 'identifiers')
        .map((name) => [name, z.string().optional()]),
    ) as Record<Exclude<keyof typeof CitationIn.shape, 'identifiers'>, z.ZodOptional<z.ZodString>>),
    identifiers: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'Citation' })

export const Line = z
  .object({
    id: z.int(),
    position: z.int().meta({ description: 'From 1, in the order lenders are asked' }),
    version: z.int(),
    state: lineStates,
    status: z.string().meta({ description: 'The state in the words of the library' }),
    lender: z.object({
      id: z.int(),
      symbol: z.string(),
      name: z.string(),
      open: z.boolean().meta({ description: 'It takes requests now' }),
    }),
    attention: z.boolean(),
    changedAt: time,
    dueAtLender: date.optional(),
    condition: z.string().optional(),
    replyBy: date.optional(),
    expectedOn: date.optional(),
    service: z.enum(services).optional().meta({ description: 'As what it was shipped' }),
    sentAt: time.optional(),
    otherMeans: z.boolean().meta({ description: 'Asked by people, not by the system' }),
    shippedAt: time.optional(),
    receivedAt: time.optional(),
    renewAskedAt: time.optional(),
    renewProposed: date.optional(),
    returnedAt: time.optional(),
    cost: z.string().optional(),
    terminated: z.boolean(),
    closed: z.boolean(),
    actions: actions.optional(),
  })
  .meta({ id: 'LenderLine', description: 'One lender’s turn. In lists without actions.' })

const common = {
  id: z.int(),
  number: z.string().meta({ description: 'As people say it' }),
  publicId: z.uuid(),
  version: z.int().meta({ description: 'For `If-Match`' }),
  status: z.string().meta({ description: 'Where it stands, in words for whoever asks' }),
  open: z.boolean(),
  service: z.enum(services),
  title: z.string(),
  author: z.string(),
  citation: Citation,
  pickupBranch: z.string().optional(),
  neededBy: date.optional(),
  note: z.string(),
  placedAt: time,
  changedAt: time,
}

const ofStaff = {
  ...common,
  state: requestStates,
  patron: z.object({ id: z.uuid(), name: z.string(), cardNumber: z.string(), email: z.string() }),
  source: z.object({
    kind: z.enum(['external', 'local', 'form']),
    target: z.string().optional(),
    label: z.string().optional(),
  }),
  bibId: z.int().optional().meta({ description: 'The record of the catalogue it is linked to' }),
  despite: z
    .array(z.object({ kind: z.enum(passed), words: z.string() }))
    .meta({ description: 'What stood against it when it was placed all the same' }),
  assignedTo: z.object({ id: z.string(), name: z.string() }).optional(),
  attention: z.boolean(),
  completedAt: time.optional(),
  lines: z.array(Line),
}

export const Request = z.object({ ...ofStaff, actions }).meta({ id: 'Request' })
const ofReader = {
  ...common,
  next: z.string().optional().meta({ description: 'What comes next, or what the reader is to do' }),
  dueOn: date.optional().meta({ description: 'When the reader is to bring it back' }),
  expectedOn: date.optional().meta({ description: 'When a library means to send it' }),
}
export const OwnRequest = z
  .object({ ...ofReader, actions })
  .meta({ id: 'OwnRequest', description: 'A request as its reader sees it' })
export const AnyRequest = z.union([Request, OwnRequest])

const RequestEntry = z.object(ofStaff).meta({ id: 'RequestEntry' })
const OwnRequestEntry = z.object(ofReader).meta({ id: 'OwnRequestEntry' })
export const RequestsPage = z
  .object({
    requests: z.array(z.union([RequestEntry, OwnRequestEntry])),
    count: z.int().optional(),
    next: z.string().optional(),
  })
  .meta({ id: 'RequestsPage' })

export const History = z
  .object({
    events: z.array(
      z.object({
        of: z.enum(['request', 'line']).optional().meta(staffOnly),
        line: z.int().optional().meta(staffOnly),
        version: z.int(),
        event: z.string().optional().meta(staffOnly),
        label: z.string(),
        at: time,
        by: z.object({ kind: z.string(), name: z.string() }).optional().meta(staffOnly),
        via: z.string().optional().meta(staffOnly),
        said: z.record(z.string(), z.unknown()).optional().meta(staffOnly),
        undoes: z.int().optional().meta(staffOnly),
      }),
    ),
  })
  .meta({ id: 'History', description: 'Oldest first' })

export const Refused = ProblemDetails.extend({
  obstacles: z.array(
    z.object({
      kind: z.enum([...passed, 'no-patron', 'patron-blocked', 'copyright', 'late']),
      words: z.string(),
      passable: z.boolean().meta({ description: 'Name it in `despite` to place the request all the same' }),
      request: z.string().optional().meta({ description: 'Of a duplicate: the number of the one there is' }),
      bibId: z.int().optional().meta({ description: 'Of what is held: the record' }),
    }),
  ),
}).meta({ id: 'RequestRefused' })

export const Stale = ProblemDetails.extend({
  version: z.int().meta({ description: 'The version there is now' }),
  changes: z.array(z.object({ version: z.int(), label: z.string(), at: time, by: z.string().optional() })),
}).meta({ id: 'Stale', description: 'What happened since the version that was seen' })
