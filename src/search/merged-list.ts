import { type Brief, type Cluster, Merger, relevance, type SortKeys, sortKeys } from '../bib/index.ts'
import type { FieldedSearch } from '../standards/query/index.ts'
import type { BriefRecord } from './records.ts'
import type { Target } from './settings.ts'
import type { Hit, SortOrder, Source } from './types.ts'

/** Records of all targets, merged and ranked as they arrive. */
export interface MergedList {
  /** Adds records of one target; tells the entries that are new or different, and the numbers that went into others. */
  add(target: Target, records: readonly BriefRecord[]): { changed: readonly Hit[]; absorbed: readonly number[] }
  /** Merged entries. */
  readonly size: number
  hit(n: number): Hit | undefined
  /** `count` entries from the `from`-th, in this order; ties in order of arrival. */
  slice(order: SortOrder, from: number, count: number): readonly Hit[]
}

interface Entry {
  readonly brief: Brief
  readonly lossy: boolean
  readonly source: Source
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
  // Reckoned once: a cluster that changes is another one. The rank only when a list is asked for.
  const hitOf = remembered(({ n, entries }: Cluster<Entry>): Hit => {
    return { n, brief: entries[0]!.brief, sources: entries.map(({ source }) => source) }
  })
  const rankOf = remembered((cluster: Cluster<Entry>): Rank => {
    const hit = hitOf(cluster)
    return { hit, relevance: relevance(hit.brief, searched), keys: sortKeys(hit.brief) }
  })

  /** How entries follow one another. Sorting is stable, and clusters come by number. */
  const compare: Readonly<Record<SortOrder, (a: Rank, b: Rank) => number>> = {
    relevance: (a, b) => b.relevance - a.relevance,
    year: (a, b) => (b.keys.year ?? Number.NEGATIVE_INFINITY) - (a.keys.year ?? Number.NEGATIVE_INFINITY) || 0,
    title: (a, b) => collator.compare(a.keys.title, b.keys.title),
    author: (a, b) => lastIfEmpty(a.keys.author, b.keys.author) || collator.compare(a.keys.author, b.keys.author),
  }

  return {
    add(target, records) {
      const { changed, absorbed } = merger.add(records.map((record) => entryOf(target, record)))
      return { changed: changed.map(hitOf), absorbed }
    },
    get size() {
      return merger.size
    },
    hit(n) {
      const cluster = merger.of(n)
      return cluster && hitOf(cluster)
    },
    slice: (order, from, count) =>
      merger
        .clusters()
        .map(rankOf)
        .sort(compare[order])
        .slice(from, from + count)
        .map(({ hit }) => hit),
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

const entryOf = ({ id, label }: Target, { position, brief, lossy, link }: BriefRecord): Entry => ({
  brief,
  lossy,
  source: { target: id, label, position, lossy, ...(link && { link }) },
})
