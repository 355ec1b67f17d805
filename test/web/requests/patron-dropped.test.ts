import { expect } from 'chai'
import { wordsOf } from '../html.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type Office, openOffice } from './office.ts'

describe('A request whose borrower was to be asked for, of a system that is asked no more', () => {
  let office: Office
  let staff: SignedIn
  before(async () => {
    office = await openOffice()
    staff = await signIn(office.site, 'requests', 'enquiry')
  })
  after(() => office?.close())

  it('says that it waits for staff, and goes on once they accept the borrower', async () => {
    const { id } = await office.place('Owls of the South')
    await office.site.database.db
      .insertInto('ill_patron_checks')
      .values({ request_id: id, state: 'waiting', asked_at: null, accepted_by: null })
      .execute()
    const page = async () => wordsOf(await (await staff.get(`/requests/${id}`)).text())
    expect(await page())
      .to.include('asked for borrowers no more')
      .and.include('Accept the borrower')
      .and.not.include('Check again')
    await staff.form(`/requests/${id}/patron/accept`)
    expect(await page()).to.include(`Borrower accepted by ${staff.name}`)
  })
})
