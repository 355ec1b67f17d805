import { callsAbout, createNcip } from '../../../src/ill/index.ts'
import { createLog } from '../../../src/kit/index.ts'
import { createWorker } from '../../../src/kit/jobs/index.ts'
import { useDatabase } from '../../database.ts'
import { type Ils, openIls } from '../../ncip-responder.ts'
import { until } from '../../until.ts'
import { createHouse, type House } from '../create-house.ts'

export interface WithIls {
  readonly house: House
  readonly ils: Ils
  /** Has what is due asked for, until nothing is, by the house's clock. */
  work(): Promise<void>
  /** Begins to ask for what is due, and is killed once a call was done whose answer has not come. */
  die(service: string): Promise<void>
  /** The steps about a line or request, as "acceptItem done". */
  steps(instance: number): Promise<readonly string[]>
}

/** A house of the calling `describe` that keeps its own system, which speaks NCIP on loopback. */
export function useIls(settings: object = {}): WithIls {
  const data = useDatabase()
  const means = {} as { house: House; ils: Ils }
  before('open the library system', async () => {
    const ils = await openIls()
    const house = createHouse(() => data.database, {}, undefined, undefined, createNcip(ils.settings(settings)))
    Object.assign(means, { ils, house })
    await house.furnish()
  })
  after('close the library system', () => means.ils.close())
  return {
    get house() {
      return means.house
    },
    get ils() {
      return means.ils
    },
    async work() {
      const { database, clock, system } = means.house
      const worker = createWorker({
        ...{ database, clock, log: createLog('silent'), poll: 5, backOff: 1, handlers: system.handlers(database) },
      })
      try {
        while (await isDue(means.house)) await new Promise((resolve) => setTimeout(resolve, 5))
      } finally {
        await worker.close()
      }
    },
    async die(service) {
      const { database, clock, system } = means.house
      const answer = means.ils.hold(service)
      const before = means.ils.heard.length
      const worker = createWorker({
        ...{ database, clock, log: createLog('silent'), poll: 5, handlers: system.handlers(database) },
      })
      await until(async () => means.ils.heard.length > before)
      await worker.close(0)
      answer()
    },
    steps: async (instance) =>
      (await callsAbout(means.house.db, [instance])).map(({ step, state }) => `${step} ${state}`),
  }
}

async function isDue({ database, clock }: House): Promise<boolean> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from jobs where kind = 'ill.library-system' and run_at <= $1`,
    [new Date(clock.now())],
  )
  return rows[0]!.n > 0
}
