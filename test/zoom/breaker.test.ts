import { expect } from 'chai'
import { Breaker } from '../../src/zoom/breaker.ts'
import { type Failure, TargetFailure } from '../../src/zoom/index.ts'

const refused: Failure = { kind: 'refused', detail: 'nobody there' }

function breakerAt(start: number, random = 0.5) {
  const clock = { time: start, now: () => clock.time }
  const breaker = new Breaker(clock, () => random)
  const fail = (times: number, failure: Failure = refused) => {
    for (let i = 0; i < times; i++) {
      breaker.admit()
      breaker.failed(failure)
    }
  }
  return { clock, breaker, fail }
}

describe('The circuit breaker', () => {
  it('opens at the fifth failure within a minute and says until when and why', () => {
    const { breaker, fail } = breakerAt(1_000_000)
    fail(4)
    expect(breaker.state()).to.deep.equal({ breaker: 'closed', lastFailure: refused })
    fail(1)
    expect(breaker.state()).to.deep.equal({ breaker: 'open', until: 1_030_000, lastFailure: refused })
    expect(() => breaker.admit())
      .to.throw(TargetFailure)
      .with.property('failure')
      .that.deep.equals({ kind: 'circuit-open', until: 1_030_000, last: refused })
  })

  it('forgets failures older than a minute, and all of them at a success', () => {
    const { breaker, clock, fail } = breakerAt(0)
    fail(4)
    clock.time = 60_000
    fail(4)
    breaker.succeeded()
    fail(4)
    expect(breaker.state().breaker).to.equal('closed')
  })

  it('lets one probe through after the pause, and closes when it succeeds', () => {
    const { breaker, clock, fail } = breakerAt(0)
    fail(5)
    clock.time = 30_000
    expect(breaker.state().breaker).to.equal('half-open')
    breaker.admit()
    expect(() => breaker.admit()).to.throw(TargetFailure)
    breaker.succeeded()
    breaker.admit()
    expect(breaker.state().breaker).to.equal('closed')
  })

  it('pauses twice as long after each failed probe, up to a quarter of an hour', () => {
    const { breaker, clock, fail } = breakerAt(0)
    fail(5)
    const pauses = Array.from({ length: 7 }, () => {
      clock.time = breaker.state().until!
      fail(1)
      return breaker.state().until! - clock.time
    })
    expect(pauses).to.deep.equal([60_000, 120_000, 240_000, 480_000, 900_000, 900_000, 900_000])
  })

  it('spreads its probes by chance, a tenth to either side', () => {
    const untils = [0, 0.999_999].map((random) => {
      const { breaker, fail } = breakerAt(0, random)
      fail(5)
      return Math.round(breaker.state().until!)
    })
    expect(untils).to.deep.equal([27_000, 33_000])
  })

  it('asks for another probe when one ended without saying anything of the target', () => {
    const { breaker, clock, fail } = breakerAt(0)
    fail(5)
    clock.time = 30_000
    fail(1, { kind: 'cancelled' })
    expect(breaker.state().breaker).to.equal('half-open')
    breaker.admit()
  })

  const ours: Failure[] = [
    { kind: 'cancelled' },
    { kind: 'busy', limit: 'searches', detail: '' },
    { kind: 'misconfigured', detail: '' },
    { kind: 'diagnostic', phase: 'search', diagnostics: [] },
    { kind: 'access-denied', phase: 'init', diagnostics: [] },
    { kind: 'closed', phase: 'init' },
  ]
  for (const failure of ours)
    it(`does not hold ${failure.kind} against the target`, () => {
      const { breaker, fail } = breakerAt(0)
      fail(20, failure)
      expect(breaker.state().breaker).to.equal('closed')
    })

  it('holds it against the target when it hangs up on a search', () => {
    const { breaker, fail } = breakerAt(0)
    fail(5, { kind: 'closed', phase: 'search' })
    expect(breaker.state().breaker).to.equal('open')
  })

  it('takes a diagnostic for a sign of life', () => {
    const { breaker, clock, fail } = breakerAt(0)
    fail(5)
    clock.time = 30_000
    fail(1, ours[3])
    expect(breaker.state().breaker).to.equal('closed')
  })

  it('is not moved by operations that were under way when it opened', () => {
    const { breaker } = breakerAt(0)
    for (let i = 0; i < 8; i++) breaker.admit()
    for (let i = 0; i < 8; i++) breaker.failed(refused)
    expect(breaker.state()).to.include({ breaker: 'open', until: 30_000 })
  })
})
