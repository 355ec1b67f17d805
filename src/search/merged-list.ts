import { type Brief, type Cluster, Merger, relevance, type SortKeys, sortKeys } from '../bib/index.ts'
import type { FieldedSearch } from '../standards/query/index.ts'
import { fits, narrowable, type Traits, traitsOf } from './narrowing.ts'
import type { BriefRecord } from './records.ts'
import type { Target } from './settings.ts'
import type { Hit, HitFacets, SortOrder, Source, View } from './types.ts'

/** Records of all targets, merged and ranked as they arrive. */
export interface MergedList {
  /** Adds records of one target; tells the entries that are new or different, and the numbers that went into others. */
  add(target: Target, records: readonly BriefRecord[]): { changed: readonly Hit[]; absorbed: readonly number[] }
  /** Merged entries. */
  readonly size: number
  hit(n: number): Hit | undefined
  /** The records of an entry, in the order of its sources. */
  records(n: number): readonly Entry[]
  /** `count` entries of a view from the `from`-th, in this order; ties in order of arrival. */
  slice(view: View, order: SortOrder, from: number, count: number): readonly Hit[]
  /** How many entries a view has. */
  count(view: View): number
  facets(view: View): HitFacets
}

/** A record of the list, and where it is from. */
export interface Entry {
  readonly brief: Brief
  readonly lossy: boolean
  readonly source: Source
  readonly available?: true
}

/** What a cluster is ordered by. */
interface Rank {
  readonly hit: Hit
  readonly relevance: number
  readonly keys: SortKeys
}

/**
 * @param searched what relevance is reckoned from
 * @param collator orders titles and authors
 */
export function createMergedList(searched: FieldedSearch, collator: Intl.Collator): MergedList {
  const merger = new Merger<Entry>()
  /** Of each target, its records as they came, unmerged; numbered like the merger numbers them. */
  const sets = new Map<string, Cluster<Entry>[]>()
  let arrived = 0
  // Reckoned once: a cluster that changes is another one. The rank only when a list is asked for.
  const hitOf = remembered(({ n, entries }: Cluster<Entry>): Hit => {
    return { n, brief: entries[0]!.brief, sources: entries.map(({ source }) => source) }
  })
  const rankOf = remembered((cluster: Cluster<Entry>): Rank => {
    const hit = hitOf(cluster)
    return { hit, relevance: relevance(hit.brief, searched), keys: sortKeys(hit.brief) }
  })
  const traits = remembered((cluster: Cluster<Entry>): Traits => traitsOf(cluster.entries))
  const whole = ({ set }: View) => (set === undefined ? merger.clusters() : (sets.get(set) ?? []))
  const seen = (view: View) => {
    const { filters } = view
    return filters ? whole(view).filter((cluster) => fits(traits(cluster), filters)) : whole(view)
  }

  /** How entries follow one another. Sorting is stable, and clusters come by number. */
  const compare: Readonly<Record<SortOrder, (a: Rank, b: Rank) => number>> = {
    relevance: (a, b) => b.relevance - a.relevance,
    year: (a, b) => (b.keys.year ?? Number.NEGATIVE_INFINITY) - (a.keys.year ?? Number.NEGATIVE_INFINITY) || 0,
    title: (a, b) => collator.compare(a.keys.title, b.keys.title),
    author: (a, b) => lastIfEmpty(a.keys.author, b.keys.author) || collator.compare(a.keys.author, b.keys.author),
  }

  return {
    add(target, records) {
      const entries = records.map((record) => entryOf(target, record))
      const set = sets.get(target.id) ?? []
      sets.set(target.id, set)
      for (const entry of entries) set.push({ n: ++arrived, entries: [entry] })
      const { changed, absorbed } = merger.add(entries)
      return { changed: changed.map(hitOf), absorbed }
    },
    get size() {
      return merger.size
    },
    hit(n) {
      const cluster = merger.of(n)
      return cluster && hitOf(cluster)
    },
    records: (n) => merger.of(n)?.entries ?? [],
    slice(view, order, from, count) {
      const ranks = seen(view).map(rankOf)
      // A library's own order is the one in which its records came.
      if (view.set === undefined || order !== 'relevance') ranks.sort(compare[order])
      return ranks.slice(from, from + count).map(({ hit }) => hit)
    },
    count: (view) => (view.set === undefined && !view.filters ? merger.size : seen(view).length),
    facets: (view) => narrowable(whole(view).map(traits), view.filters),
  }
}

function remembered<K extends object, V extends object>(reckon: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>()
  return (key) => {
    const value = known.get(key) ?? reckon(key)
    known.set(key, value)
    return value
  }
}

const lastIfEmpty = (a: string, b: string) => Number(a === '') - Number(b === '')

const entryOf = ({ id, label }: Target, { position, brief, lossy, link, available }: BriefRecord): Entry => ({
  brief,
  lossy,
  ...(available && { available }),
  source: { target: id, label, position, lossy, ...(link && { link }) },
})
