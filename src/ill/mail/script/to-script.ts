import type { ScriptKind, ScriptMessage, ScriptTag } from '../../../standards/generic-script/index.ts'
import type { AskingHouse } from '../../exchange/borrower-says.ts'
import type { PostalAddress, RequesterMessage } from '../../exchange/message.ts'
import { moneyText } from '../../money/index.ts'

/** What a message is about, whatever it says. */
export interface ScriptEnvelope {
  readonly requestNo: string
  readonly title: string
  /** Symbols; a house without one has none. */
  readonly borrower: string | undefined
  readonly lender: string
}

type Fields = readonly (readonly [tag: ScriptTag, value: string | undefined])[]
type Says = {
  readonly [M in RequesterMessage as M['type']]: (message: M) => { readonly kind: ScriptKind; readonly fields: Fields }
}

/**
 * What the borrower says, as Generic Script. Who the reader is, it never tells. It has no messages for what has arrived,
 * goes back or is lost: a general message says so in words.
 */
export function toScript(
  message: RequesterMessage,
  { requestNo, title, borrower, lender }: ScriptEnvelope,
): ScriptMessage {
  const says = table[message.type] as (message: RequesterMessage) => ReturnType<Says['note']>
  const { kind, fields } = says(message)
  const about: Fields = [
    ['LSB', borrower && valueOfSymbol(borrower)],
    ['LSP', valueOfSymbol(lender)],
    ['REQ', requestNo],
    ...(kind === 'request' ? [] : ([['TIT', title]] as const)),
  ]
  return {
    kind,
    fields: [...about, ...fields].flatMap(([tag, value]) => (value ? [[tag, value] as const] : [])),
  }
}

const valueOfSymbol = (symbol: string) => symbol.slice(symbol.indexOf(':') + 1)
const general = (words: string, note: string | undefined, more: Fields = []) => ({
  kind: 'general' as const,
  fields: [...more, ['NOT', [words, note].filter(Boolean).join('\n')]] satisfies Fields,
})

const table: Says = {
  request: ({ wanted, services, neededBy, mostCost, deliverTo, deliverEmail, note }) => ({
    kind: 'request',
    fields: [
      ['SER', services[0] === 'copy' ? 'COPY' : 'LOAN'],
      ['AUT', wanted.author],
      ['TIT', wanted.title],
      ['ARA', wanted.articleAuthor],
      ['ART', wanted.articleTitle],
      ['EDN', wanted.edition],
      ['P/L', wanted.place],
      ['P/M', wanted.publisher],
      ['DAT', wanted.year],
      ['RPT', wanted.series],
      ['VOL', wanted.volume],
      ['ISS', wanted.issue],
      ['PAG', wanted.pages],
      ['SBN', wanted.isbn],
      ['SSN', wanted.issn],
      ['OCL', wanted.oclc],
      ['LCN', wanted.lccn],
      ['N/R', neededBy],
      ['CO$', moneyText(mostCost)],
      ['ADR', [...addressLines(deliverTo), deliverEmail].filter(Boolean).join('\n')],
      ['NOT', note],
    ],
  }),
  'conditional-reply': ({ agrees, note }) => ({
    kind: 'conditional-reply',
    fields: [
      ['ANS', agrees ? 'YES' : 'NO'],
      ['NOT', note],
    ],
  }),
  cancel: ({ note }) => ({ kind: 'cancellation', fields: [['NOT', note]] }),
  received: ({ note }) => general('It has arrived here.', note),
  renew: ({ dueOn, note }) => ({
    kind: 'renewal-request',
    fields: [
      ['DUE', dueOn],
      ['NOT', note],
    ],
  }),
  returned: ({ note }) => general('It is on its way back to you.', note),
  lost: ({ note }) => general('We are sorry: it is lost.', note),
  damaged: ({ note }) => general('We are sorry: it is damaged.', note),
  note: ({ note }) => general('', note),
  'status-query': ({ note }) => general('Please tell us how this stands.', note),
}

const addressLines = (address: PostalAddress = {}): readonly (string | undefined)[] => [
  address.name,
  address.street,
  [address.postalCode, address.place].filter(Boolean).join(' '),
  address.region,
  address.country,
]

/** Where a lender sends what is asked for, in lines; undefined where the house does not say. */
export const deliveryText = (house: AskingHouse | undefined, service: 'loan' | 'copy'): string | undefined =>
  [...addressLines(house?.deliverTo), service === 'copy' ? house?.deliverEmail : undefined]
    .filter(Boolean)
    .join('\n') || undefined
