import { expect } from 'chai'
import { SettlementSettings } from '../../src/ill/index.ts'
import { useLendingSite } from './lending/lending-site.ts'
import { signIn } from './people.ts'

describe('The page of fees', () => {
  const house = useLendingSite({ settlement: SettlementSettings.parse({ ifm: { loan: '15 USD' } }) })

  it('lists what was posted this month with sums, as a file too, and what the schemes charge', async () => {
    const empty = await house.page('/fees')
    expect(empty.text).to.include('Nothing was posted then').and.to.include('15 USD')
    const partner = await house.lender({ settlement: 'ifm', name: 'Hill <Library>' })
    const { lending } = await house.lending('Middlemarch', { partnerId: partner.id })
    await house.act(lending.id, 'shipped', { dueOn: '2027-04-30' })
    await house.act(lending.id, 'unship', {})
    const { text } = await house.page('/fees')
    expect(text).to.include(`href="/lending/${lending.id}"`).and.to.include('Hill &lt;Library')
    expect(text).to.include('15.00 USD').and.to.include('-15.00 USD').and.to.include('difference 0.00')
    expect((await house.page('/fees?side=borrowing')).text).to.include('Nothing was posted then')
    expect((await house.page('/fees?month=2001-01&library=0')).text).to.include('Nothing was posted then')
    const file = await house.page(`/fees/file?library=${partner.id}`)
    const [head, fee, reversal, ...rest] = file.text.trim().split('\r\n')
    expect(head).to.match(/^\uFEFF?entry,at,side,kind,scheme/)
    expect(fee).to.include(',lending,fee,ifm,').and.to.include(',15,USD,')
    expect(reversal).to.include(',reversal,').and.to.include(',-15,USD,')
    expect(rest).to.deep.equal([])
  })

  it('is for those who work on requests or lending', async () => {
    const other = await signIn(house.site, 'enquiry')
    expect((await other.get('/fees')).status).to.equal(403)
    const requests = await signIn(house.site, 'requests')
    expect((await requests.get('/fees')).status).to.equal(200)
  })
})
