import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { openPage, startChromium, type Watched } from './chromium.ts'
import { openHostileSite } from './hostile-site.ts'
import type { Site } from './site.ts'

/** What pages of ours are made of; text of a record adds nothing to it. */
const ours = new Set(
  `html head meta title link script noscript body div header main footer aside section article nav search form label
  input select option button fieldset legend details summary h1 h2 h3 p ul ol li dl dt dd a b i abbr bdi span svg g rect
  path text table thead tbody tr th td pre`.split(/\s+/),
)

describe('Records that attack their reader', () => {
  let browser: Browser
  let site: Site
  let watched: Watched

  before(async function () {
    browser = await startChromium(this)
    site = await openHostileSite()
    watched = await openPage(browser)
    await watched.page.addInitScript(() => {
      const breaches: string[] = []
      Object.assign(globalThis, { breaches })
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        breaches.push(`${violatedDirective} ${blockedURI}`),
      )
    })
  })
  after(async () => {
    await browser?.close()
    await site?.close()
  })

  /** Everything on the page that a record could have put there. */
  async function look(path: string) {
    const { page, mishaps } = watched
    await page.goto(site.url + path, { waitUntil: 'domcontentloaded' })
    const seen = await page.evaluate(() => ({
      elements: [...new Set([...document.querySelectorAll('*')].map(({ localName }) => localName))],
      handlers: [...document.querySelectorAll('*')].flatMap(({ attributes }) =>
        [...attributes].map(({ name }) => name).filter((name) => /^(on|hx-|style$|srcdoc$|autofocus$)/.test(name)),
      ),
      links: [...document.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? ''),
      scripts: [...document.scripts].map((script) => script.getAttribute('src') ?? 'inline'),
      breaches: (globalThis as unknown as { breaches: string[] }).breaches,
      width: document.documentElement.scrollWidth,
      window: innerWidth,
    }))
    expect(
      seen.elements.filter((name) => !ours.has(name)),
      path,
    ).to.deep.equal([])
    expect(seen.handlers, path).to.deep.equal([])
    expect(
      seen.scripts.filter((src) => !src.startsWith('/assets/')),
      path,
    ).to.deep.equal([])
    expect(
      seen.links.filter((address) => !/^(https?:\/\/|mailto:|[?#]|\/(?!\/))/.test(address)),
      path,
    ).to.deep.equal([])
    expect(seen.breaches, path).to.deep.equal([])
    expect(mishaps, path).to.deep.equal([])
    expect(seen.width, `${path} scrolls sideways`).to.be.at.most(seen.window)
    return seen
  }

  const titles = () =>
    watched.page.locator('.hit h3 a').evaluateAll((all) => all.map((link) => link.getAttribute('href')!))

  it('are listed, shown in full and as MARC, and nothing happens', async () => {
    const records: string[] = []
    for (const page of [1, 2, 3]) {
      await look(`/search?q=hostile&wait=1&page=${page}`)
      records.push(...(await titles()))
    }
    expect(records.length).to.be.greaterThan(30)
    for (const record of records) {
      await look(record)
      await look(`${record}&tab=marc`)
    }
  })

  it('keep the layout on a phone', async () => {
    await watched.page.setViewportSize({ width: 320, height: 640 })
    for (const page of [1, 2]) {
      await look(`/search?q=hostile&wait=1&page=${page}&sort=title`)
      for (const { height } of await watched.page
        .locator('.hit')
        .evaluateAll((all) => all.map((hit) => hit.getBoundingClientRect())))
        expect(height).to.be.lessThan(1000)
    }
    const [first] = await titles()
    await look(first!)
    await look(`${first}&tab=marc`)
    await watched.page.setViewportSize({ width: 1200, height: 900 })
  })

  it('arrive by the stream no differently', async () => {
    const { page, mishaps } = watched
    await page.goto(`${site.url}/search?q=hostile+text`)
    await page.locator('.progress', { hasText: 'The library answered' }).waitFor()
    await page.locator('.hit').first().waitFor()
    expect(await page.evaluate(() => (globalThis as unknown as { breaches: string[] }).breaches)).to.deep.equal([])
    expect(await page.locator('main img, main script, main iframe').count()).to.equal(0)
    expect(mishaps).to.deep.equal([])
  })

  it('attack in vain through the address too', async () => {
    const attack = encodeURIComponent('"><script>alert(1)</script><img src=x onerror=alert(1)>')
    for (const path of [
      `/?q=${attack}&title=${attack}`,
      `/search?q=${attack}&wait=1`,
      `/search?q=a&t=${attack}`,
      `/search?q=a&sort=${attack}`,
      `/${attack}`,
    ])
      await look(path)
  })

  it('leave as files that keep their name and type', async () => {
    await look('/search?q=hostile&wait=1')
    for (const record of await titles()) {
      const answer = await site.get(record.replace('/record?', '/record/file?').concat('&format=mrk'))
      expect(answer.headers.get('content-type')).to.equal('text/plain; charset=utf-8')
      expect(answer.headers.get('content-disposition')).to.match(/^attachment; filename="?[\w-]+\.mrk"?$/)
      expect(answer.headers.get('set-cookie')).to.equal(null)
    }
  })
})
