import { expect } from 'chai'
import {
  fromIso10161,
  isForLater,
  laterReport,
  receiptOf,
  reportOf,
  serviceOf,
  toIso10161,
} from '../../../../src/ill/exchange/iso10161/index.ts'
import type { Receipt, RequesterMessage } from '../../../../src/ill/exchange/message.ts'
import { decodeILLAPDU, encodeILLAPDU, type ILLAPDU, type ILLAPDUOf } from '../../../../src/standards/iso10161/index.ts'
import { examples } from '../../../standards/iso10161/examples.ts'

const at = new Date('2026-11-27T18:00:00Z')
const own = 'ISIL:DK-2'
const said = (message: RequesterMessage) =>
  toIso10161(
    {
      from: 'requester',
      envelope: { requester: 'ISIL:DE-T1', responder: own, requestId: 'R-1-2', sentAt: at.toISOString() },
      message,
    },
    at,
  )
const request = said({ type: 'request', kind: 'new', wanted: { title: 'Odyssey' }, services: ['loan'] })
const renew = said({ type: 'renew' })

function answered(receipt: Receipt, apdu: ILLAPDU | undefined): ILLAPDUOf<'statusOrErrorReport'> {
  const report = reportOf(receipt, { apdu, own, at })
  if (report?.type !== 'statusOrErrorReport') throw new Error(`no report: ${report?.type}`)
  const read = decodeILLAPDU(encodeILLAPDU(report))
  return read.value as ILLAPDUOf<'statusOrErrorReport'>
}
const refusal = (why: Extract<Receipt, { kind: 'refused' }>['why'], what = 'what', state?: string): Receipt => ({
  kind: 'refused',
  why,
  what,
  text: 'in words',
  ...(state !== undefined && { state }),
})

describe('What is answered on the spot over ISO 10161', () => {
  it('acknowledges a request with where it stands now', () => {
    const report = answered({ kind: 'ok' }, request)
    expect(report.statusReport).to.deep.include({ providerStatusReport: 'IN-PROCESS' })
    expect(report.transactionId).to.deep.equal(request.value.transactionId)
    expect(report).to.not.have.property('errorReport')
    expect(receiptOf(report)).to.deep.equal({ kind: 'ok' })
  })

  it('is nothing where another service was understood', () => {
    expect(reportOf({ kind: 'ok' }, { apdu: renew, own, at })).to.equal(undefined)
  })

  it('is never an answer to a report: two systems would go on for ever', () => {
    expect(reportOf(refusal('illegal-now'), { apdu: examples['no-report'], own, at })).to.equal(undefined)
  })

  for (const [why, what, state, error] of [
    ['unknown-request', 'requestId', undefined, { type: 'transactionIdProblem', value: 'unknown-transaction-id' }],
    ['duplicate-request', 'requestId', undefined, { type: 'transactionIdProblem', value: 'duplicate-transaction-id' }],
    ['bad-value', 'transaction-id', undefined, { type: 'transactionIdProblem', value: 'invalid-transaction-id' }],
    [
      'illegal-now',
      'RENEW',
      'IN-PROCESS',
      { type: 'stateTransitionProhibited', value: { aPDUType: 'RENEW', currentState: 'IN-PROCESS' } },
    ],
    [
      'illegal-now',
      'RENEW',
      'odd',
      { type: 'stateTransitionProhibited', value: { aPDUType: 'RENEW', currentState: 'UNKNOWN' } },
    ],
    ['unsupported', 'RECALL', undefined, { type: 'generalProblem', value: 'unrecognized-APDU' }],
    ['bad-value', 'reason', undefined, { type: 'generalProblem', value: 'mistyped-APDU' }],
    [
      'bad-value',
      'protocol-version-num',
      undefined,
      { type: 'generalProblem', value: 'protocol-version-not-supported' },
    ],
    ['malformed', 'APDU', undefined, { type: 'generalProblem', value: 'badly-structured-APDU' }],
  ] as const)
    it(`says why it is refused, ${why} ${what}, and is read as that`, () => {
      const report = answered(refusal(why, what, state), renew)
      expect(report.errorReport).to.deep.include({
        correlationInformation: 'RENEW',
        reportSource: 'provider',
        providerErrorReport: error,
      })
      expect(report.note).to.equal('in words')
      const receipt = receiptOf(report)
      expect(receipt).to.have.property('why', why)
      expect(receipt).to.have.property('text').that.includes('in words')
      if (state === 'IN-PROCESS') expect(receipt).to.have.property('state', state)
    })

  it('tells a stranger so', () => {
    const report = answered({ kind: 'refused', why: 'unsupported', what: 'security', text: 'not known here' }, renew)
    expect(report.errorReport?.userErrorReport).to.deep.equal({ type: 'securityProblem', value: 'not known here' })
    expect(receiptOf(report)).to.deep.include({ kind: 'refused', why: 'unsupported', what: 'security' })
  })

  it('tells whether it may be sent again later', () => {
    const later = laterReport('Not now.', { apdu: renew, at })
    const report = decodeILLAPDU(encodeILLAPDU(later)).value as ILLAPDUOf<'statusOrErrorReport'>
    expect([isForLater(report), report.note]).to.deep.equal([true, 'Not now.'])
    expect(isForLater(answered(refusal('illegal-now'), renew))).to.equal(false)
  })

  it('names no transaction where octets are none', () => {
    const report = answered(refusal('malformed'), undefined)
    expect(report.transactionId).to.deep.equal({
      transactionGroupQualifier: 'unknown',
      transactionQualifier: 'unknown',
    })
  })

  it('reads what other systems report, of users and of providers', () => {
    const kinds = Object.entries(examples).flatMap(([name, apdu]) => {
      if (apdu.type !== 'statusOrErrorReport') return []
      const receipt = receiptOf(apdu.value)
      return [`${name}: ${receipt.kind === 'ok' ? 'ok' : `${receipt.why} ${receipt.what}`}`]
    })
    expect(kinds).to.deep.equal([
      'status-report: ok',
      'no-report: ok',
      'error-report-state: illegal-now RENEW',
      'error-report-transaction: unknown-request transaction-id',
      'error-report-general: malformed APDU',
      'error-report-forwarded: unsupported forward',
      'error-report-security: unsupported security',
      'error-report-unable: unsupported service',
      'error-report-intermediary: unsupported service',
    ])
  })

  it('shows people an error report that comes by itself', () => {
    const read = fromIso10161(examples['error-report-state']!, ['ISIL:DE-T1'])
    expect(read).to.have.nested.property(
      'message.message.note',
      'Error report. state transition prohibited: RENEW, IN-PROCESS. Renew. Nothing has been sent yet',
    )
    expect(serviceOf(examples['error-report-state']!)).to.equal('STATUS-OR-ERROR-REPORT')
  })
})
