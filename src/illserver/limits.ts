import type { ConnectionLimits } from '../kit/tcp/index.ts'
import { illLimits } from '../standards/iso10161/index.ts'

/** What strangers may ask of the server. Times are milliseconds, sizes bytes. */
export interface IllServerLimits extends ConnectionLimits {
  /** Largest APDU read. */
  readonly apduSize: number
  /** APDUs of one address in a minute; of one more it is said that it may be sent later. */
  readonly apdusPerMinute: number
}

export const defaultIllServerLimits: IllServerLimits = {
  connections: 100,
  connectionsPerAddress: 10,
  apduSize: illLimits.size,
  apdusPerMinute: 120,
  firstDeadline: 10_000,
  requestDeadline: 10_000,
  writeDeadline: 30_000,
  idle: 60_000,
  linger: 1_000,
}
