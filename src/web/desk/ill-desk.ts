import type { Actor } from '../../kit/index.ts'
import type { DeskResult } from './results.ts'

/** Something scanned at a desk for interlibrary loan. */
export interface IllScan {
  /** What the scan can mean, likeliest first: of an item, or of a request. */
  readonly numbers: readonly [string, ...string[]]
  readonly branch: string
  readonly by: Actor
  /** Epoch milliseconds. */
  readonly now: number
}

/** What came of it, in words for the desk. */
export type IllDeskAnswer = Omit<DeskResult, 'code' | 'at'>

/** What the front desk has done with other libraries' items. */
export interface IllDesk {
  /** Received as loan. */
  receive(scan: IllScan): Promise<IllDeskAnswer>
  /** Returned to lender. */
  returnToLender(scan: IllScan): Promise<IllDeskAnswer>
}
