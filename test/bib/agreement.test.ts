import { expect } from 'chai'
import fc from 'fast-check'
import { relation } from '../../src/bib/agreement.ts'
import { evidenceOf, matchOf, titleKeysOf } from '../../src/bib/match.ts'
import { partition } from '../../src/bib/partition.ts'
import { aBrief } from './briefs.ts'

const shares = (a: readonly string[], b: readonly string[]) => a.some((one) => b.includes(one))

describe('Comparing two records', () => {
  it('gives the same answer from either side', () => {
    fc.assert(
      fc.property(aBrief, aBrief, (a, b) => {
        expect(relation(matchOf(a), matchOf(b))).to.equal(relation(matchOf(b), matchOf(a)))
      }),
      { numRuns: 2000 },
    )
  })

  it('finds nothing in common where they share no title key or no evidence', () => {
    fc.assert(
      fc.property(aBrief, aBrief, (one, two) => {
        const [a, b] = [matchOf(one), matchOf(two)]
        if (['same', 'likely'].includes(relation(a, b))) {
          expect(shares(titleKeysOf(a), titleKeysOf(b))).to.equal(true)
          expect(shares(evidenceOf(a), evidenceOf(b))).to.equal(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('divides many records as it would divide their neighbourhoods', () => {
    // Beyond some number only records with common evidence are compared: copies that stand for others change nothing.
    fc.assert(
      fc.property(fc.array(aBrief, { minLength: 2, maxLength: 12 }), (briefs) => {
        const matches = briefs.map(matchOf)
        const strangers = Array.from({ length: 24 }, () => matchOf({ ...briefs[0]!, title: { text: 'Strange' } }))
        const few = partition(matches)
        const many = partition([...matches, ...strangers])
          .map((group) => group.filter((place) => place < matches.length))
          .filter((group) => group.length > 0)
        const sorted = (groups: number[][]) =>
          groups.map((group) => group.sort((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!)
        expect(sorted(many)).to.deep.equal(sorted(few))
      }),
      { numRuns: 500 },
    )
  })
})
