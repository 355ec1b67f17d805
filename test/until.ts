import { setTimeout as wait } from 'node:timers/promises'

/** How long a machine may be busy with other things: no measure of ours. */
const patience = 100_000

/** Waits until something holds, for as long as a slow machine may need. A test that waits so never waits for a time. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const begun = performance.now()
  while (!(await holds())) {
    if (performance.now() - begun > patience) throw new Error(`it did not come about: ${holds}`)
    await wait(10)
  }
}
