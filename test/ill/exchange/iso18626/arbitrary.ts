import fc from 'fast-check'
import { type Peer, profileNames } from '../../../../src/ill/exchange/iso18626/index.ts'
import type { IllMessage, RequesterMessage, ResponderMessage } from '../../../../src/ill/exchange/message.ts'
import { versions } from '../../../../src/standards/iso18626/index.ts'

/** Anything the vocabulary allows, with a liking for what could be mistaken for something else. */
const tricky = fc.constantFrom(
  '#seq:1#',
  '#ReShareAddLoanCondition#',
  '#se#seq:1#q:2#',
  '#Fars\u0001helfUnship#',
  'Desired due date: 2026-12-01',
  'Condition: none',
  'Cost: 5.00 EUR\nand more',
  'Note: Answer: expired',
  'Item: lost',
  'ACCEPT',
  '#SHIP_TO#\nHere\n#ST_END#',
  'Conditions pending approval, please respond `ACCEPT` or `REJECT`',
  'one\n\ntwo\r\nthree',
  '  around  ',
  ' ',
  '',
  'LIBRARYUSEONLY',
  'onloan',
  'rush',
  'email',
  '<b>&amp;]]>',
  'ته ‮אב 日本 e\u0301',
)
const text = (most: number) =>
  fc
    .oneof({ weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) }, { weight: 2, arbitrary: tricky })
    .map((words) => words.slice(0, most))
const list = (most = 500) => fc.array(text(most), { maxLength: 4 })
const day = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const money = fc.record(
  {
    amount: fc.oneof(
      fc.nat().map(String),
      fc.tuple(fc.nat(), fc.nat({ max: 99 })).map(([whole, part]) => `${whole}.${String(part).padStart(2, '0')}`),
    ),
    currency: fc.constantFrom('EUR', 'GBP', 'USD'),
  },
  { requiredKeys: ['amount'] },
)
const service = fc.constantFrom('loan' as const, 'copy' as const)
const address = fc.record(
  {
    name: text(400),
    street: text(1000),
    postalCode: text(60),
    place: text(200),
    region: text(200),
    country: text(200),
  },
  { requiredKeys: [] },
)
const note = text(4000)

/** A record of which only some fields must be there. */
const some = <T extends object, K extends keyof T & string>(
  fields: { [P in keyof T]: fc.Arbitrary<T[P]> },
  ...must: K[]
) =>
  fc.record(fields as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: must as never[],
  }) as unknown as fc.Arbitrary<T>
const is = <T extends string>(type: T) => fc.constant(type)

const wanted = fc.record(
  Object.fromEntries(
    [
      ...['title', 'author', 'edition', 'publisher', 'place', 'year', 'series', 'articleTitle', 'articleAuthor'],
      ...['volume', 'issue', 'pages', 'isbn', 'issn', 'doi', 'oclc', 'lccn', 'pmid', 'recordId'],
    ].map((name) => [name, text(60)]),
  ),
  { requiredKeys: [] },
)

export const request = fc.record(
  {
    type: is('request'),
    kind: fc.constantFrom('new', 'retry', 'reminder'),
    previousId: fc.constantFrom('R-000001-1', 'R-000001-2'),
    wanted,
    services: fc.constantFrom(['loan'], ['copy'], ['loan', 'copy'], ['copy', 'loan']),
    level: text(60),
    neededBy: day,
    expiresOn: day,
    mostCost: money,
    hold: fc.constantFrom('yes', 'no', 'policy'),
    conditions: list(),
    deliverTo: address,
    deliverEmail: fc.constantFrom('ill@library.example', 'copies@example.org'),
    patron: fc.record({ id: text(200), name: text(400) }, { requiredKeys: [] }),
    note,
  },
  { requiredKeys: ['type', 'kind', 'wanted', 'services'] },
) as fc.Arbitrary<Extract<RequesterMessage, { type: 'request' }>>

