import { expect } from 'chai'
import { wordsOf } from '../html.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type Office, openOffice } from './office.ts'

describe('An address of the list of requests that is wrong', () => {
  let office: Office
  let staff: SignedIn
  before(async () => {
    office = await openOffice()
    staff = await signIn(office.site, 'requests')
  })
  after(() => office?.close())

  it('says which part is, what it may be, and leads to the list that the rest of it means', async () => {
    const answer = await staff.get('/requests/list?text=sea&sort=colour&state=pending-review,lost&service=loan')
    const html = await answer.text()
    expect(answer.status).to.equal(400)
    expect(wordsOf(html))
      .to.contain('sort is “ colour ”; it may be oldest')
      .and.to.contain('state is “ pending-review,lost ”')
    expect(html).to.contain('href="/requests/list?text=sea&amp;service=loan"')
    expect((await staff.get('/requests/list?text=sea&service=loan')).status).to.equal(200)
  })

  it('shows what is no address as the text it is', async () => {
    const html = await (await staff.get('/requests/list?from=%3Cb%3E')).text()
    expect(html).to.contain('&lt;b').and.not.to.contain('<b>')
  })
})
