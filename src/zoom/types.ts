import type { RpnQuery } from '../standards/query/index.ts'

/** What a client needs to know of one target. `search` reads it from configuration. */
export type TargetSettings = Z3950Settings | SruSettings

/** What targets of every protocol have. Times are milliseconds. */
export interface CommonSettings {
  readonly id: string
  /** Records asked for at a time. */
  readonly presentChunk: number
  readonly deadlines: Deadlines
  readonly pool: PoolLimits
  readonly searchesPerMinute: number
}

export interface Z3950Settings extends CommonSettings {
  readonly protocol: 'z3950'
  readonly host: string
  readonly port: number
  readonly databases: readonly string[]
  /** TLS on the same port; `rejectUnauthorized: false` only where the operator says so. */
  readonly tls?: Tls
  readonly authentication: Authentication
  /** OID of the record syntax to ask for. */
  readonly syntax: string
  /** Element set name to ask for; none when undefined. */
  readonly elementSet?: string
  /** How query terms are written. */
  readonly queryEncoding: 'utf-8' | 'iso-8859-1' | 'marc-8'
  /** Whether records may be asked for in the search response itself. */
  readonly piggyback: boolean
}

export interface SruSettings extends CommonSettings {
  readonly protocol: 'sru'
  /** The address of the database, http or https; parameters that it has are sent with every request. */
  readonly url: string
  readonly version: '1.1' | '1.2' | '2.0'
  readonly method: 'get' | 'post'
  /** Name or identifier of the record schema to ask for; the server's choice when undefined. */
  readonly schema?: string
  /** Of HTTP Basic. */
  readonly credentials?: { readonly user: string; readonly password: string }
  readonly tls?: Tls
  /** What the server calls its indexes where it is not the usual name, by Bib-1 Use attribute. */
  readonly indexes: ReadonlyMap<number, string>
}

export interface Tls {
  readonly rejectUnauthorized: boolean
  readonly serverName?: string
}

export type Authentication =
  | { readonly type: 'none' }
  | { readonly type: 'anonymous' }
  | { readonly type: 'open'; readonly value: string }
  | { readonly type: 'idPass'; readonly group?: string; readonly user?: string; readonly password?: string }

/** Wall-clock limits, milliseconds. `total` covers a search with all its presents. */
export interface Deadlines {
  readonly connect: number
  readonly init: number
  readonly search: number
  readonly present: number
  readonly total: number
}

export interface PoolLimits {
  readonly associations: number
  /** An association unused for this long is closed, with a Close. */
  readonly idle: number
  /** How long a request may wait for a free association. */
  readonly queue: number
}

export type Phase = 'queue' | 'connect' | 'init' | 'search' | 'present' | 'scan' | 'sort' | 'total'

/** One diagnostic as the target sent it; `text` is ours where the set is known, `addinfo` is theirs. */
export interface TargetDiagnostic {
  /** OID of the diagnostic set, or of SRU its URI: `info:srw/diagnostic/1`. */
  readonly set: string
  readonly code: number
  /** Of another set than Bib-1: the code there that says the same, where one does. */
  readonly bib1?: number
  readonly text: string
  readonly addinfo?: string
}

/** Every way a target can fail, each with its own name. */
export type Failure =
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'timed-out'; readonly phase: Phase; readonly after: number }
  | { readonly kind: 'closed'; readonly phase: Phase; readonly reason?: string }
  | { readonly kind: 'access-denied'; readonly phase: Phase; readonly diagnostics: readonly TargetDiagnostic[] }
  | { readonly kind: 'too-many-sessions'; readonly diagnostics: readonly TargetDiagnostic[] }
  | { readonly kind: 'wrong-protocol'; readonly expected: 'Z39.50' | 'SRU'; readonly found: string }
  | { readonly kind: 'protocol-error'; readonly phase: Phase; readonly offset?: number; readonly detail: string }
  | { readonly kind: 'diagnostic'; readonly phase: Phase; readonly diagnostics: readonly TargetDiagnostic[] }
  /** Our own limits: every association taken for too long, or more searches a minute than agreed. */
  | { readonly kind: 'busy'; readonly limit: 'connections' | 'searches'; readonly detail: string }
  /** The circuit breaker is open: not even tried. `until` is epoch milliseconds of the next probe. */
  | { readonly kind: 'circuit-open'; readonly until: number; readonly last: Failure }
  | { readonly kind: 'cancelled' }
  /** A name server, certificate or setting of ours is at fault. */
  | { readonly kind: 'misconfigured'; readonly detail: string }

