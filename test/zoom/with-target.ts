import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { type ClientOptions, createClient, type TargetClient, type TargetSettings } from '../../src/zoom/index.ts'
import { type HostileTarget, type Script, startTarget } from './hostile-target.ts'
import { targetAt } from './target-settings.ts'

/** Deadlines of a few tenths of a second, for tests that run into one. */
export const impatient: Partial<TargetSettings> = {
  deadlines: { connect: 300, init: 300, search: 300, present: 300, total: 2_000 },
  pool: { associations: 2, idle: 5_000, queue: 300 },
}

/** Plays a script to a client; at the end no connection may be left open, on either side. */
export async function withTarget(
  script: Script,
  test: (client: TargetClient, target: HostileTarget) => Promise<void>,
  settings: Partial<TargetSettings> = {},
  options: ClientOptions = {},
): Promise<void> {
  const target = await startTarget(script)
  const client = createClient(targetAt(target.port, settings), options)
  try {
    await test(client, target)
    await client.close()
    for (let tries = 0; target.open > 0 && tries < 100; tries++) await sleep(10)
    expect(target.open, 'connections left open').to.equal(0)
    expect(client.health()).to.include({ open: 0, busy: 0, waiting: 0 })
  } finally {
    await client.close()
    await target.stop()
  }
}
