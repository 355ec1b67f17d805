import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { openPage, startChromium } from './chromium.ts'
import { faultsOf } from './faults.ts'
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
  ['results, narrowed', '/search?q=history&t=northfield&kind=book&from=1900&sort=title&wait=1', '.chosen .chip'],
  ['results, narrowed to nothing', '/search?q=history&t=northfield&from=1&to=2&wait=1', '.nothing'],
  ['how results are ordered', '/search/order', '.points'],
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

  it('passes axe in light and in dark, and fits a phone of 320 pixels and a finger', async () => {
    const { page } = await openPage(browser)
    for (const [name, path, sign = 'main'] of states) {
      await page.goto(site.url + path)
      await page.locator(sign).first().waitFor()
      expect(await faultsOf(page), name).to.deep.equal([])
      expect(await page.title(), name).to.match(/Farshelf$/)
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
