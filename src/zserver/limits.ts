import type { ConnectionLimits } from '../kit/tcp/index.ts'

/** What strangers may ask of the server. Times are milliseconds, sizes bytes. */
export interface ServerLimits extends Omit<ConnectionLimits, 'firstDeadline'> {
  /** Searches, scans and sorts of one address in a minute; one more is refused, and the association goes on. */
  readonly searchesPerMinute: number
  /** Largest APDU read. Requests are small. */
  readonly requestSize: number
  /** Largest response with several records, and with a single one; a client may ask for less. */
  readonly messageSize: number
  readonly recordSize: number
  /** Records a response may hold; the client asks again for the rest. */
  readonly recordsPerPresent: number
  readonly resultSets: number
  readonly scanEntries: number
  /** From connecting to a whole initRequest. */
  readonly initDeadline: number
}

export const defaultServerLimits: ServerLimits = {
  connections: 200,
  connectionsPerAddress: 50,
  searchesPerMinute: Number.POSITIVE_INFINITY,
  requestSize: 1024 * 1024,
  messageSize: 1024 * 1024,
  recordSize: 16 * 1024 * 1024,
  recordsPerPresent: 500,
  resultSets: 20,
  scanEntries: 200,
  initDeadline: 10_000,
  requestDeadline: 10_000,
  writeDeadline: 30_000,
  idle: 300_000,
  linger: 1_000,
}
