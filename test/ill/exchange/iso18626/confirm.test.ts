import { expect } from 'chai'
import fc from 'fast-check'
import {
  type Arrived,
  confirmIso18626,
  fromIso18626,
  readConfirmation,
  readIso18626,
  toIso18626,
} from '../../../../src/ill/exchange/iso18626/index.ts'
import type { Receipt } from '../../../../src/ill/exchange/message.ts'
import type { Version } from '../../../../src/standards/iso18626/index.ts'
import { complaintsOf } from '../../../standards/iso18626/check.ts'
import { needsSchemas, Validators, which } from '../../../standards/iso18626/schema-files.ts'
import { allOf, parseXml } from '../../../xml.ts'
import { illMessage, peers } from './arbitrary.ts'
import { action, answer, bytes, document, header, peer } from './said.ts'

const at = '2026-11-28T08:00:00.000Z'
const whys = [
  'unknown-request',
  'duplicate-request',
  'illegal-now',
  'unsupported',
  'bad-value',
  'malformed',
] as const satisfies readonly Extract<Receipt, { kind: 'refused' }>['why'][]
const receipt: fc.Arbitrary<Receipt> = fc.oneof(
  fc.constant({ kind: 'ok' } as const),
  fc.record({
    kind: fc.constant('refused' as const),
    why: fc.constantFrom(...whys),
    what: fc.constantFrom('requestId', 'type', 'responder', 'dueDate', ''),
    text: fc.string({ unit: 'grapheme', maxLength: 400 }),
  }),
)

function arrived(text: string): Arrived {
  const incoming = readIso18626(bytes(text))
  if (incoming.kind === 'nothing') throw new Error(incoming.detail)
  return incoming.read
}
/** Texts of a confirmation by their elements. */
function confirmed(text: string, said: Receipt, version: Version = '1.2') {
  const root = parseXml(confirmIso18626(arrived(text), said, { at, version }))
  return (name: string) => allOf(root, name)[0]?.text
}
/** The confirmation of a message that cannot be understood. */
function refusal(text: string) {
  const read = arrived(text)
  const found = fromIso18626(read, peer('standard'))
  if (!('why' in found)) throw new Error('it is understood')
  return confirmed(text, found)
}

