import { mkdirSync } from 'node:fs'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { openPage, startChromium } from '../chromium.ts'
import { faultsOf } from '../faults.ts'
import { useLenders } from './lender.ts'

describe('The pages on which lenders answer', () => {
  const lenders = useLenders()
  const { house, pathOf } = lenders
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
  })
  after(() => browser?.close())

  const looks = process.env['SCREENSHOTS']
  async function look(page: Page, name: string): Promise<void> {
    if (looks === undefined) return
    mkdirSync(looks, { recursive: true })
    await page.screenshot({ path: `${looks}/${name}.png`, fullPage: true })
  }

  for (const width of [390, 1280])
    it(`are read and used without scripts, ${width} pixels wide`, async () => {
      const title = 'The left hand of darkness, and how it was translated into a great many languages'
      const { line } = await house.line(`${title} ${width}`, { citation: { title, author: 'Le Guin, Ursula K.' } })
      const letter = await lenders.letter(line.id, 'request', { transmit: true })
      const { page } = await openPage(browser, { javaScriptEnabled: false, viewport: { width, height: 800 } })
      const check = async (name: string) => {
        await look(page, `${name}-${width}`)
        const [wide] = await page.locator('html').evaluateAll((all) => all.map((one) => one.scrollWidth))
        expect([name, wide! <= width]).to.deep.equal([name, true])
        expect(await page.locator('h1').count()).to.equal(1)
      }
      for (const event of ['notSupplied', 'willSupply', 'conditional'] as const) {
        await page.goto(house.site.url + pathOf(letter, event))
        await check(event)
      }
      await page.goto(house.site.url + pathOf(letter, 'shipped'))
      await check('shipped')
      await page.getByRole('button', { name: 'Yes, we have sent it' }).click()
      await page.getByText('Say by when you want the loan back.').waitFor()
      await check('shipped-wrong')
      await page.getByLabel('Due back to you (a loan)').fill('2026-04-30')
      await page.getByRole('button', { name: 'Yes, we have sent it' }).click()
      await page.getByRole('heading', { name: 'Thank you' }).waitFor()
      await check('thanks')
      expect((await lenders.state(line.id)).state).to.equal('shipped')
      await page.goto(house.site.url + pathOf(letter, 'notSupplied'))
      await check('over')
      await page.goto(`${house.site.url}/answer/nothing/shipped`)
      await check('unknown')
      await page.context().close()
    })

  it('pass axe in light and in dark, and fit a phone of 320 pixels and a finger', async () => {
    const { line } = await house.line('Looked at')
    const letter = await lenders.letter(line.id, 'request', { transmit: true })
    const cancel = await lenders.letter(line.id, 'cancel', { transmit: true })
    const { page } = await openPage(browser)
    for (const path of [
      pathOf(letter, 'shipped'),
      pathOf(letter, 'conditional'),
      pathOf(cancel, 'cancelRefused'),
      '/answer/nothing/shipped',
    ]) {
      await page.goto(house.site.url + path)
      expect(await faultsOf(page), path).to.deep.equal([])
    }
    await page.context().close()
  })
})
