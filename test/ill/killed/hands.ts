import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Database } from '../../../src/kit/db/index.ts'
import { until } from '../../until.ts'
import type { Quick } from './quick.ts'

/** A process that does what it is told, to be killed. */
export interface Hand {
  /** As PostgreSQL knows it: what it is told to connect as. */
  readonly name: string
  readonly child: ChildProcess
  /** It can be told something. */
  readonly ready: Promise<unknown>
  /** It has ended. */
  readonly gone: Promise<unknown>
}

/** Processes of one program: others are started while one works. */
export interface Hands {
  /** Gives the next one, and has another one started. */
  take(): Hand
  close(): Promise<void>
}

const born = new Map<string, number>()

/** @param argumentsOf what a process is started with, by its name */
export function openHands(
  { loader, program }: Quick,
  { spare, argumentsOf = () => [] }: { readonly spare: number; readonly argumentsOf?: (name: string) => string[] },
): Hands {
  const all = new Set<Hand>()
  const waiting: Hand[] = []

  function hire(): void {
    const serial = (born.get(program) ?? 0) + 1
    born.set(program, serial)
    const name = `hand-${serial}`
    const child = fork(loader, [program, ...argumentsOf(name)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const gone = once(child, 'exit')
    const hand = { name, child, ready: once(child, 'message'), gone }
    all.add(hand)
    void gone.then(() => all.delete(hand))
    waiting.push(hand)
  }
  for (let n = 0; n < spare; n++) hire()

  return {
    take() {
      hire()
      return waiting.shift()!
    },
    async close() {
      for (const { child, gone } of [...all]) {
        child.kill('SIGKILL')
        await gone
      }
    },
  }
}

/** As when time passes: PostgreSQL hears that a process is gone, and what it held is free. Gives how many jobs it held. */
export async function bury({ pool }: Database, { name }: Pick<Hand, 'name'>): Promise<number> {
  await until(async () => {
    const { rows } = await pool.query('select from pg_stat_activity where application_name = $1', [name])
    return rows.length === 0
  })
  // Each kill is the first that its job sees: to be given up after ten of them is another matter.
  const { rows } = await pool.query(
    `update jobs set locked_by = null, locked_until = null, attempts = 0 where locked_by is not null
     returning pg_notify('farshelf_jobs', '')`,
  )
  return rows.length
}
