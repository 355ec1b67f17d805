import { once } from 'node:events'
import type { Database } from '../../../src/kit/db/index.ts'
import { bury } from '../../bury.ts'
import { type Hand, openHands } from './hands.ts'
import type { Order, Said } from './process.ts'
import { quick } from './quick.ts'

/** Processes of which one works at a time; the next one is started while it does. */
export interface Crew {
  /** Has somebody carry out an order: whether they lived on. What they held is free again when they did not. */
  obey(order: Order): Promise<'survived' | 'killed'>
  /** Kills whoever works. */
  kill(): void
  close(): Promise<void>
}

export async function openCrew(database: Database, url: string, smtp: string): Promise<Crew> {
  const hands = openHands(await quick('test/ill/killed/process.ts'), {
    spare: 2,
    argumentsOf: (name) => [`${url}&application_name=${name}`, smtp],
  })
  let working: Hand | undefined

  return {
    async obey(order) {
      working ??= hands.take()
      const { child, ready, gone } = working
      await ready
      const said = once(child, 'message') as Promise<[Said]>
      child.send(order)
      const answer = await Promise.race([said.then(([one]) => one), gone.then(() => undefined)])
      if (answer === undefined) {
        const hand = working
        working = undefined
        if (child.signalCode !== 'SIGKILL') throw new Error(`it ended by itself, with ${child.exitCode}`)
        await bury(database, hand)
        return 'killed'
      }
      if (typeof answer === 'object' && 'error' in answer) throw new Error(answer.error)
      return 'survived'
    },
    kill() {
      working?.child.kill('SIGKILL')
    },
    close: () => hands.close(),
  }
}
