import { z } from 'zod'
import type { Database, Tx } from '../kit/db/index.ts'
import type { Clock } from '../kit/index.ts'
import { enqueue, type Handler } from '../kit/jobs/index.ts'
import { Problem } from '../problems.ts'
import type { Engine } from './engine.ts'
import { stepFrom } from './migrate.ts'
import { jobKinds, readOutdated } from './store.ts'

export interface Migrated {
  /** Steps that were taken. */
  readonly steps: number
  /** Instances that have effects of their old version to carry out first: to be tried again later. */
  readonly waiting: number
  /** Instances that a step does not fit, with why it does not fit the first one. */
  readonly unfit: readonly { readonly id: number; readonly detail: string }[]
}

const atATime = 500
const actor = { kind: 'system', name: 'New version' } as const

/** Machines that have older versions which a step leads on from. */
function outdated({ machines }: Engine): { readonly name: string; readonly versions: readonly number[] }[] {
  const definitions = machines.map(({ definition }) => definition)
  return [...new Set(definitions.map(({ name }) => name))].flatMap((name) => {
    const versions = definitions
      .filter((one) => one.name === name && stepFrom(definitions, name, one.version))
      .map(({ version }) => version)
    return versions.length > 0 ? [{ name, versions }] : []
  })
}

/**
 * Takes every instance as far as steps between versions lead, each in a transaction of its own, so that it can be
 * broken off and begun again at any time.
 */
export async function migrateInstances(database: Database, engine: Engine, signal?: AbortSignal): Promise<Migrated> {
  let [steps, waiting] = [0, 0]
  const unfit: { id: number; detail: string }[] = []
  for (const { name, versions } of outdated(engine)) {
    for (let after = 0, more = true; more; ) {
      const ids = await readOutdated(database.db, { name, versions, after, most: atATime })
      for (const id of ids) {
        signal?.throwIfAborted()
        try {
          while (await database.tx((tx) => engine.migrate(tx, id, { actor, via: 'job' }))) steps += 1
          if (versions.includes((await engine.read(database.db, id)).definitionVersion)) waiting += 1
        } catch (error) {
          if (!(error instanceof z.ZodError)) throw error
          unfit.push({ id, detail: z.prettifyError(error) })
        }
      }
      after = ids.at(-1) ?? after
      more = ids.length === atATime
    }
  }
  return { steps, waiting, unfit }
}

/**
 * Has instances of older versions taken to the newer ones, where there are any: for the start of a process, whose
 * machines may be new.
 */
export async function beginMigrating(tx: Tx, engine: Engine): Promise<void> {
  for (const { name, versions } of outdated(engine)) {
    const [first] = await readOutdated(tx, { name, versions, after: 0, most: 1 })
    if (first === undefined) continue
    const { version } = engine.machine(name).definition
    await enqueue(tx, jobKinds.migrate, { name, version }, { key: `migrate:${name}:${version}` })
  }
}

const MigratePayload = z.object({ name: z.string(), version: z.number() })
const minute = 60_000

/** Migrates in the background, again every minute while there are instances that have something to do first. */
export const migratingHandler = (database: Database, engine: Engine, clock: Clock): Handler => ({
  // A process that is still the old one leaves it to the new ones.
  attempts: Number.MAX_SAFE_INTEGER,
  async run(payload, job) {
    const { name, version } = MigratePayload.parse(payload)
    if (engine.machine(name).definition.version < version)
      throw new Problem('workflow-unsound', { name, detail: `its version ${version} is not in this process` })
    const { waiting, unfit } = await migrateInstances(database, engine, job.signal)
    const [first] = unfit
    if (first)
      throw new Problem('job-hopeless', {
        detail: `${unfit.length} instances stay at their old version; the first is ${first.id}: ${first.detail}`,
      })
    await database.tx(async (tx) => {
      await job.finish(tx)
      const runAt = new Date(clock.now() + minute)
      if (waiting > 0) await enqueue(tx, jobKinds.migrate, payload, { key: job.key!, runAt })
    })
  },
})
