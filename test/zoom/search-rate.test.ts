import { expect } from 'chai'
import { TargetFailure } from '../../src/zoom/index.ts'
import { SearchRate } from '../../src/zoom/search-rate.ts'

describe('The search rate', () => {
  it('lets so many searches through in any minute and says when there is room again', () => {
    const clock = { time: 0, now: () => clock.time }
    const rate = new SearchRate(clock, 3)
    for (const time of [0, 10_000, 20_000]) {
      clock.time = time
      rate.count()
    }
    clock.time = 59_999
    expect(() => rate.count())
      .to.throw(TargetFailure)
      .with.deep.property('failure', {
        kind: 'busy',
        limit: 'searches',
        detail: 'We ask it at most 3 searches a minute: try again in 1 s',
      })
    clock.time = 60_000
    rate.count()
    expect(() => rate.count()).to.throw(TargetFailure)
    clock.time = 70_000
    rate.count()
  })
})
