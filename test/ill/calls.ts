import pg from 'pg'
import type { IllPorts } from '../../src/ill/index.ts'

/** Where a call can be interrupted: before it is made, when it is on its way, or when it is done and nobody knows. */
export type Moment = 'before' | 'sent' | 'answered'

/** Counts calls while somebody is interested, and interrupts one of them. */
export interface Interruption {
  /** Interrupts the k-th call from now on. */
  arm(k: number, moment: Moment): void
  /** Whether the k-th call came. */
  disarm(): boolean
  /** Leaves PostgreSQL alone again. */
  restore(): void
  /** The real ports, whose calls count. */
  readonly between: (ports: IllPorts) => IllPorts
  /** The same of anything else. */
  readonly watched: <T extends object>(port: T) => T
}

/** Stands between the process and PostgreSQL. `happen` ends the process, or throws. */
export function interruptCalls(happen: (what: string) => void): Interruption {
  let left = 0
  let moment: Moment = 'before'
  let came = false
  const counts = (of: Moment) => moment === of && left === 0 && !came
  const fire = (what: string) => {
    came = true
    happen(what)
  }
  const call = async <T>(what: string, make: () => Promise<T>): Promise<T> => {
    const ours = left > 0 && --left === 0
    if (!ours) return make()
    if (counts('before')) fire(what)
    const made = make()
    if (counts('sent')) {
      // Long enough for the socket to have it, too short for an answer.
      await new Promise((resolve) => setImmediate(resolve))
      made.catch(() => undefined)
      fire(what)
    }
    const answer = await made
    if (counts('answered')) fire(what)
    return answer
  }
  const query = pg.Client.prototype.query as (...given: unknown[]) => unknown
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const text = typeof given[0] === 'string' ? given[0] : (given[0] as { text?: string } | undefined)?.text
    const isAsked =
      left > 0 && text !== undefined && !text.startsWith('/* looking */') && typeof given.at(-1) !== 'function'
    if (!isAsked) return query.apply(this, given)
    return call(text, () => query.apply(this, given) as Promise<unknown>)
  } as never
  return {
    arm(k, at) {
      left = k
      moment = at
      came = false
    },
    disarm() {
      left = 0
      return came
    },
    restore() {
      pg.Client.prototype.query = query as never
    },
    between: (ports) => ({
      ...ports,
      circulation: watched(ports.circulation, call),
      channel: watched(ports.channel, call),
      news: watched(ports.news, call),
    }),
    watched: (port) => watched(port, call),
  }
}

type Call = <T>(what: string, make: () => Promise<T>) => Promise<T>

/** The same object, every call of which counts. */
const watched = <T extends object>(port: T, call: Call): T =>
  Object.fromEntries(
    Object.entries(port).map(([name, part]) => [
      name,
      typeof part === 'function' ? (...given: unknown[]) => call(name, () => part(...given) as Promise<unknown>) : part,
    ]),
  ) as T
