import fc from 'fast-check'
import type { Envelope, IllMessage, RequesterMessage, ResponderMessage } from '../../../../src/ill/exchange/message.ts'

/** Words in a line: no blanks around them, none doubled. */
const words = (most = 30) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: most })
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '' && text.length <= Math.max(most, 50))
const note = fc
  .array(words(60), { minLength: 1, maxLength: 4 })
  .map((lines) => lines.join('\n'))
  .filter((text) => !text.split('\n').includes('--'))
/** A condition or a reason that is no code. */
const phrase = words().filter((text) => !text.includes(';') && !/^[a-z-]+$/i.test(text))
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const money = fc.record(
  {
    amount: fc.oneof(
      fc.nat(9_999_999).map((cents) => (cents / 100).toFixed(2)),
      fc.constantFrom('0', '123456789012', '123456789012.1234'),
    ),
    currency: fc.constantFrom('EUR', 'USD', 'DKK'),
  },
  { requiredKeys: ['amount'], noNullPrototype: true },
)
const symbol = fc.constantFrom('ISIL:DE-T1', 'ISIL:DK-2', 'OCLC:IKM', 'ISIL:GB-UkOxU')
const service = fc.constantFrom('loan' as const, 'copy' as const)
const numberless = words().filter((text) => !/[();]/.test(text))
const address = record({
  name: words(),
  street: note,
  postalCode: words(10),
  place: words(),
  region: words(),
  country: words(),
}).filter((found) => Object.keys(found).length > 0)

function record<T>(fields: { readonly [N in keyof T]: fc.Arbitrary<T[N]> }, required: readonly (keyof T)[] = []) {
  return fc.record(fields as never, { requiredKeys: required as never, noNullPrototype: true }) as fc.Arbitrary<
    Partial<T>
  >
}
const of = <M>(type: string, fields: Record<string, fc.Arbitrary<unknown>> = {}, required: readonly string[] = []) =>
  fc
    .record({ note, ...fields }, { requiredKeys: required as never, noNullPrototype: true })
    .map((found) => ({ type, ...found })) as unknown as fc.Arbitrary<M>

const wanted = record({
  title: words(),
  author: words(),
  edition: words(),
  publisher: words(),
  place: words(),
  year: words(10),
  series: words(),
  articleTitle: words(),
  articleAuthor: words(),
  volume: numberless,
  issue: numberless,
  pages: words(),
  isbn: fc.constantFrom('9780441478125', '0441478123', '044147812X', '9791034304189', '978-0-441-47812-5', '12345'),
  issn: fc.constantFrom('0378-5955', '2434-561X', '1234'),
  doi: fc.constantFrom('10.1000/182', '10.1002/(sici)1;x'),
  oclc: fc.constantFrom('12345', 'ocm00012345'),
  lccn: fc.constantFrom('85-2 ', 'n78890351').map((text) => text.trim()),
  pmid: fc.constantFrom('17284678'),
  recordId: fc.constantFrom('b1234567', '(DE-T1)99'),
})

export const requesterMessages: fc.Arbitrary<RequesterMessage> = fc.oneof(
  of<RequesterMessage>(
    'request',
    {
      kind: fc.constantFrom('new', 'retry', 'reminder'),
      wanted,
      services: fc.constantFrom(['loan'], ['copy'], ['loan', 'copy'], ['copy', 'loan']),
      level: fc.constantFrom('A', 'Rush', 'Secondary mail'),
      neededBy: day,
      expiresOn: day,
      mostCost: money,
      hold: fc.constantFrom('yes', 'no', 'policy'),
      conditions: fc.array(phrase, { minLength: 1, maxLength: 3 }),
      deliverTo: address,
      deliverEmail: fc.constantFrom('ill@library.example'),
      patron: record({ id: words(), name: words() }).filter((found) => Object.keys(found).length > 0),
      previousId: words(),
    },
    ['kind', 'wanted', 'services'],
  ),
  of<RequesterMessage>('conditional-reply', { agrees: fc.boolean() }, ['agrees']),
  of<RequesterMessage>('cancel'),
  of<RequesterMessage>('received', { on: day, service }),
  of<RequesterMessage>('renew', { dueOn: day }),
  of<RequesterMessage>('returned', { on: day, via: words(), insuredFor: money }),
  of<RequesterMessage>('lost'),
  of<RequesterMessage>('damaged'),
  of<RequesterMessage>('note', {}, ['note']),
  of<RequesterMessage>('status-query'),
)

