import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { until } from '../../until.ts'
import { inspect, startChromium } from '../chromium.ts'
import { type GatedLibrary, openGatedLibrary } from '../gated-library.ts'
import { useIllSite } from './ill-site.ts'

const sizes = [
  { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
] as const

describe('Dialogs over a request, in a real browser', function () {
  this.timeout(120_000)
  let browser: Browser
  let lakeside: GatedLibrary
  before(async function () {
    browser = await startChromium(this)
    lakeside = await openGatedLibrary('lakeside', { label: 'Lakeside Consortium' })
  })
  const northfield = { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } } as const
  const house = useIllSite({ libraries: () => [northfield, lakeside.library] })
  after(async () => {
    await browser?.close()
    await lakeside?.close()
  })

  const dialog = (page: Page) => page.getByRole('dialog')
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.id)
  const lookAt = async (page: Page, name: string) => {
    const { looked, found } = await inspect(page)
    expect(looked, name).to.be.greaterThan(5)
    expect([name, found]).to.deep.equal([name, []])
    const { width } = page.viewportSize()!
    const wide = await page.evaluate(() => {
      const inside = document.querySelector('dialog[open]')
      return Math.max(document.documentElement.scrollWidth, inside ? inside.scrollWidth : 0)
    })
    expect([name, wide <= width]).to.deep.equal([name, true])
  }

  describe('External Search', () => {
    it('is filled with the citation, lists hits as they come, and Select Record links and closes', async () => {
      const { id, number } = await house.place('The left hand of darkness')
      const { page, mishaps } = await house.open(browser, `/requests/${id}`)
      await page.getByRole('button', { name: 'External Search' }).click()
      await dialog(page).locator('.hit').first().waitFor()
      expect(await dialog(page).getByLabel('Search for').count()).to.equal(1)
      expect(await dialog(page).locator('h1').textContent()).to.contain('left hand of darkness')
      expect(await focused(page)).to.equal('over-title')
      expect(page.url()).to.equal(`${house.site.url}/requests/${id}`)
      const waiting = dialog(page).locator('#library-lakeside', { hasText: 'searching' })
      await waiting.waitFor()
      lakeside.open()
      await dialog(page).locator('#library-lakeside', { hasText: '✓' }).waitFor()

      await dialog(page).locator('.hit h3 a').first().click()
      await dialog(page).locator('#record').waitFor()
      await lookAt(page, 'record in the dialog')
      const press = dialog(page).getByRole('button', { name: `Select Record for ${number}` })
      await Promise.all([page.waitForEvent('domcontentloaded'), press.click()])
      const citation = page.locator('section', { has: page.getByRole('heading', { name: 'Citation' }) })
      await citation.getByRole('link', { name: /left hand of darkness/i }).waitFor()
      expect(await dialog(page).count()).to.equal(0)
      await page.waitForFunction(() => document.activeElement?.id === 'external-search')
      expect((await house.request(id)).bibId).to.be.a('number')
      expect(await page.locator('.in-hand').count()).to.equal(0)
      expect(mishaps).to.deep.equal([])
      await page.context().close()
    })

    it('closes with Escape: the focus returns, the history is as it was, and no request stays in hand', async () => {
      const { id } = await house.place('The dispossessed')
      const { page, mishaps } = await house.open(browser, '/requests')
      await page.goto(`${house.site.url}/requests/${id}`)
      await page.getByRole('button', { name: 'External Search' }).click()
      await dialog(page).locator('.hit, .nothing').first().waitFor()
      // The page below is loaded anew meanwhile, so that nobody may be there for the answer.
      const asked = page.waitForRequest((one) => one.url().endsWith('/put-down'))
      await page.keyboard.press('Escape')
      await asked
      await page.locator('dialog[open]').waitFor({ state: 'detached' })
      await page.waitForFunction(() => document.activeElement?.id === 'external-search')
      await page.goBack()
      expect(page.url()).to.equal(`${house.site.url}/requests`)
      await until(async () => {
        await page.reload()
        return (await page.locator('.in-hand').count()) === 0
      })
      expect(mishaps).to.deep.equal([])
      await page.context().close()
    })

    it('is a page that leads back, without JavaScript', async () => {
      const { id, number } = await house.place('The left hand of darkness')
      const { page } = await house.open(browser, `/requests/${id}`, { javaScriptEnabled: false })
      await page.getByRole('button', { name: 'External Search' }).click()
      await page.locator('.hit h3 a').first().click()
      await page.getByRole('button', { name: `Select Record for ${number}` }).click()
      await page.getByRole('heading', { name: 'Citation' }).waitFor()
      expect((await house.request(id)).bibId).to.be.a('number')
      await page.context().close()
    })

    it('has nothing wrong at any width, in light and dark', async () => {
      const { id } = await house.place('The dispossessed')
      for (const options of sizes) {
        const { page, mishaps } = await house.open(browser, `/requests/${id}`, options)
        await page.getByRole('button', { name: 'External Search' }).click()
        await dialog(page).locator('.hit, .nothing').first().waitFor()
        await lookAt(page, `results at ${options.viewport.width}`)
        expect(mishaps).to.deep.equal([])
        await page.context().close()
      }
    })
  })

  describe('Request Complete', () => {
    /** Receives the book of a request in the dialog over Manage ILL. */
    async function receive(title: string, options: Parameters<typeof house.open>[2] = {}) {
      const { request, line } = await house.line(title)
      await house.act(line.id, 'request')
      const { page, mishaps } = await house.open(browser, `/requests/${request.id}/lenders`, options)
      await page.getByText('Actions').click()
      await page.getByRole('link', { name: 'Received as loan' }).click()
      await dialog(page).getByLabel('Date due back at lender').fill('2099-05-01')
      await dialog(page).getByRole('button', { name: 'Received as loan' }).click()
      await dialog(page).getByRole('heading', { name: 'Request Complete' }).waitFor()
      return { page, mishaps, request, line }
    }
    const messages = async (requestId: number) =>
      (await house.messages(requestId)).filter(({ audience }) => audience === 'patron')

    it('follows Received as loan by itself; Cancel leaves the request open, and the list is as it is now', async () => {
      const { page, mishaps, request } = await receive('Received and Left Open')
      const loaded = page.waitForEvent('domcontentloaded')
      await dialog(page).getByRole('link', { name: 'Cancel' }).click()
      await loaded
      await page
        .getByRole('cell', { name: /Received as loan/ })
        .first()
        .waitFor()
      expect(new URL(page.url()).pathname).to.equal(`/requests/${request.id}/lenders`)
      expect((await house.request(request.id)).state).to.equal('pending-review')
      expect(await messages(request.id)).to.deep.equal([])
      expect(mishaps).to.deep.equal([])
      await page.context().close()
    })

    it('asks for a message of one’s own only where it overrides, and sends it where it is ticked', async () => {
      const { page, mishaps, request } = await receive('Received and Told')
      const message = dialog(page).getByLabel('Message', { exact: true })
      expect(await message.isVisible()).to.equal(false)
      await dialog(page).getByLabel('Override message').check()
      await dialog(page).getByLabel('Notify borrower').check()
      await dialog(page).getByRole('button', { name: 'Complete' }).click()
      await dialog(page).getByText('Write the message, or untick Override message').waitFor()
      expect(await focused(page)).to.equal('message')
      expect((await house.request(request.id)).state).to.equal('pending-review')
      await message.fill('It is here, at the desk on the left.')
      const loaded = page.waitForEvent('domcontentloaded')
      await dialog(page).getByRole('button', { name: 'Complete' }).click()
      await loaded
      expect((await house.request(request.id)).state).to.equal('completed')
      await house.work(async () => (await messages(request.id)).length > 0)
      expect((await messages(request.id)).map(({ text }) => text.trim())).to.deep.equal([
        'It is here, at the desk on the left.',
      ])
      expect(mishaps).to.deep.equal([])
      await page.context().close()
    })

    it('has nothing wrong at any width, in light and dark', async () => {
      for (const options of sizes) {
        const { page, mishaps } = await receive(`Looked at, ${options.viewport.width} wide`, options)
        await lookAt(page, `Request Complete at ${options.viewport.width}`)
        expect(mishaps).to.deep.equal([])
        await page.context().close()
      }
    })
  })
})
