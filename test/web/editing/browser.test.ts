import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { addBib, changeBib, readBib } from '../../../src/catalogue/index.ts'
import { editorText, type MarcRecord, readRecords } from '../../../src/standards/marc/index.ts'
import { leave, openPage, startChromium, type Watched } from '../chromium.ts'
import { faultsOf } from '../faults.ts'
import { linksOf } from '../html.ts'
import { actor } from '../our-catalogue.ts'
import { type SignedIn, signIn } from '../people.ts'
import type { Site } from '../site.ts'
import { openSiteWith, spoiled, theirBook } from './cataloguers.ts'

/** A record of ours that a library's record may be: brief, with a field of ours. */
function oursOf(record: MarcRecord): MarcRecord {
  const ours = theirBook('x', 'x')
  ours.leader = '00000nam a22000005i 4500'
  ours.fields = [
    ...record.fields.filter(([tag]) => !['001', '035', '650', '952'].includes(tag)),
    ['590', '  ', 'a', 'Ours'],
  ]
  return ours
}

describe('Pages of cataloguers in a browser', () => {
  let browser: Browser
  let site: Site
  let cataloguer: SignedIn
  let brief: number
  let edited: number
  let records: Record<'Solaris' | 'Eden' | 'Dzienniki', string>

  const add = async (record: MarcRecord) =>
    (await addBib(site.database.db, { record, flavour: 'marc21' }, { actor, action: 'create' })).id
  const linkTo = async (words: string) =>
    linksOf(await (await cataloguer.get(`/search?q=${words}&where=others&wait=1`)).text()).find((link) =>
      link.startsWith('/record?'),
    )!

  before(async function () {
    browser = await startChromium(this)
    site = await openSiteWith([
      theirBook('u1', 'Solaris'),
      theirBook('u2', 'Eden', ['856', '40', 'u', `https://example.org/${'a'.repeat(300)}`]),
      spoiled(theirBook('u9', 'Dzienniki gwiazdowe'), 'gwiaz'),
    ])
    cataloguer = await signIn(site, 'catalogue.edit', 'enquiry')
    brief = await add(oursOf(theirBook('u2', 'Eden')))
    edited = await add(theirBook('z', 'Kongres'))
    for (const version of [1, 2])
      await changeBib(
        site.database.db,
        edited,
        version,
        { record: theirBook('z', `Kongres ${version}`), flavour: 'marc21' },
        { actor, action: 'edit', reason: 'a reason' },
      )
    records = { Solaris: await linkTo('Solaris'), Eden: await linkTo('Eden'), Dzienniki: await linkTo('Dzienniki') }
  })
  after(async () => {
    await browser?.close()
    await site?.close()
  })

  async function open(options: Parameters<typeof openPage>[1] = {}): Promise<Watched> {
    const watched = await openPage(browser, { reducedMotion: 'reduce', ...options })
    const [name, value] = cataloguer.cookie.split('=') as [string, string]
    await watched.page.context().addCookies([{ name, value, url: site.url }])
    return watched
  }
  const go = (page: Page, path: string) => page.goto(site.url + path)
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const select = async (page: Page, record: string) => {
    await go(page, record)
    await press(page, /^Select Record/)
    await page.locator('.decision').waitFor()
  }

  /** Every state of these pages, and how to come to it. */
  const states: readonly (readonly [name: string, reach: (page: Page) => Promise<unknown>])[] = [
    ['record with the button', (page) => go(page, records.Solaris)],
    ['Enquiry with buttons', (page) => go(page, '/enquiry/search?q=Lem&where=others&wait=1')],
    ['decision', (page) => select(page, records.Eden)],
    ['lost characters', (page) => select(page, records.Dzienniki)],
    [
      'lost characters, not confirmed',
      async (page) => {
        await select(page, records.Dzienniki)
        await press(page, 'Take it as it is')
        await page.locator('#confirm-wrong').waitFor()
      },
    ],
    ['new record', (page) => go(page, '/catalogue/new')],
    [
      'new record, wrong',
      async (page) => {
        await go(page, '/catalogue/new')
        await page.fill('#year', '99')
        await press(page, 'Create the record')
        await page.locator('#title-wrong').waitFor()
      },
    ],
    ['editor', (page) => go(page, `/catalogue/${brief}/edit`)],
    [
      'editor, findings',
      async (page) => {
        await go(page, `/catalogue/${brief}/edit`)
        await page.fill('#text', 'LDR short\n245 1$aX\n020 ## $a123')
        await page.locator('.findings .error').first().waitFor()
      },
    ],
    [
      'editor, preview',
      async (page) => {
        await go(page, `/catalogue/${brief}/edit`)
        await page.fill('#text', (await page.inputValue('#text')).replace('Eden', 'Eden seen'))
        await press(page, 'Preview')
        await page.locator('#preview').waitFor()
      },
    ],
    [
      'editor, conflict',
      async (page) => {
        await go(page, `/catalogue/${edited}/edit`)
        await page.locator('input[name=version]').evaluate((input) => input.setAttribute('value', '1'))
        await press(page, 'Save')
        await page.locator('#conflict').waitFor()
      },
    ],
    ['history', (page) => go(page, `/catalogue/${edited}/history`)],
    ['deleting', (page) => go(page, `/catalogue/${edited}/state?to=deleted`)],
    ['record of ours after an act', (page) => go(page, `/catalogue/${brief}?notice=created`)],
  ]

  it('pass axe in light and in dark, and fit a phone of 320 pixels and a finger', async () => {
    for (const [name, reach] of states) {
      // A page of its own for each: some of them ask before what was typed is left.
      const { page, mishaps } = await open()
      await reach(page)
      expect(await faultsOf(page), name).to.deep.equal([])
      expect(mishaps, name).to.deep.equal([])
      await page.context().close()
    }
  })

  it('check as one types, number the lines, and lead to the fault', async () => {
    const { page, mishaps } = await open()
    await go(page, `/catalogue/${brief}/edit`)
    const text = await page.inputValue('#text')
    await page.fill('#text', `${text}500 1$aX\n\n505 0# $a${'word '.repeat(200)}`)
    const lines = text.split('\n').length + 2
    await page.locator('.findings .error').waitFor()
    expect(await page.locator('.lines > div').count()).to.equal(lines)
    expect(await page.locator('#findings-summary').innerText()).to.contain('1 error')
    const [height, inner] = await page
      .locator('#text')
      .evaluate((area) => [area.clientHeight, area.scrollHeight] as const)
    expect(inner, 'the text does not scroll inside itself').to.be.at.most(height + 1)
    await page.getByRole('button', { name: /^Line \d+, character 4/ }).click()
    const chosen = await page
      .locator('#text')
      .evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd))
    expect(chosen).to.equal(' 1$aX'.slice(0))
    await page.fill('#text', text)
    await page.getByText('Nothing is wrong with it.').waitFor()
    expect(await page.locator('.findings li').count()).to.equal(0)
    expect(mishaps).to.deep.equal([])
    await page.context().close()
  })

  it('ask before what was typed is lost, and not when it is saved', async () => {
    const { page, mishaps } = await open()
    await go(page, `/catalogue/${edited}/edit`)
    await page.locator('#text').press('End')
    await page.locator('#text').pressSequentially('x')
    await page.goto(`${site.url}/`).catch(() => undefined)
    expect(mishaps).to.deep.equal(['dialog: '])
    expect(page.url()).to.contain('/edit')
    await page.fill('#text', editorText((await readBib(site.database.db, edited))!.record))
    await press(page, 'Save')
    await page.waitForURL(/notice=/)
    expect(mishaps).to.have.length(1)
    await page.context().close()
  })
})