describe('A confirmation in ISO 18626', () => {
  const validators = new Validators()
  after(() => validators.dispose())
  const anything = fc.tuple(illMessage, fc.constantFrom(...peers), receipt)

  it('is valid by our tables of the schema, and read again as what it says', () => {
    fc.assert(
      fc.property(anything, ([message, to, said]) => {
        const text = confirmIso18626(arrived(toIso18626(message, to)), said, { at, version: to.version })
        expect(complaintsOf(text, to.version)).to.deep.equal([])
        const answered = readConfirmation(bytes(text))
        if (answered.kind === 'nothing') throw new Error(answered.detail)
        expect(answered.receipt.kind).to.equal(said.kind)
        expect(answered.requestId).to.equal(message.envelope.requestId)
      }),
      { numRuns: 200 },
    )
  })

  it(`is valid by ${which}`, function () {
    needsSchemas(this)
    fc.assert(
      fc.property(anything, ([message, to, said]) => {
        const text = confirmIso18626(arrived(toIso18626(message, to)), said, { at, version: to.version })
        expect(validators.complaint(text, to.version)).to.equal(undefined)
      }),
      { numRuns: 200 },
    )
  })

  it('echoes what it confirms, and when that was written', () => {
    const received = confirmed(action('received'), { kind: 'ok' })
    expect([received('action'), received('messageStatus')]).to.deep.equal(['Received', 'OK'])
    expect([received('timestamp'), received('timestampReceived')]).to.deep.equal([at, '2026-11-27T22:00:00Z'])
    const changed = confirmed(answer('StatusChange', 'Loaned'), { kind: 'ok' })
    expect([changed('reasonForMessage'), changed('requestingAgencyRequestId')]).to.deep.equal([
      'StatusChange',
      'R-000001-1',
    ])
  })

  it('says by the standard’s types what is wrong', () => {
    const wrong = (text: string) => {
      const said = refusal(text)
      return [said('messageStatus'), said('errorType'), said('errorValue')]
    }
    expect(wrong(action('Wave'))).to.deep.equal(['ERROR', 'UnsupportedActionType', 'Wave'])
    expect(wrong(answer('Whim', 'Loaned'))).to.deep.equal(['ERROR', 'UnsupportedReasonForMessageType', 'Whim'])
    expect(wrong(answer('StatusChange', 'Gone'))).to.deep.equal([
      'ERROR',
      'UnrecognisedDataValue',
      'status: “Gone” is no value of it',
    ])
    expect(wrong(action('Received').replace('<action>', '<wish>x</wish><action>'))).to.deep.equal([
      'ERROR',
      'UnrecognisedDataElement',
      'wish: There is no such element here',
    ])
    expect(wrong(action('Received').replace(/<timestamp>.*<\/timestamp>/, ''))).to.deep.equal([
      'ERROR',
      'BadlyFormedMessage',
      'timestamp: It is missing',
    ])
    expect(wrong(action('Received').replace('R-000001-1', ''))).to.deep.equal([
      'ERROR',
      'UnrecognisedDataValue',
      'requestingAgencyRequestId: It must say which request it is about',
    ])
  })

  it('names the element that a refusal of ours is about', () => {
    const said = (why: (typeof whys)[number], what: string, text: string) => {
      const read = confirmed(action('Renew'), { kind: 'refused', why, what, text })
      return [read('errorType'), read('errorValue')]
    }
    expect(said('unknown-request', 'requestId', 'No such request')).to.deep.equal([
      'UnrecognisedDataValue',
      'requestingAgencyRequestId: No such request',
    ])
    expect(said('illegal-now', 'type', 'It is not possible now')).to.deep.equal([
      'UnrecognisedDataValue',
      'action: It is not possible now',
    ])
    expect(said('unsupported', 'type', 'We do not renew')).to.deep.equal(['UnsupportedActionType', 'Renew'])
  })

  it('is in the version of what it confirms; of one that is unknown, in the partner’s', () => {
    const version = (said: string, ours: Version) => {
      const text = confirmIso18626(arrived(action('Received', '', said)), { kind: 'ok' }, { at, version: ours })
      return /ill:version="([^"]*)"/.exec(text)![1]
    }
    expect(version('1.1', '2021-2')).to.equal('1.2')
    expect(version('2021-2', '1.2')).to.equal('2021-2')
    expect(version('', '2021-2')).to.equal('2021-2')
    expect(version('3000', '1.2')).to.equal('1.2')
  })

  it('of an action that 1.2 has no word for does without the echo', () => {
    for (const partner of ['1.2', '2021-2'] as const)
      for (const said of ['1.2', '2021-2', '']) {
        const text = confirmIso18626(arrived(action('Lost', '', said)), { kind: 'ok' }, { at, version: partner })
        const written = /ill:version="([^"]*)"/.exec(text)![1] as Version
        expect(complaintsOf(text, written), `${partner} ${said}`).to.deep.equal([])
      }
  })

  it('is sent for a message that breaks off, once it is known what that was', () => {
    const broken = readIso18626(bytes(document(`<request>${header}`)))
    expect(broken).to.deep.include({
      kind: 'damaged',
      address: { requester: 'ISIL:DE-1', responder: 'ISIL:GB-UkOxU', requestId: 'R-000001-1' },
    })
    if (broken.kind !== 'damaged') return
    const text = confirmIso18626(broken.read, broken.receipt, { at, version: '1.2' })
    expect(text).to.contain('<errorType>BadlyFormedMessage</errorType>')
    expect(complaintsOf(text, '1.2')).to.deep.equal([])
    for (const other of ['', 'hello', '<a/>', `<!DOCTYPE a>${action('Received')}`])
      expect(readIso18626(bytes(other)).kind, other).to.equal('nothing')
  })

  it('is no message that could be confirmed', () => {
    const text = confirmIso18626(arrived(action('Received')), { kind: 'ok' }, { at, version: '1.2' })
    expect(readIso18626(bytes(text)).kind).to.equal('nothing')
    expect(readConfirmation(bytes(action('Received'))).kind).to.equal('nothing')
    expect(readConfirmation(bytes('<html>Bad gateway</html>')).kind).to.equal('nothing')
  })

  it('with an error is none of success, and may be spelt the American way', () => {
    const text = confirmIso18626(
      arrived(action('Received')),
      { kind: 'refused', why: 'bad-value', what: 'dueDate', text: 'Too late' },
      { at, version: '1.2' },
    )
    for (const said of [text, text.replace('Unrecognised', 'Unrecognized'), text.replace('>ERROR<', '>OK<')])
      expect(readConfirmation(bytes(said))).to.deep.equal({
        kind: 'receipt',
        receipt: { kind: 'refused', why: 'bad-value', what: 'dueDate', text: 'Too late' },
        requestId: 'R-000001-1',
      })
  })
})
