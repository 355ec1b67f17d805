import { expect } from 'chai'
import fc from 'fast-check'
import {
  addDays,
  addOpenDays,
  afterOpenDays,
  Calendar,
  dateIn,
  everyDay,
  instantOf,
  isOpen,
  nextOpenDay,
  openDaysBetween,
  previousOpenDay,
  timeIn,
} from '../../src/kit/calendar/index.ts'

const london: Calendar = {
  timeZone: 'Europe/London',
  closedWeekdays: [7],
  closedDates: ['2026-12-25', '2026-12-26', '2027-01-01'],
}
const utc = (text: string) => Date.parse(text)

const aDate = fc
  .date({ min: new Date('1990-01-01T00:00Z'), max: new Date('2060-12-31T00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const aCalendar: fc.Arbitrary<Calendar> = fc.record({
  timeZone: fc.constantFrom(
    'Europe/London',
    'America/St_Johns',
    'Pacific/Apia',
    'Africa/Cairo',
    'Asia/Kathmandu',
    'UTC',
  ),
  closedWeekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
  closedDates: fc.array(aDate, { maxLength: 10 }),
})

describe('A calendar', () => {
  it('knows closed weekdays and dates', () => {
    expect(isOpen(london, '2026-12-24')).to.equal(true)
    expect(isOpen(london, '2026-12-25')).to.equal(false)
    // A Sunday.
    expect(isOpen(london, '2026-12-27')).to.equal(false)
  })

  it('finds the next and the last open day, the date itself if it is one', () => {
    expect(nextOpenDay(london, '2026-12-24')).to.equal('2026-12-24')
    expect(nextOpenDay(london, '2026-12-25')).to.equal('2026-12-28')
    expect(previousOpenDay(london, '2026-12-27')).to.equal('2026-12-24')
  })

  it('counts open days forwards and backwards, over the end of a year', () => {
    expect(addOpenDays(london, '2026-12-24', 1)).to.equal('2026-12-28')
    expect(addOpenDays(london, '2026-12-24', 5)).to.equal('2027-01-02')
    expect(addOpenDays(london, '2026-12-25', 0)).to.equal('2026-12-28')
    expect(addOpenDays(london, '2026-12-28', -1)).to.equal('2026-12-24')
    expect(openDaysBetween(london, '2026-12-24', '2027-01-02')).to.equal(5)
    expect(openDaysBetween(london, '2027-01-02', '2026-12-24')).to.equal(0)
  })

  it('knows the 29th of February', () => {
    expect(addDays('2028-02-28', 1)).to.equal('2028-02-29')
    expect(addDays('2027-02-28', 1)).to.equal('2027-03-01')
  })

  it('says so when no day is open', () => {
    const never = { ...london, closedWeekdays: [1, 2, 3, 4, 5, 6, 7] }
    expect(() => nextOpenDay(never, '2026-01-01')).to.throw(RangeError, 'no open day')
    expect(Calendar.safeParse(never).success).to.equal(false)
    expect(Calendar.safeParse({ ...london, timeZone: 'Europe/Atlantis' }).success).to.equal(false)
    expect(Calendar.safeParse(london).success).to.equal(true)
  })

  it('lands on an open day, with as many on the way as were asked for', () => {
    fc.assert(
      fc.property(aCalendar, aDate, fc.integer({ min: 1, max: 40 }), (calendar, date, n) => {
        const later = addOpenDays(calendar, date, n)
        expect(isOpen(calendar, later)).to.equal(true)
        expect(openDaysBetween(calendar, date, later)).to.equal(n)
        const earlier = addOpenDays(calendar, date, -n)
        expect(isOpen(calendar, earlier)).to.equal(true)
        expect(openDaysBetween(calendar, addDays(earlier, -1), addDays(date, -1))).to.equal(n)
      }),
    )
  })
})

describe('Time zones', () => {
  it('have each their own date', () => {
    const instant = utc('2026-07-01T23:30:00Z')
    expect(dateIn('Europe/London', instant)).to.equal('2026-07-02')
    expect(dateIn('America/St_Johns', instant)).to.equal('2026-07-01')
    expect(timeIn('America/St_Johns', instant)).to.equal('21:00:00')
    expect(timeIn('Europe/London', utc('2026-07-01T23:00:00Z'))).to.equal('00:00:00')
  })

  it('take the first of a time that clocks show twice', () => {
    expect(instantOf('Europe/London', '2026-10-25', '01:30')).to.equal(utc('2026-10-25T00:30:00Z'))
  })

  it('move a time that clocks leave out', () => {
    expect(instantOf('Europe/London', '2026-03-29', '01:30')).to.equal(utc('2026-03-29T01:30:00Z'))
  })

  it('begin a day that has no midnight', () => {
    // Clocks in Cairo went from 23:59 of Thursday to 01:00 of Friday.
    expect(instantOf('Africa/Cairo', '2024-04-26')).to.equal(utc('2024-04-25T22:00:00Z'))
    expect(dateIn('Africa/Cairo', instantOf('Africa/Cairo', '2024-04-26'))).to.equal('2024-04-26')
    expect(dateIn('Africa/Cairo', instantOf('Africa/Cairo', '2024-04-26') - 1)).to.equal('2024-04-25')
  })

  it('may leave out a whole day', () => {
    // Samoa crossed the date line: after the 29th came the 31st.
    expect(instantOf('Pacific/Apia', '2011-12-30')).to.equal(instantOf('Pacific/Apia', '2011-12-31'))
  })

  it('give back the date and time an instant was made from', () => {
    fc.assert(
      fc.property(aCalendar, aDate, fc.integer({ min: 0, max: 1439 }), ({ timeZone }, date, minutes) => {
        const time = new Date(minutes * 60_000).toISOString().slice(11, 16)
        const instant = instantOf(timeZone, date, time)
        const again = instantOf(timeZone, dateIn(timeZone, instant), timeIn(timeZone, instant))
        expect(again).to.equal(instant)
      }),
    )
  })

  it('keep the time of day for timers when clocks change', () => {
    // The Friday before clocks go forward, at 17:00 in winter time.
    const friday = utc('2026-03-27T17:00:00Z')
    const next = afterOpenDays({ ...london, closedWeekdays: [6, 7] }, friday, 1)
    expect(new Date(next).toISOString()).to.equal('2026-03-30T16:00:00.000Z')
    expect(afterOpenDays(everyDay('UTC'), friday, 2)).to.equal(friday + 2 * 86_400_000)
  })
})
