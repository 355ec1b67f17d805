import { expect } from 'chai'
import {
  branchCalendar,
  branchCalendars,
  removeBranch,
  removeBranchCalendar,
  saveBranch,
  saveBranchCalendar,
  usualCalendar,
} from '../../../src/catalogue/index.ts'
import type { Calendar } from '../../../src/kit/calendar/index.ts'
import { Problem } from '../../../src/problems.ts'
import { useDatabase } from '../../database.ts'

const actor = { name: 'test', via: 'cli' } as const
const calendar = (...closedWeekdays: number[]): Calendar => ({
  timeZone: 'Europe/London',
  closedWeekdays,
  closedDates: ['2027-12-25'],
})

describe('The calendar of a branch', () => {
  const at = useDatabase()
  const save = (branch: string | null, version: number, days: Calendar) =>
    at.database.tx((tx) => saveBranchCalendar(tx, branch, version, days, actor))
  const of = (branch?: string | null) => branchCalendar(at.database.db, branch)
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error) => (error instanceof Problem ? error.code : String(error)),
    )

  before(() =>
    at.database.tx(async (tx) => {
      for (const code of ['main', 'river'])
        await saveBranch(tx, { code, label: code, position: 0, active: true }, actor)
    }),
  )

  it('is the usual one until somebody makes one: Monday to Friday', async () => {
    expect(await of('main')).to.deep.equal(usualCalendar())
    expect(await of('nowhere')).to.deep.equal(usualCalendar())
    expect(usualCalendar().closedWeekdays).to.deep.equal([6, 7])
  })

  it('is the branch’s own, else the house’s', async () => {
    await save(null, 0, calendar(7))
    await save('main', 0, calendar(1, 7))
    expect(await of('main')).to.deep.equal(calendar(1, 7))
    for (const branch of ['river', null, undefined]) expect(await of(branch)).to.deep.equal(calendar(7))
    expect((await branchCalendars(at.database.db)).map(({ branch }) => branch)).to.deep.equal([null, 'main'])
  })

  it('is not stored over another’s change', async () => {
    expect(await codeOf(save('main', 0, calendar(2)))).to.equal('version-conflict')
    expect(await codeOf(save(null, 7, calendar(2)))).to.equal('version-conflict')
    expect(await codeOf(save('nowhere', 0, calendar(2)))).to.equal('not-found')
    await save('main', 1, calendar(3))
    expect(await of('main')).to.deep.equal(calendar(3))
    for (const [branch, seen] of [
      ['river', 0],
      [null, 1],
    ] as const)
      expect(
        (await Promise.all([1, 2, 3].map((day) => codeOf(save(branch, seen, calendar(day)))))).sort(),
      ).to.deep.equal(['done', 'version-conflict', 'version-conflict'])
  })

  it('is taken away, and goes with its branch', async () => {
    const house = await of()
    await at.database.tx((tx) => removeBranchCalendar(tx, 'main', actor))
    await at.database.tx((tx) => removeBranchCalendar(tx, 'main', actor))
    expect(await of('main')).to.deep.equal(house)
    await at.database.tx((tx) => removeBranch(tx, 'river', actor))
    expect((await branchCalendars(at.database.db)).map(({ branch }) => branch)).to.deep.equal([null])
    const trail = await at.database.db
      .selectFrom('audit')
      .select(['action', 'subject_id'])
      .where('subject_kind', '=', 'calendar')
      .where('subject_id', '=', 'main')
      .orderBy('id')
      .execute()
    expect(trail.map(({ action }) => action)).to.deep.equal(['calendar.save', 'calendar.save', 'calendar.remove'])
  })
})
