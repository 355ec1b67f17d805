import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { chooseByArrows, inspect, openPage, startChromium } from '../chromium.ts'
import { wordsOf } from '../html.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type Office, openOffice } from './office.ts'

describe('Acting on several lenders of a request at once', function () {
  this.timeout(120_000)
  let office: Office
  let staff: SignedIn
  let id: number
  let lines: number[]
  before(async () => {
    office = await openOffice()
    staff = await signIn(office.site, 'requests')
  })
  beforeEach(async () => {
    id = (await office.place('Wanted of many')).id
    await office.link(id)
    lines = []
    for (const name of ['Birch', 'Alder', 'Cedar']) lines.push(await office.ask(id, name))
  })
  after(() => office?.close())

  const base = () => `/requests/${id}/lenders`
  const ask = async (event: string, ids: readonly number[]) => {
    const query = new URLSearchParams([['event', event], ...ids.map((line) => ['line', String(line)])])
    const answer = await staff.get(`${base()}/bulk?${query}`)
    return { status: answer.status, html: await answer.text() }
  }
  const all = (html: string, name: string) =>
    [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, 'g'))].map(([, value]) => value!)
  const press = async (html: string, said: Record<string, string> = {}) => {
    const [[event = ''], [key = '']] = [all(html, 'event'), all(html, 'key')]
    const fields = { event, key, row: all(html, 'row'), previewed: all(html, 'previewed'), ...said }
    const answer = await staff.form(`${base()}/bulk`, fields)
    const text = await answer.text()
    return { status: answer.status, location: answer.headers.get('location'), html: text, words: wordsOf(text) }
  }
  const states = () => Promise.all(lines.map((line) => office.stateOf(line)))
  const without = { transmit: false, another: true }

  it('says exactly how many can be, and why the others cannot, before and after', async () => {
    await office.act(lines[0]!, 'request', without)
    await office.act(lines[2]!, 'request', without)
    const { html } = await ask('notSupplied', lines)
    expect(wordsOf(html)).to.contain('Not supplied by lender: 2 lenders')
    expect(wordsOf(html)).to.contain('2 of 3 can be done; 1 cannot, and will stay as it is:')
    expect(wordsOf(html)).to.match(/Alder ISIL:XX-\d+ ?: not possible while it is Awaiting/)
    await office.act(lines[2]!, 'note', { privateNote: 'They rang' })
    const { words } = await press(html)
    expect(words).to.contain('Not supplied by lender: 1 of 2 done')
    expect(words).to.match(/Cedar ISIL:XX-\d+ ?: This was changed meanwhile: Add Private Note/)
    expect(await states()).to.deep.equal(['not-supplied', 'idle', 'pending'])
  })

  it('gives several no one accession number: that is said before anything happens', async () => {
    for (const line of lines) await office.act(line, 'request', without)
    const { html } = await ask('receivedAsLoan', lines)
    const said = { dueAtLender: '2040-01-01', accessionNo: 'X-1' }
    const refused = await press(html, said)
    expect([refused.status, await states()]).to.deep.equal([422, ['pending', 'pending', 'pending']])
    expect(refused.words).to.contain('One number cannot be that of 3 items')
    // Of one that is left it can be.
    await office.act(lines[1]!, 'notSupplied')
    await office.act(lines[2]!, 'notSupplied')
    const one = await press((await ask('receivedAsLoan', lines)).html, said)
    expect([one.status, await states()]).to.deep.equal([303, ['received', 'not-supplied', 'not-supplied']])
  })

  it('asks the first of several, and the others too only where that is meant', async () => {
    const { html } = await ask('request', lines)
    const first = await press(html)
    expect(first.words).to.contain('Requested: 1 of 3 done').and.to.contain('another lender has been asked')
    const again = await ask('request', lines.slice(1))
    expect((await press(again.html, { another: '1' })).words).to.contain('Requested: 2 of 2 done')
    expect(await states()).to.deep.equal(['pending', 'pending', 'pending'])
  })

  it('sends no letter that was not seen, and each as it was', async () => {
    const { html } = await ask('request', lines)
    expect(all(html, 'previewed')).to.have.length(3)
    expect(wordsOf(html)).to.contain('The 3 letters')
    const said = { transmit: '1', another: '1', publicNote: 'The red one, please.' }
    const unseen = await press(html, said)
    expect(unseen.words).to.contain('Nothing is sent yet.').and.to.contain('The red one, please.')
    expect(await states()).to.deep.equal(['idle', 'idle', 'idle'])
    expect((await press(unseen.html, said)).words).to.contain('Requested: 3 of 3 done')
    const jobs = await office.site.database.db
      .selectFrom('jobs')
      .select('payload')
      .where('kind', '=', 'workflow.effect')
      .execute()
    const written = jobs.map(({ payload }) => JSON.stringify(payload)).filter((text) => text.includes('The red one'))
    expect(written).to.have.length(3)
  })

  it('does nothing twice, and goes back to the list from one with what was done', async () => {
    const { html } = await ask('request', lines.slice(0, 1))
    for (let time = 0; time < 2; time++) {
      const { status, location } = await press(html)
      expect([status, location]).to.deep.equal([303, `${base()}?done=request&on=${lines[0]}`])
    }
    expect(wordsOf(await (await staff.get(`${base()}?done=request&on=${lines[0]}`)).text())).to.contain(
      'Requested: done with Birch.',
    )
    const history = await office.ill.engine.history(office.site.database.db, lines[0]!)
    expect(history.map(({ event }) => event)).to.deep.equal(['start', 'request'])
  })

  it('leads to Request Complete where something was received', async () => {
    for (const line of lines.slice(0, 2)) await office.act(line, 'request', without)
    const { html } = await ask('receivedAsLoan', lines.slice(0, 2))
    const wrong = await press(html)
    expect([wrong.status, wrong.words.includes('Date due back at lender is needed')]).to.deep.equal([422, true])
    const done = await press(wrong.html, { dueAtLender: '2099-01-01' })
    expect(done.words).to.contain('Received as loan: 2 of 2 done')
    expect(done.html).to.contain(`href="/requests/${id}/act/complete"`)
  })

  it('refuses what nobody does by hand, lines of another request, and none at all', async () => {
    const other = await office.place('Somebody else’s')
    await office.link(other.id)
    const theirs = await office.ask(other.id)
    expect((await ask('expired', lines)).status).to.equal(404)
    expect((await ask('constructor', lines)).status).to.equal(404)
    const none = await ask('cancel', [theirs])
    expect([none.status, none.html.includes('Tick lenders first')]).to.deep.equal([400, true])
    expect((await ask('cancel', [])).status).to.equal(400)
  })

  it('sorts by each column, and the other way round', async () => {
    await office.act(lines[2]!, 'request', without)
    const names = async (sort: string) => {
      const html = await (await staff.get(`${base()}?sort=${sort}`)).text()
      return [...html.matchAll(/<th scope="row">\s*(\w+)/g)].map(([, name]) => name)
    }
    expect(await names('order')).to.deep.equal(['Birch', 'Alder', 'Cedar'])
    expect(await names('lender')).to.deep.equal(['Alder', 'Birch', 'Cedar'])
    expect(await names('-lender')).to.deep.equal(['Cedar', 'Birch', 'Alder'])
    expect(await names('-status')).to.deep.equal(['Cedar', 'Birch', 'Alder'])
    expect(await names('-changed')).to.deep.equal(['Cedar', 'Alder', 'Birch'])
    const html = await (await staff.get(`${base()}?sort=lender`)).text()
    expect(html).to.match(/aria-sort="ascending"><a href="[^"]*sort=-lender"/)
    expect(html).not.to.contain('Move Alder')
  })

  describe('in a browser', () => {
    let browser: Browser
    before(async function () {
      browser = await startChromium(this)
    })
    after(() => browser?.close())
    const open = async (options: object = {}) => {
      const opened = await openPage(browser, options)
      const [name, value] = staff.cookie.split('=') as [string, string]
      await opened.page.context().addCookies([{ name, value, url: office.site.url }])
      await opened.page.goto(office.site.url + base())
      return opened
    }

    it('is done by keyboard alone', async () => {
      const { page, mishaps } = await open()
      await page.getByRole('checkbox', { name: 'Birch' }).focus()
      await page.keyboard.press('Shift+ArrowDown')
      await page.getByText('2 ticked.').waitFor()
      const action = page.getByLabel('With those ticked')
      await action.focus()
      await chooseByArrows(page, 'Add Private Note')
      await page.keyboard.press('Tab')
      await Promise.all([page.waitForURL('**/lenders/bulk?**'), page.keyboard.press('Enter')])
      await page.getByLabel('Staff notes').fill('Both are slow')
      await page.getByLabel('Staff notes').press('Tab')
      await Promise.all([page.waitForURL('**/lenders/bulk'), page.keyboard.press('Enter')])
      await page.getByRole('heading', { name: 'Add Private Note: 2 of 2 done' }).waitFor()
      expect(mishaps).to.deep.equal([])
    })

    it('is done without JavaScript', async () => {
      const { page } = await open({ javaScriptEnabled: false })
      await page.getByRole('checkbox', { name: 'Alder' }).check({ force: true })
      await page.getByRole('checkbox', { name: 'Cedar' }).check({ force: true })
      await page.getByLabel('With those ticked').selectOption('request')
      await Promise.all([page.waitForURL('**/lenders/bulk?**'), page.getByRole('button', { name: 'Go on' }).click()])
      expect(await page.locator('h1').textContent()).to.equal('Requested: 2 lenders')
      await page.getByLabel('Ask this lender although another one has been asked').check()
      await Promise.all([
        page.waitForURL('**/lenders/bulk'),
        page.getByRole('button', { name: 'Requested: 2 lenders' }).click(),
      ])
      expect(await page.locator('h1').textContent()).to.equal('Requested: 2 of 2 done')
    })

    for (const size of [
      { width: 1280, height: 900 },
      { width: 390, height: 800 },
    ])
      it(`has nothing wrong, ${size.width} pixels wide`, async () => {
        const { page, mishaps } = await open({ viewport: size })
        expect((await inspect(page)).found).to.deep.equal([])
        await page.getByRole('checkbox', { name: 'Birch' }).focus()
        await page.keyboard.press('Shift+ArrowDown')
        await page.getByLabel('With those ticked').selectOption('request')
        await Promise.all([page.waitForURL('**/lenders/bulk?**'), page.getByRole('button', { name: 'Go on' }).click()])
        expect((await inspect(page)).found).to.deep.equal([])
        await Promise.all([page.waitForURL('**/lenders/bulk'), page.locator('form.panel .acts .primary').click()])
        expect((await inspect(page)).found).to.deep.equal([])
        expect(mishaps).to.deep.equal([])
      })
  })
})
