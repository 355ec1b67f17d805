import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { addLender, IllSettings, linesOf } from '../../../src/ill/index.ts'
import { lender } from '../../ill/lenders/lender.ts'
import { inspect, startChromium } from '../chromium.ts'
import { actor, addBook } from '../our-catalogue.ts'
import { script } from './caller.ts'
import { useIllSite } from './ill-site.ts'

const source = {
  ...({ kind: 'external', flavour: 'marc21' } as const),
  ...{ target: 'hill', label: 'Hill Library', database: 'd', query: 'q', syntax: 'marc21', encoding: 'utf-8' },
  ...{ fetchedAt: '2026-03-01T00:00:00Z', also: [{ target: 'vale', label: 'Vale Library' }] },
}

describe('Building a rota', function () {
  this.timeout(240_000)
  const settings = IllSettings.parse({ rota: { targets: { hill: 'XX-HILL' } } })
  const house = useIllSite({ ill: { settings } })
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
    for (const fields of [
      { symbol: 'XX-HILL', name: 'Hill Library', loanCost: '5.00', currency: 'EUR' },
      { symbol: 'XX-LAST', name: 'Last Library', lastResort: true },
      { symbol: 'XX-SHUT', name: 'Shut Library', lastResort: true, closed: true },
    ])
      await house.site.database.tx((tx) =>
        addLender(tx, lender({ email: `${fields.symbol}@example.org`, ...fields }), actor),
      )
  })
  after(() => browser?.close())

  const linked = async () => {
    const { id } = await house.place('Wanted by many', { source, raw: Buffer.from('x') })
    await house.act(id, 'link', { bibId: await addBook(house.site.database, { title: 'Wanted by many' }) })
    return id
  }
  const linesIn = async (id: number) => (await linesOf(house.site.database.db, [id], new Date())).get(id)!
  const names = async (id: number) => (await linesIn(id)).map((line) => line.lender.name)

  it('shows who would be asked, why each stands there, and who would not', async () => {
    const { text } = await house.page(`/requests/${await linked()}/lenders/rota`)
    expect(text).to.include('has it: Hill Library · costs 5.00 EUR')
    expect(text).to.include('asked last · not known to have it')
    expect(text).to.match(/Shut Library.*it takes no requests/s)
    expect(text).to.include('Vale Library has it too')
  })

  it('adds those that are ticked, once, and asks nobody yet', async () => {
    const id = await linked()
    const path = `/requests/${id}/lenders/rota`
    const { text } = await house.page(path)
    const [first] = [...text.matchAll(/name="lender" value="(\d+)"/g)].map(([, one]) => one!)
    const said = { key: house.hidden(text, 'key'), lender: first!, automatic: 'on' }
    for (let press = 0; press < 2; press++) expect((await house.send(path, said)).status).to.equal(303)
    expect(await names(id)).to.deep.equal(['Hill Library'])
    expect((await linesIn(id))[0]!.state).to.equal('idle')
    const other = await house.send(path, { ...said, key: '00000000-0000-4000-8000-000000000001', lender: '999999' })
    expect(other.status, 'nobody whom the draft does not have').to.equal(409)
  })

  it('goes on by itself from then on, to its end, where three ways lead on; or waits where that is wanted', async () => {
    const id = await linked()
    const path = `/requests/${id}/lenders/rota`
    const { text } = await house.page(path)
    const ids = [...text.matchAll(/name="lender" value="(\d+)"/g)].map(([, one]) => one!)
    await house.staff.form(path, { key: house.hidden(text, 'key'), automatic: 'on', lender: ids })
    const [hill, last] = await linesIn(id)
    await house.act(hill!.id, 'request', { transmit: true })
    await house.act(hill!.id, 'notSupplied', { reason: 'On loan until May' })
    await house.work(async () => (await linesIn(id))[1]!.state === 'pending')
    const manage = () => house.page(`/requests/${id}/lenders`)
    expect((await manage()).text)
      .to.include('the next one is asked by itself')
      .and.include('On loan until May')
    await house.act(last!.id, 'notSupplied', {})
    expect((await manage()).text)
      .to.include('End of rota')
      .and.include(`/requests/${id}/act/complete`)
    await house.send(`/requests/${id}/lenders/automatic`, { automatic: 'no' })
    expect((await manage()).text).to.include('The rota waits')
  })

  it('is done by programs alike', async () => {
    const id = await linked()
    const staff = script(house.site, house.staff)
    const draft = await staff.get(`/requests/${id}/rota/draft`)
    expect(draft.json).to.have.nested.property('entries[0].lender.name', 'Hill Library')
    const built = await staff.send('POST', `/requests/${id}/rota`, { automatic: false })
    expect(built.json).to.include({ automatic: false, atEnd: false })
    expect(built.json['entries']).to.have.length(2)
    const changed = await staff.send('PATCH', `/requests/${id}/rota`, { automatic: true })
    expect(changed.json).to.include({ automatic: true })
    expect((await staff.get(`/requests/${id}/rota`)).json).to.deep.equal(changed.json)
  })

  for (const width of [1280, 390])
    it(`has nothing wrong, ${width} pixels wide`, async () => {
      const id = await linked()
      const { page, mishaps } = await house.open(browser, `/requests/${id}/lenders/rota`, {
        viewport: { width, height: 900 },
      })
      expect((await inspect(page)).found).to.deep.equal([])
      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/rota-${width}.png`, fullPage: true })
      await page.getByRole('button', { name: 'Build rota' }).click()
      await page.getByText('The rota is built').waitFor()
      const [hill, last] = await linesIn(id)
      for (const line of [hill!, last!]) {
        await house.act(line.id, 'request', { transmit: false })
        await house.act(line.id, 'notSupplied', { reason: 'On loan until May' })
      }
      await page.reload()
      await page.getByText('End of rota').waitFor()
      expect((await inspect(page)).found).to.deep.equal([])
      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/end-${width}.png`, fullPage: true })
      expect(mishaps).to.deep.equal([])
      await page.context().close()
    })
})
