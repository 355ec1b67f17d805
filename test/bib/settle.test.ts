import { expect } from 'chai'
import fc from 'fast-check'
import { settle } from '../../src/bib/settle.ts'

/** Ties from lists of pairs. */
function ties(
  count: number,
  edges: readonly (readonly [number, number])[],
  clashes: readonly (readonly [number, number])[],
) {
  const has = (pairs: readonly (readonly [number, number])[], a: number, b: number) =>
    pairs.some(([one, two]) => (one === a && two === b) || (one === b && two === a))
  return {
    count,
    neighbours: (vertex: number) =>
      Array.from({ length: count }, (_, other) => other).filter(
        (other) => other !== vertex && has(edges, vertex, other),
      ),
    clash: (a: number, b: number) => has(clashes, a, b),
    kind: String,
  }
}

const sorted = (groups: readonly (readonly number[])[]) =>
  groups.map((group) => [...group].sort((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!)

describe('Settling what belongs together', () => {
  it('puts connected vertices together', () => {
    expect(
      sorted(
        settle(
          ties(
            4,
            [
              [0, 1],
              [1, 3],
            ],
            [],
          ),
        ),
      ),
    ).to.deep.equal([[0, 1, 3], [2]])
  })

  it('leaves alone what could go to two sides that clash', () => {
    expect(
      sorted(
        settle(
          ties(
            3,
            [
              [0, 1],
              [1, 2],
            ],
            [[0, 2]],
          ),
        ),
      ),
    ).to.deep.equal([[0], [1], [2]])
  })

  it('keeps the undecided together where they are tied to one another', () => {
    const edges = [
      [0, 1],
      [1, 2],
      [0, 3],
      [3, 2],
      [1, 3],
    ] as const
    expect(sorted(settle(ties(4, edges, [[0, 2]])))).to.deep.equal([[0], [1, 3], [2]])
  })

  it('never puts clashing vertices together, gives each vertex once, and does not depend on their order', () => {
    const count = 8
    const pair = fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).filter(([a, b]) => a !== b)
    const order = fc.shuffledSubarray([...Array(count).keys()], { minLength: count })
    fc.assert(
      fc.property(
        fc.array(pair, { maxLength: 14 }),
        fc.array(pair, { maxLength: 6 }),
        order,
        (edges, clashes, shuffled) => {
          const groups = settle(ties(count, edges, clashes))
          expect(groups.flat().sort()).to.deep.equal([...Array(count).keys()])
          for (const [a, b] of clashes)
            expect(groups.some((group) => group.includes(a) && group.includes(b))).to.equal(false)
          const rename = (pairs: readonly [number, number][]) =>
            pairs.map(([a, b]) => [shuffled[a]!, shuffled[b]!] as const)
          const renamed = settle(ties(count, rename(edges), rename(clashes)))
          expect(sorted(renamed)).to.deep.equal(sorted(groups.map((group) => group.map((vertex) => shuffled[vertex]!))))
        },
      ),
    )
  })
})
