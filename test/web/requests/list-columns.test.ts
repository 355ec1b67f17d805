import { expect } from 'chai'
import { linksOf, wordsOf } from '../html.ts'
import { signIn } from '../people.ts'
import { script } from './caller.ts'
import { type Office, openOffice } from './office.ts'

describe('The columns of the list of requests', () => {
  let office: Office
  const names = ['Zoe', 'adam', 'Mia'] as const
  const numbers: string[] = []
  before(async () => {
    office = await openOffice()
    for (const [n, title] of ['beta', 'Alpha', 'gamma', 'delta'].entries()) {
      const { id, number } = await office.place(title, n === 3 ? {} : { neededBy: `2040-01-0${3 - n}` })
      numbers.push(number)
      // Three readers: the last two requests are of one.
      const name = names[Math.min(n, 2)]!
      const { db } = office.site.database
      const found = await db.selectFrom('people').select('id').where('login', '=', `L-${name}`).executeTakeFirst()
      const person =
        found ??
        (await db
          .insertInto('people')
          .values({ kind: 'patron', login: `L-${name}`, name, email: '' })
          .returning('id')
          .executeTakeFirstOrThrow())
      await db.updateTable('ill_requests').set({ patron_id: person.id }).where('id', '=', id).execute()
      if (n === 0) await office.act(id, 'inProcess')
      if (n === 1) await office.act(id, 'assign', { assignee: person.id, assigneeName: 'Somebody' })
    }
  })
  after(() => office?.close())

  const headings = (html: string) =>
    [...html.matchAll(/<th scope="col"(?: aria-sort="(\w+)")?[^>]*>([\s\S]*?)<\/th>/g)].map(([, sort, inner]) =>
      `${wordsOf(inner!).trim()}${sort ? ` ${sort}` : ''}`.trim(),
    )
  const listed = (html: string) => numbers.filter((number) => html.includes(`>${number}<`))
  const inOrder = (html: string) =>
    [...html.matchAll(/>(R-\d{6})<\/a>/g)].map(([, number]) => 'bagd'[numbers.indexOf(number!)])

  it('sort it when they are followed, once more the other way round, and keep its filters', async () => {
    const staff = await signIn(office.site, 'requests')
    const page = async (path: string) => await (await staff.get(path)).text()
    const orders = {
      title: 'abdg',
      '-title': 'gdba',
      borrower: 'agdb',
      '-borrower': 'bdga',
      status: 'gdab',
      '-status': 'badg',
      needed: 'gabd',
      '-needed': 'bagd',
      oldest: 'bagd',
      newest: 'dgab',
      changed: 'dgab',
      '-changed': 'bagd',
    } as const
    for (const [sort, order] of Object.entries(orders)) {
      const html = await page(`/requests/list?sort=${sort}`)
      expect([sort, inOrder(html).join('')]).to.deep.equal([sort, order])
      // Page by page it is the same, by the API: nothing twice, nothing left out.
      const api = script(office.site, staff)
      let walked = ''
      for (let cursor: unknown; ; ) {
        const { json } = await api.get(`/requests?sort=${sort}&size=1${cursor ? `&cursor=${cursor}` : ''}`)
        for (const one of json['requests'] as { number: string }[]) walked += 'bagd'[numbers.indexOf(one.number)]
        cursor = json['next']
        if (cursor === undefined) break
      }
      expect([sort, walked]).to.deep.equal([sort, order])
    }
    const first = await page('/requests/list?completed=1&sort=borrower')
    expect(headings(first)).to.include('Borrower ↑ ascending')
    expect(linksOf(first)).to.include('/requests/list?completed=1&sort=-borrower')
    const again = await page('/requests/list?completed=1&sort=-borrower')
    expect(headings(again)).to.include('Borrower ↓ descending')
    expect(linksOf(again)).to.include('/requests/list?completed=1&sort=borrower')
  })

  it('are chosen for a list, which is kept so, and for always', async () => {
    const staff = await signIn(office.site, 'requests')
    const page = async (path: string) => await (await staff.get(path)).text()
    const usual = headings(await page('/requests/list'))
    expect(usual).to.include.members(['Number', 'Title', 'Borrower', 'Placed ↑ ascending'])
    expect(usual).not.to.include('Card number')
    const shown = await staff.form('/requests/columns', {
      filters: 'service=loan&sort=title',
      column: ['number', 'title', 'card', 'pickup'],
    })
    const to = '/requests/list?service=loan&sort=title&columns=number%2Ctitle%2Ccard%2Cpickup'
    expect([shown.status, shown.headers.get('location')]).to.deep.equal([303, to])
    const chosen = ['Tick', 'Number', 'Title ↑ ascending', 'Card number', 'Pickup place']
    const html = await page(to)
    expect(headings(html)).to.deep.equal(chosen)
    expect(html).to.contain('L-Zoe').and.to.contain('main')
    expect(listed(html)).to.have.length(4)
    // Its order, its pages and views of it keep them; other lists have the usual ones.
    expect(linksOf(html)).to.include(to.replace('sort=title', 'sort=-title'))
    await staff.form('/requests/views', { name: 'Cards', filters: to.split('?')[1]! })
    expect(linksOf(await page('/requests'))).to.include(to)
    expect(headings(await page('/requests/list'))).to.deep.equal(usual)
    // For always: of this person, wherever none are chosen.
    const kept = await staff.form('/requests/columns', { filters: '', column: ['title', 'service'], always: '1' })
    expect(kept.headers.get('location')).to.equal('/requests/list')
    expect(headings(await page('/requests/list'))).to.deep.equal(['Tick', 'Number', 'Title', 'Service'])
    expect(headings(await page(to))).to.deep.equal(chosen)
    const colleague = await signIn(office.site, 'requests')
    expect(headings(await (await colleague.get('/requests/list')).text())).to.deep.equal(usual)
    await staff.form('/requests/columns', { filters: '', usual: '1' })
    expect(headings(await page('/requests/list'))).to.deep.equal(usual)
  })

  it('are told apart from what is no column', async () => {
    const staff = await signIn(office.site, 'requests')
    expect((await staff.get('/requests/list?columns=nonsense')).status).to.equal(400)
    expect((await staff.form('/requests/columns', { filters: '', column: ['title', 'nonsense'] })).status).to.equal(400)
  })
})
