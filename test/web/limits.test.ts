import { expect } from 'chai'
import type { Request } from 'express'
import { clientOf } from '../../src/web/metered-searches.ts'
import { addBook } from './our-catalogue.ts'
import { signIn } from './people.ts'
import { openSite } from './site.ts'

describe('The limit of searches', () => {
  it('holds off a client that starts too many, and says for how long', async () => {
    const site = await openSite([{ id: 'northfield', records: 'northfield' }], { limit: { perMinute: 3, burst: 3 } })
    const statuses: number[] = []
    for (const words of ['a', 'b', 'c', 'd']) statuses.push((await site.get(`/search?q=${words}`)).status)
    expect(statuses).to.deep.equal([200, 200, 200, 429])

    const page = await site.get('/search?q=e')
    expect(Number(page.headers.get('retry-after'))).to.be.within(1, 60)
    expect(await page.text()).to.include('One moment, please')

    const problem = await site.post('/api/v1/searches', { query: { any: 'f' } })
    expect(problem.status).to.equal(429)
    expect(Number(problem.headers.get('retry-after'))).to.be.within(1, 60)
    expect(await problem.json()).to.include({ code: 'too-many-requests', title: 'Too many requests' })
    await site.close()
  })

  it('does not count paging, sorting and coming back', async () => {
    const site = await openSite([{ id: 'northfield', records: 'northfield' }], { limit: { perMinute: 2, burst: 2 } })
    for (let visit = 0; visit < 10; visit++)
      expect((await site.get(`/search?q=a&page=${visit + 1}&sort=year`)).status).to.equal(200)
    expect((await site.get('/record?q=a&library=northfield&record=1')).status).to.equal(200)
    await site.close()
  })

  it('holds off whoever searches our own catalogue too often, but not staff, nor for turning pages', async () => {
    const site = await openSite([], { limit: { perMinute: 3, burst: 3 } })
    await addBook(site.database, { title: 'The left hand of darkness' })
    const statuses: number[] = []
    for (const words of ['a', 'b', 'c', 'd']) statuses.push((await site.get(`/search?q=${words}`)).status)
    expect(statuses).to.deep.equal([200, 200, 200, 429])
    const refused = await site.get('/api/v1/catalogue/records?title=darkness')
    expect(refused.status).to.equal(429)
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60)
    for (const narrowed of ['', '&sort=year', '&format=book'])
      expect((await site.get(`/search?q=a${narrowed}`)).status).to.equal(200)
    const staff = await signIn(site, 'enquiry')
    for (const path of ['/search?q=e', '/enquiry/search?q=f', '/api/v1/catalogue/records?title=g'])
      expect([path, (await staff.get(path)).status]).to.deep.equal([path, 200])
    await site.close()
  })

  it('holds off whoever turns pages of our own catalogue without end', async () => {
    const site = await openSite([], { limit: { perMinute: 1, burst: 1 } })
    await addBook(site.database, { title: 'The left hand of darkness' })
    const statuses: number[] = []
    for (let times = 0; times < 12; times++) statuses.push((await site.get('/search?q=a')).status)
    expect(statuses.slice(0, 10)).to.deep.equal(Array(10).fill(200))
    expect(statuses.at(-1)).to.equal(429)
    await site.close()
  })

  it('belongs to an address, and of IPv6 to the network one subscriber has', () => {
    const client = (ip: string) => clientOf({ ip } as Request)
    expect(client('192.0.2.7')).to.equal('192.0.2.7')
    expect(client('::ffff:192.0.2.7')).to.equal('::ffff:192.0.2.7')
    expect(client('2001:db8:1:2:3:4:5:6')).to.equal('2001:db8:1:2')
    expect(client('2001:db8:1:2::6')).to.equal('2001:db8:1:2')
    expect(client('2001:db8::6')).to.equal('2001:db8:0:0')
    expect(client('::1')).to.equal('0:0:0:0')
  })
})
