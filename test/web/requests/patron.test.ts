import { expect } from 'chai'
import { type Sip2System, startSip2System } from '../../sip2-system.ts'
import { until } from '../../until.ts'
import { wordsOf } from '../html.ts'
import { openHouseWith } from '../patrons-elsewhere.ts'
import { type SignedIn, signIn } from '../people.ts'
import type { Site } from '../site.ts'

describe('A request placed where the library keeps its readers elsewhere', () => {
  let ils: Sip2System
  let house: { readonly site: Site; close(): Promise<void> }
  let reader: SignedIn
  let staff: SignedIn
  let placed = 0
  before(async () => {
    ils = await startSip2System()
    house = await openHouseWith(ils.port)
    reader = await signIn(house.site, 'request.place')
    staff = await signIn(house.site, 'requests', 'enquiry')
  })
  after(async () => {
    await house?.close()
    await ils?.close()
  })

  const standing = (id: number) =>
    house.site.database.db
      .selectFrom('ill_patron_checks')
      .selectAll()
      .where('request_id', '=', id)
      .executeTakeFirstOrThrow()
  const stands = (id: number, state: string) => until(async () => (await standing(id)).state === state)

  async function place(): Promise<number> {
    const title = `Owls of the North ${++placed}`
    const answer = await reader.form('/request/new', { service: 'loan', title, pickup: 'main', key: title })
    expect(answer.status, await answer.text()).to.equal(303)
    const { id } = await house.site.database.db
      .selectFrom('ill_requests')
      .select('id')
      .where('title', '=', title)
      .executeTakeFirstOrThrow()
    return id
  }
  const page = async (path: string) => wordsOf(await (await staff.get(path)).text())
  const card = () => reader.name.replace(' ', '-')

  it('goes on where the reader may borrow, and nobody has to look', async () => {
    ils.patrons.set(card(), { name: reader.name, expires: '29991231' })
    const id = await place()
    await stands(id, 'fine')
    expect(await page(`/requests/${id}`)).to.include('The library’s system knows the borrower, who may borrow.')
    expect(await page('/requests')).to.not.include('Invalid patron')
  })

  for (const [what, patron, reason] of [
    ['is not known there', undefined, 'it knows no patron with this card'],
    ['may not borrow there', { name: 'R', status: 'Y   Y' }, 'may not borrow; the card was reported lost'],
    ['has a card that is over', { name: 'R', expires: '20200131' }, 'the card was valid until 2020-01-31'],
  ] as const)
    it(`is one of an invalid patron where the reader ${what}: staff see why, and accept or ask again`, async () => {
      if (patron) ils.patrons.set(card(), patron)
      else ils.patrons.delete(card())
      const id = await place()
      await stands(id, 'invalid')
      expect(await page(`/requests/${id}`))
        .to.include('Pending review')
        .and.include(`system says: ${reason}`)
      expect(await page(`/requests/${id}?tab=history`)).to.include(`Invalid patron: of this card`)
      expect(await page(`/requests/${id}/lenders`)).to.include('Invalid patron.')
      expect(await page('/requests')).to.include('Invalid patron')
      expect(await page('/requests/list?queue=patron')).to.include(`Owls of the North ${placed}`)
      // The reader hears of it from nobody but people.
      expect(wordsOf(await (await reader.get('/account/requests')).text())).to.not.include('nvalid')

      expect((await staff.form(`/requests/${id}/patron/accept`)).headers.get('location')).to.contain(
        'done=patronAccept',
      )
      expect(await page(`/requests/${id}`)).to.include(`Borrower accepted by ${staff.name}`)
      expect(await page('/requests')).to.not.include('Invalid patron')

      ils.patrons.set(card(), { name: reader.name })
      await staff.form(`/requests/${id}/patron/check`)
      await stands(id, 'fine')
    })

  it('waits for a look while the system cannot be asked, and is checked once it can', async () => {
    ils.patrons.set(card(), { name: reader.name })
    ils.faults.push('garbage', 'cut', 'garbage')
    const id = await place()
    await until(async () => (await standing(id)).asked_at !== null)
    await stands(id, 'fine')
    const { review, reason } = await standing(id)
    expect({ review, reason }).to.deep.equal({ review: false, reason: '' })
    const history = await page(`/requests/${id}?tab=history`)
    expect(history.match(/could not be asked for this card/g)).to.have.length(1)
    expect(history).to.include('The request waits for somebody to look at it.')
  })
})

