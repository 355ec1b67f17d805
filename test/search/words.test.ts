import { expect } from 'chai'
import { failureWords } from '../../src/search/words.ts'
import type { Failure, TargetDiagnostic } from '../../src/zoom/index.ts'

const bib1 = '1.2.840.10003.4.1'
const refusal: TargetDiagnostic = { set: bib1, code: 114, text: 'Unsupported Use attribute', addinfo: '1018' }

const failures: Failure[] = [
  { kind: 'refused', detail: 'connect ECONNREFUSED' },
  { kind: 'unreachable', detail: 'getaddrinfo ENOTFOUND' },
  { kind: 'timed-out', phase: 'present', after: 10_000 },
  { kind: 'closed', phase: 'init', reason: 'lack of activity' },
  { kind: 'access-denied', phase: 'init', diagnostics: [{ set: bib1, code: 1011, text: 'Init/AC: Bad Userid' }] },
  { kind: 'too-many-sessions', diagnostics: [{ set: bib1, code: 1015, text: 'Too many sessions' }] },
  { kind: 'wrong-protocol', expected: 'Z39.50', found: 'HTTP/1.1 400 Bad Request' },
  { kind: 'protocol-error', phase: 'search', offset: 17, detail: 'expected a sequence' },
  { kind: 'diagnostic', phase: 'search', diagnostics: [refusal] },
  { kind: 'timed-out', phase: 'total', after: 15_000 },
  { kind: 'busy', limit: 'connections', detail: 'all 4 connections were taken for 2 s' },
  { kind: 'busy', limit: 'searches', detail: 'We ask it at most 2 searches a minute' },
  {
    kind: 'circuit-open',
    until: Date.UTC(2026, 0, 2, 3, 4, 5),
    last: { kind: 'refused', detail: 'connect ECONNREFUSED' },
  },
  { kind: 'cancelled' },
  { kind: 'misconfigured', detail: 'self-signed certificate' },
]

describe('The words for a failure', () => {
  it('tell patrons in a phrase of their own, without codes', () => {
    for (const failure of failures) {
      const { kind, phrase } = failureWords(failure)
      expect(kind).to.equal(failure.kind)
      expect(phrase, kind).to.match(/^[a-z ,]{4,60}$/)
    }
  })

  it('tell staff code, text and addinfo, phase, byte and time', () => {
    const detail = (kind: Failure['kind']) => failureWords(failures.find((failure) => failure.kind === kind)!).detail
    expect(detail('diagnostic')).to.contain('114 Unsupported Use attribute: 1018')
    expect(detail('timed-out')).to.contain('10 s').and.to.contain('fetching records')
    expect(detail('protocol-error')).to.contain('byte 17')
    expect(detail('closed')).to.contain('lack of activity')
    expect(detail('circuit-open')).to.contain('2026-01-02T03:04:05.000Z').and.to.contain('ECONNREFUSED')
  })

  it('call hanging up on whom it does not know what it is', () => {
    expect(failureWords({ kind: 'closed', phase: 'init' }).phrase).to.equal('did not let us in')
    expect(failureWords({ kind: 'closed', phase: 'search' }).phrase).to.equal('ended the conversation')
  })

  it('never call a diagnostic "no hits"', () => {
    expect(failureWords({ kind: 'diagnostic', phase: 'search', diagnostics: [refusal] }).phrase).to.equal(
      'this library cannot search this field',
    )
    expect(failureWords({ kind: 'diagnostic', phase: 'search', diagnostics: [] }).phrase).to.contain('could not')
  })
})
