import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
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
    const ended = gone.then(([code, signal]) => {
      throw new Error(`${name} ended before it was ready, with ${signal ?? code}`)
    })
    const ready = Promise.race([once(child, 'message'), ended])
    // Nobody waits for a spare one that is ended with the others.
    ready.catch(() => undefined)
    const hand = { name, child, ready, gone }
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
