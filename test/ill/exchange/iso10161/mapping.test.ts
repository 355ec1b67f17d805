import { expect } from 'chai'
import fc from 'fast-check'
import { fromIso10161, readIso10161, toIso10161, unsaid } from '../../../../src/ill/exchange/iso10161/index.ts'
import { IllMessage } from '../../../../src/ill/exchange/message.ts'
import { decodeILLAPDU, encodeILLAPDU, ILLAPDU, type ILLAPDUOf } from '../../../../src/standards/iso10161/index.ts'
import { arbitraryOf } from '../../../standards/asn1/arbitrary.ts'
import { samplesIn } from '../../../standards/asn1/samples.ts'
import { runs } from '../../../standards/asn1/scale.ts'
import { examples } from '../../../standards/iso10161/examples.ts'
import { carried } from './carried.ts'
import { illMessages } from './messages.ts'

const at = new Date('2026-11-28T08:00:00Z')
/** Who reads it: the one it was not written by. */
const readerOf = ({ from, envelope }: IllMessage) => (from === 'requester' ? envelope.responder : envelope.requester)
const there = (message: IllMessage) => {
  const read = readIso10161(encodeILLAPDU(toIso10161(message, at)), [readerOf(message)])
  if (read.kind === 'refused') throw new Error(read.receipt.text)
  return read.message
}

const envelope = {
  requester: 'ISIL:DE-T1',
  responder: 'ISIL:DK-2',
  requestId: 'R-000123-45',
  sentAt: '2026-11-27T17:40:05.000Z',
}
type Of<F extends IllMessage['from']> = Extract<IllMessage, { readonly from: F }>['message']
const asks = (message: Of<'requester'>): IllMessage => ({ from: 'requester', envelope, message })
const answers = (message: Of<'responder'>): IllMessage => ({ from: 'responder', envelope, message })
const sent = <T extends ILLAPDU['type']>(type: T, message: IllMessage): ILLAPDUOf<T> => {
  const apdu = toIso10161(message, at)
  expect(apdu.type).to.equal(type)
  return apdu.value as ILLAPDUOf<T>
}

describe('Messages over ISO 10161', function () {
  this.timeout(runs(120_000))

  it('arrive as they were meant, but for what a table says', () => {
    expect(Object.keys(unsaid)).to.have.length(16)
    fc.assert(
      fc.property(illMessages, (message) => {
        expect(IllMessage.parse(message)).to.deep.equal(message)
        expect(there(message)).to.deep.equal(carried(message))
      }),
      { numRuns: runs(3000) },
    )
  })

  it('are sound or refused, whatever a peer sends', () => {
    let read = 0
    fc.assert(
      fc.property(arbitraryOf(ILLAPDU), fc.boolean(), (apdu, ours) => {
        const own = ours ? 'ISIL:DE-T1' : 'ISIL:DK-2'
        const sound = {
          ...apdu,
          value: {
            ...apdu.value,
            protocolVersionNum: 2,
            serviceDateTime: { dateTimeOfThisService: { date: '20261127' } },
          },
        } as ILLAPDU
        const found = fromIso10161(sound, [own])
        if (found.kind === 'refused') return
        read++
        expect(IllMessage.parse(found.message)).to.deep.equal(found.message)
        toIso10161(found.message, at)
      }),
      { numRuns: runs(3000) },
    )
    expect(read).to.be.above(500)
  })

  it('are read from all that YAZ writes', () => {
    const kinds = samplesIn('iso10161').map(({ name, bytes }) => {
      const read = readIso10161(bytes, [name.startsWith('yaz') ? 'ISIL:DK-2' : 'ISIL:DE-T1'])
      return read.kind === 'understood' ? read.message.message.type : `${read.receipt.why} ${read.receipt.what}`
    })
    // All our examples have a critical extension in them, but those that say less.
    expect([...new Set(kinds)].sort()).to.include.members([
      'request',
      'bad-value protocol-version-num',
      'unsupported extension',
    ])
  })

  it('of every kind are read, once nothing is critical in them', () => {
    const types = Object.values(examples).map((apdu) => {
      const value = Object.fromEntries(Object.entries(apdu.value).filter(([name]) => !name.endsWith('xtensions')))
      const plain = {
        type: apdu.type,
        value: { ...value, ...(apdu.type === 'illRequest' && { transactionType: 'simple' }) },
      }
      const requester = apdu.type === 'statusQuery' ? 'ISIL:DK-2' : 'ISIL:DE-T1'
      const read = fromIso10161(decodeILLAPDU(encodeILLAPDU(plain as ILLAPDU)), [requester])
      if (read.kind === 'refused') throw new Error(`${apdu.type}: ${read.receipt.text}`)
      expect(read.message.envelope).to.deep.equal({
        requester: 'ISIL:DE-T1',
        responder: 'ISIL:DK-2',
        requestId: 'R-000123/R-000123-45/1',
        sentAt: '2026-11-26T09:00:00.000Z',
        repeat: true,
      })
      return read.message.message.type
    })
    expect(new Set(types).size).to.equal(22)
  })
})

