import { expect } from 'chai'
import { wordsOf } from '../html.ts'
import { type SignedIn, signIn } from '../people.ts'
import { script } from './caller.ts'
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

  it('says so of a page that begins nowhere', async () => {
    for (const after of ['abc~5', 'WyJ0aXRsZSIsIk93bHMiLDFd', '%00~1']) {
      const answer = await staff.get(`/requests/list?text=sea&after=${after}`)
      expect([after, answer.status]).to.deep.equal([after, 400])
      expect(await answer.text()).to.contain('href="/requests/list?text=sea"')
    }
  })

  it('is none that the list itself gives, however long the titles are', async () => {
    const title = '終'.repeat(500)
    for (let n = 0; n < 51; n++) await office.place(title)
    const first = await (await staff.get('/requests/list?sort=title')).text()
    const next =
      /<a [^>]*rel="next"[^>]*>/
        .exec(first)?.[0]
        .replace(/.*href="([^"]+)".*/, '$1')
        ?.replaceAll('&amp;', '&') ?? ''
    const second = await staff.get(next)
    expect(second.status).to.equal(200)
    expect((await second.text()).match(/name="id"/g)).to.have.length(1)
    const page = await script(office.site, staff).get('/requests?sort=title&size=50')
    const rest = await script(office.site, staff).get(`/requests?sort=title&size=50&cursor=${page.json['next']}`)
    expect(rest.json['requests']).to.have.length(1)
  })
})
