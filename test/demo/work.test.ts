import { expect } from 'chai'
import { findPerson, storeBuiltInRoles } from '../../src/accounts/index.ts'
import { defaultCirculation, loansOf, overdueLoans, pickupShelf, toFetch } from '../../src/circulation/index.ts'
import {
  addSampleLenders,
  addSampleLending,
  addSamplePeople,
  addSampleWork,
  fillCatalogue,
} from '../../src/demo/index.ts'
import { listLendings, listRequests } from '../../src/ill/index.ts'
import { useDatabase } from '../database.ts'

describe('The work of the demo', () => {
  const data = useDatabase()
  before(async () => {
    await storeBuiltInRoles(data.database.db)
    await fillCatalogue(data.database)
    await addSampleLenders(data.database)
    await addSamplePeople(data.database)
    await addSampleWork(data.database)
    await addSampleLending(data.database)
  })

  it('lies on the desk: loans, something overdue, something ready, something to fetch', async () => {
    const { db } = data.database
    const edda = (await findPerson(db, 'patron', '20010001'))!
    const loans = await loansOf(db, defaultCirculation, edda.id, Date.now())
    expect(loans.map(({ overdue }) => overdue)).to.deep.equal([true, false, false])
    expect(loans.filter(({ requestId }) => requestId !== undefined)).to.have.lengthOf(1)
    const page = await overdueLoans(db, defaultCirculation, { now: Date.now(), size: 10 })
    expect(page.loans).to.have.lengthOf(1)
    const shelf = await pickupShelf(db, 'main')
    expect(shelf).to.have.lengthOf(2)
    const today = new Date().toISOString().slice(0, 10)
    for (const { keepUntil } of shelf) expect(keepUntil! > today).to.equal(true)
    expect((await toFetch(db, 'main')).length).to.be.greaterThan(0)
  })

  it('stands at all stages of requests', async () => {
    const { db } = data.database
    const { requests } = await listRequests(db, { completed: true }, { sort: 'oldest' })
    const states = new Set(requests.map(({ state }) => state))
    expect([...states]).to.have.members(['pending-review', 'assigned', 'in-process', 'completed', 'unable-to-supply'])
    const lines = await db
      .selectFrom('workflow_instances')
      .select('state')
      .distinct()
      .where('definition', '=', 'borrowing')
      .execute()
    expect(lines.map(({ state }) => state)).to.have.members(['pending', 'shipped', 'received', 'returned'])
  })
  it('has requests of other libraries: new ones, one promised, and books that are away', async () => {
    const { lendings } = await listLendings(data.database.db, {})
    const stands = lendings.map(({ state, lastEvent, itemId }) => [state, lastEvent, itemId !== undefined])
    expect(stands).to.have.deep.members([
      ['in-process', 'start', false],
      ['in-process', 'start', false],
      ['in-process', 'willSupply', false],
      ['shipped', 'shipped', true],
      ['shipped', 'shipped', true],
    ])
  })
})
