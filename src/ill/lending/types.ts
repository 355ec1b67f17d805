import type { EventActor } from '../../workflow/index.ts'
import type { Service } from '../citation-form/index.ts'
import type { PostalAddress, Wanted } from '../exchange/message.ts'
import type { Answering, Protocol, Settlement, Supply } from '../lenders/index.ts'
import type { LendingState } from '../machines/lending.ts'
import type { LendingData } from '../machines/lending-data.ts'

/** How a request of another library came. The first two are systems that say everything themselves. */
export const ways = ['iso18626', 'iso10161', 'email', 'telephone', 'post', 'other'] as const
export type Way = (typeof ways)[number]
export const systemWays: ReadonlySet<Way> = new Set(['iso18626', 'iso10161'])

/** May a hold be placed where it cannot be sent at once? */
export type HoldWish = 'yes' | 'no' | 'policy'

/** What another library wants of us. Days are YYYY-MM-DD. */
export interface LendingOrder {
  /** The borrowing library, in the directory. */
  readonly partnerId: number
  readonly via: Way
  /** What it calls the request. */
  readonly theirNumber: string
  readonly previousNumber?: string | undefined
  readonly wanted: Wanted
  /** In the order preferred. */
  readonly services: readonly Service[]
  readonly level?: string | undefined
  readonly neededBy?: string | undefined
  /** An answer is of no use after it. */
  readonly expiresOn?: string | undefined
  /** "12.50 EUR" */
  readonly mostCost?: string | undefined
  readonly hold: HoldWish
  /** Agreed to beforehand. */
  readonly conditions: readonly string[]
  readonly deliverTo?: PostalAddress | undefined
  readonly deliverEmail: string
  readonly note: string
}

/** The library that asks. */
export interface AskingLibrary extends PostalAddress {
  readonly id: number
  readonly symbol: string
  readonly name: string
  readonly email: string
  readonly protocol: Protocol
  readonly settlement: Settlement
  readonly answering: Answering
  readonly gets: Supply
  readonly lentDays: number | null
}

/** A request of another library with how it stands. */
export interface Lending extends Omit<LendingOrder, 'partnerId'> {
  readonly id: number
  /** As people say it: L-000123. */
  readonly number: string
  readonly partner: AskingLibrary
  readonly title: string
  readonly author: string
  readonly bibId: number | undefined
  readonly itemId: number | undefined
  readonly openedAt: Date
  /** When it was printed on a pick list, and on a shipping list. */
  readonly pickedAt: Date | undefined
  readonly labelledAt: Date | undefined
  readonly state: LendingState
  readonly data: LendingData
  readonly version: number
  readonly lastEvent: string
  readonly changedAt: Date
}

/** An act on a request of another library, as the shelf and channels hear of it. */
export interface LendingAct {
  readonly lending: Lending
  readonly actor: EventActor
  readonly via: string
  readonly at: Date
  /** Of the event. */
  readonly version?: number
  /** What was said with the event. */
  readonly form: Readonly<Record<string, unknown>>
}
