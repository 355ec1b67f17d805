import type { Brief, Full, Holding } from '../bib/index.ts'
import type { Decoded, Flavour, MarcRecord } from '../standards/marc/index.ts'
import type { FieldedSearch, FieldName } from '../standards/query/index.ts'
import type { Failure, Health, ProbeStep as ZoomStep } from '../zoom/index.ts'
import type { LookedUp } from './look-up.ts'
import type { Target } from './settings.ts'

/** Who is looking: targets may be shown to one audience only. */
export type Audience = 'opac' | 'enquiry'

/** Typed field by field, or a PQF string (staff, API). */
export type SearchQuery = FieldedSearch | WrittenQuery

/** A query in a language of its own: prefix notation (YAZ) or CQL 1.2. */
export type WrittenQuery = { readonly pqf: string } | { readonly cql: string }

export interface SearchRequest {
  readonly query: SearchQuery
  /** Ids; all that the audience may see when undefined. */
  readonly targets?: readonly string[]
  readonly audience?: Audience
  /** The order in which targets are asked for their records, where they hold more than is fetched at once. */
  readonly sort?: Exclude<SortOrder, 'relevance'>
}

/** A target as a page may show it: no address, no credentials. */
export interface TargetInfo {
  readonly id: string
  readonly label: string
  readonly categories: readonly string[]
  readonly preselected: boolean
  readonly health: Pick<Health, 'breaker' | 'until'> & { readonly usual?: number }
}

export type TargetState = 'queued' | 'connecting' | 'searching' | 'fetching' | 'done' | 'failed' | 'stopped'

/** A failure in words: `phrase` for patrons, `detail` for staff (code, text, addinfo), `kind` for programs. */
export interface FailureWords {
  readonly kind: Failure['kind'] | 'internal'
  readonly phrase: string
  readonly detail: string
}

/** How a target was asked otherwise than was wanted: `phrase` for patrons, where it matters to them, `detail` for staff. */
export interface Adaptation {
  readonly phrase?: string
  readonly detail: string
}

/** Why more is not fetched of a target that has more; `phrase` for patrons, `detail` for staff. */
export interface Limited {
  /** What one search may fetch of it, or in all; the target gives no more. */
  readonly limit: 'records' | 'search' | 'target'
  readonly phrase: string
  readonly detail: string
}

/** How one target stands in one search. */
export interface TargetStatus {
  readonly id: string
  readonly label: string
  readonly state: TargetState
  /** What the target says it has; unknown until it answered. */
  readonly hits?: number
  /** Records fetched so far, and how many of them could not be read. */
  readonly fetched: number
  readonly unreadable: number
  /** Why the first of these could not be read. */
  readonly unreadableReason?: string
  readonly failure?: FailureWords
  /** What was done so that it could answer; absent where it took what it was asked. */
  readonly adapted?: readonly Adaptation[]
  /** Milliseconds this target usually takes, where known. */
  readonly usual?: number
  readonly limited?: Limited
  /**
   * Where an order was asked for and not everything was fetched at once: the target put all it has in this order, or it
   * could not, and only what was fetched is.
   */
  readonly sorted?: 'there' | 'here'
}

/** One record behind a hit. The first source of a hit is the one its brief display shows. */
export interface Source {
  readonly target: string
  readonly label: string
  /** 1-based position in the target's result set. */
  readonly position: number
  readonly lossy: boolean
  /** The record in the owner's own catalogue. Print through `href()`. */
  readonly link?: string
}

/** One entry of the merged list. `n` is stable for the life of the search; the rank is the place in the list. */
export interface Hit {
  readonly n: number
  readonly brief: Brief
  readonly sources: readonly Source[]
}

export const sortOrders = ['relevance', 'year', 'title', 'author'] as const
export type SortOrder = (typeof sortOrders)[number]

/** What entries of a list are counted and chosen by. */
export const hitFacets = ['library', 'format', 'language'] as const
export type HitFacet = (typeof hitFacets)[number]

/**
 * What a list is narrowed to. Of several values of one facet any will do, of several facets each must fit; an entry
 * fits if one of its records does. An empty list narrows nothing.
 */
export interface HitFilters extends Readonly<Record<HitFacet, readonly string[]>> {
  readonly yearFrom?: number
  readonly yearTo?: number
  /** Only what a library says is on its shelf now. */
  readonly available: boolean
}

/** What of a search is looked at: the merged list, or the set of one library, unmerged; all of it, or narrowed. */
export interface View {
  readonly filters?: HitFilters
  /** Id of the target whose own set is shown; `relevance` is then the order in which it gave its records. */
  readonly set?: string
}

