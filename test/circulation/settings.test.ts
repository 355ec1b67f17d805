import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import {
  blocksOf,
  CirculationFile,
  type CirculationSettings,
  calendarOf,
  defaultCirculation,
  dueOn,
  ruleFor,
} from '../../src/circulation/index.ts'
import { parseConfig } from '../../src/kit/index.ts'

const file = new URL('../../config/circulation.sample.yaml', import.meta.url)
const read = (text: string): CirculationSettings => parseConfig(text, 'circulation.yaml', CirculationFile)
const complaint = (text: string) => {
  try {
    return read(text)
  } catch (error) {
    return (error as Error).message
  }
}

describe('The configuration of lending', () => {
  it('says in its sample what holds without it, but for the time zone', async () => {
    const sample = read(await readFile(file, 'utf8'))
    expect(sample).to.deep.equal({
      ...defaultCirculation,
      calendar: { ...defaultCirculation.calendar, timeZone: 'Europe/London' },
    })
  })

  it('says where it is wrong', () => {
    expect(complaint('calendar: { timeZone: Mars/Olympus, closedWeekdays: [], closedDates: [] }')).to.match(
      /line 1: calendar\.timeZone: must be a time zone/,
    )
    expect(complaint('loans: [{ days: 3, renewal: 2 }]')).to.match(/loans\[0\]\.renewal: is not a known setting/)
    expect(complaint('overdue: { notices: [8, 1] }')).to.match(/overdue\.notices: must rise/)
    expect(complaint('loans: []')).to.match(/loans:/)
  })

  it('takes no name of a branch or group for one that every object has', () => {
    expect(calendarOf(defaultCirculation, 'constructor')).to.equal(defaultCirculation.calendar)
    const standing = { active: true, blocked: false, group: 'constructor', loans: 0, overdue: 0, reservations: 0 }
    expect(blocksOf(defaultCirculation, standing, 'loan', '2026-01-01')).to.deep.equal([])
  })
})

describe('Lending rules', () => {
  const item = { status: 'available', branch: 'main', collection: 'dvd' }
  const rules = read(
    'loans: [{ collection: dvd, group: child, days: 0 }, { collection: dvd, days: 3 }, { status: ill, days: 9 }, { days: 5 }]',
  )
  const days = (some: Partial<typeof item>, group?: string, available = true) =>
    ruleFor(rules, { ...item, ...some }, group, available)?.days

  it('are the first that fits', () => {
    expect(days({})).to.equal(3)
    expect(days({}, 'adult')).to.equal(3)
    expect(days({}, 'child')).to.equal(undefined)
    expect(days({ collection: 'books' }, 'child')).to.equal(5)
  })

  it('lend what does not count as available only where they name its status', () => {
    expect(days({ status: 'missing', collection: 'books' }, undefined, false)).to.equal(undefined)
    expect(days({ status: 'ill', collection: 'books' }, undefined, false)).to.equal(9)
  })

  it('set due dates by the day it is at the branch, also in the night when clocks change', () => {
    const london = { ...rules, calendar: { timeZone: 'Europe/London', closedWeekdays: [], closedDates: [] } }
    const due = (now: string) => dueOn(london, { days: 1, renewals: 0 }, { branch: 'main', now: Date.parse(now) })
    expect(due('2026-03-28T23:59:00Z')).to.equal('2026-03-29')
    expect(due('2026-03-29T00:30:00Z')).to.equal('2026-03-30')
    expect(due('2026-03-29T23:30:00Z')).to.equal('2026-03-31')
  })
})