const unfilled = fc.oneof(
  phrase,
  fc.constantFrom('NotHeld', 'NonCirculating', 'NotOnShelf', 'PolicyProblem', 'PoorCondition', 'charges', 'lost'),
)
const retry = fc.oneof(phrase, fc.constantFrom('OnLoan', 'OnOrder', 'AtBindery', 'MustMeetLoanCondition', 'on-hold'))
const condition = fc.oneof(
  phrase,
  fc.constantFrom('LibraryUseOnly', 'NoReproduction', 'SignatureRequired', 'WatchLibraryUseOnly', 'charges'),
)
const locations = fc.array(fc.oneof(symbol, phrase), { minLength: 1, maxLength: 3 })
const answers = (answer: string, more: Record<string, fc.Arbitrary<unknown>>) =>
  of<ResponderMessage>(
    'not-supplied',
    { answer: fc.constant(answer), cost: money, locations, retryAfter: day, ...more },
    ['answer'],
  )

export const responderMessages: fc.Arbitrary<ResponderMessage> = fc.oneof(
  of<ResponderMessage>('will-supply', { expectedOn: day, likely: fc.boolean() }),
  of<ResponderMessage>('hold', { availableOn: day }),
  of<ResponderMessage>(
    'conditional',
    { conditions: fc.array(condition, { minLength: 1, maxLength: 3 }), replyBy: day, cost: money },
    ['conditions'],
  ),
  answers('unfilled', { reason: unfilled }),
  answers('retry', { reason: retry }),
  answers('locations', { reason: phrase }),
  answers('estimate', { reason: phrase }),
  of<ResponderMessage>('expired'),
  of<ResponderMessage>('cancel-reply', { agrees: fc.boolean() }, ['agrees']),
  of<ResponderMessage>(
    'shipped',
    {
      service,
      on: day,
      dueOn: day,
      renewable: fc.boolean(),
      itemId: words(),
      conditions: fc.array(condition, { minLength: 1, maxLength: 2 }),
      cost: money,
      via: words(),
      insuredFor: money,
      url: fc.constantFrom('https://library.example/copies/7?key=a,b'),
      returnTo: address,
    },
    ['service'],
  ),
  of<ResponderMessage>('unship'),
  of<ResponderMessage>('overdue', { dueOn: day }),
  of<ResponderMessage>('recall'),
  of<ResponderMessage>('renew-reply', { agrees: fc.boolean(), dueOn: day, renewable: fc.boolean() }, ['agrees']),
  of<ResponderMessage>('checked-in', { on: day }),
  of<ResponderMessage>('lost'),
  of<ResponderMessage>('damaged'),
  of<ResponderMessage>('note', {}, ['note']),
  of<ResponderMessage>('status', { state: fc.constantFrom('IN-PROCESS', 'SHIPPED', 'LOST', 'Lent'), dueOn: day }, [
    'state',
  ]),
)

const envelope: fc.Arbitrary<Envelope> = fc.record(
  {
    requester: fc.constant('ISIL:DE-T1'),
    responder: fc.constantFrom('ISIL:DK-2', 'OCLC:IKM'),
    requestId: fc.oneof(
      fc.constantFrom('R-000123-45', 'plain', 'G1/Q1', 'G%2F1/Q1/sub', 'a-b-7', '/only', '-1'),
      fc.tuple(fc.nat(), fc.nat()).map(([request, line]) => `R-${request}-${line}`),
    ),
    responderId: words(),
    sentAt: fc
      .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    repeat: fc.constant(true),
  },
  { requiredKeys: ['requester', 'responder', 'requestId', 'sentAt'], noNullPrototype: true },
)

/** Any message there can be. */
export const illMessages: fc.Arbitrary<IllMessage> = fc.oneof(
  fc.record(
    { from: fc.constant('requester' as const), envelope, message: requesterMessages },
    { noNullPrototype: true },
  ),
  fc.record(
    { from: fc.constant('responder' as const), envelope, message: responderMessages },
    { noNullPrototype: true },
  ),
)
