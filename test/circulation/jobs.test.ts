import { expect } from 'chai'
import { circulationHandlers, tendCirculation } from '../../src/circulation/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { createWorker } from '../../src/kit/jobs/index.ts'
import { until } from '../until.ts'
import { settings, useLibrary } from './library.ts'

describe('The job of the pickup shelves', () => {
  const library = useLibrary()

  it('ends what was kept long enough, and comes again', async () => {
    const item = await library.item(await library.bib())
    const patron = await library.patron()
    const wish = await library.wish({ bibId: item.bibId }, patron)
    await library.in(item)
    library.pass(30)
    await tendCirculation(library.db)
    await tendCirculation(library.db)
    const clock = { now: () => library.now }
    const worker = createWorker({
      database: library.database,
      handlers: circulationHandlers({ database: library.database, settings, clock }),
      clock,
      log: createLog('silent'),
      poll: 20,
    })
    try {
      const jobs = () =>
        library.db.selectFrom('jobs').select(['run_at', 'attempts']).where('kind', '=', 'circulation.tend').execute()
      const state = async () =>
        (await library.db.selectFrom('reservations').select('state').where('id', '=', wish.id).executeTakeFirst())
          ?.state
      await until(async () => (await state()) === 'expired' && (await jobs())[0]?.attempts === 0)
      expect(await jobs()).to.deep.equal([{ run_at: new Date(library.now + 3_600_000), attempts: 0 }])
    } finally {
      await worker.close()
    }
  })
})
