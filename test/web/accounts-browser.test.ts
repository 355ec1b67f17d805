import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { addPerson, createSecrets, makeLink, setSecret } from '../../src/accounts/index.ts'
import { inspect, leave, openPage, startChromium } from './chromium.ts'
import { openSite, type Site } from './site.ts'

const actor = { name: 'test', via: 'cli' } as const

describe('In a real browser, with JavaScript off', () => {
  let site: Site
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
    site = await openSite([])
  })
  after(async () => {
    await browser?.close()
    await site?.close()
  })

  it('the first administrator is made by the link, signs in, and makes an account that signs in by a link', async () => {
    const token = await makeLink(site.database.db, 'setup', undefined, Date.now())
    const { page, mishaps } = await openPage(browser, {
      javaScriptEnabled: false,
      viewport: { width: 360, height: 800 },
    })
    await page.goto(`${site.url}/link/${token}`)
    await page.fill('#login', 'root')
    await page.fill('#name', 'Root Admin')
    await page.fill('#fresh', 'correct horse battery')
    await page.fill('#again', 'correct horse battery')
    await leave(page, () => page.click('text=Create the account'))
    await page.fill('#login', 'root')
    await page.fill('#secret', 'correct horse battery')
    await leave(page, () => page.click('main button'))
    expect(await page.textContent('h1')).to.equal('Root Admin')

    await page.goto(`${site.url}/admin/people/new?kind=patron`)
    await page.fill('#name', 'Edda Marlowe')
    await page.fill('#login', '2001 0001')
    await leave(page, () => page.click('text=Make the account'))
    expect(await page.textContent('.complaint')).to.include('card number')
    await page.fill('#login', '20010001')
    await leave(page, () => page.click('text=Make the account'))
    await leave(page, () => page.click('aside button'))
    const link = (await page.textContent('.once a'))!
    const { page: other } = await openPage(browser, { javaScriptEnabled: false })
    await other.goto(site.url + link)
    await other.fill('#fresh', '4711')
    await other.fill('#again', '4711')
    await leave(other, () => other.click('text=Save'))
    await other.fill('#login', '20010001')
    await other.fill('#secret', '4711')
    await leave(other, () => other.click('main button'))
    expect(await other.textContent('h1')).to.equal('Edda Marlowe')
    expect((await other.goto(`${site.url}/admin/people`))!.status()).to.equal(403)
    expect(mishaps).to.deep.equal([])
  })

  it('nothing is wrong with the pages for accounts, and nothing sticks out at phone width', async () => {
    const id = await addPerson(
      site.database.db,
      { kind: 'staff', login: 'ada', name: 'Ada', email: '', blocked: false, active: true, roles: [{ role: 'admin' }] },
      actor,
    )
    const hash = await createSecrets().hash('correct horse')
    await setSecret(site.database.db, { id, hash }, actor)
    const { page, mishaps } = await openPage(browser, { viewport: { width: 360, height: 800 } })
    const look = async (path: string) => {
      await page.goto(site.url + path)
      const { looked, found } = await inspect(page)
      expect(looked).to.be.greaterThan(5)
      expect([path, found]).to.deep.equal([path, []])
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).to.deep.equal([path, 360])
    }
    await look('/login')
    await look('/staff/login')
    await page.fill('#login', 'ada')
    await page.fill('#secret', 'correct horse')
    await leave(page, () => page.click('main button'))
    const pages = [
      'people',
      'people?kind=patron',
      'people?q=zzz',
      'people/new',
      'audit',
      `people/${id}`,
      'roles',
      'tokens',
    ]
    for (const path of ['/account', '/account/authenticator', ...pages.map((one) => `/admin/${one}`)]) await look(path)
    expect(mishaps).to.deep.equal([])
  })
})
