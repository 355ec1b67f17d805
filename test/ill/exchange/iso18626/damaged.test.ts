import { expect } from 'chai'
import {
  type IllMessage,
  iso18626,
  makePartnerToken,
  type RequesterMessage,
  type ResponderMessage,
} from '../../../../src/ill/index.ts'
import { acquaint, type Library, openLibrary } from '../library.ts'

const by = { name: 'Test', via: 'cli' } as const
const peer = { profile: 'standard', version: '2021-2' } as const

const fromBorrower: readonly RequesterMessage[] = [
  { type: 'request', kind: 'new', wanted: { title: 'Other' }, services: ['loan'] },
  { type: 'conditional-reply', agrees: false },
  { type: 'cancel' },
  { type: 'received' },
  { type: 'renew', dueOn: '2031-01-01' },
  { type: 'returned' },
  { type: 'lost' },
  { type: 'damaged' },
  { type: 'note', note: 'Hello' },
  { type: 'status-query' },
]
const fromLender: readonly ResponderMessage[] = [
  { type: 'will-supply', expectedOn: '2031-01-01' },
  { type: 'hold', availableOn: '2031-01-01' },
  { type: 'conditional', conditions: ['LibraryUseOnly'] },
  { type: 'not-supplied', answer: 'unfilled', reason: 'NotHeld' },
  { type: 'expired' },
  { type: 'cancel-reply', agrees: true },
  { type: 'shipped', service: 'loan', dueOn: '2031-01-01' },
  { type: 'unship' },
  { type: 'overdue' },
  { type: 'recall' },
  { type: 'renew-reply', agrees: true, dueOn: '2031-01-01' },
  { type: 'checked-in' },
  { type: 'lost' },
  { type: 'damaged' },
  { type: 'note', note: 'Hello' },
  { type: 'status', state: 'SHIPPED' },
]

/** What no schema allows, and the error that the standard has for it. */
const spoilt: readonly (readonly [what: string, error: string, spoil: (text: string) => string])[] = [
  [
    'a code that is none',
    'Unsupported|UnrecognisedDataValue',
    (text) => text.replace(/<(action|reasonForMessage|serviceType)>[^<]*</, '<$1>Nonsense<'),
  ],
  [
    'an element that is unknown',
    'UnrecognisedDataElement',
    (text) => text.replace('</header>', '</header><nonsense/>'),
  ],
  ['a time that is none', 'UnrecognisedDataValue', (text) => text.replace(/<timestamp>[^<]*</, '<timestamp>noon<')],
  ['no time', 'BadlyFormedMessage', (text) => text.replace(/<timestamp>[^<]*<\/timestamp>/, '')],
  ['two times', 'BadlyFormedMessage', (text) => text.replace(/<timestamp>[^<]*<\/timestamp>/, '$&$&')],
  ['no number', 'UnrecognisedDataValue', (text) => text.replace(/(<requestingAgencyRequestId>)[^<]*</, '$1<')],
  ['no end', 'BadlyFormedMessage', (text) => text.replace(/<\/header>.*/s, '</header>')],
]

describe('A message of ISO 18626 that no schema allows', () => {
  let north: Library
  let south: Library
  before('open two houses', async () => {
    north = await openLibrary('ISIL:XX-North')
    south = await openLibrary('ISIL:XX-South')
  })
  after('close both houses', async () => {
    await north?.close()
    await south?.close()
  })

  /** All that a message could change, but for a word to staff that it came. */
  const standing = async (library: Library, id: number) => ({
    state: await library.stateOf(id),
    data: { ...(await library.dataOf(id)), attention: undefined, newNote: undefined, news: undefined },
    events: (await library.eventsOf(id)).filter((event) => event !== 'message'),
    messages: (await library.messages(id)).length,
    lendings: (await library.db.selectFrom('ill_lendings').select('id').execute()).length,
  })

  it('is answered by the error that the protocol has for it, and changes nothing but that staff see so', async () => {
    const [toSouth, toNorth] = await acquaint(north, south)
    const line = await north.line(toSouth, 'Silent Spring')
    await north.act(line, 'request', { transmit: true, expiresAt: '2031-01-01T00:00:00Z' })
    const lending = await south.lending()
    await north.quiet(line)
    const [first] = await south.messages(lending)
    const { envelope } = first!.body as unknown as IllMessage
    const now = new Date()
    const tokens = {
      south: await south.tx((tx) => makePartnerToken(tx, toNorth, by, now)),
      north: await north.tx((tx) => makePartnerToken(tx, toSouth, by, now)),
    }
    const before = [await standing(north, line), await standing(south, lending)]

    const all: readonly (readonly [IllMessage, Library, string])[] = [
      ...fromBorrower.map((message) => [{ from: 'requester', envelope, message }, south, tokens.south] as const),
      ...fromLender.map((message) => [{ from: 'responder', envelope, message }, north, tokens.north] as const),
    ]
    for (const [message, to, token] of all)
      for (const [what, error, spoil] of spoilt) {
        const valid = iso18626.toIso18626(message, peer)
        const body = spoil(valid)
        expect(body, what).not.to.equal(valid)
        const headers = { 'content-type': 'application/xml', authorization: `Bearer ${token}` }
        const answer = await fetch(to.url, { method: 'POST', headers, body })
        const text = await answer.text()
        const about = `${message.message.type} with ${what}: ${text}`
        expect(answer.status, about).to.equal(200)
        expect(text, about).to.contain('<messageStatus>ERROR</messageStatus>')
        expect(text, about).to.match(new RegExp(`<errorType>(${error})`))
      }
    expect([await standing(north, line), await standing(south, lending)]).to.deep.equal(before)
  })
})
