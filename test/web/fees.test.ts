import { expect } from 'chai'
import { SettlementSettings } from '../../src/ill/index.ts'
import { useLendingSite } from './lending/lending-site.ts'
import { signIn } from './people.ts'
import { type Json, program } from './requests/caller.ts'

interface Statement extends Json {
  readonly entries: readonly Readonly<Record<string, unknown>>[]
  readonly sums: unknown
  readonly totals: unknown
  readonly next?: number
}

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

  it('is read by programs, too, entry by entry', async () => {
    const partner = await house.lender({ settlement: 'ifm', name: 'Dale Library' })
    const { lending } = await house.lending('Silas Marner', { partnerId: partner.id })
    await house.act(lending.id, 'shipped', { dueOn: '2027-04-30' })
    await house.act(lending.id, 'unship', {})
    const lends = await program(house.site, 'lending')
    const of = `/fees?library=${partner.id}`
    const first = (await lends.get(`${of}&size=1`)).json as Statement
    const [fee] = first.entries
    const library = { id: partner.id, symbol: partner.symbol, name: 'Dale Library' }
    expect(fee).to.deep.include({ side: 'lending', kind: 'fee', scheme: 'ifm', library, title: 'Silas Marner' })
    expect(fee).to.deep.include({ amount: '15.00', currency: 'USD', ourFigure: null })
    const both = { entries: 2, unsaid: 0, amount: '0.00' }
    expect(first.sums).to.deep.equal([{ library, side: 'lending', scheme: 'ifm', currency: 'USD', ...both }])
    expect(first.totals).to.deep.equal([{ currency: 'USD', paid: '0.00', received: '0.00', balance: '0.00' }])
    const last = (await lends.get(`${of}&size=1&after=${first.next}`)).json as Statement
    expect(last.entries[0]).to.include({ kind: 'reversal', amount: '-15.00', request: fee!['request'] })
    expect(last).not.to.have.property('next')
    expect((await lends.get(`${of}&side=borrowing`)).json['entries']).to.deep.equal([])
    expect((await lends.get('/fees?month=2027-13')).status).to.equal(400)
    expect((await (await program(house.site, 'admin')).get(of)).status).to.equal(403)
  })

  it('is for those who work on requests or lending', async () => {
    const other = await signIn(house.site, 'enquiry')
    expect((await other.get('/fees')).status).to.equal(403)
    const requests = await signIn(house.site, 'requests')
    expect((await requests.get('/fees')).status).to.equal(200)
  })
})
