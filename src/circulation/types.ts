import type { Item } from '../catalogue/index.ts'
import type { Actor } from '../kit/index.ts'

/** Who acts, where and when. */
export interface DeskAct {
  /** Code of the branch whose desk it is. */
  readonly branch: string
  readonly by: Actor
  /** Epoch milliseconds. */
  readonly now: number
}

/** A loan that is open. Dates are YYYY-MM-DD. */
export interface Loan {
  readonly id: string
  readonly itemId: number
  /** None of a loan to another library. */
  readonly patronId?: string
  /** The request of another library it is lent for. */
  readonly lendingId?: number
  readonly branch: string
  readonly lentAt: Date
  readonly dueOn: string
  readonly renewals: number
}

export type ReservationLevel = 'copy' | 'title'
export const openStates = ['waiting', 'transit', 'ready'] as const
export type ReservationState = (typeof openStates)[number] | 'fulfilled' | 'cancelled' | 'expired'

/** Somebody's wish for a copy (`itemId`), or for any copy of a record. */
export interface Reservation {
  readonly id: string
  readonly level: ReservationLevel
  readonly bibId: number
  /** None of a title; none once the copy was removed. */
  readonly itemId?: number
  /** None once the patron was removed, and of another library's. */
  readonly patronId?: string
  /** The request of another library it is kept for. */
  readonly lendingId?: number
  readonly pickupBranch: string
  /** `transit`: a copy is on its way to the pickup place; `ready`: it stands there. */
  readonly state: ReservationState
  /** Orders those that wait for the same. */
  readonly position: number
  /** The copy that was found for it. */
  readonly allocatedItem?: number
  readonly placedAt: Date
  /** The last day it is kept on the pickup shelf. YYYY-MM-DD. */
  readonly keepUntil?: string
}

/** A temporary item: a volume some lender sent for a request. */
export interface IllItem {
  readonly lineId: string
  readonly volume: string
  readonly requestId: string
  readonly patronId?: string
  /** When the lender wants it back. YYYY-MM-DD. */
  readonly lenderDue?: string
  /** It has gone back. */
  readonly closed: boolean
}

/** An item with all that circulation knows of it. */
export interface Held {
  readonly item: Item
  /** Whether its own status is one of items that can be lent. */
  readonly available: boolean
  readonly loan?: Loan
  /** The reservation it was found for. */
  readonly allocated?: Reservation
  readonly ill?: IllItem
}
