import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { IllSettings } from '../../../src/ill/index.ts'
import { largePdf } from '../../ill/documents/samples.ts'
import { inspect, leave, startChromium } from '../chromium.ts'
import { type SignedIn, signInWith } from '../people.ts'
import { useIllSite } from './ill-site.ts'

describe('A copy as a file, in a real browser', function () {
  this.timeout(120_000)
  const house = useIllSite({ ill: { settings: IllSettings.parse({ copyrightStatement: 'For private study only.' }) } })
  let browser: Browser
  let rosa: SignedIn
  before(async function () {
    browser = await startChromium(this)
    rosa = await signInWith(house.site, 'patron', [{ role: 'patron' }], 'Rosa Borrower')
  })
  after(() => browser?.close())

  async function asked(title: string) {
    const { request, line } = await house.line(title, {
      ...{ patronId: rosa.id, service: 'copy', citation: { title, pages: '1-9' }, copyrightAgreed: true },
    })
    await house.act(line.id, 'request')
    return { request, line }
  }
  const lookAt = async (page: Page, name: string) => {
    const { looked, found } = await inspect(page)
    expect(looked, name).to.be.greaterThan(5)
    expect([name, found]).to.deep.equal([name, []])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect([name, wide]).to.deep.equal([name, 0])
  }
  const bytes = largePdf(700_000)
  const file = { name: 'winter.pdf', mimeType: 'application/pdf', buffer: bytes }

  it('is sent by staff in the dialog of Received as copy, and downloaded by its borrower', async () => {
    const { id } = (await asked('Winter and its people')).request
    const staff = await house.open(browser, `/requests/${id}/lenders`)
    const dialog = staff.page.getByRole('dialog')
    await staff.page.getByText('Actions').click()
    await staff.page.getByRole('link', { name: 'Received as copy' }).click()
    await dialog.getByLabel(/^File of the copy/).setInputFiles({ ...file, buffer: Buffer.from('MZ\0') })
    await dialog.getByRole('button', { name: 'Received as copy' }).click()
    await dialog.getByText('by its content it is no PDF').waitFor()
    await lookAt(staff.page, 'a wrong file')
    await dialog.getByLabel(/^File of the copy/).setInputFiles(file)
    await dialog.getByRole('button', { name: 'Received as copy' }).click()
    await dialog.getByRole('heading', { name: 'Request Complete' }).waitFor()
    await leave(staff.page, () => dialog.getByRole('link', { name: 'Cancel' }).click())
    await staff.page.getByRole('link', { name: /^file until/ }).waitFor()
    await lookAt(staff.page, 'Manage ILL')
    await leave(staff.page, () => staff.page.getByRole('link', { name: /^file until/ }).click())
    await staff.page.getByText('winter.pdf').waitFor()
    await lookAt(staff.page, 'the request')
    expect(staff.mishaps).to.deep.equal([])
    await staff.page.context().close()

    for (const options of [{ viewport: { width: 360, height: 740 } }, { javaScriptEnabled: false }]) {
      const { page, mishaps } = await house.open(browser, '/account/requests', options, rosa)
      await page.getByText('Your copy is ready').waitFor()
      if (options.javaScriptEnabled !== false) await lookAt(page, 'My requests')
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download your copy' }).click(),
      ])
      expect(download.suggestedFilename()).to.equal('winter.pdf')
      expect((await readFile(await download.path())).equals(bytes)).to.equal(true)
      expect(new URL(page.url()).pathname).to.equal('/account/requests')
      expect(mishaps).to.deep.equal([])
      await page.context().close()
    }
  })

  it('is added on the page of the request without JavaScript', async () => {
    const { request, line } = await asked('Without scripts')
    await house.act(line.id, 'receivedAsCopy')
    const { page } = await house.open(browser, `/requests/${request.id}?tab=item`, { javaScriptEnabled: false })
    await page.getByLabel('File of the copy').setInputFiles(file)
    await page.getByRole('button', { name: 'Add the file' }).click()
    await page.getByRole('button', { name: 'Withdraw' }).click()
    await page.getByText('The borrower has no file to download.').waitFor()
    await page.context().close()
  })
})
