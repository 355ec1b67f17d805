import { expect } from 'chai'
import { CirculationFile } from '../../../src/circulation/index.ts'
import { type LendingOrder, StandingRule, standingAnswer, standingHandlers } from '../../../src/ill/index.ts'
import { useHouse } from '../house.ts'
import { doJobs, meansOf } from '../story.ts'

const rule = (given: object) => StandingRule.parse(given)
const asked = { situation: 'on-loan', service: 'loan', symbol: 'ISIL:XX-Hill' } as const

describe('A standing answer', () => {
  it('is the one of the first rule that fits', () => {
    const rules = [
      rule({ when: 'on-loan', service: 'copy', answer: 'will-supply' }),
      rule({ when: 'on-loan', libraries: ['xx-dale'], answer: 'will-supply' }),
      rule({ when: 'on-loan', libraries: ['xx-hill', 'xx-dale'], answer: 'unfilled', note: 'Sorry.' }),
      rule({ when: 'on-loan', answer: 'none' }),
    ]
    expect(standingAnswer(rules, asked)).to.deep.include({ event: 'unfilled' })
    expect(standingAnswer(rules, asked)?.form).to.include({ reason: 'OnLoan', publicNote: 'Sorry.' })
    expect(standingAnswer(rules, { ...asked, service: 'copy' })).to.include({ event: 'willSupply' })
    expect(standingAnswer(rules, { ...asked, symbol: 'ISIL:XX-Elsewhere' })).to.equal(undefined)
    expect(standingAnswer(rules, { ...asked, situation: 'available' })).to.equal(undefined)
    expect(standingAnswer([], asked)).to.equal(undefined)
  })

  it('needs a reason where we have what we do not supply', () => {
    expect(StandingRule.safeParse({ when: 'available', answer: 'unfilled' }).success).to.equal(false)
    const { reason } = rule({ when: 'available', answer: 'unfilled', reason: 'PolicyProblem' })
    expect(reason).to.equal('PolicyProblem')
  })

  describe('to what libraries’ systems ask', () => {
    const house = useHouse()
    const rules = [
      rule({ when: 'available', libraries: ['xx-unloved'], answer: 'unfilled', reason: 'PolicyProblem' }),
      rule({ when: 'available', answer: 'will-supply' }),
      rule({ when: 'not-held', answer: 'unfilled' }),
      rule({ when: 'on-loan', answer: 'unfilled' }),
      rule({ when: 'non-circulating', answer: 'unfilled' }),
    ]
    const answering = async () => {
      const means = meansOf(house.database, house.engine)
      const circulation = CirculationFile.parse({})
      const own = standingHandlers({
        database: house.database,
        engine: house.engine,
        rules,
        circulation,
        clock: house.clock,
      })
      await doJobs({ ...means, clock: house.clock, handlers: { ...means.handlers, ...own } })
    }
    const stands = async (id: number) => {
      const { state, data } = await house.engine.read(house.db, id)
      const told = (await house.engine.history(house.db, id)).at(-1)!
      return { state, reason: data['reason'], event: told.event, by: told.actor.kind }
    }
    async function ask(title: string, more: Partial<LendingOrder> = {}, of: object = {}) {
      const wanted = { title, author: 'Doe, Jane', year: '1974' }
      return (await house.lending({ via: 'iso18626', wanted, ...more }, of)).lending.id
    }
    const hold = async (title: string) => house.item(await house.bib(title, { author: 'Doe, Jane' }))

    it('goes by what the catalogue says: not held, there, on loan, or not lent', async () => {
      const nothing = await ask('Nobody has this')
      await hold('Here it is')
      const here = await ask('Here it is')
      const out = await hold('Somebody has it')
      const { lending: other } = await house.lending()
      await house.act(other.id, 'shipped', { itemNo: out.accessionNo, dueOn: '2026-06-01' })
      const away = await ask('Somebody has it')
      const reference = await hold('Only to be read here')
      await house.db.updateTable('items').set({ status: 'reference' }).where('id', '=', reference.id).execute()
      const kept = await ask('Only to be read here')
      await answering()
      expect(await stands(nothing)).to.deep.equal({
        state: 'not-supplied',
        reason: 'NotHeld',
        event: 'unfilled',
        by: 'system',
      })
      expect(await stands(here)).to.include({ state: 'in-process', event: 'willSupply', by: 'system' })
      expect(await stands(away)).to.include({ state: 'not-supplied', reason: 'OnLoan' })
      expect(await stands(kept)).to.include({ state: 'not-supplied', reason: 'NonCirculating' })
    })

    it('leaves to staff what may be there, what they were quicker with, and what was entered by hand', async () => {
      await house.bib('Almost the same title', { author: 'Roe, Richard', year: 1999 })
      const perhaps = await ask('Almost the same title', { wanted: { title: 'Almost the same title' } })
      const quick = await ask('Answered by hand')
      await house.act(quick, 'willSupply')
      const spoken = await ask('Heard by telephone', { via: 'telephone' })
      await answering()
      expect(await stands(perhaps)).to.include({ event: 'start' })
      expect(await stands(quick)).to.include({ event: 'willSupply', by: 'staff' })
      expect(await stands(spoken)).to.include({ event: 'start' })
    })

    it('is another one for libraries that a rule names', async () => {
      await hold('For friends only')
      const id = await ask('For friends only', {}, { symbol: 'XX-Unloved' })
      await answering()
      expect(await stands(id)).to.include({ state: 'not-supplied', reason: 'PolicyProblem' })
    })
  })
})
