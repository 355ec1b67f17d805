import { expect } from 'chai'
import { marc21Year, unimarcYear, yearOf } from '../../src/bib/dates.ts'

describe('The year of publication', () => {
  for (const [date, year] of [
    ['1999', 1999],
    ['[c2001]', 2001],
    ['©2001.', 2001],
    ['1968, c1962', 1968],
    ['1971-1972', 1971],
    ['1998-', 1998],
    ['1895 [i.e. 1985]', 1985],
    ['5745 [1984 or 1985]', 1984],
    ['1373 [1994 or 1995]', 1994],
    ['1405 H', 1405],
    ['2561 [2018]', 2018],
    ['昭和60 [1985]', 1985],
    ['١٩٨٥', 1985],
    ['[19--]', undefined],
    ['[198-?]', undefined],
    ['5745', undefined],
    ['20011', undefined],
    ['n.d.', undefined],
    ['', undefined],
  ] as const)
    it(`in ${JSON.stringify(date)} is ${year}`, () => {
      expect(yearOf(date)).to.equal(year)
    })

  for (const [coded, year] of [
    ['s2001    ', 2001],
    ['t20012000', 2001],
    ['r20041954', 2004],
    ['c18699999', 1869],
    ['d19501999', 1950],
    ['m19982004', 1998],
    ['muuuu2004', 2004],
    ['i18801893', 1880],
    ['k18801893', 1880],
    ['q19801989', 1980],
    ['s199u    ', undefined],
    ['s19uu    ', undefined],
    ['nuuuuuuuu', undefined],
    ['b        ', undefined],
    ['|||||||||', undefined],
    ['s9999    ', undefined],
    ['', undefined],
  ] as const)
    it(`coded ${JSON.stringify(coded)} in 008 is ${year}`, () => {
      expect(marc21Year(`010203${coded}`)).to.equal(year)
    })

  it('is coded in UNIMARC 100 $a', () => {
    expect(unimarcYear('19970701d1996    m  y0itay0103    ba')).to.equal(1996)
    expect(unimarcYear('19970701a19909999m  y0itay0103    ba')).to.equal(1990)
    expect(unimarcYear('19970701u        m  y0itay0103    ba')).to.equal(undefined)
  })
})
