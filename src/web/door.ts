import type { Registry } from 'prom-client'
import type { Secrets } from '../accounts/index.ts'
import type { ImportProfiles, SelectSettings } from '../catalogue/index.ts'
import type { CirculationSettings } from '../circulation/index.ts'
import type { Ill } from '../ill/index.ts'
import type { Database } from '../kit/db/index.ts'
import type { Clock, Log, Networks } from '../kit/index.ts'
import type { MailParty, ReturnPattern } from '../kit/mail/index.ts'
import type { Audience, SearchService, TargetList } from '../search/index.ts'
import type { WebhookSettings } from '../webhooks/index.ts'
import type { Assets } from './assets.ts'
import type { IllDesk } from './desk/ill-desk.ts'
import type { EnquiryMemory } from './enquiry-memory.ts'
import type { MeteredSearches } from './metered-searches.ts'
import type { SruSettings } from './sru/index.ts'
import type { Streams } from './streams.ts'
import type { TargetTests, TestLimit } from './target-test.ts'

/** What `createWeb` needs. Times are milliseconds. */
export interface WebOptions {
  readonly search: SearchService
  /** What it searches: no file, and what is kept, by default. */
  readonly targets?: TargetList | undefined
  readonly database: Database
  /** How files may be loaded: the built-in profiles by default. */
  readonly importProfiles?: ImportProfiles
  /** Bytes a file may have that is sent to us: half a gibibyte by default. */
  readonly mostUploaded?: number
  /** The machine's by default. */
  readonly clock?: Clock
  /** The address people know us by, `https://ill.example.org`; what a request says of it is not believed. */
  readonly baseUrl?: string | undefined
  /** What is done to records taken from other libraries; as the sample configuration has it by default. */
  readonly select?: SelectSettings | undefined
  /** Requests and their workflow; as the sample configuration has it by default. */
  readonly ill?: Ill | undefined
  /** Lending rules: those without a file by default. */
  readonly circulation?: CirculationSettings
  /** What the front desk does with interlibrary loans: the acts of requests by default. */
  readonly illDesk?: IllDesk | undefined
  readonly log: Log
  /** Metrics of the whole process; those of the web are added to it. */
  readonly metrics: Registry
  /** Who may ask for them without a token: nobody by default. */
  readonly metricsFrom?: Networks
  readonly version: string
  /** Whether what we need is there, the database above all: asked by `/readyz`. */
  readonly ready?: () => boolean | Promise<boolean>
  /** Express's "trust proxy": how many proxies stand before us, or their addresses. None by default. */
  readonly trustProxy?: number | string
  /** How long a page without JavaScript waits for libraries. */
  readonly deadline?: number
  /** Searches one client may start. */
  readonly limit?: SearchLimit
  /** Tests of targets by staff. */
  readonly testLimit?: TestLimit
  /** The catalogue over SRU, where it is served so. */
  readonly sru?: SruSettings | undefined
  /** Networks of the house that webhooks may reach: none by default. */
  readonly webhooks?: WebhookSettings
  /** Who messages come from, where a mail server is configured. */
  readonly mail?: Mailing | undefined
  /** What the names of its cookies end in, where several applications stand at one host name: nothing by default. */
  readonly cookieMark?: string | undefined
  /** A sign of life on a silent stream, so that proxies keep it open. */
  readonly heartbeat?: number
}

interface Mailing {
  readonly from: MailParty
  /** Where messages come back to that cannot be delivered. */
  readonly returns?: ReturnPattern | undefined
}

export interface SearchLimit {
  readonly perMinute: number
  /** How many of them within five seconds. */
  readonly burst: number
}

/** What pages and the API share. */
export interface Door {
  /** Whom its pages are for; the OPAC's unless it says otherwise. */
  readonly audience?: Audience
  /** What the library is called, where that is known. */
  readonly house?: string | undefined
  readonly service: SearchService
  readonly targets: TargetList
  readonly database: Database
  readonly secrets: Secrets
  readonly uploads: { readonly profiles: ImportProfiles; readonly most: number }
  readonly clock: Clock
  readonly select: SelectSettings
  readonly ill: Ill
  readonly circulation: CirculationSettings
  readonly illDesk: IllDesk
  readonly webhooks: WebhookSettings
  /** Undefined where messages are kept, for want of a mail server. */
  readonly mail?: Mailing | undefined
  /** Whether people reach us over HTTPS, though a proxy in between may not. */
  readonly secure: boolean
  readonly searches: MeteredSearches
  readonly tests: TargetTests
  readonly enquiries: EnquiryMemory
  readonly streams: Streams
  readonly assets: Assets
  readonly version: string
  readonly deadline: number
}
