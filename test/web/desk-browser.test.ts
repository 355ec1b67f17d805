import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { addPerson } from '../../src/accounts/index.ts'
import { addIllItem, defaultCirculation, loansOf, placeReservation } from '../../src/circulation/index.ts'
import { inspect, leave, openPage, startChromium } from './chromium.ts'
import { actor, addBook, addLists } from './our-catalogue.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('The front desk in a real browser', () => {
  let site: Site
  let browser: Browser
  let staff: SignedIn
  let patronId: string
  let bib: number

  before(async function () {
    browser = await startChromium(this)
    const answer = async () => ({ tone: 'ok', said: 'Done', title: '', lines: [], links: [] }) as const
    site = await openSite([], { illDesk: { receive: answer, returnToLender: answer } })
    await addLists(site.database)
    staff = await signIn(site, 'circulation')
    const items = ['A1', 'A2', 'A3', 'A4'].map((accessionNo) => ({ accessionNo, location: 'fiction' }))
    bib = await addBook(site.database, { title: 'Wide tides' }, items)
    const fields = { kind: 'patron', login: '20010001', name: 'Edda Marlowe', email: '', blocked: false } as const
    patronId = await addPerson(site.database.db, { ...fields, active: true, roles: [] }, actor)
  })
  after(async () => {
    await browser?.close()
    await site?.close()
  })

  const open = async (options: Parameters<typeof openPage>[1] = {}) => {
    const opened = await openPage(browser, options)
    const value = staff.cookie.split('=')[1]!
    await opened.page.context().addCookies([{ name: 'farshelf-session', value, url: site.url }])
    return opened
  }
  /** As a scanner does: keys a few milliseconds apart, Enter at the end. */
  const scan = async (page: Page, code: string, delay = 2) => {
    await page.keyboard.type(code, { delay })
    await page.keyboard.press('Enter')
  }
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.id)
  const scansOf = (page: Page) => page.locator('.scans > li .code').allInnerTexts()
  const loans = async () =>
    (await loansOf(site.database.db, defaultCirculation, patronId, Date.now())).map(({ accessionNo }) => accessionNo)

  it('is worked by scanner and keyboard alone, without waiting for it', async () => {
    const { page, mishaps } = await open()
    await page.goto(`${site.url}/desk`)
    await page.locator('#code:focus').waitFor()
    await page.keyboard.press('F3')
    await page.waitForURL('**/desk?mode=out*')
    await page.locator('#code:focus').waitFor()
    // The card and three items, one right after the other: nobody looks at the screen.
    for (const code of ['20010001', 'A1', 'A2', 'A3']) await scan(page, code, 1)
    await page.locator('.scans > li').nth(2).waitFor()
    expect(await scansOf(page)).to.deep.equal(['A3', 'A2', 'A1'])
    expect(await page.textContent('#reader-name')).to.include('Edda Marlowe')
    expect(await loans()).to.have.members(['A1', 'A2', 'A3'])
    expect(await focused(page)).to.equal('code')
    expect(await page.inputValue('#code')).to.equal('')

    await page.keyboard.press('F2')
    await page.waitForURL('**/desk?mode=in*')
    await page.locator('#code:focus').waitFor()
    for (const code of ['A1', 'A2']) await scan(page, code)
    await page.locator('.scans > li').nth(1).waitFor()
    expect(await page.locator('.scans .said .badge').allTextContents()).to.deep.equal([
      '✓ To the shelf',
      '✓ To the shelf',
    ])
    await page.locator('#said', { hasText: 'To the shelf. Wide tides' }).waitFor({ state: 'attached' })
    expect(await loans()).to.deep.equal(['A3'])
    await scan(page, 'A3')
    await page.locator('.scans > li').nth(2).waitFor()
    expect(mishaps).to.deep.equal([])
    await page.context().close()
  })

  it('counts once what a scanner sends twice at once, and twice what is scanned again', async () => {
    const { page } = await open()
    await page.goto(`${site.url}/desk?mode=in`)
    await page.locator('#code:focus').waitFor()
    // In the browser itself, so that both are sent within one moment, however slow the machine is.
    await page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>('#code')!
      for (let n = 0; n < 2; n++) {
        field.value = 'A4'
        field.form!.requestSubmit()
      }
    })
    await page.locator('.scans > li').first().waitFor()
    // What is scanned after it comes after it: nothing else was on its way.
    await scan(page, 'A1')
    await page.locator('.scans > li .code', { hasText: 'A1' }).waitFor()
    expect(await scansOf(page)).to.deep.equal(['A1', 'A4'])
    await scan(page, 'A4')
    await page.locator('.scans > li').nth(2).waitFor()
    expect(await scansOf(page)).to.deep.equal(['A4', 'A1', 'A4'])
    await page.context().close()
  })

  it('says so when nobody answers, and goes on', async () => {
    const { page } = await open()
    await page.goto(`${site.url}/desk?mode=in`)
    await page.locator('#code:focus').waitFor()
    await page.route('**/desk/in', (route) => route.abort())
    await scan(page, 'A1')
    await page.getByRole('alert').filter({ hasText: 'Nothing was done with A1' }).waitFor()
    await page.unroute('**/desk/in')
    await scan(page, 'A1')
    await page.locator('.scans > li').first().waitFor()
    expect(await scansOf(page)).to.deep.equal(['A1'])
    await page.context().close()
  })

  it('does the same without JavaScript, a page for each scan', async () => {
    const { page, mishaps } = await open({ javaScriptEnabled: false })
    await page.goto(`${site.url}/desk?mode=out`)
    const send = async (code: string) => {
      await page.locator('#code:focus').waitFor()
      await leave(page, () => scan(page, code))
    }
    for (const code of ['20010001', 'A1', 'A2']) await send(code)
    expect(await scansOf(page)).to.deep.equal(['A2', 'A1'])
    await leave(page, () => page.click('.desk-modes a >> nth=0'))
    for (const code of ['A1', 'A2']) await send(code)
    expect(await scansOf(page)).to.deep.equal(['A2', 'A1'])
    expect(await loans()).to.deep.equal([])
    expect(mishaps).to.deep.equal([])
    await page.context().close()
  })

  it('has nothing wrong on its pages, at any width, in light and dark', async () => {
    const now = Date.now()
    await site.database.tx(async (tx) => {
      const line = { accessionNo: 'ILL-1', lineId: 'l', requestId: 'r', patronId, pickupBranch: 'main', by: actor, now }
      await addIllItem(tx, defaultCirculation, { ...line, bibId: bib })
      const wish = { bibId: bib, patronId, pickupBranch: 'main', by: actor, now }
      await placeReservation(tx, defaultCirculation, wish)
    })
    for (const options of [
      { viewport: { width: 320, height: 640 } },
      { colorScheme: 'dark' as const, viewport: { width: 1200, height: 900 } },
    ]) {
      const { page, mishaps } = await open(options)
      const look = async (name: string) => {
        const { looked, found } = await inspect(page)
        expect(looked, name).to.be.greaterThan(5)
        expect([name, found]).to.deep.equal([name, []])
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        expect([name, wide]).to.deep.equal([name, options.viewport.width])
      }
      await page.goto(`${site.url}/desk?mode=in`)
      for (const code of ['ILL-1', 'A4', 'nothing']) await scan(page, code)
      await page.locator('.scans > li').nth(2).waitFor()
      await look('check in')
      const slip = await page.getAttribute('.scans .acts a', 'href')
      for (const path of [
        '/desk?mode=receive',
        `/desk?mode=out&patron=${patronId}`,
        '/desk?mode=find&q=ILL-1',
        '/desk?mode=find&q=marlowe',
        '/desk?mode=find&q=zzz',
        `/desk/patrons/${patronId}`,
        `/catalogue/${bib}/reservations`,
        slip!,
        ...['fetch', 'pickup', 'clear', 'overdue'].map((list) => `/desk/shelf?list=${list}`),
      ]) {
        await page.goto(site.url + path)
        await look(path)
      }
      expect(mishaps).to.deep.equal([])
      await page.context().close()
    }
  })
})