describe('Records that attack their cataloguer', function () {
  this.timeout(180_000)

  it('are shown in editor, preview, comparison and choice, and nothing happens', async function () {
    const browser = await startChromium(this)
    const hostile: MarcRecord[] = []
    const file = readFileSync(new URL('../../../fixtures/library/hostile.mrc', import.meta.url))
    for await (const outcome of readRecords([file])) if ('record' in outcome) hostile.push(outcome.record)
    const site = await openSiteWith(hostile)
    try {
      const cataloguer = await signIn(site, 'catalogue.edit', 'enquiry')
      const { page, mishaps } = await openPage(browser)
      const [name, value] = cataloguer.cookie.split('=') as [string, string]
      await page.context().addCookies([{ name, value, url: site.url }])
      expect(hostile.length).to.be.greaterThan(20)
      const look = async (what: string) => {
        const seen = await page.evaluate(() => ({
          strange: [...document.querySelectorAll('main *')]
            .map(({ localName }) => localName)
            .filter((name) => /^(img|script|iframe|object|embed|base|meta|link|video|audio|math|marquee)$/.test(name)),
          handlers: [...document.querySelectorAll('*')].flatMap(({ attributes }) =>
            [...attributes].map((one) => one.name).filter((one) => /^(on|style$|srcdoc$)/.test(one)),
          ),
          links: [...document.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? ''),
          width: document.documentElement.scrollWidth,
        }))
        expect(seen.strange, what).to.deep.equal([])
        expect(seen.handlers, what).to.deep.equal([])
        expect(
          seen.links.filter((address) => !/^(https?:\/\/|mailto:|[?#]|\/(?!\/))/.test(address)),
          what,
        ).to.deep.equal([])
        expect(seen.width, `${what} scrolls sideways`).to.be.at.most(1200)
        expect(mishaps, what).to.deep.equal([])
      }
      for (const [at, record] of hostile.entries()) {
        const { id } = await addBib(
          site.database.db,
          { record: oursOf(record), flavour: 'marc21' },
          {
            actor: { name: '<img src=x onerror=alert(1)>', via: 'web' },
            action: 'create',
            reason: '"><script>alert(1)</script>',
          },
        )
        await page.goto(`${site.url}/catalogue/${id}/edit`, { waitUntil: 'domcontentloaded' })
        await look(`editor ${at}`)
        await leave(page, () => page.getByRole('button', { name: 'Preview' }).click())
        await look(`preview ${at}`)
        await changeBib(
          site.database.db,
          id,
          1,
          { record, flavour: 'marc21' },
          { actor, action: 'edit', reason: '<b>bold</b>' },
        )
        await page.goto(`${site.url}/catalogue/${id}/history`, { waitUntil: 'domcontentloaded' })
        await look(`history ${at}`)
      }
      for (const list of [1, 2, 3]) {
        await page.goto(`${site.url}/search?q=hostile&where=others&wait=1&page=${list}`)
        const addresses = linksOf(await page.content()).filter((link) => link.startsWith('/record?'))
        for (const address of new Set(addresses)) {
          await page.goto(site.url + address, { waitUntil: 'domcontentloaded' })
          await leave(page, () => page.getByRole('button', { name: /^Select Record/ }).click())
          await look(`choice ${address}`)
        }
      }
    } finally {
      await browser.close()
      await site.close()
    }
  })
})
