/** How the catalogue is served over SRU. */
export interface SruSettings {
  /** The last part of the address: `/sru/default`. */
  readonly database: string
  /** What it is called, in the explain record. */
  readonly title: string
  /** Records of an answer, unless asked for otherwise, and at most. */
  readonly defaultRecords: number
  readonly mostRecords: number
  readonly mostTerms: number
  /** Records that are put in order for an answer. */
  readonly mostSorted: number
  /** Characters of the records of an answer. */
  readonly answerSize: number
  /** Requests of one client in a minute. */
  readonly requestsPerMinute: number
  /** Milliseconds a search may take. */
  readonly searchTime: number
}

export const defaultSru: SruSettings = {
  database: 'default',
  title: 'Library catalogue',
  defaultRecords: 10,
  mostRecords: 100,
  mostTerms: 200,
  mostSorted: 100_000,
  answerSize: 8 * 1024 * 1024,
  requestsPerMinute: 120,
  searchTime: 10_000,
}
