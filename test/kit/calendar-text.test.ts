import { expect } from 'chai'
import fc from 'fast-check'
import { readDates, readWeekdays, writeDates, writeWeekdays } from '../../src/kit/calendar/index.ts'

describe('Days in a text', () => {
  it('are weekdays by name, beginning or number', () => {
    expect(readWeekdays('Sun, saturday; 1')).to.deep.equal({ days: [1, 6, 7] })
    expect(readWeekdays(' ')).to.deep.equal({ days: [] })
    for (const wrong of ['8', 'Su', 'Sundays', 'x', 'constructor'])
      expect(readWeekdays(`Mon ${wrong}`), wrong).to.deep.equal({ wrong })
    expect(writeWeekdays([7, 6])).to.equal('Sat Sun')
  })

  it('are dates, and intervals with both their ends', () => {
    expect(readDates('2027-05-01, 2027-12-30/2028-01-02')).to.deep.equal({
      dates: ['2027-05-01', '2027-12-30', '2027-12-31', '2028-01-01', '2028-01-02'],
    })
    expect(readDates('2028-02-28 to 2028-03-01\n2028-02-28 – 2028-02-29')).to.deep.equal({
      dates: ['2028-02-28', '2028-02-29', '2028-03-01'],
    })
    for (const wrong of ['1.5.2027', '2027-02-29', '2027-13-01', '2027-05-02/2027-05-01', 'Christmas', '2027-05-01/'])
      expect(readDates(`2027-01-01 ${wrong}`), wrong).to.deep.equal({ wrong })
    expect(readDates('1000-01-01/9999-12-31')).to.deep.equal({ wrong: 'more than 2000 days' })
  })

  it('are written as they are read', () => {
    expect(writeDates(['2027-12-26', '2027-12-24', '2027-12-25', '2027-05-01', '2027-05-02'])).to.equal(
      '2027-05-01 2027-05-02 2027-12-24/2027-12-26',
    )
    const day = fc
      .integer({ min: 0, max: 60 })
      .map((n) => new Date(Date.UTC(2027, 11, 1 + n)).toISOString().slice(0, 10))
    fc.assert(
      fc.property(fc.uniqueArray(day), fc.constantFrom(' ', '\n', ', '), (dates, separator) => {
        expect(readDates(writeDates(dates, separator))).to.deep.equal({ dates: [...dates].sort() })
      }),
    )
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 7 })), (days) => {
        expect(readWeekdays(writeWeekdays(days))).to.deep.equal({ days: [...days].sort() })
      }),
    )
  })
})
