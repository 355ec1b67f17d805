import type { Protocol, Settlement } from '../lenders/index.ts'
import type { LineState } from '../machines/borrowing.ts'
import type { LineData } from '../machines/line-data.ts'

/** A lender's turn at a request, with how it stands. */
export interface Line {
  readonly id: number
  readonly requestId: number
  /** From 1, in the order they are to be asked. */
  readonly position: number
  readonly lender: {
    readonly id: number
    readonly symbol: string
    readonly name: string
    readonly email: string
    readonly protocol: Protocol
    readonly settlement: Settlement
    readonly namesPatron: boolean
    readonly timeZone: string
    /** There is a way to it: an address of the kind its protocol needs. */
    readonly reachable: boolean
    /** It takes requests now. */
    readonly open: boolean
  }
  /** Of a rota: why it stands where it does, in words. */
  readonly why: readonly string[]
  /** The lender’s own number of its record, and where the book stands there. */
  readonly recordId: string | null
  readonly callNumber: string | null
  /** Why the rota passed it over. */
  readonly skipped: string | null
  readonly state: LineState
  readonly data: LineData
  readonly version: number
  readonly lastEvent: string
  readonly changedAt: Date
}
