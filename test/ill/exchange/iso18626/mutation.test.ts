import { expect } from 'chai'
import fc from 'fast-check'
import {
  type Arrived,
  confirmIso18626,
  fromIso18626,
  readConfirmation,
  readIso18626,
} from '../../../../src/ill/exchange/iso18626/index.ts'
import { IllMessage } from '../../../../src/ill/exchange/message.ts'
import { answerVersion, versions, writeMessage } from '../../../../src/standards/iso18626/index.ts'
import { timed } from '../../../cpu-time.ts'
import { runs } from '../../../standards/asn1/scale.ts'
import { messageIn } from '../../../standards/iso18626/arbitrary.ts'
import { complaintsOf } from '../../../standards/iso18626/check.ts'
import { damages } from '../../../standards/iso18626/damage.ts'
import { peers } from './arbitrary.ts'
import { bytes } from './said.ts'

const at = '2026-11-28T08:00:00Z'
const errors = /^(Unsupported(Action|ReasonForMessage)Type|UnrecognisedData(Element|Value)|BadlyFormedMessage)$/
const kinds = ['request', 'supplyingAgencyMessage', 'requestingAgencyMessage'] as const

const written = fc.constantFrom(...versions).chain((version) =>
  fc.record({
    version: fc.constant(version),
    text: messageIn(version, kinds).map((each) => writeMessage(each, version)),
  }),
)
const from = fc.constantFrom(...peers)

/** What becomes of a document: a message that fits the vocabulary, or a confirmation with an error that the schema knows. */
function outcome(document: Uint8Array, peer: (typeof peers)[number]): 'message' | 'refused' | 'nothing' {
  const incoming = readIso18626(document)
  if (incoming.kind === 'nothing') return 'nothing'
  if (incoming.kind === 'damaged') return confirmedError(incoming.read, incoming.receipt)
  const found = fromIso18626(incoming.read, peer)
  if ('why' in found) return confirmedError(incoming.read, found)
  expect(IllMessage.parse(found)).to.deep.equal(found)
  const text = confirmIso18626(incoming.read, { kind: 'ok' }, { at, version: peer.version })
  expect(complaintsOf(text, answerVersion(incoming.read.version) ?? peer.version)).to.deep.equal([])
  return 'message'

  function confirmedError(read: Arrived, receipt: Parameters<typeof confirmIso18626>[1]): 'refused' {
    const confirmation = confirmIso18626(read, receipt, { at, version: peer.version })
    expect(complaintsOf(confirmation, answerVersion(read.version) ?? peer.version)).to.deep.equal([])
    expect(/<errorType>(.*?)<\/errorType>/.exec(confirmation)![1]).to.match(errors)
    return 'refused'
  }
}

describe('A message of ISO 18626 that was changed', () => {
  it('is understood or refused by the standard’s errors, element by element', () => {
    const seen = { message: 0, refused: 0, nothing: 0 }
    fc.assert(
      fc.property(written, fc.nat(), fc.constantFrom(...damages), from, ({ text }, place, damage, peer) => {
        seen[outcome(bytes(damage(text, place)), peer)] += 1
      }),
      { numRuns: runs(600) },
    )
    expect(seen.message).to.be.greaterThan(50)
    expect(seen.refused).to.be.greaterThan(50)
  })

  it('with an element that nobody knows, or a value that is none, is refused', () => {
    const spoilt = fc.constantFrom(
      (text: string) => text.replace(/<(action|reasonForMessage|serviceType)>[^<]*</, '<$1>nonsense<'),
      (text: string) => text.replace('</header>', '</header><nonsense/>'),
      (text: string) => text.replace(/<timestamp>[^<]*</, '<timestamp>nonsense<'),
      (text: string) => text.replace(/<timestamp>[^<]*<\/timestamp>/, ''),
      (text: string) => text.replace(/<timestamp>[^<]*<\/timestamp>/, '$&$&'),
      (text: string) => text.replace(/<requestingAgencyRequestId>[^<]*</, '<requestingAgencyRequestId> <'),
      (text: string) => text.replace(/<\/header>.*/s, ''),
    )
    fc.assert(
      fc.property(written, spoilt, from, ({ text }, spoil, peer) => {
        expect(outcome(bytes(spoil(text)), peer)).to.equal('refused')
      }),
      { numRuns: runs(400) },
    )
  })

  it('byte by byte is never more than that, and takes no time', () => {
    const change = fc.record({ at: fc.nat(), with: fc.uint8Array({ maxLength: 4 }), instead: fc.nat({ max: 40 }) })
    const changes = fc.array(change, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(written, changes, from, ({ text }, all, peer) => {
        const changed = all.reduce((document, each) => {
          const place = each.at % (document.length + 1)
          return Buffer.concat([document.subarray(0, place), each.with, document.subarray(place + each.instead)])
        }, Buffer.from(text))
        expect(timed(() => outcome(changed, peer))).to.be.lessThan(2000)
        readConfirmation(changed)
      }),
      { numRuns: runs(600) },
    )
  })

  it('takes no time where its note is made to be slow', () => {
    const notes = [
      '#SHIP_TO#',
      '#MultipleItems#',
      '#lastSeq',
      '#se',
      '#seq:1',
      'Condition: x\n',
      'Note: ',
      '#ReShareUpdatedField-',
      'URL: http://x\n',
      '\n',
    ].map((each) => each.repeat(Math.floor(60_000 / each.length)))
    const nested = `${'#se'.repeat(8000)}#seq:1#${'q:1#'.repeat(8000)}`
    for (const note of [...notes, nested])
      for (const peer of peers) {
        const head = '<supplyingAgencyId><agencyIdValue>S</agencyIdValue></supplyingAgencyId>'
        const text =
          `<ISO18626Message><supplyingAgencyMessage><header>${head}${head.replaceAll('supplying', 'requesting')}` +
          '<timestamp>2026-11-28T08:00:00Z</timestamp><requestingAgencyRequestId>1</requestingAgencyRequestId></header>' +
          `<messageInfo><reasonForMessage>StatusChange</reasonForMessage><note>${note}</note></messageInfo>` +
          '<statusInfo><status>Loaned</status></statusInfo></supplyingAgencyMessage></ISO18626Message>'
        expect(timed(() => expect(outcome(bytes(text), peer)).to.equal('message'))).to.be.lessThan(1000)
      }
  })
})