describe('A request over ISO 10161', () => {
  const request = asks({
    type: 'request',
    kind: 'new',
    wanted: { title: 'The left hand of darkness', author: 'Le Guin', isbn: '9780441478125', oclc: '310' },
    services: ['loan', 'copy'],
    neededBy: '2026-12-24',
    expiresOn: '2026-12-20',
    mostCost: { amount: '12.50', currency: 'EUR' },
    deliverTo: { name: 'Library', street: 'Street 1', place: 'Town', postalCode: '1', country: 'DE' },
    deliverEmail: 'ill@library.example',
  })

  it('is one simple transaction of version 2, with its group, its own number, and both libraries', () => {
    const value = sent('illRequest', request)
    expect(value).to.deep.include({ protocolVersionNum: 2, transactionType: 'simple', retryFlag: false })
    expect(value.transactionId).to.deep.equal({
      initialRequesterId: value.requesterId,
      transactionGroupQualifier: 'R-000123',
      transactionQualifier: 'R-000123-45',
    })
    expect(value.requesterId?.personOrInstitutionSymbol).to.deep.equal({
      type: 'institutionSymbol',
      value: 'ISIL:DE-T1',
    })
    expect(value.serviceDateTime).to.deep.equal({ dateTimeOfThisService: { date: '20261127', time: '174005' } })
  })

  it('says in the order preferred what may be sent, and when the answer is of no use any more', () => {
    const value = sent('illRequest', request)
    expect(value.iLLServiceType).to.deep.equal(['loan', 'copy-non-returnable'])
    expect(value.searchType).to.deep.equal({
      needBeforeDate: '20261224',
      expiryFlag: 'other-Date',
      expiryDate: '20261220',
    })
    const { message } = request as Extract<IllMessage, { from: 'requester' }>
    const sameDay = sent('illRequest', asks({ ...message, expiresOn: '2026-12-24' } as Of<'requester'>))
    expect(sameDay.searchType).to.deep.equal({ needBeforeDate: '20261224', expiryFlag: 'need-Before-Date' })
  })

  it('puts an ISBN of 13 digits where it fits, and its form with ten where it has one', () => {
    const isbn = (number: string) =>
      sent('illRequest', asks({ type: 'request', kind: 'new', services: ['loan'], wanted: { isbn: number } })).itemId
    expect(isbn('9780441478125')).to.deep.include({ iSBN: '0441478123', additionalNoLetters: 'ISBN 9780441478125' })
    expect(isbn('9791034304189')).to.not.have.property('iSBN')
    expect(isbn('9791034304189')).to.have.property('additionalNoLetters', 'ISBN 9791034304189')
    expect(isbn('0441478123')).to.not.have.property('additionalNoLetters')
  })

  it('that is sent again marks when it was sent first', () => {
    const again = { ...request, envelope: { ...envelope, repeat: true } } as IllMessage
    expect(sent('illRequest', again).serviceDateTime).to.deep.equal({
      dateTimeOfThisService: { date: '20261128', time: '080000' },
      dateTimeOfOriginalService: { date: '20261127', time: '174005' },
    })
    expect(there(again).envelope).to.deep.equal({ ...envelope, repeat: true })
  })

  it('of a peer keeps both qualifiers, and answers name them as they came', () => {
    const apdu = toIso10161(request, at)
    const transactionId = { transactionGroupQualifier: 'G/1', transactionQualifier: '7' }
    const theirs = { type: apdu.type, value: { ...apdu.value, transactionId } } as ILLAPDU
    const read = fromIso10161(theirs, ['ISIL:DK-2'])
    if (read.kind === 'refused') throw new Error(read.receipt.text)
    const { requestId } = read.message.envelope
    const answer = toIso10161(
      { from: 'responder', envelope: { ...envelope, requestId }, message: { type: 'recall' } },
      at,
    )
    expect(answer.value.transactionId).to.deep.include(transactionId)
  })

  for (const [what, change, receipt] of [
    ['chained', { transactionType: 'chained' }, 'unsupported transaction-type'],
    ['for an estimate alone', { iLLServiceType: ['estimate'] }, 'unsupported iLL-service-type'],
    ['of another version', { protocolVersionNum: 3 }, 'bad-value protocol-version-num'],
    ['of no date', { serviceDateTime: { dateTimeOfThisService: { date: '20261332' } } }, 'bad-value service-date-time'],
    [
      'without a number',
      { transactionId: { transactionGroupQualifier: '', transactionQualifier: ' ' } },
      'bad-value transaction-id',
    ],
    [
      'of nobody',
      { requesterId: undefined, transactionId: { transactionGroupQualifier: 'g', transactionQualifier: 'q' } },
      'bad-value requester-id',
    ],
    [
      'with an extension that must be known',
      { iLLRequestExtensions: [{ identifier: 9, critical: true, item: Buffer.of(5, 0) }] },
      'unsupported extension',
    ],
  ] as const)
    it(`is refused when it is ${what}`, () => {
      const apdu = toIso10161(request, at)
      const read = fromIso10161({ type: apdu.type, value: { ...apdu.value, ...change } } as ILLAPDU, ['ISIL:DK-2'])
      expect(read.kind === 'refused' && `${read.receipt.why} ${read.receipt.what}`).to.equal(receipt)
    })

  it('tells people of what has no field here', () => {
    const apdu = toIso10161(request, at) as Extract<ILLAPDU, { type: 'illRequest' }>
    const value = {
      ...apdu.value,
      itemId: { ...apdu.value.itemId, callNumber: 'QA 76' },
      copyrightCompliance: 'US:CCG',
      requesterNote: 'Please',
    }
    const read = fromIso10161({ type: 'illRequest', value }, ['ISIL:DK-2'])
    expect(read).to.have.nested.property(
      'message.message.note',
      'Please\nCall number: QA 76\nCopyright compliance: US:CCG',
    )
  })
})

