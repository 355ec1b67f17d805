import { expect } from 'chai'
import { createLog } from '../../../src/kit/index.ts'
import { createWorker } from '../../../src/kit/jobs/index.ts'
import {
  addList,
  listNumbers,
  listsKeptDays,
  lookupHandlers,
  retryList,
  stopList,
  tendLookups,
} from '../../../src/search/index.ts'
import { useDatabase } from '../../database.ts'
import { until } from '../../until.ts'

const day = 86_400_000
const start = Date.UTC(2026, 2, 1, 12)
const who = { owner: 'person:1', actor: { name: 'Ann', via: 'web' } } as const

describe('Lists of numbers of long ago', () => {
  const store = useDatabase()

  it('are forgotten with all that was found, thirty days after anything was done with them', async () => {
    const { database } = store
    const { db, tx } = database
    let now = start
    const add = (name: string) => {
      const numbers = listNumbers(['9789999924115'])
      return tx((within) => addList(within, { name, sources: ['s'], fullOnly: false, numbers }, who, new Date(now)))
    }
    const [stopped, running, taken] = [await add('stopped'), await add('running'), await add('taken up again')]
    await tx((within) => stopList(within, stopped, who, new Date(now)))
    await tx((within) => stopList(within, taken, who, new Date(now)))
    now += day
    await tx((within) => retryList(within, taken, who, new Date(now)))
    await tx((within) => stopList(within, taken, who, new Date(now)))
    // Nobody is there to look anything up: only the forgetting is done here.
    await db.deleteFrom('jobs').execute()
    await tendLookups(db)

    const service = { lookUp: () => Promise.reject(new Error('nobody is asked')) }
    const clock = { now: () => now }
    const worker = createWorker({
      ...{ database, clock, log: createLog('silent'), poll: 20 },
      handlers: lookupHandlers({ database, service, clock }),
    })
    const kept = async () =>
      (await db.selectFrom('lookup_lists').select('id').orderBy('id').execute()).map(({ id }) => id)
    /** Once it has been looked through at this time, the next time is a day later. */
    const lookedThrough = () =>
      until(async () => {
        worker.wake()
        const job = await db
          .selectFrom('jobs')
          .select('run_at')
          .where('kind', '=', 'lookup.forget')
          .executeTakeFirstOrThrow()
        return job.run_at.getTime() === now + day
      })
    try {
      now = start + listsKeptDays * day
      await lookedThrough()
      expect(await kept()).to.deep.equal([stopped, running, taken])
      now += day
      await lookedThrough()
      expect(await kept()).to.deep.equal([running, taken])
      now += day
      await lookedThrough()
      expect(await kept()).to.deep.equal([running])
      const numbers = await db.selectFrom('lookup_numbers').select('list_id').execute()
      expect(numbers).to.deep.equal([{ list_id: running }])
    } finally {
      await worker.close()
    }
  })
})
