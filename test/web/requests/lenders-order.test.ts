import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { linesOf } from '../../../src/ill/index.ts'
import { inspect, openPage, startChromium } from '../chromium.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type Office, openOffice } from './office.ts'

describe('The order of lenders', function () {
  this.timeout(120_000)
  let office: Office
  let staff: SignedIn
  let browser: Browser
  let id: number
  let lines: number[]

  before(async function () {
    browser = await startChromium(this)
    office = await openOffice()
    staff = await signIn(office.site, 'requests')
  })
  beforeEach(async () => {
    id = (await office.place('Wanted by many')).id
    await office.link(id)
    lines = []
    for (const name of ['Asked', 'First', 'Second', 'Third']) lines.push(await office.ask(id, name))
    await office.act(lines[0]!, 'request', { transmit: false })
  })
  after(async () => {
    await browser?.close()
    await office?.close()
  })

  const order = async () =>
    (await linesOf(office.site.database.db, [id], new Date())).get(id)!.map(({ lender }) => lender.name)
  const move = (fields: Record<string, string>) => staff.form(`/requests/${id}/lenders/move`, fields)

  it('gets a lender once, though its form is sent again, and twice when it is chosen twice', async () => {
    const page = async () => (await staff.get(`/requests/${id}/lenders/add?q=Third`)).text()
    const form = /name="key" value="([^"]+)".*?name="lender" value="(\d+)"/s
    const [, key, lender] = form.exec(await page()) as unknown as [string, string, string]
    const adding = (said: Record<string, string>) => staff.form(`/requests/${id}/lenders/add`, said)
    const pressed = await Promise.all(Array.from({ length: 3 }, () => adding({ lender, key })))
    expect(pressed.map(({ status }) => status)).to.deep.equal([303, 303, 303])
    expect(await order()).to.have.length(5)
    const [, another] = form.exec(await page()) as unknown as [string, string]
    expect((await adding({ lender, key: another })).status).to.equal(303)
    expect(await order()).to.have.length(6)
    const mixed = /name="lender" value="(\d+)"/.exec(
      await (await staff.get(`/requests/${id}/lenders/add?q=First`)).text(),
    )
    expect((await adding({ lender: mixed![1]!, key })).status).to.equal(400)
  })

  it('is changed by the buttons and by naming it, among those not asked yet', async () => {
    const seen = lines.join()
    expect((await move({ line: String(lines[2]), direction: 'up', seen })).status).to.equal(303)
    expect(await order()).to.deep.equal(['Asked', 'Second', 'First', 'Third'])
    const [asked, first, second, third] = lines as [number, number, number, number]
    const now = [asked, second, first, third].join()
    expect((await move({ order: [asked, third, second, first].join(), seen: now })).status).to.equal(303)
    expect(await order()).to.deep.equal(['Asked', 'Third', 'Second', 'First'])
  })

  it('is not changed by a page that shows another one, nor past a lender who was asked', async () => {
    const seen = lines.join()
    await move({ line: String(lines[3]), direction: 'up', seen })
    const after = await order()
    expect((await move({ line: String(lines[3]), direction: 'up', seen })).status).to.equal(409)
    expect((await move({ order: [...lines].reverse().join(), seen })).status).to.equal(409)
    expect((await move({ line: String(lines[1]), direction: 'up' })).status).to.equal(409)
    expect(await order()).to.deep.equal(after)
  })

  it('is changed by dragging; Escape puts everything back', async () => {
    const { page, mishaps } = await openPage(browser)
    const value = staff.cookie.split('=')[1]!
    await page.context().addCookies([{ name: 'farshelf-session', value, url: office.site.url }])
    await page.goto(`${office.site.url}/requests/${id}/lenders`)
    const grips = page.locator('.grip')
    await grips.first().waitFor()
    expect(await grips.count()).to.equal(3)
    const rows = page.locator('tr[data-line] th[scope=row]')
    const middle = async (n: number) => {
      const box = (await grips.nth(n).boundingBox())!
      return [box.x + box.width / 2, box.y + box.height / 2] as const
    }
    const [from, to] = [await middle(2), await middle(0)]
    await page.mouse.move(...from)
    await page.mouse.down()
    await page.mouse.move(to[0], to[1] - 4, { steps: 5 })
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect((await rows.allInnerTexts()).map((text) => text.split('\n')[0])).to.deep.equal(await order())

    await page.mouse.move(...from)
    await page.mouse.down()
    await page.mouse.move(to[0], to[1] - 4, { steps: 5 })
    await Promise.all([page.waitForURL('**/lenders?done=moved'), page.mouse.up()])
    expect(await order()).to.deep.equal(['Asked', 'Third', 'First', 'Second'])
    await grips.first().waitFor()
    expect((await inspect(page)).found).to.deep.equal([])
    expect(mishaps).to.deep.equal([])
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(320)
    await page.context().close()
  })
})
