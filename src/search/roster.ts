import { isDeepStrictEqual } from 'node:util'
import type { Clock, Log } from '../kit/index.ts'
import { AssociationLimit, createClient, type TargetClient } from '../zoom/index.ts'
import type { HealthBook } from './health-book.ts'
import { resolveFor } from './reach.ts'
import type { Target } from './settings.ts'

/** The targets that are searched now, each with its client. */
export interface Roster {
  /** In the order pages show them. */
  readonly targets: readonly Target[]
  find(id: string): Target | undefined
  /** The client of one of the targets. */
  client(id: string): TargetClient
  /**
   * Has these in place of those before. One that is asked as before keeps its client:
   * its connections and what is known of it. Gives the ids of those that have not: they are gone, or asked otherwise now.
   */
  take(targets: readonly Target[]): readonly string[]
  close(): Promise<void>
}

interface Member {
  readonly target: Target
  readonly client: TargetClient
}

interface Surroundings {
  readonly clock: Clock
  readonly log: Log
  readonly book: HealthBook
}

export function createRoster(first: readonly Target[], { clock, log, book }: Surroundings): Roster {
  const limit = new AssociationLimit()
  let members = new Map<string, Member>()
  /** Clients of targets that are gone, until they have nothing open. */
  let leaving: TargetClient[] = []

  function clientFor(target: Target, isMended: boolean): TargetClient {
    const [resolve, own] = [resolveFor(target), log.child({ target: target.id })]
    const { past, watcher } = book.watch(target)
    // What is asked otherwise now need not wait until what it was before would be tried again.
    return createClient(target.client, { clock, limit, resolve, log: own, watcher, ...(past && !isMended && { past }) })
  }

  function take(targets: readonly Target[]): readonly string[] {
    const before = members
    members = new Map(
      targets.map((target) => {
        const held = before.get(target.id)
        const client = held && isAskedAlike(held.target, target) ? held.client : clientFor(target, held !== undefined)
        return [target.id, { target, client }]
      }),
    )
    const gone = [...before.values()].filter(({ target, client }) => members.get(target.id)?.client !== client)
    for (const { client } of gone) client.windDown()
    const clients = [...leaving, ...gone.map(({ client }) => client)]
    leaving = clients.filter((client) => client.health().open > 0 || client.health().busy > 0)
    return gone.map(({ target }) => target.id)
  }

  take(first)
  return {
    get targets() {
      return [...members.values()].map(({ target }) => target)
    },
    find: (id) => members.get(id)?.target,
    client: (id) => members.get(id)!.client,
    take,
    async close() {
      const all = [...[...members.values()].map(({ client }) => client), ...leaving]
      await Promise.all(all.map((client) => client.close()))
    },
  }
}

/** Whether two targets are asked, and what they answer read, in one way: only how they are shown differs. */
function isAskedAlike(one: Target, other: Target): boolean {
  const asked = ({
    reach,
    label,
    audience,
    categories,
    order,
    preselected,
    firstRecords,
    mostRecords,
    ...rest
  }: Target) => rest
  return one.reach === other.reach && isDeepStrictEqual(asked(one), asked(other))
}
