import { completeness } from './completeness.ts'
import { type Match, matchOf, titleKeysOf } from './match.ts'
import { partition } from './partition.ts'
import type { Brief } from './types.ts'

/** What can be merged: a brief display, and whether some of the record could not be decoded. */
export interface Mergeable {
  readonly brief: Brief
  readonly lossy: boolean
}

/** One work: its entries, the best one first, the others as they arrived. */
export interface Cluster<E> {
  /** The ordinal, from 1, of its entry that arrived first. */
  readonly n: number
  readonly entries: readonly E[]
}

export interface Merged<E> {
  /** Clusters that are new or have other entries than before, by number. */
  readonly changed: readonly Cluster<E>[]
  /** Numbers that are no cluster's any more, because its entries joined one with a lower number. */
  readonly absorbed: readonly number[]
}

interface Placed<E> {
  readonly match: Match
  readonly entry: E
  readonly ordinal: number
}

/** Records that share title keys, directly or through others: all that a newcomer can affect. */
interface Neighbourhood<E> {
  readonly members: Placed<E>[]
  into?: Neighbourhood<E>
}

/**
 * Merges records as they arrive from several libraries. How the records are divided depends on the records alone, not
 * on their order of arrival; only the numbers do. A newcomer may join two clusters (the higher number is absorbed), or
 * show that an entry joined before could as well belong elsewhere: that entry then stands alone again, under its own
 * number.
 */
export class Merger<E extends Mergeable> {
  readonly #byKey = new Map<string, Neighbourhood<E>>()
  /** By ordinal - 1. */
  readonly #clusterOf: Cluster<E>[] = []
  #size = 0
  #arrived = 0

  /** How many clusters there are. */
  get size(): number {
    return this.#size
  }

  /** The cluster that holds the n-th entry: for the number of a cluster, present or absorbed, the one to show. */
  of(n: number): Cluster<E> | undefined {
    return this.#clusterOf[n - 1]
  }

  /** All clusters by number. */
  clusters(): Cluster<E>[] {
    return this.#clusterOf.filter((cluster, index) => cluster.n === index + 1)
  }

  /** Adds entries in their order of arrival. Cheapest in batches: each affected neighbourhood is divided once. */
  add(entries: readonly E[]): Merged<E> {
    const touched = new Set<Neighbourhood<E>>()
    for (const entry of entries) touched.add(this.#place(entry))
    const changed: Cluster<E>[] = []
    const absorbed: number[] = []
    for (const { into, members } of touched) if (!into) this.#divide(members, changed, absorbed)
    return { changed: changed.sort((a, b) => a.n - b.n), absorbed: absorbed.sort((a, b) => a - b) }
  }

  /** Puts an entry into the neighbourhood of its keys, joining those that it connects. */
  #place(entry: E): Neighbourhood<E> {
    const match = matchOf(entry.brief)
    const keys = titleKeysOf(match)
    let home: Neighbourhood<E> = { members: [] }
    for (const key of keys) {
      const known = this.#byKey.get(key)
      if (known) home = join(home, root(known))
    }
    for (const key of keys) this.#byKey.set(key, home)
    const placed = { entry, match, ordinal: ++this.#arrived }
    home.members.push(placed)
    return home
  }

  /** Divides a neighbourhood anew and notes what is different. */
  #divide(members: Placed<E>[], changed: Cluster<E>[], absorbed: number[]): void {
    members.sort((a, b) => a.ordinal - b.ordinal)
    const before = new Set<number>()
    for (const { ordinal } of members) {
      const cluster = this.#clusterOf[ordinal - 1]
      if (cluster) before.add(cluster.n)
    }
    const groups = partition(members.map(({ match }) => match))
    this.#size += groups.length - before.size
    // Compare with the old clusters before any is replaced.
    const fresh = groups
      .map((group) => group.sort((a, b) => a - b).map((place) => members[place]!))
      .filter((group) => !this.#isCluster(group))
    for (const group of groups) before.delete(members[group[0]!]!.ordinal)
    for (const group of fresh) {
      const cluster = { n: group[0]!.ordinal, entries: bestFirst(group.map(({ entry }) => entry)) }
      for (const { ordinal } of group) this.#clusterOf[ordinal - 1] = cluster
      changed.push(cluster)
    }
    absorbed.push(...before)
  }

  /** Whether exactly these entries are a cluster already. */
  #isCluster(group: readonly Placed<E>[]): boolean {
    const cluster = this.#clusterOf[group[0]!.ordinal - 1]
    return (
      cluster !== undefined &&
      cluster.entries.length === group.length &&
      group.every(({ ordinal }) => this.#clusterOf[ordinal - 1] === cluster)
    )
  }
}

function root<E>(neighbourhood: Neighbourhood<E>): Neighbourhood<E> {
  let found = neighbourhood
  while (found.into) found = found.into
  return found
}

/** One neighbourhood of two; the smaller one moves. */
function join<E>(a: Neighbourhood<E>, b: Neighbourhood<E>): Neighbourhood<E> {
  if (a === b) return a
  const [small, large] = a.members.length < b.members.length ? [a, b] : [b, a]
  for (const member of small.members) large.members.push(member)
  small.into = large
  return large
}

/** The best entry, then the others in their order: decoded without loss before lossy, complete before brief. */
function bestFirst<E extends Mergeable>(entries: readonly E[]): E[] {
  const rank = ({ brief, lossy }: E): number => completeness(brief) - (lossy ? 100 : 0)
  let best = entries[0]!
  for (const entry of entries) if (rank(entry) > rank(best)) best = entry
  return [best, ...entries.filter((entry) => entry !== best)]
}
