import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import { chance } from '../../bench/brief-records.ts'
import { seed } from '../../seed.ts'
import { until } from '../../until.ts'
import { type Gate, openGate } from '../exchange/gate.ts'
import { listed } from '../exchange/library.ts'
import { holdCommits, type Written } from './commits.ts'
import { expectDone, expectTold } from './expected.ts'
import { type Hands, openHands } from './hands.ts'
import { type KilledHouse, openKilledHouse } from './killed-house.ts'
import { type LoanName, loans, short } from './loans.ts'
import { quick } from './quick.ts'
import { type Pair, type Told, tell } from './telling.ts'

/** Of each house; a hundred with `npm run test:killed`. */
const kills = Math.ceil(10 * Number(process.env['TEST_SCALE'] ?? 1))
/** A house is killed when it has done fewer than so many things, and then within so many milliseconds. */
const [fewest, longest] = [8, 40]
/** One in so many is killed while it opens, too. */
const openingOne = 10
const names = Object.keys(loans) as LoanName[]
/** Loans that are under way at once. */
const atOnce = names.length * 2

/** Transactions, by what they write, and of which house they are. */
const moments: readonly (readonly [string, 'borrower' | 'lender', Written])[] = [
  [
    'while a message is put into the outbox',
    'borrower',
    { table: 'ill_messages', how: 'insert', when: "new.direction = 'out' and new.type = 'request'" },
  ],
  [
    'while it writes down that a message goes out',
    'borrower',
    { table: 'ill_messages', how: 'update', when: "new.state = 'sent' and old.state = 'queued'" },
  ],
  [
    'while it writes down what a message was answered',
    'borrower',
    { table: 'ill_messages', how: 'update', when: "new.state = 'confirmed' and old.state <> 'confirmed'" },
  ],
  [
    'while it takes a request in',
    'lender',
    { table: 'ill_messages', how: 'insert', when: "new.direction = 'in' and new.type = 'request'" },
  ],
  [
    'while it takes the end of a turn in',
    'borrower',
    { table: 'ill_messages', how: 'insert', when: "new.direction = 'in' and new.type = 'not-supplied'" },
  ],
  ['while the rota goes on', 'borrower', { table: 'ill_advances', how: 'insert', when: 'true' }],
  ['while an item is sent', 'lender', { table: 'loans', how: 'insert', when: 'true' }],
  ['while an item comes in', 'borrower', { table: 'ill_items', how: 'insert', when: 'true' }],
]

/**
 * Two houses, each a process with its database, that lend to each other over HTTP, while each is killed again and again.
 * Who works there, at their API, does what nobody has answered once more.
 */
describe('Two houses that are killed', () => {
  let hands: Hands
  let north: KilledHouse
  let south: KilledHouse
  let toSouth: Gate
  let pairs: readonly Pair[]
  let hurrying: NodeJS.Timeout | undefined

  before('open both', async () => {
    hands = openHands(await quick('test/ill/killed/house-process.ts'), { spare: 2 })
    north = await openKilledHouse('ISIL:XX-North', ['ISIL:XX-North-Annex'], hands)
    south = await openKilledHouse('ISIL:XX-South', ['ISIL:XX-South-Annex'], hands)
    toSouth = await openGate(() => south.library.url)
    pairs = [
      {
        ...{ borrower: north, lender: south },
        turns: await listed(north.library, { ...south.library, url: toSouth.url }),
      },
      { borrower: south, lender: north, turns: await listed(south.library, north.library) },
    ]
    // What has to wait for a house that is down is tried again soon.
    const hurry = async () => {
      await Promise.all([north.library.hurry(), south.library.hurry()])
      hurrying = setTimeout(hurry, 100)
    }
    await hurry()
  })
  after('close both', async () => {
    clearTimeout(hurrying)
    toSouth?.open()
    await toSouth?.close()
    await north?.library.close()
    await south?.library.close()
    await hands?.close()
  })

  for (const [what, who, written] of moments)
    it(`do everything once when one is killed ${what}, and this is stored or is not`, async () => {
      const [pair, title] = [pairs[0]!, `Killed ${what}`]
      const held = await holdCommits(pair[who].library.databaseUrl, written)
      const telling = tell(title, short, pair)
      try {
        for (const how of ['undone', 'stored'] as const) {
          await Promise.race([held.reached(), telling])
          await pair[who].kill({ meanwhile: () => held.end(how) })
        }
      } finally {
        await held.close()
      }
      await expectTold(title, short, pair, await telling)
    })

  it('do everything once when one is killed after the other has taken its message, and before it hears so', async () => {
    const [pair, title] = [pairs[0]!, 'Killed before the answer']
    const before = toSouth.passed.length
    toSouth.hold('answer')
    const telling = tell(title, short, pair)
    await until(() => toSouth.waiting > 0)
    await pair.borrower.kill()
    toSouth.open()
    await expectTold(title, short, pair, await telling)
    const [first, again] = toSouth.passed.slice(before)
    expect(again, 'the same message, to the letter').to.deep.equal(first)
  })

  it('take their loans to the end, and do everything once', async function () {
    this.timeout(3_600_000)
    const random = chance(seed)
    let killers = 2
    const killing = async (house: KilledHouse) => {
      const enoughKills = house.tally.kills + kills
      while (house.tally.kills < enoughKills) {
        const enough = (await house.done()) + Math.floor(random() * fewest)
        await until(async () => (await house.done()) >= enough)
        await wait(random() * longest)
        await house.kill(random() * openingOne < 1 ? { opening: random() * 10 * longest } : {})
      }
      killers -= 1
    }
    const told: (readonly [string, LoanName, Pair, Told])[] = []
    let begun = 0
    /** Tells one loan after the other, in both directions, as long as somebody is killed. */
    const telling = async () => {
      do {
        const n = begun++
        const [name, pair] = [names[n % names.length]!, pairs[Math.floor(n / names.length) % pairs.length]!]
        const title = `${name} ${n}`
        told.push([title, name, pair, await tell(title, loans[name], pair)])
      } while (killers > 0)
    }
    await Promise.all([killing(north), killing(south), ...Array.from({ length: atOnce }, telling)])
    for (const [title, name, pair, loan] of told) await expectTold(title, loans[name], pair, loan)
    for (const { library } of [north, south]) await expectDone(library)

    const sum = (count: (tally: KilledHouse['tally']) => number) => count(north.tally) + count(south.tally)
    this.test!.title +=
      `: ${told.length} loans, killed ${north.tally.kills} and ${south.tally.kills} times, ${sum((one) => one.opening)} of them ` +
      `while opening; ${sum((one) => one.interrupted)} kills at work, ${sum((one) => one.repeated)} acts asked for again`
    // Or the kills proved nothing.
    expect(sum((one) => one.interrupted)).to.be.greaterThan(kills / 10)
    expect(sum((one) => one.repeated)).to.be.greaterThan(kills / 10)
  })
})
