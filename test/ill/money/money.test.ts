import { expect } from 'chai'
import fc from 'fast-check'
import {
  inMinorUnits,
  type Money,
  minorUnits,
  moneyField,
  moneyHeard,
  moneyIn,
  moneyText,
  plainAmount,
  readMoney,
} from '../../../src/ill/index.ts'

const complaintOf = (text: string) => {
  const read = readMoney(text)
  return 'complaint' in read ? read.complaint : undefined
}

describe('Amounts of money', () => {
  for (const [typed, amount, currency] of [
    ['12.50', '12.50'],
    ['12,50 eur', '12.50', 'EUR'],
    ['12,5 EUR', '12.50', 'EUR'],
    ['EUR 12', '12', 'EUR'],
    ['EUR12.00', '12.00', 'EUR'],
    ['1 234,50 DKK', '1234.50', 'DKK'],
    ['1.234,50', '1234.50'],
    ['1,234.50', '1234.50'],
    ['1.234.567 SEK', '1234567', 'SEK'],
    ["1'234.50 CHF", '1234.50', 'CHF'],
    ['007', '7'],
    ['500 JPY', '500', 'JPY'],
    ['1,234 KWD', '1.234', 'KWD'],
    ['0.00 GBP', '0.00', 'GBP'],
  ] as const)
    it(`reads ${typed} as people mean it`, () => {
      expect(readMoney(typed)).to.deep.equal({ money: { amount, ...(currency && { currency }) } })
    })

  for (const [typed, why] of [
    ['much', 'such as 12.50'],
    ['', 'such as 12.50'],
    ['-5', 'such as 12.50'],
    ['12.50.00', 'such as 12.50'],
    ['1,23,456', 'such as 12.50'],
    ['EUR 5 EUR', 'such as 12.50'],
    ['5 EURO', 'such as 12.50'],
    ['12 50', 'such as 12.50'],
    ['5 QQQ', 'QQQ is no currency'],
    ['12.345 EUR', 'EUR has at most 2 digits'],
    ['12.345', 'name the currency'],
    ['12.50 JPY', 'JPY has no digits'],
    ['1234567890', 'below 1 000 000 000'],
  ] as const)
    it(`says what is wrong with “${typed}”`, () => {
      expect(complaintOf(typed)).to.include(why)
      expect(moneyIn(typed)).to.equal(undefined)
    })

  it('are what they were when written and read again, whatever the currency', () => {
    const money: fc.Arbitrary<Money> = fc
      .record({
        whole: fc.nat(999_999_999),
        currency: fc.constantFrom(...minorUnits.keys()),
        part: fc.option(fc.nat(9999), { nil: undefined }),
      })
      .map(({ whole, currency, part }) => {
        const digits = minorUnits.get(currency)!
        const cents = part === undefined ? '' : String(part).padStart(4, '0').slice(0, digits)
        return { amount: cents === '' ? String(whole) : `${whole}.${cents}`, currency }
      })
    fc.assert(
      fc.property(money, (one) => {
        expect(moneyIn(moneyText(one))).to.deep.equal(one)
        expect(moneyIn(moneyText(one).replace('.', ','))).to.deep.equal(one)
        expect(moneyHeard(moneyText(one))).to.deep.equal(one)
        expect(inMinorUnits(one.amount, one.currency).split('.')[1]?.length ?? 0).to.equal(
          minorUnits.get(one.currency!),
        )
      }),
    )
  })

  it('are heard from other systems with whatever currency, unless they could be a thousand times more', () => {
    expect(moneyHeard('10 ABC')).to.deep.equal({ amount: '10', currency: 'ABC' })
    expect(moneyHeard('12.3456', 'eur')).to.deep.equal({ amount: '12.3456', currency: 'EUR' })
    expect(moneyHeard('12.5000000', 'EUR')).to.deep.equal({ amount: '12.5', currency: 'EUR' })
    expect(moneyHeard('1,234', 'EUR')).to.equal(undefined)
    expect(moneyHeard('1.234', 'EUR')).to.deep.equal({ amount: '1.234', currency: 'EUR' })
    expect(moneyHeard('1,234', 'KWD')).to.deep.equal({ amount: '1.234', currency: 'KWD' })
    expect([moneyHeard(undefined), moneyHeard('free'), moneyHeard('-5')]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('become the same in forms, and complaints are theirs', () => {
    expect(moneyField('Cost').parse(' 12,5 eur ')).to.equal('12.50 EUR')
    expect(moneyField('Cost').safeParse('12.345 EUR').error!.issues[0]!.message).to.include('2 digits')
    expect(plainAmount.parse('1.234,5')).to.equal('1234.50')
    expect(plainAmount.safeParse('5 EUR').error!.issues[0]!.message).to.include('amount alone')
  })
})
