import { z } from 'zod'
import { listLimits, lookupOutcomes } from '../../../../search/index.ts'
import { flavours } from '../../../../standards/marc/index.ts'
import { ourFormatNames } from '../../../marc-formats.ts'
import type { Visitor } from '../../../visitor.ts'

const BatchId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** A list of numbers. */
export const ListAddress = z.object({ list: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
/** Its page: some of its numbers. */
export const ListPageAddress = ListAddress.extend({
  outcome: z.enum(lookupOutcomes).optional(),
  after: z.coerce.number().int().min(0).max(1_000_000).default(0),
  /** Files to be loaded that it was just handed over as, and such as were loaded before. */
  batch: z.array(BatchId).max(flavours.length),
  before: z.array(BatchId).max(flavours.length),
})
export type ListPageAddress = z.output<typeof ListPageAddress>
export const ListFileAddress = ListAddress.extend({ format: z.enum(ourFormatNames).default('marc') })
export type ListFileAddress = z.output<typeof ListFileAddress>
/** So many records were said to be missing, and what comes is wanted without them. */
const without = z.coerce.number().int().min(0).max(listLimits.numbers).default(0)
export const ListFilePageAddress = ListFileAddress.extend({ without })
export const HandOverForm = z.object({ without })

/** Whose lists a visitor sees: the own ones. */
export const listOwner = ({ person, tokenId, actor }: Visitor) => ({
  owner: person ? `person:${person.id}` : `token:${tokenId}`,
  actor,
})
