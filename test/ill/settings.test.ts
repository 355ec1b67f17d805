import { expect } from 'chai'
import { IllSettings } from '../../src/ill/index.ts'

describe('The settings of interlibrary loan', () => {
  const wrong = (file: object) => IllSettings.safeParse(file).error?.issues.map(({ message }) => message)

  it('say by what name one is called now that meant two things', () => {
    expect(wrong({ answerDays: 30 })![0])
      .to.include('linkDays')
      .and.to.include('under rota')
    expect(wrong({ linkDays: 30, rota: { answerDays: 7 } })).to.equal(undefined)
  })

  it('take charges of schemes as amounts, and say what is wrong with others', () => {
    expect(IllSettings.parse({ settlement: { laser: { loan: '9,5 gbp' } } }).settlement.laser.loan).to.equal('9.50 GBP')
    expect(wrong({ settlement: { ifm: { loan: '15.00 QQQ' } } })![0]).to.include('QQQ is no currency')
  })
})
