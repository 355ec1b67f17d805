import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { inspect, openPage, startChromium } from './chromium.ts'
import { type GatedLibrary, openGatedLibrary } from './gated-library.ts'
import { openSite, type Site } from './site.ts'

/** Every state a page can be in: its name, its address, and what shows that it is reached. */
const states: readonly (readonly [name: string, path: string, sign?: string])[] = [
  ['search page', '/'],
  ['search page with everything open', '/?q=odyssey&author=Homer&choose=1'],
  ['search page with a complaint', '/search?q='],
  ['results, running', '/search?q=darkness&t=northfield&t=lakeside', '.hit'],
  ['results, nothing yet', '/search?q=darkness&t=lakeside', '.nothing'],
  ['results, partly failed', '/search?q=left+hand+of+darkness&t=northfield&t=eastbrook&t=harbour&wait=1', '.note'],
  ['results, several pages', '/search?q=novels&in=subject&t=northfield&page=2&wait=1', '.paging'],
  ['results, more to fetch', '/search?q=the&t=northfield&wait=1', '.more-records'],
  ['results, no such page', '/search?q=odyssey&t=northfield&page=99&wait=1', '.nothing'],
  ['results, nothing found', '/search?q=xyzzyplugh&t=northfield&wait=1', '.nothing'],
  [
    'results, nothing found, one failed',
    '/search?q=xyzzyplugh&t=northfield&t=harbour&in=title&wait=1',
    '.nothing .note',
  ],
  ['results, all failed', '/search?q=odyssey&t=harbour&wait=1', '.nothing'],
  ['record, details', '/record?q=left+hand+of+darkness&t=northfield&t=eastbrook&library=eastbrook&record=1', 'dl'],
  ['record, MARC', '/record?q=left+hand+of+darkness&t=northfield&library=northfield&record=1&tab=marc', '.marc'],
  ['record, not to be had', '/record?q=odyssey&t=harbour&library=harbour&record=1', '.nothing'],
  ['bad address', '/search?q=a&page=nought', '.nothing'],
  ['no such page', '/nowhere', '.nothing'],
]

describe('Every state of a page', () => {
  let browser: Browser
  let site: Site
  let lakeside: GatedLibrary

  before(async function () {
    browser = await startChromium(this)
  })
  after(() => browser?.close())

  // A fresh one each time, so that searches are running anew; Lakeside never answers.
  beforeEach(async () => {
    lakeside = await openGatedLibrary('lakeside', { label: 'Lakeside Consortium' })
    site = await openSite([
      { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } },
      {
        id: 'eastbrook',
        records: 'eastbrook',
        settings: { label: 'Eastbrook University', categories: ['General', 'Academic'] },
      },
      lakeside.library,
      { id: 'harbour', port: 1, settings: { label: 'Old Harbour' } },
    ])
  })
  afterEach(async () => {
    await site.close()
    await lakeside.close()
  })

  /** The same elements in other colours: only contrast can differ between the schemes. */
  const schemes = [
    ['light', undefined],
    ['dark', ['color-contrast']],
  ] as const
  for (const [colorScheme, rules] of schemes)
    it(`passes axe, in ${colorScheme}`, async () => {
      const { page } = await openPage(browser, { colorScheme, reducedMotion: 'reduce' })
      for (const [name, path, sign = 'main'] of states) {
        await page.goto(site.url + path)
        await page.locator(sign).first().waitFor()
        const { looked, found } = await inspect(page, rules && [...rules])
        expect(looked, name).to.be.at.least(rules ? 1 : 8)
        expect(found, name).to.deep.equal([])
        expect(await page.locator('h1').count(), `${name}: one h1`).to.equal(1)
        expect(await page.title(), name).to.match(/Farshelf$/)
      }
      await page.context().close()
    })

  it('fits a phone of 320 pixels, with targets large enough for a finger', async () => {
    const { page } = await openPage(browser, { viewport: { width: 320, height: 640 } })
    for (const [name, path, sign = 'main'] of states) {
      await page.goto(site.url + path)
      await page.locator(sign).first().waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).to.equal(320)
      const small = await page.locator('button, select, input:not([type=hidden]), summary, nav a').evaluateAll((all) =>
        all
          .map((element) => ({ words: element.outerHTML.slice(0, 80), box: element.getBoundingClientRect() }))
          // The label of a checkbox is its target.
          .filter(
            ({ words, box }) => box.width > 0 && !words.includes('checkbox') && Math.min(box.width, box.height) < 24,
          )
          .map(({ words }) => words),
      )
      expect(small, name).to.deep.equal([])
    }
    await page.context().close()
  })

  it('keeps its signs where colours are forced', async () => {
    const { page } = await openPage(browser, { forcedColors: 'active' })
    await page.goto(`${site.url}/search?q=odyssey&t=northfield&t=harbour&wait=1`)
    const badges = await page.locator('.badge').allInnerTexts()
    expect(badges).to.have.length.at.least(2)
    for (const words of badges) expect(words).to.match(/^[✓○✕△]\s+\S/)
    await page.context().close()
  })
})
