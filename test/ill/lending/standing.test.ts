import { expect } from 'chai'
import { CirculationFile } from '../../../src/circulation/index.ts'
import {
  type LendingOrder,
  listLendings,
  StandingRule,
  standingAnswer,
  standingFor,
  standingHandlers,
} from '../../../src/ill/index.ts'
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

  describe('for one library', () => {
    const rules = [rule({ when: 'on-loan', answer: 'none' })]
    const says = (situation: 'available' | 'on-loan' | undefined, more: object, services = ['loan']) =>
      standingFor(
        rules,
        {
          partner: { symbol: 'ISIL:XX-Hill', answering: 'rules', gets: 'both', ...more } as never,
          ...{ services: services as never, data: { service: services[0] as never } },
        },
        async () => situation,
      )

    it('is left to staff, given by itself beyond the rules, or always no, as the directory says', async () => {
      expect(await says('available', {})).to.equal(undefined)
      expect(await says('available', { answering: 'automatic' })).to.include({ event: 'willSupply' })
      expect(await says('on-loan', { answering: 'automatic' }), 'the rules come first').to.equal(undefined)
      expect(await says(undefined, { answering: 'automatic' }), 'somebody has to look').to.equal(undefined)
      const never = await says('available', { answering: 'never' })
      expect(never).to.deep.include({ event: 'unfilled' })
      expect(never!.form).to.include({ reason: 'PolicyProblem' })
      const staff = [rule({ when: 'available', answer: 'will-supply' })]
      const asking = { symbol: 'ISIL:XX-Hill', answering: 'review', gets: 'loan' } as never
      const given = await standingFor(
        staff,
        { partner: asking, services: ['copy'], data: { service: 'copy' } },
        async () => 'available',
      )
      expect(given).to.equal(undefined)
    })

    it('is no where it cannot have what it wants, and somebody’s where it would take what it can have', async () => {
      const copies = { answering: 'automatic', gets: 'copy' }
      expect(await says('available', copies)).to.deep.include({ event: 'unfilled' })
      expect(await says('available', copies, ['loan', 'copy'])).to.equal(undefined)
      expect(await says('available', copies, ['copy', 'loan'])).to.include({ event: 'willSupply' })
    })
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

    it('is no to whom the directory gives nothing, and listed to be looked at', async () => {
      await hold('For nobody there')
      const id = await ask('For nobody there', {}, { answering: 'never' })
      const left = await ask('For nobody there', {}, { answering: 'review' })
      await answering()
      expect(await stands(id)).to.include({ state: 'not-supplied', reason: 'PolicyProblem', by: 'system' })
      expect(await stands(left)).to.include({ event: 'start' })
      const { lendings } = await listLendings(house.db, { byRule: true, all: true })
      expect(lendings.map((one) => one.id))
        .to.include(id)
        .and.not.include(left)
    })

    it('is another one for libraries that a rule names', async () => {
      await hold('For friends only')
      const id = await ask('For friends only', {}, { symbol: 'XX-Unloved' })
      await answering()
      expect(await stands(id)).to.include({ state: 'not-supplied', reason: 'PolicyProblem' })
    })
  })
})
