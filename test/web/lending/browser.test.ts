import { mkdirSync } from 'node:fs'
import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { openPage, startChromium } from '../chromium.ts'
import { faultsOf } from '../faults.ts'
import { useLendingSite } from './lending-site.ts'

const looks = process.env['SCREENSHOTS']

describe('Pages of lending in a browser', function () {
  this.timeout(300_000)
  const house = useLendingSite()
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
  })
  after(() => browser?.close())

  /** Every state a request can stand in, on pages of its own. */
  async function furnish(): Promise<readonly (readonly [name: string, path: string])[]> {
    const { id: partnerId } = await house.lender({ name: 'Hill Library', street: '1 Hill Street', place: 'Hill' })
    const made = async (title: string, more: object = {}) => house.lending(title, { partnerId, held: true, ...more })
    const lent = async (title: string) => {
      const one = await made(title)
      await house.act(one.lending.id, 'shipped', { itemNo: one.item!.accessionNo, dueOn: '2031-05-01' })
      return one.lending.id
    }
    const fresh = await made('The left hand of darkness', {
      neededBy: '2031-01-01',
      mostCost: '5.00 EUR',
      note: 'Urgent',
    })
    const nowhere = (await house.lending('Nobody has this one', { partnerId })).lending.id
    const conditional = (await made('On a condition')).lending.id
    await house.act(conditional, 'answerConditional', { condition: 'LibraryUseOnly', replyBy: '2031-01-01' })
    const promised = (await made('Promised')).lending.id
    await house.act(promised, 'willSupply', { supplyOn: '2031-01-01' })
    const shipped = await lent('Shipped to them')
    const renewing = await lent('To be renewed')
    await house.act(renewing, 'renew', { dueOn: '2031-06-01' })
    const overdue = await lent('Overdue at last')
    await house.act(overdue, 'overdue')
    const recalled = await lent('Called back')
    await house.act(recalled, 'recall')
    const lost = await lent('Lost there')
    await house.act(lost, 'lost', { publicNote: 'We are sorry.' })
    const back = await lent('Back again')
    await house.act(back, 'checkedIn')
    const refused = (await made('Not supplied')).lending.id
    await house.act(refused, 'unfilled', { reason: 'NotOnShelf' })
    const one = `/lending/${fresh.lending.id}`
    return [
      ['home', '/lending'],
      ['list', '/lending/list'],
      ['list-empty', '/lending/list?queue=returned'],
      ['views', '/lending/views'],
      ['new', '/lending/new'],
      ['order', `/lending/new?library=${partnerId}`],
      ['in-process', one],
      ['copies', `${one}?tab=copies`],
      ['messages', `${one}?tab=messages`],
      ['history', `${one}?tab=history`],
      ['edit', `${one}/edit`],
      ['label', `${one}/label`],
      ['ship', `${one}/act/shipped`],
      ['not-held', `/lending/${nowhere}`],
      ['not-held-copies', `/lending/${nowhere}?tab=copies`],
      ['conditional', `/lending/${conditional}`],
      ['promised', `/lending/${promised}`],
      ['shipped', `/lending/${shipped}`],
      ['renew-pending', `/lending/${renewing}`],
      ['overdue', `/lending/${overdue}`],
      ['recall', `/lending/${recalled}`],
      ['lost', `/lending/${lost}`],
      ['checked-in', `/lending/${back}?tab=history`],
      ['not-supplied', `/lending/${refused}`],
      ['bulk', `/lending/bulk?event=checkedIn&id=${shipped}&id=${overdue}&id=${nowhere}`],
      ['bulk-none', '/lending/bulk?event=checkedIn'],
      ['pick-list', '/lending/pick-list'],
      ['shipping-list', '/lending/shipping-list'],
      ['check-in', '/lending/check-in'],
    ]
  }

  async function open(options: object) {
    const opened = await openPage(browser, options)
    const [name, value] = house.staff.cookie.split('=') as [string, string]
    await opened.page.context().addCookies([{ name, value, url: house.site.url }])
    return opened
  }

  it('pass axe in every state, in light and in dark, and fit a phone and a finger', async () => {
    const pages = await furnish()
    const { page, mishaps } = await open({ viewport: { width: 1280, height: 900 } })
    for (const [name, path] of pages) {
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto(house.site.url + path)
      await page.locator('h1').waitFor()
      expect(await faultsOf(page), name).to.deep.equal([])
      if (looks === undefined) continue
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 })
        mkdirSync(looks, { recursive: true })
        await page.screenshot({ path: `${looks}/${name}-${width}.png`, fullPage: true })
      }
    }
    expect(mishaps).to.deep.equal([])
    await page.context().close()
  })

  it('are worked by keyboard alone: a list is sorted, ticked and acted on', async () => {
    const { id: partnerId } = await house.lender({ name: 'Keyboard Library' })
    for (const title of ['Keys beta', 'Keys alpha']) await house.lending(title, { partnerId })
    const { page, mishaps } = await open({})
    await page.goto(`${house.site.url}/lending/list?library=${partnerId}`)
    const press = async (name: string, role: 'link' | 'checkbox' | 'button', key: string) => {
      await page.getByRole(role, { name }).focus()
      await page.keyboard.press(key)
    }
    await press('Title', 'link', 'Enter')
    await page.waitForURL(/sort=title/)
    expect(await page.locator('tbody th').allInnerTexts()).to.have.ordered.members([
      ...(await page.locator('tbody th').allInnerTexts()).toSorted(),
    ])
    await press('Keys alpha', 'checkbox', 'Space')
    await page.getByText('1 request ticked').or(page.getByText('1 ticked')).first().waitFor()
    await page.getByLabel('With those ticked').selectOption('unfilled')
    await press('Go on', 'button', 'Enter')
    await page.getByText('1 of 1 can be done').or(page.getByText('1 request')).first().waitFor()
    await page.getByLabel('Reason').selectOption('NotHeld')
    await press('Answer Non-supply', 'button', 'Enter')
    await page.getByText('1 of 1 done').waitFor()
    expect(mishaps).to.deep.equal([])
    await page.context().close()
  })
})
