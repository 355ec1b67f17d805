import { expect } from 'chai'
import { ResultSetNames } from '../../src/zoom/result-set-names.ts'

describe('The names of result sets', () => {
  it('are ordinals, the lowest free one first', () => {
    const names = new ResultSetNames(true)
    const [one, two] = [names.take(), names.take()]
    names.release(one)
    expect([one.name, two.name, names.take().name, names.take().name]).to.deep.equal(['1', '2', '1', '3'])
    expect([one.lost, two.lost]).to.deep.equal([true, false])
  })

  it('are at most ten: then earlier sets lose theirs in turn', () => {
    const names = new ResultSetNames(true)
    const sets = Array.from({ length: 12 }, () => names.take())
    expect(sets.map(({ lost }) => lost).lastIndexOf(true)).to.equal(1)
    expect(sets.slice(10).map(({ name }) => name)).to.deep.equal(['1', '2'])
  })

  it('are always "default" where the target knows no others', () => {
    const names = new ResultSetNames(false)
    const first = names.take()
    expect(names.free).to.equal(false)
    const second = names.take()
    expect([first, second]).to.deep.equal([
      { name: 'default', lost: true },
      { name: 'default', lost: false },
    ])
    names.release(first)
    expect(second.lost).to.equal(false)
    names.release(second)
    expect(names.free).to.equal(true)
  })
})