export interface FacetValue {
  readonly value: string
  readonly count: number
}

/**
 * What a list could be narrowed to, most entries first. A facet that is narrowed already is counted without that, so
 * that more of its values can be chosen.
 */
export interface HitFacets extends Readonly<Record<HitFacet, readonly FacetValue[]>> {
  /** Entries of which a library says that a copy is on its shelf. */
  readonly available: number
  /** The earliest and the latest year there is. */
  readonly years?: readonly [first: number, last: number]
}

/** What a list page shows. */
export interface Page {
  readonly hits: readonly Hit[]
  /** Entries of the view, on all its pages. */
  readonly matching: number
  /** Merged entries so far, and the sum of what the targets say they hold. */
  readonly merged: number
  readonly total: number
  /** True when targets hold more than was fetched and the limit is not reached. */
  readonly more: boolean
}

/** Numbered from 1 within a search, so a client that lost the stream can ask for what came after. */
export type SearchEvent = { readonly seq: number } & (
  | { readonly type: 'target'; readonly target: TargetStatus }
  /** New or changed entries. `absorbed` lists the numbers of entries that were joined to one of them. */
  | {
      readonly type: 'hits'
      readonly hits: readonly Hit[]
      readonly absorbed: readonly number[]
      readonly merged: number
      readonly total: number
    }
  | { readonly type: 'done'; readonly merged: number; readonly total: number }
)

/** One running or finished search. */
export interface Search {
  readonly id: string
  readonly request: SearchRequest
  readonly state: 'running' | 'done'
  readonly targets: readonly TargetStatus[]
  readonly merged: number
  readonly total: number
  /** Every entry so far, best first; ties keep their order of arrival. */
  page(options: { readonly page: number; readonly size: number; readonly sort?: SortOrder } & View): Page
  /** How many entries a view has so far. */
  count(view: View): number
  /** What a view could be narrowed to. */
  facets(view: View): HitFacets
  /** Events after `after` (0 = all), then live ones until the search is done or the signal fires. */
  events(options?: { readonly after?: number; readonly signal?: AbortSignal }): AsyncIterable<SearchEvent>
  /** Resolves when the search is done, at the latest after `deadline` milliseconds. */
  settled(deadline: number, signal?: AbortSignal): Promise<void>
  /**
   * Stop waiting: targets that have not answered, or this one of them, are given up; what came is kept. Does nothing
   * while others have joined the search: nobody may stop it for them.
   */
  stop(target?: string): void
  /**
   * Fetches the next batch of records from every target that holds more; the search is running again meanwhile. At most
   * 500 records are fetched in all.
   */
  more(): void
  /** An entry by number, an absorbed one by the number it went into. */
  hit(n: number): Hit | undefined
  /**
   * The records of an entry, in the order of its sources, from what is held here: no library is asked. At most fifty are
   * read for their holdings.
   */
  records(n: number): Promise<readonly HeldRecord[]>
  /** The full display of an entry's source (default: its first). @throws Problem not-found */
  full(n: number, source?: number): Promise<HitDetail>
}

/** One record of a hit beside the others: what it says by itself. */
export interface HeldRecord {
  readonly source: Source
  readonly brief: Brief
  /** When its library gave it; like the holdings unknown where the record is kept no longer. */
  readonly receivedAt?: Date
  /** Where copies are, as the record says. Undefined is not "none": it was not looked for. */
  readonly holdings?: readonly Holding[]
}

/** A record with everything its pages need. */
export interface HitDetail {
  readonly hit: Hit
  readonly source: Source
  readonly full: Full
  readonly decoded: Decoded
  readonly flavour: Flavour
  readonly origin: RecordOrigin
}

/** How a record came to us, for whoever keeps it. */
export interface RecordOrigin {
  /** As the target names it with the record, else the ones that were searched, joined by `+`. */
  readonly database: string
  /** What the target was asked, in PQF. */
  readonly query: string
  /** Record syntax by its short name (`usmarc`), or its OID. */
  readonly syntax: string
  readonly fetchedAt: Date
}

/** Of Z39.50: a session is opened, syntaxes are tried. Of SRU: the server explains itself, schemas are tried. */
export type ProbeName = ZoomStep['step']

/** A place in a target's index. */
export interface Browsing {
  readonly field: FieldName
  /** The term at which the list begins, as typed; empty for the beginning of the index. */
  readonly text: string
  /** Terms wanted, and how many of them before the place. */
  readonly count: number
  readonly before: number
}

