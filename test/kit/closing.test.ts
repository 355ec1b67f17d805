import { expect } from 'chai'
import { closeInTurn, closeTogether } from '../../src/kit/index.ts'

/** What `work` ends in, in words. */
const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: Error) => error.message,
  )

describe('Closing', () => {
  for (const [name, closeAll] of [
    ['in turn', closeInTurn],
    ['together', closeTogether],
  ] as const) {
    it(`${name} leaves nothing open because one before it failed`, async () => {
      const closed: number[] = []
      const close = (n: number, problem?: string) => async () => {
        closed.push(n)
        if (problem) throw new Error(problem)
      }
      const work = closeAll([close(1), close(2, 'stuck'), close(3, 'lost'), close(4)])
      expect(await outcomeOf(work)).to.equal('stuck')
      expect(closed).to.deep.equal([1, 2, 3, 4])
    })

    it(`${name} takes one that fails at once for one that fails later`, async () => {
      const closed: number[] = []
      const fails = () => {
        throw new Error('at once')
      }
      expect(await outcomeOf(closeAll([fails, () => closed.push(2)]))).to.equal('at once')
      expect(closed).to.deep.equal([2])
    })
  }

  it('in turn waits for each before the next', async () => {
    const seen: string[] = []
    const slow = (name: string) => async () => {
      seen.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(`${name} ends`)
    }
    await closeInTurn([slow('a'), slow('b')])
    expect(seen).to.deep.equal(['a begins', 'a ends', 'b begins', 'b ends'])
  })
})