describe('A request placed while the library’s system is down', () => {
  for (const [whenDown, words, review] of [
    ['review', 'Somebody has to look at it.', true],
    ['accept', 'The request goes on all the same.', false],
  ] as const)
    it(`says so, and with whenDown: ${whenDown} that ${words}`, async () => {
      const gone = await startSip2System()
      await gone.close()
      const { site, close } = await openHouseWith(gone.port, { whenDown })
      try {
        const reader = await signIn(site, 'request.place')
        const staff = await signIn(site, 'requests', 'enquiry')
        const fields = { service: 'loan', title: 'Owls', pickup: 'main' }
        expect((await reader.form('/request/new', fields)).status).to.equal(303)
        const row = () => site.database.db.selectFrom('ill_patron_checks').selectAll().executeTakeFirstOrThrow()
        await until(async () => (await row()).state === 'unanswered')
        const { request_id, ...is } = await row()
        expect(is.review).to.equal(review)
        const page = wordsOf(await (await staff.get(`/requests/${request_id}`)).text())
        expect(page).to.include('Patron not checked.').and.include('ECONNREFUSED').and.include(words)
        const home = wordsOf(await (await staff.get('/requests')).text())
        expect(home.includes('Invalid patron')).to.equal(review)
      } finally {
        await close()
      }
    })
})

describe('A borrower whom only the library’s own system knows', () => {
  let ils: Sip2System
  let house: { readonly site: Site; close(): Promise<void> }
  let staff: SignedIn
  before(async () => {
    ils = await startSip2System()
    house = await openHouseWith(ils.port)
    staff = await signIn(house.site, 'requests', 'enquiry')
    ils.patrons.set('3001', { name: 'Faraway, Fay', email: 'fay@x.example' })
    ils.patrons.set('3002', { name: 'Late, Lou', status: 'Y' })
  })
  after(async () => {
    await house?.close()
    await ils?.close()
  })
  const send = async (fields: Record<string, string>) => {
    const answer = await staff.form('/requests/new', { service: 'loan', title: 'Owls', pickup: 'main', ...fields })
    const html = await answer.text()
    return { status: answer.status, html, words: wordsOf(html) }
  }
  const people = async () =>
    (await house.site.database.db.selectFrom('people').select('login').where('kind', '=', 'patron').execute()).map(
      ({ login }) => login,
    )

  it('is shown by their card first, and has an account here once staff choose them', async () => {
    const found = await send({ card: '3001', find: 'system' })
    expect(found.status).to.equal(200)
    expect(found.words).to.include('Faraway, Fay').and.include('fay@x.example').and.include('may borrow')
    expect(found.html).to.match(/name="adopt" value="3001"/)
    expect(await people()).to.deep.equal([])

    const chosen = await send({ card: '3001', adopt: '3001' })
    expect([chosen.status, chosen.html.includes('name="shown" value="3001"')]).to.deep.equal([200, true])
    expect(await people()).to.deep.equal(['3001'])
    expect((await send({ card: '3001', shown: '3001' })).status).to.equal(303)
  })

  it('is shown with what stands against them', async () => {
    expect((await send({ card: '3002', find: 'system' })).words)
      .to.include('Late, Lou')
      .and.include('may not borrow')
  })

  it('is not made up: neither of a card nobody knows, nor by whoever sends the form', async () => {
    const unknown = await send({ card: '9', find: 'system' })
    expect([unknown.status, unknown.words.includes('The library’s system knows no such card.')]).to.deep.equal([
      422,
      true,
    ])
    expect((await send({ card: '9', adopt: '9' })).words).to.include('No borrower has this card.')
    ils.faults.push('garbage')
    expect((await send({ card: '3001', find: 'system' })).words).to.include('could not be asked')
    expect(await people()).to.deep.equal(['3001'])
  })
})