const agrees = fc.boolean()
const requester: fc.Arbitrary<RequesterMessage> = fc.oneof(
  request,
  some({ type: is('conditional-reply'), agrees, note }, 'type', 'agrees'),
  some({ type: is('cancel'), note }, 'type'),
  some({ type: is('received'), on: day, service, note }, 'type'),
  some({ type: is('renew'), dueOn: day, note }, 'type'),
  some({ type: is('returned'), on: day, via: text(200), insuredFor: money, note }, 'type'),
  some({ type: is('lost'), note }, 'type'),
  some({ type: is('damaged'), note }, 'type'),
  some({ type: is('note'), note }, 'type', 'note'),
  some({ type: is('status-query'), note }, 'type'),
) as fc.Arbitrary<RequesterMessage>

export const states = [
  ...['NOT-SUPPLIED', 'IN-PROCESS', 'CONDITIONAL', 'CANCEL-PENDING', 'CANCELLED', 'SHIPPED', 'RENEW-PENDING'],
  ...['RENEW-OVERDUE', 'OVERDUE', 'CHECKED-IN', 'RECALL', 'LOST', 'UNKNOWN', 'something else'],
]
const words = text(300)
const responder: fc.Arbitrary<ResponderMessage> = fc.oneof(
  some({ type: is('will-supply'), expectedOn: day, likely: fc.boolean(), note }, 'type'),
  some({ type: is('hold'), availableOn: day, note }, 'type'),
  some(
    {
      type: is('conditional'),
      conditions: fc
        .tuple(fc.constantFrom('LibraryUseOnly', 'Only in May'), list())
        .map(([one, rest]) => [one, ...rest]),
      replyBy: day,
      cost: money,
      note,
    },
    'type',
    'conditions',
  ),
  some(
    {
      type: is('not-supplied'),
      answer: fc.constantFrom('unfilled', 'retry', 'locations', 'estimate'),
      reason: fc.oneof(words, fc.constantFrom('OnLoan', 'notheld', 'MustMeetLoanCondition', 'CostExceedsMaxCost')),
      retryAfter: day,
      cost: money,
      locations: list(),
      note,
    },
    'type',
    'answer',
  ),
  some({ type: is('expired'), note }, 'type'),
  some({ type: is('cancel-reply'), agrees, note }, 'type', 'agrees'),
  some(
    {
      type: is('shipped'),
      service,
      on: day,
      dueOn: day,
      renewable: fc.boolean(),
      itemId: text(200),
      conditions: list(),
      cost: money,
      via: text(200),
      insuredFor: money,
      url: fc.constantFrom('https://library.example/copy?a=1&b=2', 'http://example.org/x'),
      returnTo: address,
      note,
    },
    'type',
    'service',
  ),
  some({ type: is('unship'), note }, 'type'),
  some({ type: is('overdue'), dueOn: day, note }, 'type'),
  some({ type: is('recall'), note }, 'type'),
  some({ type: is('renew-reply'), agrees, dueOn: day, renewable: fc.boolean(), note }, 'type', 'agrees'),
  some({ type: is('checked-in'), on: day, note }, 'type'),
  some({ type: is('lost'), note }, 'type'),
  some({ type: is('damaged'), note }, 'type'),
  some({ type: is('note'), note }, 'type', 'note'),
  some({ type: is('status'), state: fc.constantFrom(...states), dueOn: day, note }, 'type', 'state'),
) as fc.Arbitrary<ResponderMessage>

const envelope = fc.record(
  {
    requester: fc.constantFrom('ISIL:DE-1', 'OCLC:OXU', 'ISIL:x:y'),
    responder: fc.constantFrom('ISIL:GB-UkOxU', 'SYMBOL:A B'),
    requestId: fc.constantFrom('R-000001-1', 'R 7/ü'),
    responderId: fc.constantFrom('L-000009', ' '),
    sentAt: fc.constantFrom('2026-11-27T22:00:00.123Z', '2026-11-27T22:00:00+01:00', '2026-11-27T22:00Z'),
    repeat: fc.boolean(),
  },
  { requiredKeys: ['requester', 'responder', 'requestId', 'sentAt'] },
)

export const illMessage: fc.Arbitrary<IllMessage> = fc.oneof(
  fc.record({ from: fc.constant('requester' as const), envelope, message: requester }),
  fc.record({ from: fc.constant('responder' as const), envelope, message: responder }),
) as fc.Arbitrary<IllMessage>

export const peers: readonly Peer[] = profileNames.flatMap((profile) =>
  versions.map((version): Peer => ({ profile, version })),
)
