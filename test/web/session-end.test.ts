import { expect } from 'chai'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { createSecrets } from '../../src/accounts/index.ts'
import { inspect, leave, openPage, startChromium, type Watched } from './chromium.ts'
import { type SignedIn, signInWith } from './people.ts'
import { openSite, type Site } from './site.ts'

const minute = 60_000

describe('The end of a session', () => {
  let browser: Browser
  let site: Site
  let who: SignedIn
  let watched: Watched
  let page: Page
  /** How far the server's clock is ahead. */
  let later = 0

  before(async function () {
    browser = await startChromium(this)
    site = await openSite([], { clock: { now: () => Date.now() + later } })
  })
  after(async () => {
    await browser?.close()
    await site?.close()
  })
  afterEach(async () => {
    expect(watched.mishaps).to.deep.equal([])
    await page.context().close()
    later = 0
  })

  async function open(path: string, options = {}) {
    who = await signInWith(site, 'staff', [{ role: 'admin' }])
    watched = await openPage(browser, options)
    page = watched.page
    await page.context().addCookies([{ name: 'farshelf-session', value: who.cookie.split('=')[1]!, url: site.url }])
    await page.clock.install()
    await page.goto(site.url + path)
  }
  /** Lets time pass, here and there. */
  async function pass(milliseconds: number) {
    later += milliseconds
    await page.clock.fastForward(milliseconds)
  }
  const said = () => page.locator('.session-end [role=status]')
  const stay = () => page.getByRole('button', { name: 'Stay signed in' })
  const hasSession = async () =>
    (await site.database.db.selectFrom('sessions').select('id').where('person_id', '=', who.id).execute()).length === 1

  it('is said two minutes before, politely, and put off by a button', async () => {
    await open('/account')
    await pass(27.5 * minute)
    expect(await said().textContent()).to.equal('')
    expect(await stay().isVisible()).to.equal(false)
    await pass(0.6 * minute)
    await said().filter({ hasText: 'You will be signed out in 2 minutes' }).waitFor()
    await pass(minute)
    await said().filter({ hasText: 'signed out in a minute' }).waitFor()
    const { looked, found } = await inspect(page)
    expect(looked).to.be.greaterThan(5)
    expect(found).to.deep.equal([])
    await page.setViewportSize({ width: 320, height: 700 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(320)
    await stay().focus()
    await page.keyboard.press('Enter')
    await said().filter({ hasText: /^$/ }).waitFor({ state: 'attached' })
    expect(await stay().isVisible()).to.equal(false)
    expect(await page.evaluate('document.activeElement.id')).to.equal('main')
    // It lasts another half hour, and is said again.
    await pass(27.5 * minute)
    expect(await said().textContent()).to.equal('')
    await pass(0.6 * minute)
    await said().filter({ hasText: 'You will be signed out in 2 minutes' }).waitFor()
    expect(await hasSession()).to.equal(true)
  })

  it('is not said while another tab goes on', async () => {
    await open('/account')
    await pass(20 * minute)
    const other = await page.context().newPage()
    await other.goto(`${site.url}/account`)
    const asked = page.waitForResponse('**/account/session')
    await pass(9 * minute)
    await (await asked).finished()
    expect(await said().textContent()).to.equal('')
  })

  it('comes by itself though nobody presses anything, and asking for it is no use of the session', async () => {
    await open('/account')
    await pass(28.5 * minute)
    await stay().waitFor()
    for (let n = 0; n < 5; n++) await pass(20_000)
    await said().filter({ hasText: 'You have been signed out' }).waitFor()
    expect(await stay().isVisible()).to.equal(false)
    expect(await hasSession()).to.equal(false)
  })

  it('cannot be put off for ever, and then there is no button', async () => {
    await open('/account')
    await sql`update sessions set ends_at = ${new Date(Date.now() + 29 * minute)} where person_id = ${who.id}`.execute(
      site.database.db,
    )
    await page.reload()
    await pass(27.5 * minute)
    await said().filter({ hasText: 'for as long as is allowed' }).waitFor()
    expect(await stay().isVisible()).to.equal(false)
  })

  /** Fills in a form, and loses the session before it is sent. */
  async function typeAndLose(options = {}) {
    await open('/catalogue/new', options)
    const login = who.name.replaceAll(' ', '-')
    const hash = await createSecrets().hash('correct horse')
    await site.database.db.updateTable('people').set({ secret_hash: hash }).where('id', '=', who.id).execute()
    await page.fill('#title', 'Typed “once” & kept')
    await page.fill('#notes', '\n One\nTwo')
    later = 31 * minute
    return {
      async signIn(at: Page) {
        await at.fill('#login', login)
        await at.fill('#secret', 'correct horse')
        await leave(at, () => at.click('main button.primary'))
      },
    }
  }
  /** The record that was typed, in the catalogue. */
  const expectRecord = async () => {
    expect(await page.textContent('h1')).to.include('Typed “once” & kept')
    expect(await page.textContent('main')).to.include('Two')
  }

  it('loses nothing that was typed, with JavaScript off', async () => {
    const { signIn } = await typeAndLose({ javaScriptEnabled: false })
    await leave(page, () => page.click('main button.primary'))
    expect(await page.textContent('main')).to.include('What you typed is kept')
    // Once with a wrong password, and by the wrong door.
    await page.fill('#login', 'nobody')
    await page.fill('#secret', 'wrong')
    await leave(page, () => page.click('main button.primary'))
    await leave(page, () => page.click('text=I have a library card'))
    await leave(page, () => page.click('text=I work here'))
    await signIn(page)
    expect(await page.textContent('h1')).to.equal('You are signed in again')
    await leave(page, () => page.click('text=Send it now'))
    await expectRecord()
  })

  it('loses nothing to whoever signs in beside it', async () => {
    const { signIn } = await typeAndLose()
    const other = await page.context().newPage()
    await other.goto(`${site.url}/staff/login`)
    await signIn(other)
    await leave(page, () => page.click('main button.primary'))
    expect(await page.textContent('h1')).to.equal(`You are signed in as ${who.name} now`)
    await leave(page, () => page.click('text=Send it now'))
    await expectRecord()
  })

  it('carries no password along', async () => {
    await open('/account', { javaScriptEnabled: false })
    later = 31 * minute
    for (const field of await page.locator('main input[type=password]').all()) await field.fill('canary horse')
    await leave(page, () => page.click('main form:has(input[type=password]) button'))
    const html = await page.content()
    expect(html).to.include('Sign in first').and.not.include('canary')
    expect(html).to.not.include('name="draft"')
  })

  it('takes no form of another site along', async () => {
    await open('/account')
    const send = (headers: Record<string, string>) =>
      page.request.post(`${site.url}/catalogue/new`, { form: { title: 'Evil', csrf: 'x'.repeat(43) }, headers })
    later = 31 * minute
    const senders = [
      ['origin', 'null'],
      ['sec-fetch-site', 'cross-site'],
      ['origin', 'https://evil.example'],
    ] as const
    for (const [name, value] of senders) {
      const answer = await send({ [name]: value })
      expect([answer.status(), (await answer.text()).includes('name="draft"')]).to.deep.equal([401, false])
    }
  })
})
