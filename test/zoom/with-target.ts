import { expect } from 'chai'
import { type ClientOptions, createClient, type TargetClient, type Z3950Settings } from '../../src/zoom/index.ts'
import { until } from '../until.ts'
import { type HostileTarget, type Script, startTarget } from './hostile-target.ts'
import { deadlines, targetAt } from './target-settings.ts'

/** A deadline of a few tenths of a second in one phase, for tests that run into it; a busy machine meets the others. */
export const impatient = (phase: 'init' | 'search' | 'present'): Partial<Z3950Settings> => ({
  deadlines: { ...deadlines, [phase]: 300 },
})

/** Plays a script to a client; at the end no connection may be left open, on either side. */
export async function withTarget(
  script: Script,
  test: (client: TargetClient, target: HostileTarget) => Promise<void>,
  settings: Partial<Z3950Settings> = {},
  options: ClientOptions = {},
): Promise<void> {
  const target = await startTarget(script)
  const client = createClient(targetAt(target.port, settings), options)
  try {
    await test(client, target)
    await client.close()
    await until(() => target.open === 0)
    expect(client.health()).to.include({ open: 0, busy: 0, waiting: 0 })
  } finally {
    await client.close()
    await target.stop()
  }
}