describe('Answers over ISO 10161', () => {
  it('have results of their kind', () => {
    const results = (message: Of<'responder'>) => {
      const { transactionResults, resultsExplanation } = sent('illAnswer', answers(message))
      return [transactionResults, resultsExplanation?.value]
    }
    expect(results({ type: 'conditional', conditions: ['LibraryUseOnly'], replyBy: '2026-12-04' })).to.deep.equal([
      'conditional',
      { conditions: 'library-use-only', dateForReply: '20261204' },
    ])
    expect(
      results({ type: 'not-supplied', answer: 'retry', reason: 'OnLoan', retryAfter: '2027-01-01' }),
    ).to.deep.equal(['retry', { reasonNotAvailable: 'in-use-on-loan', retryDate: '20270101' }])
    expect(results({ type: 'not-supplied', answer: 'unfilled', reason: 'NotHeld' })).to.deep.equal([
      'unfilled',
      { reasonUnfilled: 'not-owned' },
    ])
    expect(
      results({ type: 'not-supplied', answer: 'locations', locations: ['ISIL:NO-3', 'Town library'] }),
    ).to.deep.equal([
      'locations-provided',
      {
        locations: [
          { locationId: { personOrInstitutionSymbol: { type: 'institutionSymbol', value: 'ISIL:NO-3' } } },
          { locationId: { nameOfPersonOrInstitution: { type: 'nameOfInstitution', value: 'Town library' } } },
        ],
      },
    ])
    expect(results({ type: 'will-supply', expectedOn: '2026-11-30' })).to.deep.equal([
      'will-supply',
      { reasonWillSupply: 'being-processed-for-supply', supplyDate: '20261130' },
    ])
    expect(results({ type: 'hold', availableOn: '2027-01-15' })).to.deep.equal([
      'hold-placed',
      { estimatedDateAvailable: '20270115' },
    ])
    expect(
      results({ type: 'not-supplied', answer: 'estimate', cost: { amount: '20', currency: 'EUR' } }),
    ).to.deep.equal(['estimate', { costEstimate: '20 EUR' }])
  })

  it('say in the note what has no code, below a line of its own', () => {
    const value = sent(
      'illAnswer',
      answers({ type: 'not-supplied', answer: 'unfilled', reason: 'transfer', note: 'Sorry\nReason: ask us' }),
    )
    expect(value.resultsExplanation?.value).to.deep.equal({ reasonUnfilled: 'other' })
    expect(value.responderNote).to.equal('Sorry\nReason: ask us\n--\nReason: transfer')
  })

  it('leave a note alone that only looks like one of ours', () => {
    const note = 'Cost: 5\n--\nCall us: 123'
    expect(there(answers({ type: 'conditional', conditions: ['charges'], note }))).to.have.nested.property(
      'message.note',
      note,
    )
  })

  it('know by whose request it is, who has lost or damaged it', () => {
    for (const type of ['lost', 'damaged'] as const) {
      expect(there(asks({ type }))).to.have.property('from', 'requester')
      expect(there(answers({ type }))).to.have.property('from', 'responder')
    }
  })

  it('tell of a request that was forwarded, in a note', () => {
    const { iLLRequestExtensions: _, ...head } = sent(
      'illRequest',
      asks({ type: 'request', kind: 'new', services: ['loan'], wanted: {} }),
    )
    const { protocolVersionNum, transactionId, serviceDateTime, requesterId, responderId } = head
    const read = fromIso10161(
      {
        type: 'forwardNotification',
        value: {
          protocolVersionNum,
          transactionId,
          serviceDateTime,
          requesterId,
          responderId: responderId!,
          intermediaryId: {},
        },
      },
      ['ISIL:DE-T1'],
    )
    expect(read).to.have.nested.property('message.message.note', 'Forwarded to ISIL:DK-2.')
  })
})