/** Thrown by every operation of a client. */
export class TargetFailure extends Error {
  readonly failure: Failure
  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(`target failed: ${failure.kind}`, options)
    this.name = 'TargetFailure'
    this.failure = failure
  }
}

/** A record, or what came in its place, at a 1-based position of a result set. */
export type RemoteRecord = { readonly position: number; readonly database?: string } & (
  | { readonly type: 'bytes'; readonly syntax: string; readonly bytes: Uint8Array }
  | { readonly type: 'text'; readonly syntax: string; readonly text: string }
  | {
      readonly type: 'opac'
      readonly syntax: string
      /** The bibliographic part: its own syntax and bytes. */
      readonly bibliographic?: { readonly syntax: string; readonly bytes: Uint8Array }
      readonly holdings: readonly import('../standards/z3950/index.ts').HoldingsRecord[]
    }
  | { readonly type: 'structured'; readonly syntax: string; readonly value: unknown }
  | { readonly type: 'diagnostic'; readonly diagnostic: TargetDiagnostic }
)

/** What the caller sees happening, for progress. */
export type Progress = 'queued' | 'connecting' | 'searching' | 'fetching'

export interface OperationOptions {
  readonly signal?: AbortSignal
  /** Over a connection that is opened for it. */
  readonly afresh?: boolean
  readonly onProgress?: (progress: Progress) => void
}

export interface SearchOptions extends OperationOptions {
  /** Records that come with the answer, where the target allows it. */
  readonly prefetch?: number | undefined
  /** Record syntax (OID), or of SRU a schema, to ask for in place of the target's own. */
  readonly syntax?: string | undefined
}

/** A client of one target, of whatever protocol: a pool of associations behind one face. */
export interface TargetClient {
  readonly settings: TargetSettings
  search(query: RpnQuery, options?: SearchOptions): Promise<ResultSet>
  scan(request: ScanQuery, options?: OperationOptions): Promise<ScanResult>
  /** The state of the pool and the breaker, for pages and metrics. */
  health(): Health
  /** Nobody new will ask: what is under way goes on, and associations close as soon as nobody uses them. */
  windDown(): void
  /** Closes every association (with a Close) and refuses further work. */
  close(): Promise<void>
}

/** A result set on the target's side; searched again, once, when its association is gone. */
export interface ResultSet {
  /** What the target said, clamped to 0 and 2^31-1. */
  readonly hits: number
  /** The target said the set is partial or estimated. */
  readonly partial: boolean
  /** What came with the search response. */
  readonly records: readonly RemoteRecord[]
  /** Records `start`… (1-based), at most `count`; fewer when the target gives fewer. Never loops on empty answers. */
  fetch(
    start: number,
    count: number,
    options?: OperationOptions & { readonly syntax?: string; readonly elementSet?: string },
  ): Promise<RemoteRecord[]>
  /** Sorts on the target. @throws TargetFailure when it cannot. */
  sort(keys: readonly SortKey[], options?: OperationOptions): Promise<void>
  /** The caller will not come back: the association may forget the set. */
  release(): void
}

export interface SortKey {
  /** Bib-1 Use attribute to sort by. */
  readonly use: number
  readonly descending?: boolean
}

export interface ScanQuery {
  readonly attributeSet: string
  readonly attributes: RpnQuery['root'] & { readonly op: 'term' }
  readonly count: number
  /** 1-based place of the start term among the answers. */
  readonly preferredPosition?: number
  readonly step?: number
}

export interface ScanResult {
  readonly entries: readonly { readonly term: string; readonly display?: string; readonly hits?: number }[]
  readonly position?: number
  readonly diagnostics: readonly TargetDiagnostic[]
}

export interface Health {
  readonly breaker: 'closed' | 'open' | 'half-open'
  /** Epoch milliseconds of the next probe, when open. */
  readonly until?: number
  readonly open: number
  readonly busy: number
  readonly waiting: number
  readonly lastFailure?: Failure
}
