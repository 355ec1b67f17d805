import { expect } from 'chai'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { leave, openPage, startChromium } from '../chromium.ts'
import { faultsOf } from '../faults.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type Office, openOffice } from './office.ts'

describe('The list of requests in a browser', function () {
  this.timeout(120_000)
  let browser: Browser
  let office: Office
  let staff: SignedIn
  const ids: number[] = []

  before(async function () {
    browser = await startChromium(this)
    office = await openOffice()
    staff = await signIn(office.site, 'requests', 'admin')
    for (let n = 1; n <= 6; n++) ids.push((await office.place(`Title number ${n}`)).id)
    await office.link(ids[0]!)
    await office.ask(ids[0]!, 'Farshore Library')
    await office.act(ids[5]!, 'cancel')
    await staff.form('/requests/views', { name: 'Mine', filters: 'mine=1' })
    await staff.form('/requests/views', { name: 'Everything', filters: 'completed=1', shared: '1' })
  })
  after(async () => {
    await browser?.close()
    await office?.close()
  })

  async function open(path: string, options: BrowserContextOptions = {}) {
    const watched = await openPage(browser, options)
    const value = staff.cookie.split('=')[1]!
    await watched.page.context().addCookies([{ name: 'farshelf-session', value, url: office.site.url }])
    await watched.page.goto(office.site.url + path)
    return watched
  }
  const box = (page: Page, n: number) => page.getByRole('checkbox', { name: new RegExp(`Title number ${n}$`) })
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const told = (page: Page) => page.locator('[data-told]').innerText()

  const states = () =>
    [
      ['home', '/requests', '.card'],
      ['list', '/requests/list?completed=1', 'table'],
      ['list, narrowed', '/requests/list?service=loan&done=kept', '.note'],
      ['list, nothing', '/requests/list?text=xyzzy', '.nothing'],
      ['views', '/requests/views', '.renaming'],
      ['asking once more', `/requests/bulk?event=complete&id=${ids.join('&id=')}`, 'form .btn.primary'],
      ['asking to assign', `/requests/bulk?event=assign&id=${ids[0]}`, '#assignee'],
      ['nothing to do', `/requests/bulk?event=inProcess&id=${ids[5]}`, '.note'],
      ['too many', `/requests/bulk?event=edit&id=${ids.join('&id=')}`, '.nothing'],
    ] as const

  it('passes axe in light and in dark, and fits a phone of 320 pixels and a finger', async () => {
    const { page, mishaps } = await open('/requests')
    for (const [name, path, sign] of states()) {
      await page.goto(office.site.url + path)
      await page.locator(sign).first().waitFor()
      expect(await faultsOf(page), name).to.deep.equal([])
    }
    expect(mishaps).to.deep.equal([])
    await page.context().close()
  })

  it('ticks by keyboard: arrows go, Shift takes along, Escape lets go', async () => {
    const { page } = await open('/requests/list')
    await page.locator('#whole').waitFor()
    expect(await button(page, 'Assign').isDisabled()).to.equal(true)
    await box(page, 1).focus()
    await page.keyboard.press('Space')
    expect(await told(page)).to.equal('1 ticked.')
    expect(await button(page, 'Manage Lenders').isDisabled()).to.equal(false)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    expect(await told(page)).to.equal('4 ticked. Edit and Manage Lenders take exactly one.')
    expect(await button(page, 'Edit').isDisabled()).to.equal(true)
    await page.keyboard.press('Escape')
    expect(await page.locator('input[name=id]:checked').count()).to.equal(0)
    await page.keyboard.press('Space')
    expect(await told(page)).to.equal('1 ticked. Manage Lenders waits until it is linked to a record.')
    await leave(page, () => button(page, 'Complete').press('Enter'))
    expect(await page.locator('h1').innerText()).to.equal('Complete: 1 request')
    await leave(page, () => page.getByRole('link', { name: 'Cancel' }).press('Enter'))
    await page.context().close()
  })

  it('ticks by pointer: a row, a range, and the whole page', async () => {
    const { page } = await open('/requests/list')
    await page.locator('#whole').waitFor()
    const row = (n: number) => page.locator('tbody tr').nth(n).locator('th')
    await row(1).click()
    await row(3).click({ modifiers: ['Shift'] })
    expect(await told(page)).to.match(/^3 ticked/)
    await page.locator('#whole').check()
    expect(await told(page)).to.match(/^5 ticked/)
    await page.locator('#whole').uncheck()
    expect(await button(page, 'In Process').isDisabled()).to.equal(true)
    await page.context().close()
  })

  it('does all of it without scripts', async () => {
    const { page } = await open('/requests/list', { javaScriptEnabled: false })
    await box(page, 2).check()
    await box(page, 3).check()
    await leave(page, () => button(page, 'In Process').click())
    await leave(page, () => page.getByRole('button', { name: 'In Process: 2 requests' }).click())
    expect(await page.locator('h1').innerText()).to.equal('In Process: 2 of 2 done')
    await leave(page, () => page.getByRole('link', { name: 'Back to the list' }).click())
    expect(new URL(page.url()).pathname).to.equal('/requests/list')
    await box(page, 1).check()
    await leave(page, () => button(page, 'Manage Lenders').click())
    expect(new URL(page.url()).pathname).to.equal(`/requests/${ids[0]}/lenders`)
    await page.context().close()
  })

  for (const javaScriptEnabled of [true, false])
    it(`sorts by a column and chooses columns with the keyboard alone, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      const { page } = await open('/requests/list', { javaScriptEnabled })
      const titles = () => page.locator('tbody th').allInnerTexts()
      const title = page.getByRole('link', { name: 'Title', exact: true })
      await title.focus()
      await leave(page, () => page.keyboard.press('Enter'))
      const up = await titles()
      expect(up.length).to.be.greaterThan(3)
      expect(up).to.deep.equal([...up].sort())
      await page.getByRole('columnheader', { name: 'Title' }).getByRole('link').focus()
      await leave(page, () => page.keyboard.press('Enter'))
      expect(await titles()).to.deep.equal([...up].reverse())
      await page.locator('summary', { hasText: 'Columns' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('checkbox', { name: 'Card number' }).focus()
      await page.keyboard.press('Space')
      await button(page, 'Show on this list').focus()
      await leave(page, () => page.keyboard.press('Enter'))
      expect(await page.getByRole('columnheader', { name: 'Card number' }).count()).to.equal(1)
      expect(await titles()).to.deep.equal([...up].reverse())
      await page.context().close()
    })
})
