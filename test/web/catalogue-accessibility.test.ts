import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { setBibState } from '../../src/catalogue/index.ts'
import { fillCatalogue } from '../../src/demo/index.ts'
import { keepLenderTable } from '../../src/ill/index.ts'
import { addWebhook, testWebhook, WebhookFields } from '../../src/webhooks/index.ts'
import { openPage, startChromium } from './chromium.ts'
import { faultsOf } from './faults.ts'
import { actor, addBook } from './our-catalogue.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

/** Every state of the catalogue's pages: name, address, what shows that it is reached, and whether staff look. */
const states: readonly (readonly [name: string, path: string, sign: string, staff?: 'staff'])[] = [
  ['our results', '/search?q=the', '.filters'],
  ['our results, narrowed', '/search?q=the&format=book&from=1900&available=1', '.chosen'],
  ['our results, few', '/search?q=darkness', '.offer'],
  ['our results, none', '/search?q=xyzzyplugh&in=title', '.nothing'],
  ['our results, too narrow', '/search?q=darkness&from=1500&to=1501', '.nothing'],
  ['other results beside ours', '/search?q=darkness&where=others&wait=1', '.places'],
  ['record of ours', '/catalogue/2', '.copies'],
  ['record of ours, MARC', '/catalogue/2?tab=marc', '.marc'],
  ['record of ours, for staff', '/catalogue/2?done=added', '.copies', 'staff'],
  ['suppressed record', '/catalogue/SUPPRESSED', '.note.wait', 'staff'],
  ['no such record', '/catalogue/987654', '.nothing'],
  ['new item', '/catalogue/2/items/new', '#accessionNo', 'staff'],
  ['item', '/catalogue/2/items/2', '.danger', 'staff'],
  ['administration', '/admin', '.destinations', 'staff'],
  ['branches', '/admin/codes', '.codes', 'staff'],
  ['item statuses', '/admin/codes/item-status?done=saved', '.codes', 'staff'],
  ['calendars', '/admin/calendars?done=saved', 'table.rows', 'staff'],
  ['calendar of a branch', '/admin/calendars/edit?branch=main', '#closedDates', 'staff'],
  ['lenders', '/admin/lenders?saved=table&new=1', '.nothing', 'staff'],
  ['a table of lenders', '/admin/lenders/import', '#file', 'staff'],
  ['what a table of lenders would do', '/admin/lenders/import/GOOD', 'table.rows', 'staff'],
  ['what is wrong with a table of lenders', '/admin/lenders/import/BAD', '.note.bad', 'staff'],
  ['webhooks', '/admin/webhooks?done=removed', 'table.rows', 'staff'],
  ['new webhook', '/admin/webhooks/new', '#url', 'staff'],
  ['webhook', '/admin/webhooks/HOOK?done=saved', 'table.rows', 'staff'],
  ['enquiry', '/enquiry', '.enquiry', 'staff'],
  ['enquiry, ours', '/enquiry/search?title=darkness', '.filters', 'staff'],
  ['enquiry, others', '/enquiry/search?title=darkness&where=others&wait=1', '.hit', 'staff'],
]

describe("Every state of the catalogue's pages", () => {
  let browser: Browser
  let site: Site
  let staff: SignedIn
  /** What addresses name that is made for them. */
  let made: readonly (readonly [name: string, value: string])[]

  before(async function () {
    browser = await startChromium(this)
    site = await openSite([{ id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } }])
    await fillCatalogue(site.database)
    const suppressed = await addBook(site.database, { title: 'Hidden history' })
    await setBibState(site.database.db, suppressed, 1, 'suppressed', { actor, action: 'suppress' })
    staff = await signIn(site, 'enquiry', 'catalogue.edit', 'admin')
    const keep = (table: string) =>
      site.database.tx((tx) =>
        keepLenderTable(tx, { name: 'lenders.csv', bytes: Buffer.from(table) }, actor, Date.now()),
      )
    const fields = WebhookFields.parse({ url: 'https://hook.example/events', kinds: ['request.placed'] })
    const { webhook } = await site.database.tx((tx) => addWebhook(tx, fields, actor))
    await site.database.tx((tx) => testWebhook(tx, webhook.id, actor, new Date()))
    made = [
      ['SUPPRESSED', String(suppressed)],
      ['HOOK', String(webhook.id)],
      ['GOOD', await keep('symbol,name\nXX-1,One\n')],
      ['BAD', await keep('symbol,lends\nXX-1,perhaps\n')],
    ]
  })
  after(async () => {
    await browser?.close()
    await site?.close()
  })

  it('passes axe in light and in dark, and fits a phone of 320 pixels and a finger', async () => {
    for (const who of [undefined, 'staff'] as const) {
      const { page, mishaps } = await openPage(browser)
      const value = staff.cookie.split('=')[1]!
      if (who) await page.context().addCookies([{ name: 'farshelf-session', value, url: site.url }])
      for (const [name, path, sign, whose] of states) {
        if (whose !== who) continue
        await page.goto(site.url + made.reduce((address, [one, value]) => address.replace(one, value), path))
        await page.locator(sign).first().waitFor({ state: 'attached' })
        expect(await faultsOf(page), name).to.deep.equal([])
      }
      expect(mishaps).to.deep.equal([])
      await page.context().close()
    }
  })

  it('narrows by keyboard alone: filters unfold on a phone, are applied, and are taken off', async () => {
    const { page } = await openPage(browser, { viewport: { width: 320, height: 640 } })
    await page.goto(`${site.url}/search?q=the`)
    await page.locator('.filters summary').first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('checkbox', { name: /^Book \d+ results?$/ }).focus()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Apply' }).press('Enter')
    await page.waitForURL('**/search?*format=book*')
    await page.getByRole('link', { name: 'Remove filter Format: Book' }).press('Enter')
    await page.waitForURL('**/search?q=the')
    await page.context().close()
  })

  it('shows the filters open where there is room', async () => {
    const { page } = await openPage(browser)
    await page.goto(`${site.url}/search?q=the`)
    expect(await page.getByRole('button', { name: 'Apply' }).isVisible()).to.equal(true)
    expect(await page.locator('.filters summary').first().isVisible()).to.equal(false)
    await page.context().close()
  })

  it('takes a scanner’s number and Enter as one act', async () => {
    const { page } = await openPage(browser)
    const value = staff.cookie.split('=')[1]!
    await page.context().addCookies([{ name: 'farshelf-session', value, url: site.url }])
    await page.goto(`${site.url}/catalogue/3/items/new`)
    // The page focuses the field, in its own time.
    await page.locator('#accessionNo:focus').waitFor()
    await page.keyboard.type('SCAN-4711', { delay: 1 })
    await page.keyboard.press('Enter')
    await page.waitForURL('**/catalogue/3?done=added*')
    await page.getByRole('rowheader', { name: 'SCAN-4711' }).waitFor()
    await page.context().close()
  })

  it('saves a list when Enter is pressed in a name, and moves nothing', async () => {
    const { page } = await openPage(browser)
    const value = staff.cookie.split('=')[1]!
    await page.context().addCookies([{ name: 'farshelf-session', value, url: site.url }])
    await page.goto(`${site.url}/admin/codes/location`)
    const codes = () => page.locator('.codes tbody th').allInnerTexts()
    const before = await codes()
    await page.getByRole('textbox', { name: 'Name of stacks' }).fill('Tower')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/codes/location?done=saved')
    expect(await codes()).to.deep.equal(before)
    expect(await page.getByRole('textbox', { name: 'Name of stacks' }).inputValue()).to.equal('Tower')
    await page.context().close()
  })
})
