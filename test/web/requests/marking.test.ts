import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { inspect, leave, startChromium } from '../chromium.ts'
import { type GatedLibrary, openGatedLibrary } from '../gated-library.ts'
import { useIllSite } from './ill-site.ts'

describe('Marking hits in Enquiry, in a real browser', function () {
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

  const path = '/enquiry/search?title=darkness&where=others'
  const place = (page: Page) => page.getByRole('button', { name: 'Place Request' })
  const marks = (page: Page) => page.getByRole('checkbox', { name: /^Mark/ })

  /** The page of the results, with nothing marked by tests before. */
  const openUnmarked = async () => {
    const opened = await house.open(browser, path)
    const { page } = opened
    const ready = async () => {
      await page.locator('#library-northfield', { hasText: '✓' }).waitFor()
      await marks(page).nth(3).waitFor()
    }
    await ready()
    const unmark = page.getByRole('button', { name: 'Unmark all' })
    if (await unmark.isEnabled()) {
      await leave(page, () => unmark.click())
      await ready()
    }
    return opened
  }

  it('lets a request be placed for exactly one, and says why not for none and for two', async () => {
    const { page, mishaps } = await house.open(browser, path)
    await page.locator('#library-northfield', { hasText: '✓' }).waitFor()
    await marks(page).nth(1).waitFor()
    expect(await place(page).isDisabled()).to.equal(true)
    expect(await page.locator('#marked-why').textContent()).to.equal(
      'Mark hits to place a request, compare or download.',
    )
    await marks(page).first().check()
    expect(await place(page).isEnabled()).to.equal(true)
    await marks(page).nth(1).check()
    expect(await place(page).isDisabled()).to.equal(true)
    expect(await page.locator('#marked-why').textContent()).to.equal('2 hits are marked: a request is for one.')
    await marks(page).nth(1).uncheck()

    // The mark outlasts the list, which is made anew.
    const title = await page
      .locator('.hit', { has: page.locator(':checked') })
      .locator('h3')
      .textContent()
    lakeside.open()
    await page.locator('#library-lakeside', { hasText: '✓' }).waitFor()
    await page.getByRole('button', { name: /– show/ }).click()
    await page.locator('.hit.new').first().waitFor()
    expect(
      await page
        .locator('.hit', { has: page.locator(':checked') })
        .locator('h3')
        .allTextContents(),
    ).to.deep.equal([title])
    await leave(page, () => place(page).click())
    expect(new URL(page.url()).pathname).to.equal('/enquiry/record/request')
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).to.equal(title?.trim())
    expect(mishaps).to.deep.equal([])
    await page.context().close()
  })

  it('is worked by keys, which are listed, leave typing alone and can be turned off', async () => {
    const { page, mishaps } = await openUnmarked()
    const focused = () => page.evaluate(() => document.activeElement?.closest('.hit')?.id)
    const hits = await page.locator('.hit').evaluateAll((all) => all.map(({ id }) => id))
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await focused()).to.equal(hits[1])
    await page.keyboard.press('m')
    await page.keyboard.press('k')
    await page.keyboard.press('m')
    expect(await focused()).to.equal(hits[0])
    expect(await page.locator('#marked-why').textContent()).to.contain('2 hits are marked')
    await page.keyboard.press('ArrowDown')
    expect(await focused()).to.equal(hits[1])

    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('m')
    expect(await marks(page).nth(1).isChecked()).to.equal(true)
    await page.getByRole('checkbox', { name: /^Use these keys/ }).uncheck()
    await page.getByRole('button', { name: 'Close' }).click()
    await marks(page).nth(1).focus()
    await page.keyboard.press('m')
    expect(await marks(page).nth(1).isChecked()).to.equal(true)
    await page.getByRole('button', { name: 'Keys' }).click()
    await page.getByRole('checkbox', { name: /^Use these keys/ }).check()
    await page.getByRole('button', { name: 'Close' }).click()

    await page.keyboard.press('/')
    await page.keyboard.type('jmc?')
    expect(await page.locator('header #q').inputValue()).to.equal('jmc?')
    await marks(page).first().focus()
    await leave(page, () => page.keyboard.press('c'))
    expect(new URL(page.url()).pathname).to.equal('/enquiry/compare')
    expect(mishaps).to.deep.equal([])
    await page.context().close()
  })

  it('marks all hits from one to another with Shift, and keeps them', async () => {
    const { page, mishaps } = await openUnmarked()
    const kept = page.waitForResponse((answer) => answer.url().includes('/search/marks') && answer.status() === 204)
    await marks(page).nth(1).click()
    await kept
    const range = page.waitForResponse((answer) => answer.url().includes('/search/marks') && answer.status() === 204)
    await marks(page)
      .nth(3)
      .click({ modifiers: ['Shift'] })
    await range
    await page.reload()
    await marks(page).nth(3).waitFor()
    expect(await page.locator('input[name=mark]:checked').count()).to.equal(3)
    expect(mishaps).to.deep.equal([])
    await page.context().close()
  })

  for (const [what, where] of [
    ['a list', path],
    ['an index', '/enquiry/browse?library=northfield&field=author&text=le+guin'],
    ['an index that cannot be listed', '/enquiry/browse?library=northfield&field=any&text=war'],
    ['a comparison', '/enquiry/compare?title=darkness&m=northfield+1&m=northfield+2'],
    ['the history', '/enquiry/history'],
    ['the form', '/enquiry?choose=1'],
  ] as const)
    it(`has nothing wrong in ${what}, at any width, in light and dark`, async () => {
      const { page, mishaps } = await house.open(browser, where, { viewport: { width: 320, height: 640 } })
      if (where === path) await marks(page).first().check()
      for (const [width, colorScheme] of [
        [320, 'light'],
        [1280, 'dark'],
      ] as const) {
        await page.setViewportSize({ width, height: 800 })
        await page.emulateMedia({ colorScheme })
        const { looked, found } = await inspect(page)
        expect(looked).to.be.greaterThan(5)
        expect(found).to.deep.equal([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(width)
      }
      expect(mishaps).to.deep.equal([])
      await page.context().close()
    })
})
