import { z } from 'zod'
import { type Looking, Words } from '../address.ts'
import type { Door } from '../door.ts'

const category = z.string().max(200).optional()
/** The address of a search page: it may bring words and libraries along, to start from. */
export const HomeAddress = Words.extend({ all: category, none: category, choose: z.literal('1').optional() })
export type HomeAddress = z.output<typeof HomeAddress> & Looking

/** What the search pages of readers and staff are made from. */
export interface HomeProps {
  readonly door: Door
  readonly address: HomeAddress
  readonly chosen: ReadonlySet<string>
  readonly complaint?: string
  /** Where the written query cannot be read, from 1. */
  readonly wrongAt?: number
}
