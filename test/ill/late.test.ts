import { expect } from 'chai'
import { type Lending, type Line, lendingLateBy, lineLateBy } from '../../src/ill/index.ts'

const lent = (state: string, dueOn: string | null, completedAt: string | null = null) =>
  ({ state, data: { dueOn, completedAt } }) as unknown as Lending
const borrowed = (state: string, dueAtLender: string | null, closed = false) =>
  ({ state, data: { dueAtLender, closed } }) as unknown as Line

describe('Whether a loan between libraries is late', () => {
  it('counts the days after the day it was due, across the end of a month', () => {
    expect(lendingLateBy(lent('shipped', '2028-02-28'), '2028-03-01')).to.equal(2)
    expect(lendingLateBy(lent('shipped', '2028-03-01'), '2028-03-01')).to.equal(0)
    expect(lendingLateBy(lent('shipped', '2028-03-02'), '2028-03-01')).to.equal(0)
    expect(lineLateBy(borrowed('received', '2028-02-28'), '2028-03-01')).to.equal(2)
  })

  it('asks nothing back that is not out', () => {
    expect(lendingLateBy(lent('shipped', null), '2028-03-01')).to.equal(0)
    expect(lendingLateBy(lent('checked-in', '2028-01-01'), '2028-03-01')).to.equal(0)
    expect(lendingLateBy(lent('lost', '2028-01-01'), '2028-03-01')).to.equal(0)
    expect(lendingLateBy(lent('shipped', '2028-01-01', '2028-02-01T00:00:00Z'), '2028-03-01')).to.equal(0)
    expect(lineLateBy(borrowed('shipped', '2028-01-01'), '2028-03-01')).to.equal(0)
    expect(lineLateBy(borrowed('returned', '2028-01-01'), '2028-03-01')).to.equal(0)
    expect(lineLateBy(borrowed('received', '2028-01-01', true), '2028-03-01')).to.equal(0)
  })
})
