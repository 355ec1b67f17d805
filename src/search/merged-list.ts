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

/** What a cluster looks like, reckoned once: a cluster that changes is another one. */
interface View {
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
  const views = new WeakMap<Cluster<Entry>, View>()

  const viewOf = (cluster: Cluster<Entry>): View => {
    const known = views.get(cluster)
    if (known) return known
    const { brief } = cluster.entries[0]!
    const view = {
      hit: { n: cluster.n, brief, sources: cluster.entries.map(({ source }) => source) },
      relevance: relevance(brief, searched),
      keys: sortKeys(brief),
    }
    views.set(cluster, view)
    return view
  }

  /** How entries follow one another. Sorting is stable, and clusters come by number. */
  const compare: Readonly<Record<SortOrder, (a: View, b: View) => number>> = {
    relevance: (a, b) => b.relevance - a.relevance,
    year: (a, b) => (b.keys.year ?? Number.NEGATIVE_INFINITY) - (a.keys.year ?? Number.NEGATIVE_INFINITY) || 0,
    title: (a, b) => collator.compare(a.keys.title, b.keys.title),
    author: (a, b) => lastIfEmpty(a.keys.author, b.keys.author) || collator.compare(a.keys.author, b.keys.author),
  }

  return {
    add(target, records) {
      const { changed, absorbed } = merger.add(records.map((record) => entryOf(target, record)))
      return { changed: changed.map((cluster) => viewOf(cluster).hit), absorbed }
    },
    get size() {
      return merger.size
    },
    hit(n) {
      const cluster = merger.of(n)
      return cluster && viewOf(cluster).hit
    },
    slice: (order, from, count) =>
      merger
        .clusters()
        .map(viewOf)
        .sort(compare[order])
        .slice(from, from + count)
        .map(({ hit }) => hit),
  }
}

const lastIfEmpty = (a: string, b: string) => Number(a === '') - Number(b === '')

const entryOf = ({ id, label }: Target, { position, brief, lossy, link }: BriefRecord): Entry => ({
  brief,
  lossy,
  source: { target: id, label, position, lossy, ...(link && { link }) },
})
