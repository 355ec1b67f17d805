import { expect } from 'chai'
import { addPerson } from '../../src/accounts/index.ts'
import { findItem, itemsOf } from '../../src/catalogue/index.ts'
import {
  addIllItem,
  CirculationFile,
  checkOut,
  placeReservation,
  reservationsOf,
  setLenderDue,
} from '../../src/circulation/index.ts'
import { ownRenewalRefusals } from '../../src/web/desk/words.ts'
import { wordsOf } from './html.ts'
import { actor, addBook, addLists } from './our-catalogue.ts'
import { type SignedIn, signInWith } from './people.ts'
import { openSite, type Site } from './site.ts'

const circulation = CirculationFile.parse({
  calendar: { timeZone: 'Europe/London', closedWeekdays: [], closedDates: [] },
})

describe('A reader', () => {
  let site: Site
  let reader: SignedIn
  let bib: number
  const bySession = (path: string) => reader.get(path).then(async (answer) => wordsOf(await answer.text()))

  before(async () => {
    site = await openSite([], { circulation })
    await addLists(site.database)
    bib = await addBook(site.database, { title: 'Wide tides' }, [{ accessionNo: 'I-1' }])
    reader = await signInWith(site, 'patron', [{ role: 'patron' }], 'Edda Marlowe')
  })
  after(() => site.close())

  const other = async () => {
    const login = `9${Math.random()}`
    const fields = { kind: 'patron', login, name: 'Other', email: '', blocked: false, active: true, roles: [] } as const
    return await addPerson(site.database.db, fields, actor)
  }
  const lend = async (patronId: string) => {
    const itemId = (await findItem(site.database.db, 'I-1'))!.id
    const act = { itemId, patronId, branch: 'main', by: actor, now: Date.now() }
    const lent = await site.database.tx((tx) => checkOut(tx, circulation, act))
    if (!lent.done) throw new Error(lent.why)
    return lent.loan
  }

  it('is asked to sign in, and comes back to what is wanted', async () => {
    expect(wordsOf(await (await site.get(`/catalogue/${bib}`)).text())).to.include('Reserve')
    const asked = await site.get(`/catalogue/${bib}/reserve`)
    expect(asked.headers.get('location')).to.equal(`/login?next=${encodeURIComponent(`/catalogue/${bib}/reserve`)}`)
  })

  it('reserves from the page of a record, once, and gives it up', async () => {
    const path = `/catalogue/${bib}/reserve`
    expect(await bySession(path))
      .to.include('Where you want to fetch it')
      .and.include('Wide tides')
    const sent = await reader.form(path, { pickup: 'riverside' })
    expect(sent.headers.get('location')).to.equal('/account/loans?done=reserved#reservations')
    expect(await bySession('/account/loans?done=reserved')).to.include(
      'next in line, to be fetched in Riverside Branch',
    )
    expect(await bySession(`/catalogue/${bib}`))
      .to.include('Reserved by you')
      .and.include('1 reader waiting')
    const again = await reader.form(path, { pickup: 'main' })
    expect([again.status, wordsOf(await again.text())].join(' '))
      .to.include('409 ')
      .and.include('You have reserved this already')
    const [wish] = await reservationsOf(site.database.db, reader.id)
    const cancelled = await reader.form(`/account/reservations/${wish!.id}/cancel`)
    expect(cancelled.headers.get('location')).to.equal('/account/loans?done=cancelled')
    expect(await bySession('/account/loans?done=cancelled'))
      .to.include('Cancelled.')
      .and.include('You have reserved nothing')
  })

  it('sees and renews loans of their own, and is told why not', async () => {
    const loan = await lend(reader.id)
    expect(await bySession('/account/loans'))
      .to.include('Wide tides')
      .and.include('Due ')
    expect(await bySession(`/catalogue/${bib}`)).to.match(/On loan Due \d+ \w+ 20\d\d/)
    const early = await reader.form(`/account/loans/${loan.id}/renew`)
    expect([early.status, wordsOf(await early.text())].join(' '))
      .to.include('409 ')
      .and.include('It is too early')
    await site.database.db.updateTable('loans').set({ due_on: '2020-01-01' }).execute()
    expect(await bySession('/account/loans')).to.include('Overdue: was due 1 January 2020')
    const renewed = await reader.form(`/account/loans/${loan.id}/renew`)
    expect(wordsOf(await renewed.text())).to.include('Renewed until')
    const stranger = await signInWith(site, 'patron', [{ role: 'patron' }], 'Stranger')
    const stolen = await stranger.form(`/account/loans/${loan.id}/renew`)
    expect([stolen.status, wordsOf(await stolen.text())].join(' '))
      .to.include('409 ')
      .and.include('returned this already')
    const waiting = { bibId: bib, patronId: await other(), pickupBranch: 'main', by: actor, now: Date.now() }
    await site.database.tx((tx) => placeReservation(tx, circulation, waiting))
    const wanted = await reader.form(`/account/loans/${loan.id}/renew`)
    expect(wordsOf(await wanted.text())).to.include('Somebody else waits for this')
  })

  it('renews another library’s item as far as its lender allows', async () => {
    const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
    const [act, lineId] = [{ by: actor, now: Date.now() }, 'own-line']
    const { item } = await site.database.tx((tx) =>
      addIllItem(tx, circulation, {
        ...{ bibId: bib, accessionNo: 'next', lineId, requestId: '77', patronId: reader.id, pickupBranch: 'main' },
        ...{ dueAtLender: day(13), ...act },
      }),
    )
    const lent = await site.database.tx((tx) =>
      checkOut(tx, circulation, { itemId: item.id, patronId: reader.id, branch: 'main', ...act }),
    )
    if (!lent.done) throw new Error(lent.why)
    expect(lent.loan.dueOn).to.equal(day(10))
    const refused = await reader.form(`/account/loans/${lent.loan.id}/renew`)
    expect([refused.status, wordsOf(await refused.text())].join(' '))
      .to.include('409 ')
      .and.include(ownRenewalRefusals['lender-due'])
    await site.database.tx((tx) => setLenderDue(tx, circulation, { lineId, date: day(23), ...act }))
    const renewed = await reader.form(`/account/loans/${lent.loan.id}/renew`)
    expect([renewed.status, wordsOf(await renewed.text())].join(' '))
      .to.include('200 ')
      .and.include('Renewed until')
  })

  it('is told nothing of other readers, nor of numbers', async () => {
    const page = await (await reader.get('/account/loans')).text()
    expect(page).not.to.include('I-1')
    const [copy] = await itemsOf(site.database.db, bib)
    expect(copy!.circulation).to.equal('on-loan')
    expect(await bySession(`/catalogue/${bib}`)).not.to.include('Reservations')
  })

  it('has a card: staff have none', async () => {
    const staff = await signInWith(site, 'staff', [{ role: 'admin' }], 'Boss')
    expect((await staff.get('/account/loans')).status).to.equal(404)
    expect((await staff.get(`/catalogue/${bib}/reserve`)).status).to.equal(404)
    expect(wordsOf(await (await staff.get(`/catalogue/${bib}`)).text())).to.include('Reservations')
  })
})
