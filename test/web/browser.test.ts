import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { until } from '../until.ts'
import { leave, openPage, startChromium, type Watched } from './chromium.ts'
import { type GatedLibrary, openGatedLibrary } from './gated-library.ts'
import { signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

const hits = (page: Page) => page.locator('.hit').evaluateAll((all) => all.map(({ id }) => id))

describe('In a browser', () => {
  let browser: Browser
  let site: Site
  /** Answers once it is let to. */
  let lakeside: GatedLibrary
  let opened: Watched[]

  before(async function () {
    browser = await startChromium(this)
  })
  after(() => browser?.close())

  beforeEach(async () => {
    opened = []
    lakeside = await openGatedLibrary('lakeside', { label: 'Lakeside Consortium' })
    // Fresh for every test: what one has found must not answer the next at once.
    site = await openSite([
      { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } },
      {
        id: 'eastbrook',
        records: 'eastbrook',
        settings: { label: 'Eastbrook University', categories: ['General', 'Academic'] },
      },
      lakeside.library,
      { id: 'harbour', port: 1, settings: { label: 'Old Harbour', categories: ['Academic'] } },
    ])
  })
  afterEach(async () => {
    for (const { page, mishaps } of opened) {
      expect(mishaps).to.deep.equal([])
      await page.context().close()
    }
    await site.close()
    await lakeside.close()
  })

  async function open(path: string, options = {}): Promise<Page> {
    const watched = await openPage(browser, options)
    opened.push(watched)
    await watched.page.goto(site.url + path)
    return watched.page
  }

  describe('a search', () => {
    it('shows hits as they come, and later ones only when asked to', async () => {
      const page = await open('/')
      await page.getByRole('searchbox', { name: 'Search for' }).fill('darkness')
      await page.getByRole('button', { name: 'Search', exact: true }).click()
      await page.locator('.hit').first().waitFor()
      expect(page.url()).to.equal(`${site.url}/search?q=darkness`)
      await page.locator('#library-lakeside', { hasText: 'searching' }).waitFor()
      // A list in use is not filled up any more.
      await page.locator('.hit h3 a').first().focus()
      const first = await hits(page)

      lakeside.open()
      const bar = page.getByRole('button', { name: /more results? – show/ })
      await page.locator('#library-lakeside', { hasText: /✓\s*\d+ hits/ }).waitFor()
      await bar.waitFor()
      await page.locator('#library-harbour', { hasText: 'not answering' }).waitFor()
      expect(await hits(page)).to.deep.equal(first)
      expect(await page.evaluate(() => document.activeElement?.closest('.hit')?.id)).to.equal(first[0])
      await page.getByRole('button', { name: 'Stop waiting', exact: true }).waitFor({ state: 'hidden' })

      const promised = Number.parseInt(await bar.innerText(), 10)
      await bar.click()
      await bar.waitFor({ state: 'hidden' })
      const all = await hits(page)
      expect(all)
        .to.include.members(first)
        .and.have.length(Math.min(20, first.length + promised))
      const focused = await page.evaluate(() => document.activeElement?.closest('.hit')?.id)
      expect(first).to.not.include(focused)
      await page.reload()
      expect(await hits(page)).to.deep.equal(all)
    })

    it('tells in its place who else holds an entry, and moves nothing', async () => {
      const page = await open('/search?q=darkness&t=northfield&t=lakeside')
      await page.locator('#library-northfield', { hasText: /✓\s*\d+ hits/ }).waitFor()
      const shared = page.locator('.hit', { hasText: 'Koestler' }).first()
      await shared.locator('a[id^=title]').focus()
      expect(await shared.locator('.held').innerText()).to.match(/^Held by\s+Northfield City$/)
      const places = () =>
        page.locator('.hit').evaluateAll((all) => all.map((hit) => [hit.id, Math.round(hit.getBoundingClientRect().y)]))
      const before = await places()
      lakeside.open()
      await shared.locator('.held', { hasText: 'Held by 2 libraries' }).waitFor()
      expect(await shared.locator('.held').innerText()).to.include('Lakeside Consortium')
      await page.getByRole('button', { name: 'Stop waiting', exact: true }).waitFor({ state: 'hidden' })
      expect(await places()).to.deep.equal(before)
    })

    it('leaves the focus where it is when the last answer brings the list anew', async () => {
      const page = await open('/search?q=oz+tale+of+love&t=northfield&t=lakeside')
      await page.locator('#library-northfield', { hasText: /✓\s*1 hit/ }).waitFor()
      await page.getByRole('link', { name: /^Place Request/ }).focus()
      lakeside.open()
      await page.locator('#results:not([data-stream])').waitFor({ state: 'attached' })
      expect(await page.evaluate(() => document.activeElement?.textContent)).to.match(/^Place Request/)
    })

    it('tells a screen reader how it stands, but never more than once in two seconds', async () => {
      const watched = await openPage(browser)
      opened.push(watched)
      const { page } = watched
      await page.addInitScript(() => {
        const said: [at: number, words: string][] = []
        Object.assign(globalThis, { said })
        addEventListener('DOMContentLoaded', () => {
          const region = document.querySelector('[role=status]')
          if (region)
            new MutationObserver(() => said.push([performance.now(), region.textContent ?? ''])).observe(region, {
              childList: true,
              subtree: true,
              characterData: true,
            })
        })
      })
      await page.goto(`${site.url}/search?q=darkness`)
      await page.locator('[role=status]', { hasText: '2 of 4 libraries answered' }).waitFor()
      lakeside.open()
      await page.locator('[role=status]', { hasText: '3 of 4 libraries answered' }).waitFor()
      const said = await page.evaluate(() => (globalThis as unknown as { said: [number, string][] }).said)
      expect(said.length).to.be.greaterThan(1)
      for (const [i, [at]] of said.entries()) if (i > 0) expect(at - said[i - 1]![0]).to.be.at.least(1950)
      expect(await page.locator('#results').getAttribute('aria-live')).to.equal(null)
    })

    it('can be stopped while it waits', async () => {
      const page = await open('/search?q=darkness')
      await page.locator('.hit').first().waitFor()
      await page.getByRole('button', { name: 'Stop waiting', exact: true }).click()
      await page.getByText('Lakeside Consortium was not waited for.').waitFor()
      await page.locator('#library-lakeside', { hasText: 'you stopped waiting' }).waitFor()
      await page.locator('.hit h3 a').first().click()
      await page.getByRole('link', { name: /^‹ Results/ }).click()
      await page.getByText('Lakeside Consortium was not waited for.').waitFor()
      lakeside.open()
      await page.getByRole('button', { name: 'Ask again' }).click()
      await page.locator('#library-lakeside', { hasText: /✓\s*\d+ hits/ }).waitFor()
    })

    it('can be stopped for one library by the keyboard', async () => {
      const page = await open('/search?q=darkness')
      await page.locator('.hit').first().waitFor()
      const stop = page.getByRole('button', { name: 'Stop waiting for Lakeside Consortium' })
      await stop.focus()
      await page.keyboard.press('Enter')
      await page.locator('#library-lakeside', { hasText: 'you stopped waiting' }).waitFor()
      await page.getByText('Lakeside Consortium was not waited for.').waitFor()
      expect(await page.getByRole('button', { name: /^Stop/ }).count()).to.equal(0)
    })

    it('that finds nothing ends by saying so', async () => {
      const page = await open('/search?q=xyzzyplugh&in=title')
      await page.getByText('Results appear here').waitFor()
      lakeside.open()
      await page.getByRole('heading', { name: 'Nothing found in the libraries that answered' }).waitFor()
      await page.getByRole('button', { name: 'Stop waiting', exact: true }).waitFor({ state: 'hidden' })
    })

    it('that the server has lost is offered anew', async () => {
      const page = await open('/search?q=darkness')
      await page.locator('.hit').first().waitFor()
      const { get } = site.service
      Object.assign(site.service, { get: () => undefined })
      site.web.close()
      const again = page.getByRole('button', { name: 'The connection was lost – search again' })
      await again.waitFor()
      Object.assign(site.service, { get })
      lakeside.open()
      await again.click()
      await page.locator('#library-lakeside', { hasText: /✓\s*\d+ hits/ }).waitFor()
    })

    it('leaves no stream open when its page is left', async () => {
      const page = await open('/search?q=darkness')
      await page.locator('.hit').first().waitFor()
      expect(site.web.streams).to.equal(1)
      await page.goto('about:blank')
      await until(() => site.web.streams === 0)
    })
  })

  describe('without scripts', () => {
    it('goes the whole way from the form to the MARC record', async () => {
      const page = await open('/', { javaScriptEnabled: false })
      await page.getByRole('searchbox').fill('left hand of darkness')
      const waiting = page.waitForRequest(/&wait=1$/)
      await page.getByRole('button', { name: 'Search', exact: true }).click()
      await waiting
      lakeside.open()
      await page.getByText('3 of 4 libraries answered').waitFor()
      expect(page.url()).to.equal(`${site.url}/search?q=left+hand+of+darkness&wait=1`)
      expect(await page.locator('#library-lakeside').innerText()).to.match(/✓\s\d+ hits/)
      await page.getByRole('link', { name: 'Левая рука тьмы' }).first().click()
      await page.getByRole('heading', { level: 1, name: 'Левая рука тьмы' }).waitFor()
      await page.getByRole('link', { name: 'MARC', exact: true }).click()
      await page.getByRole('rowheader', { name: '245' }).waitFor()
      const saving = page.waitForEvent('download')
      await page.getByRole('link', { name: 'MARCXML' }).click()
      expect((await saving).suggestedFilename()).to.match(/\.xml$/)
    })

    it('chooses libraries by category', async () => {
      const page = await open('/', { javaScriptEnabled: false })
      await page.getByText('Choose libraries').click()
      await leave(page, () => page.getByRole('button', { name: 'None of General' }).click())
      expect(
        await page.locator('input[name=t]:checked').evaluateAll((all) => all.map((box) => box.getAttribute('value'))),
      ).to.deep.equal(['harbour'])
      await page.getByRole('checkbox', { name: 'General' }).check()
      await page.getByRole('searchbox').fill('odyssey')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/search?*')
      expect(new URL(page.url()).searchParams.getAll('t')).not.to.deep.equal(['harbour'])
    })
  })

  describe('the choice of libraries', () => {
    it('follows "All" and "None" at once, counts, and is remembered', async () => {
      const page = await open('/')
      const chosen = page.locator('[data-chosen]')
      expect(await chosen.innerText()).to.equal('all 4 libraries')
      await page.getByText('Choose libraries').click()
      const academic = page.getByRole('checkbox', { name: 'Academic' })
      expect(await academic.isChecked()).to.equal(true)
      await academic.uncheck()
      expect(await chosen.innerText()).to.equal('2 of 4 libraries')
      await academic.check()
      expect(await chosen.innerText()).to.equal('all 4 libraries')
      await page.getByRole('button', { name: 'None of Academic' }).click()
      expect(await academic.isChecked()).to.equal(false)
      expect(await chosen.innerText()).to.equal('2 of 4 libraries')
      expect(page.url()).to.equal(`${site.url}/`)
      await page.getByLabel('Old Harbour').check()
      expect(await chosen.innerText()).to.equal('3 of 4 libraries')
      await page.getByRole('searchbox').fill('odyssey')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/search?*')
      expect(new URL(page.url()).searchParams.getAll('t')).to.deep.equal(['northfield', 'lakeside', 'harbour'])
      await page.goto(site.url)
      expect(await chosen.innerText()).to.equal('3 of 4 libraries')
    })
  })

  describe('with the keyboard alone', () => {
    const tabTo = async (page: Page, name: RegExp) => {
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press('Tab')
        const words = await page.evaluate(() => {
          const element = document.activeElement as HTMLElement | null
          const label = element instanceof HTMLInputElement ? element.labels?.[0]?.innerText : undefined
          return element?.getAttribute('aria-label') ?? label ?? element?.innerText ?? ''
        })
        if (name.test(words)) return
      }
      throw new Error(`no way to ${name} by Tab`)
    }

    it('goes from the box to a record, its MARC and back', async () => {
      const page = await open('/')
      await tabTo(page, /^Search for$/)
      await page.keyboard.type('left hand of darkness')
      await page.keyboard.press('Enter')
      await page.locator('.hit').first().waitFor()
      await tabTo(page, /^Skip to results$/)
      await page.keyboard.press('Enter')
      expect(await page.evaluate(() => document.activeElement?.id)).to.equal('results')
      await tabTo(page, /left hand/i)
      await page.keyboard.press('Enter')
      await page.waitForURL('**/record?*')
      await tabTo(page, /^MARC$/)
      await page.keyboard.press('Enter')
      await page.waitForURL('**&tab=marc')
      await tabTo(page, /^‹ Results/)
      await page.keyboard.press('Enter')
      await page.waitForURL('**/search?q=left+hand+of+darkness&where=others')
    })

    it('searches with Enter from a field of Enquiry', async () => {
      const page = await open('/login')
      const [name, value] = (await signIn(site, 'enquiry')).cookie.split('=') as [string, string]
      await page.context().addCookies([{ name, value, url: site.url }])
      await page.goto(`${site.url}/enquiry`)
      await tabTo(page, /^Title/)
      await page.keyboard.type('left hand of darkness')
      await leave(page, () => page.keyboard.press('Enter'))
      const { pathname, searchParams } = new URL(page.url())
      expect([pathname, searchParams.get('title')]).to.deep.equal(['/enquiry/search', 'left hand of darkness'])
    })

    it('never hides what has the focus behind the bar of arrivals', async () => {
      const page = await open('/search?q=darkness', { viewport: { width: 320, height: 500 } })
      await page.locator('.hit h3 a').first().focus()
      lakeside.open()
      await page.getByRole('button', { name: /more results? – show/ }).waitFor()
      for (let presses = 0; presses < 30; presses++) {
        await page.keyboard.press('Tab')
        const covered = await page.evaluate(() => {
          const focused = document.activeElement
          if (!focused?.closest('.hit')) return false
          const { left, top, width, height } = focused.getBoundingClientRect()
          return !focused.contains(
            document.elementFromPoint(left + Math.min(width, 20) / 2, top + Math.min(height, 20) / 2),
          )
        })
        expect(covered).to.equal(false)
      }
    })
  })
})
