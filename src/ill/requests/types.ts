import type { Flavour } from '../../standards/marc/index.ts'
import type { Citation } from '../../standards/openurl/index.ts'
import type { Service } from '../citation-form/index.ts'
import type { RequestState } from '../machines/request.ts'
import type { RequestData } from '../machines/request-data.ts'

/** Where a request came from. */
export type RequestSource =
  /** A hit of an external search. The record as it was received is kept beside. */
  | {
      readonly kind: 'external'
      readonly target: string
      readonly label: string
      readonly database: string
      readonly query: string
      readonly syntax: string
      readonly encoding: string
      readonly flavour: Flavour
      readonly fetchedAt: string
      /** Other targets that showed the same title, as one hit. */
      readonly also?: readonly { readonly target: string; readonly label: string }[]
    }
  | { readonly kind: 'local'; readonly bibId: number }
  /** A form that was filled in, by hand or by a link. */
  | { readonly kind: 'form' }

/** What a reader, or staff for one, asks for. */
export interface Order {
  readonly patronId: string
  readonly service: Service
  readonly citation: Citation
  readonly pickupBranch?: string | undefined
  /** YYYY-MM-DD. */
  readonly neededBy?: string | undefined
  readonly note: string
  readonly copyrightAgreed: boolean
  readonly source: RequestSource
  /** With `external`: the record's bytes. */
  readonly raw?: Buffer | undefined
}

/** A request with how it stands. */
export interface Request {
  readonly id: number
  /** As people say it: R-000123. */
  readonly number: string
  readonly publicId: string
  /** Without an id once the reader is forgotten. */
  readonly patron: { readonly id: string; readonly name: string; readonly cardNumber: string; readonly email: string }
  readonly service: Service
  readonly title: string
  readonly author: string
  readonly citation: Citation
  readonly pickupBranch: string | undefined
  readonly neededBy: string | undefined
  readonly note: string
  /** When the statement on copyright was agreed to. */
  readonly copyrightAt: Date | null
  readonly source: RequestSource
  readonly bibId: number | undefined
  readonly placedAt: Date
  /** What stood against it when it was placed all the same. */
  readonly despite: readonly Obstacle[]
  readonly state: RequestState
  readonly data: RequestData
  readonly version: number
  readonly lastEvent: string
  readonly changedAt: Date
}

/** Why a request is not placed. `despite` names those that may be placed all the same when whoever places it says so. */
export type Obstacle =
  | { readonly kind: 'no-patron' }
  | { readonly kind: 'patron-blocked' }
  | { readonly kind: 'patron-expired'; readonly on: string }
  | { readonly kind: 'limit'; readonly most: number; readonly per: 'day' | 'open' }
  | { readonly kind: 'duplicate'; readonly number: string; readonly publicId: string; readonly id: number }
  | { readonly kind: 'held'; readonly bibId: number; readonly title: string; readonly available: number }
  | { readonly kind: 'copyright' }
  | { readonly kind: 'late'; readonly on: string }

export type PlaceOutcome =
  | { readonly kind: 'placed'; readonly request: Request; readonly repeated: boolean }
  | { readonly kind: 'refused'; readonly obstacles: readonly Obstacle[] }
