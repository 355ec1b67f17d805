import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Database } from '../../../src/kit/db/index.ts'
import { built } from '../../built.ts'
import { until } from '../../until.ts'
import type { Order, Said } from './process.ts'

/** Processes of which one works at a time; the next one is started while it does. */
export interface Crew {
  /** Has somebody carry out an order: whether they lived on. What they held is free again when they did not. */
  obey(order: Order): Promise<'survived' | 'killed'>
  /** Kills whoever works. */
  kill(): void
  close(): Promise<void>
}

interface Hand {
  readonly name: string
  readonly child: ChildProcess
  readonly ready: Promise<unknown>
  readonly gone: Promise<unknown>
}

const spare = 2

export async function openCrew(database: Database, url: string, smtp: string): Promise<Crew> {
  const program = await built('test/ill/killed/process.ts')
  const waiting: Hand[] = []
  let born = 0
  let working: Hand | undefined

  function hire(): void {
    const name = `hand-${++born}`
    const child = fork(program, [`${url}&application_name=${name}`, smtp], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    waiting.push({ name, child, ready: once(child, 'message'), gone: once(child, 'exit') })
  }
  for (let n = 0; n < spare; n++) hire()

  /** As when time passes: PostgreSQL hears that the process is gone, and its leases end. */
  async function bury({ name }: Hand): Promise<void> {
    await until(async () => {
      const { rows } = await database.pool.query('select from pg_stat_activity where application_name = $1', [name])
      return rows.length === 0
    })
    // Each kill is the first that its job sees: to be given up after ten of them is another matter.
    await database.pool.query(
      'update jobs set locked_by = null, locked_until = null, attempts = 0 where locked_by is not null',
    )
  }

  return {
    async obey(order) {
      if (!working) {
        working = waiting.shift()!
        hire()
      }
      const { child, ready, gone } = working
      await ready
      const said = once(child, 'message') as Promise<[Said]>
      child.send(order)
      const answer = await Promise.race([said.then(([one]) => one), gone.then(() => undefined)])
      if (answer === undefined) {
        const hand = working
        working = undefined
        if (child.signalCode !== 'SIGKILL') throw new Error(`it ended by itself, with ${child.exitCode}`)
        await bury(hand)
        return 'killed'
      }
      if (typeof answer === 'object' && 'error' in answer) throw new Error(answer.error)
      return 'survived'
    },
    kill() {
      working?.child.kill('SIGKILL')
    },
    async close() {
      for (const { child, gone } of working ? [working, ...waiting] : waiting) {
        child.kill('SIGKILL')
        await gone
      }
    },
  }
}
