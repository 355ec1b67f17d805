import { expect } from 'chai'
import { agrees, ended, waitOf, waits, waitsOfForged } from './together/agree.ts'
import { type Channel, Exploration } from './together/explore.ts'
import { Libraries, type Service } from './together/libraries.ts'

/**
 * Both machines as they are in a house, with everything either may do at any time, over a channel with three messages in
 * flight that come in any order: one of them twice, one of them lost, sent again, given up or gone for good.
 */
const anyOrder: Channel = { most: 3, order: 'any', duplicates: 1, losses: 1 }
/** As our own exchange sends: of each side one after the other, from the request on. */
const inTurn: Channel = { most: 2, order: 'turn', duplicates: 1, losses: 1 }
/** A library that does not keep to the rules says once again what it said, as if it were new. */
const forged: Channel = { most: 2, order: 'any', duplicates: 1, forged: true, losses: 0 }

function expectSound(explored: Exploration, service: Service, among = waits): void {
  const [apart, stuck, twice]: [Map<string, string>, string[], string[]] = [new Map(), [], []]
  const used = new Set<string>()
  const ending = new Set<number>()
  for (let number = 0; number < explored.worlds.length; number++) {
    if (explored.items(number) > 1 || explored.ended(number) > 1) twice.push(explored.wayTo(number))
    if (!explored.drained(number)) continue
    const ends = (then: number) => ending.has(then) || ended(explored, service, then)
    if (explored.leads(number, ends)) ending.add(number)
    else stuck.push(`${explored.pair(number)}: ${explored.wayTo(number)}`)
    // What is gone for good, people were told of on the side that sent it.
    if (explored.wanting(number) || agrees(explored, service, number)) continue
    const wait = waitOf(explored, service, number, among)
    if (wait) used.add(wait.why)
    else if (!apart.has(explored.pair(number))) apart.set(explored.pair(number), explored.wayTo(number))
  }
  expect(twice.slice(0, 3), 'items made or rota told twice').to.deep.equal([])
  expect(stuck.slice(0, 3), 'nobody can go on to an end').to.deep.equal([])
  expect([...apart], 'apart with nothing on its way').to.deep.equal([])
  expect(used.size, 'waits that occur').to.be.greaterThan(2)
}

describe('Borrower and lender, whatever each does, and whatever becomes of what they say', function () {
  this.timeout(900_000)
  const [loans, copies] = [new Libraries('loan'), new Libraries('copy')]

  it('agree once nothing is on its way, of a loan and of a copy, with everything done once', () => {
    const explored = [new Exploration(loans, anyOrder, true), new Exploration(copies, anyOrder, true)] as const
    const [loan, copy] = explored.map(({ worlds }) => worlds.length)
    process.stdout.write(`      visited ${loan} states (loan), ${copy} (copy)\n`)
    expect(Math.min(loan!, copy!)).to.be.greaterThan(20_000)
    for (const { refused } of explored) {
      // A renewal that overtakes the receipt: the borrower hears so, and may ask again.
      const atLender = [...refused.keys()].filter((what) => what.startsWith('lender refuses'))
      expect(atLender.filter((what) => !what.startsWith('lender refuses renew at'))).to.deep.equal([])
    }
    expectSound(explored[0], 'loan')
    expectSound(explored[1], 'copy')
  })

  it('do so too where one message goes after the other, from the request on', () => {
    for (const [libraries, service] of [
      [loans, 'loan'],
      [copies, 'copy'],
    ] as const) {
      const explored = new Exploration(libraries, inTurn, false)
      expect(explored.worlds.length).to.be.greaterThan(20_000)
      expectSound(explored, service)
    }
  })

  it('do everything once, and come to an end, where one says something again as if it were new', () => {
    for (const [libraries, service] of [
      [loans, 'loan'],
      [copies, 'copy'],
    ] as const) {
      const explored = new Exploration(libraries, forged, true)
      process.stdout.write(`      visited ${explored.worlds.length} states (${service})\n`)
      expectSound(explored, service, waitsOfForged)
    }
  })
})
