import { expect } from 'chai'
import { callsAbout, forgetLendings, readLending } from '../../../src/ill/index.ts'
import { textsOf } from '../../xml.ts'
import { ann } from '../create-house.ts'
import { useIls, type WithIls } from './use-ils.ts'

const byAnn = { actor: { name: 'Ann', via: 'web' } } as const

/** A request of another library for a record whose one copy is in the system. */
async function wanted({ house, ils }: WithIls) {
  const { lending } = await house.lending()
  const record = `rec${lending.id}`
  const bibId = await house.bib(`Title ${lending.id}`, { controlNumber: record })
  await house.act(lending.id, 'link', { bibId, itemId: null, wasBibId: null, wasItemId: null })
  const patron = `INST-${lending.partner.symbol.replace('ISIL:', '')}`
  ils.users.set(patron, { name: lending.partner.name })
  const copy = `${record}-1`
  ils.items.set(copy, { title: 'Copy' })
  return { id: lending.id, number: lending.number, patron, copy }
}

const told = ({ house }: WithIls) => house.sent.map(({ message }) => message)

describe('What is lent to other libraries, in a library that keeps its own system', () => {
  describe('with every step on', () => {
    const means = useIls({ lending: { requestItem: 'on', renew: 'on' } })

    it('is asked for, checked out, renewed and checked in there; the date due is the system’s', async () => {
      const { house, ils } = means
      const { id, number, patron, copy } = await wanted(means)
      await house.act(id, 'willSupply')
      await means.work()
      expect(ils.items.get(copy)!.holdFor).to.equal(patron)
      expect(textsOf(ils.heard[0]!.message, 'RequestIdentifierValue')).to.deep.equal([number])
      // Midnight is over in the zone of the system before it is here.
      ils.dueBy(() => '2026-05-04T23:30:00-05:00')
      const outcome = await house.act(id, 'shipped', { service: 'loan' })
      expect(outcome.instance.state).to.equal('in-process')
      expect((await house.engine.read(house.db, id)).state, 'nothing is shipped before it is checked out').to.equal(
        'in-process',
      )
      await means.work()
      const lent = (await readLending(house.db, id))!
      expect([lent.state, lent.data.dueOn, lent.lastEvent]).to.deep.equal(['shipped', '2026-05-05', 'shipped'])
      expect(ils.items.get(copy)!.borrower).to.equal(patron)
      const [shipped] = (await house.engine.history(house.db, id)).filter(({ event }) => event === 'shipped')
      expect([shipped!.actor.name, shipped!.form['itemNo'], shipped!.form['dueOn']]).to.deep.equal([
        ...['Ann', copy, '2026-05-05'],
      ])
      await house.act(id, 'renew', { dueOn: '2026-06-20' })
      await house.act(id, 'renewYes', { dueOn: '2026-06-20' })
      await means.work()
      expect(ils.items.get(copy)!.due).to.equal('2026-06-20T23:59:59.000Z')
      await house.act(id, 'returned')
      await house.act(id, 'checkedIn')
      await means.work()
      expect(ils.items.get(copy)!.borrower).to.equal(undefined)
      expect(ils.services()).to.deep.equal(['RequestItem', 'CheckOutItem', 'RenewItem', 'CheckInItem'])
      expect((await means.steps(id)).every((step) => step.endsWith(' done'))).to.equal(true)
    })

    it('is asked for no more where nothing comes of it', async () => {
      const { house, ils } = means
      const { id, copy } = await wanted(means)
      await house.act(id, 'holdPlaced', { availableOn: '2026-03-20' })
      await means.work()
      expect(ils.items.get(copy)!.holdFor).to.not.equal(undefined)
      await house.act(id, 'unfilled', { reason: 'NotOnShelf' })
      await means.work()
      expect(ils.items.get(copy)!.holdFor).to.equal(undefined)
      expect(await means.steps(id)).to.deep.equal(['requestItem done', 'cancelRequestItem done'])
    })

    it('leaves nothing there where the answer to the asking was lost before nothing came of it', async () => {
      const { house, ils } = means
      const { id, copy } = await wanted(means)
      ils.let('RequestItem', 'lost')
      await house.act(id, 'willSupply')
      await means.work()
      expect(ils.items.get(copy)!.holdFor).to.not.equal(undefined)
      await house.act(id, 'unfilled', { reason: 'NotOnShelf' })
      await means.work()
      expect(ils.items.get(copy)!.holdFor).to.equal(undefined)
      expect(await means.steps(id)).to.deep.equal(['requestItem skipped', 'cancelRequestItem done'])
    })

    it('is not asked for at all where it was given up before', async () => {
      const { house, ils } = means
      const { id } = await wanted(means)
      await house.act(id, 'willSupply')
      await house.act(id, 'unfilled', { reason: 'NotOnShelf' })
      ils.heard.length = 0
      await means.work()
      expect([ils.heard, await means.steps(id)]).to.deep.equal([[], ['requestItem skipped']])
    })

    it('says what is missing where the record has no number of the system’s', async () => {
      const { house } = means
      const { lending } = await house.lending()
      await house.act(lending.id, 'willSupply')
      await means.work()
      const [call] = await callsAbout(house.db, [lending.id])
      expect(call).to.include({ state: 'failed' })
      expect(call!.error).to.match(/not linked to a record/)
    })

    it('is refused where nobody says which item it is', async () => {
      const { house } = means
      const { lending } = await house.lending()
      expect(await house.act(lending.id, 'shipped', { service: 'loan' }).catch(({ message }) => message)).to.match(
        /number of the item/,
      )
      expect(await means.steps(lending.id)).to.deep.equal([])
    })
  })

  describe('with what is usual', () => {
    const means = useIls()
    const ship = (id: number, form: object, more: object = {}) =>
      means.house.act(id, 'shipped', { service: 'loan', ...form }, more)

    it('is not shipped while the system refuses it, and is once the number is right', async () => {
      const { house, ils } = means
      const { id, copy } = await wanted(means)
      await ship(id, { itemNo: 'mistyped' })
      await means.work()
      expect([await means.steps(id), (await house.engine.read(house.db, id)).state]).to.deep.equal([
        ['checkOutLibrary failed'],
        'in-process',
      ])
      const before = told(means).length
      await ship(id, { itemNo: copy, dueOn: '2026-04-01' })
      await means.work()
      expect((await readLending(house.db, id))!.data.dueOn, 'what was wanted is only wanted').to.equal('2026-05-04')
      expect(textsOf(ils.heard.at(-1)!.message, 'DesiredDateDue')).to.deep.equal(['2026-04-01T23:59:59.000Z'])
      expect(told(means).length).to.equal(before)
    })

    it('is checked out once, however often it is pressed, and though the answer was lost', async () => {
      const { house, ils } = means
      const { id, copy, patron } = await wanted(means)
      ils.let('CheckOutItem', 'lost')
      await ship(id, { itemNo: copy }, { key: 'page:1' })
      expect((await ship(id, { itemNo: copy }, { key: 'page:1' })).repeated).to.equal(true)
      expect(await ship(id, { itemNo: copy }, { key: 'page:2' }).catch(({ message }) => message)).to.match(
        /asked to check it out already/,
      )
      ils.heard.length = 0
      await means.work()
      house.pass(1)
      await means.work()
      expect(ils.services()).to.deep.equal(['CheckOutItem', 'LookupItem'])
      expect((await readLending(house.db, id))!.data.dueOn).to.equal('2026-05-04')
      expect(ils.items.get(copy)!.borrower).to.equal(patron)
      expect((await ship(id, { itemNo: copy }, { key: 'page:1' })).repeated).to.equal(true)
    })

    it('is shipped once all volumes are checked out, due when the first of them is', async () => {
      const { house, ils } = means
      const { id, copy } = await wanted(means)
      ils.items.set('v2', { title: 'Second volume' })
      ils.dueBy((item) => (item === 'v2' ? '2026-04-20' : '2026-05-04'))
      ils.let('CheckOutItem', { problem: 'Item Does Not Circulate' })
      await ship(id, { itemNo: `${copy}; v2` })
      await means.work()
      expect([await means.steps(id), (await house.engine.read(house.db, id)).state]).to.deep.equal([
        ['checkOutLibrary failed', 'checkOutLibrary done'],
        'in-process',
      ])
      const [first] = await callsAbout(house.db, [id])
      await house.database.tx((tx) => house.system.retry(tx, first!.id, { ...byAnn, at: house.now }))
      await means.work()
      expect((await readLending(house.db, id))!).to.deep.include({ state: 'shipped' })
      expect((await readLending(house.db, id))!.data.dueOn).to.equal('2026-04-20')
      await house.act(id, 'returned')
      await house.act(id, 'checkedIn')
      await means.work()
      expect([ils.items.get(copy)!.borrower, ils.items.get('v2')!.borrower]).to.deep.equal([undefined, undefined])
      ils.dueBy(() => '2026-05-04')
    })

    it('is shipped by hand with the date due that staff enter, and not without one', async () => {
      const { house, ils } = means
      const { id, copy } = await wanted(means)
      ils.let('CheckOutItem', { problem: 'Blocked' })
      await ship(id, { itemNo: copy })
      await means.work()
      const [call] = await callsAbout(house.db, [id])
      const byHand = (done: object) =>
        house.database.tx((tx) =>
          house.system.byHand(tx, call!.id, { note: 'at the desk', ...done }, { ...byAnn, at: house.now }),
        )
      expect(await byHand({}).catch(({ message }) => message)).to.match(/date due/)
      await byHand({ dueOn: '2026-04-09' })
      expect((await readLending(house.db, id))!).to.deep.include({ state: 'shipped' })
      expect((await readLending(house.db, id))!.data.dueOn).to.equal('2026-04-09')
      const back = house.database.tx((tx) => house.system.takeBack(tx, call!.id, { ...byAnn, at: house.now }))
      expect(await back.catch(({ message }) => message), 'it is on its way').to.match(/what waited for it has happened/)
      await house.act(id, 'returned', { publicNote: 'Thank you.' })
      await house.act(id, 'checkedIn')
      house.pass(40)
      await forgetLendings(house.database, house.now)
      expect((await callsAbout(house.db, [id]))[0]).to.include({ state: 'done', note: null, settledBy: 'Ann' })
      expect(await byHand({ dueOn: '2026-04-09' }).catch(({ message }) => message)).to.match(/done already/)
    })

    it('waits for the date due where the system gives none', async () => {
      const { house, ils } = means
      const { id, copy } = await wanted(means)
      ils.dueBy(() => undefined)
      await ship(id, { itemNo: copy })
      await means.work()
      const [call] = await callsAbout(house.db, [id])
      expect([call!.state, (await house.engine.read(house.db, id)).state]).to.deep.equal(['failed', 'in-process'])
      expect(call!.error).to.match(/no date due/)
      ils.dueBy(() => '2026-05-04')
    })

    it('is checked in again where it cannot be shipped any more when the system has checked it out', async () => {
      const { house, ils } = means
      const { id, copy } = await wanted(means)
      const answer = ils.hold('CheckOutItem')
      await ship(id, { itemNo: copy })
      const working = means.work()
      while (!ils.items.get(copy)!.borrower) await new Promise((resolve) => setTimeout(resolve, 5))
      await house.act(id, 'unfilled', { reason: 'NotOnShelf' })
      answer()
      await working
      await means.work()
      expect(ils.items.get(copy)!.borrower).to.equal(undefined)
      expect(await means.steps(id)).to.deep.equal(['checkOutLibrary skipped', 'checkInLibrary done'])
      expect((await house.engine.read(house.db, id)).state).to.equal('not-supplied')
    })

    it('stays checked out where its library said meanwhile that it has it', async () => {
      const { house, ils } = means
      const { id, copy, patron } = await wanted(means)
      await ship(id, { itemNo: copy })
      await house.act(id, 'received', {})
      await means.work()
      expect(ils.items.get(copy)!.borrower).to.equal(patron)
      const last = (await house.engine.history(house.db, id)).at(-1)!
      expect(last.form['privateNote']).to.match(/is with the library/)
      await house.act(id, 'returned')
      await house.act(id, 'checkedIn')
      await means.work()
      expect(await means.steps(id)).to.deep.equal(['checkOutLibrary done', 'checkInLibrary done'])
    })

    it('takes a shipping back with what it did there', async () => {
      const { house, ils } = means
      const { id, copy } = await wanted(means)
      await ship(id, { itemNo: copy })
      await means.work()
      await house.database.tx((tx) => house.engine.undo(tx, id, { actor: ann, via: 'web' }))
      await means.work()
      expect(ils.items.get(copy)!.borrower).to.equal(undefined)
      // And it can be shipped after all.
      await ship(id, { itemNo: copy })
      await means.work()
      expect((await house.engine.read(house.db, id)).state).to.equal('shipped')
    })

    it('leaves a copy that is sent for good alone', async () => {
      const { house, ils } = means
      const { lending } = await house.lending({ services: ['copy'] })
      ils.heard.length = 0
      await house.act(lending.id, 'shipped', { service: 'copy' })
      await means.work()
      expect((await house.engine.read(house.db, lending.id)).state).to.equal('shipped')
      expect(ils.heard).to.deep.equal([])
    })

    it('refuses what is not possible as before, and asks the system for nothing', async () => {
      const { house } = means
      const { id, copy } = await wanted(means)
      expect(await ship(id, { itemNo: copy }, { expected: 99 }).catch(({ code }) => code)).to.equal('workflow-stale')
      expect(await ship(id, { itemNo: copy, dueOn: 'soon' }).catch(({ code }) => code)).to.equal('workflow-form')
      await house.act(id, 'unfilled', { reason: 'NotOnShelf' })
      expect(await ship(id, { itemNo: copy }).catch(({ code }) => code)).to.equal('workflow-illegal')
      expect(await means.steps(id)).to.deep.equal([])
    })
  })

  describe('with the steps left to staff', () => {
    const means = useIls({ lending: { checkOut: 'manual', checkIn: 'manual' } })

    it('is shipped at once, with what is left to be done there', async () => {
      const { house, ils } = means
      const { id, copy } = await wanted(means)
      await house.act(id, 'shipped', { service: 'loan', itemNo: copy, dueOn: '2026-04-01' })
      expect((await house.engine.read(house.db, id)).state).to.equal('shipped')
      await house.act(id, 'returned')
      await house.act(id, 'checkedIn')
      expect(await means.steps(id)).to.deep.equal(['checkOutLibrary manual', 'checkInLibrary manual'])
      await means.work()
      expect(ils.heard).to.deep.equal([])
    })
  })
})