/** Terms of an index, with how many records have each, where the target says. */
export interface Browsed {
  readonly entries: readonly { readonly term: string; readonly display?: string; readonly hits?: number }[]
  /** 1-based place of the term asked for, or where it would be; undefined where the target does not say. */
  readonly position?: number
  readonly adapted?: readonly Adaptation[]
}

/** One step of a target probe, as `farshelf targets test` prints it. */
export interface ProbeStep {
  readonly step: ProbeName
  readonly ok: boolean
  readonly detail: string
  /** Of connecting: where to, or where in vain. For administrators alone. */
  readonly address?: string
  readonly ms: number
}

/** The search service: what doors use. */
export interface SearchService {
  targets(audience: Audience): readonly TargetInfo[]
  /**
   * Starts a search, or joins the identical one that is running or still held. A `fresh` one does not join one that is
   * done and lacks what some target did not give: it asks again.
   * @throws Problem
   */
  start(request: SearchRequest, options?: { readonly fresh?: boolean }): Search
  get(id: string): Search | undefined
  /** The address of a record in the catalogue of the library it is from, where that has addresses. Print through `href()`. */
  ownersLink(target: string, record: MarcRecord): string | undefined
  /** Lists a target's index around a term. @throws Problem unknown-target, target-failed */
  browse(target: string, browsing: Browsing, signal?: AbortSignal): Promise<Browsed>
  /**
   * Searches one target for somebody who does not watch: whole records, at most so many, of which nothing is held. It
   * waits for its turn, so that readers have half of what the target allows.
   * @throws Problem unknown-target, query-empty; the signal's reason
   */
  lookUp(
    target: string,
    query: FieldedSearch,
    options: { readonly most: number; readonly signal?: AbortSignal | undefined },
  ): Promise<LookedUp>
  /**
   * Tests one target step by step: connect, init, options granted, a search, syntaxes that work. By id one that is
   * searched; else any.
   */
  probe(target: string | Target, signal?: AbortSignal): AsyncIterable<ProbeStep>
  /**
   * Searches these from now on. What runs goes on with the targets it began with; connections with those that are gone,
   * or are asked otherwise now, close as soon as nobody uses them.
   */
  take(targets: readonly Target[]): void
  /** How every target fares, in the order pages show them: for staff. */
  health(): readonly TargetHealth[]
  /** Cache hits and misses, searches running, targets' health: for /metrics. */
  metrics(): SearchMetrics
  close(): Promise<void>
}

/**
 * Limits of ours: what a target is asked for at most, by its settings, and the pause after repeated failures. The
 * first three keep it from being asked.
 */
export const reachableLimits = ['searches', 'connections', 'pause', 'records', 'time'] as const
export type ReachedLimit = (typeof reachableLimits)[number]

/** How a target fares, for staff. */
export interface TargetHealth {
  readonly id: string
  readonly label: string
  /** Where it is, without credentials. */
  readonly address: string
  readonly audience: readonly Audience[]
  /** `open`: not asked before `until`. `half-open`: the next search tries it. */
  readonly breaker: Health['breaker']
  readonly until?: Date
  /** Milliseconds an answer usually takes, a connection that has to be opened included: the median of the last 15. */
  readonly usual?: number
  readonly lastAnswer?: { readonly at: Date; readonly hits: number; readonly ms: number }
  readonly lastFailure?: { readonly at: Date } & Omit<FailureWords, 'kind'> & { readonly kind: string }
  /** Of the last operations, 20 at most, that were answered or failed. */
  readonly ofLate: { readonly asked: number; readonly failed: number }
  /** When limits of ours were last reached, the latest first. */
  readonly reached: readonly { readonly limit: ReachedLimit; readonly at: Date; readonly detail: string }[]
  readonly connections: Pick<Health, 'open' | 'busy' | 'waiting'>
  readonly limits: {
    readonly connections: number
    readonly searchesPerMinute: number
    /** Records of one search. */
    readonly records: number
    /** Milliseconds of one search, with all that is fetched. */
    readonly total: number
  }
}

export interface CacheMetrics {
  readonly hits: number
  readonly misses: number
  readonly size: number
}

export interface SearchMetrics {
  readonly caches: { readonly [name in 'sets' | 'briefs' | 'fulls']: CacheMetrics }
  readonly running: number
  readonly held: number
  readonly targets: readonly { readonly id: string; readonly health: Health }[]
}
