import { z } from 'zod'
import { lookupOutcomes } from '../../../../search/index.ts'
import { ourFormatNames } from '../../../marc-formats.ts'
import type { Visitor } from '../../../visitor.ts'

/** A list of numbers. */
export const ListAddress = z.object({ list: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
/** Its page: some of its numbers. */
export const ListPageAddress = ListAddress.extend({
  outcome: z.enum(lookupOutcomes).optional(),
  after: z.coerce.number().int().min(0).max(1_000_000).default(0),
})
export type ListPageAddress = z.output<typeof ListPageAddress>
export const ListFileAddress = ListAddress.extend({ format: z.enum(ourFormatNames).default('marc') })
export type ListFileAddress = z.output<typeof ListFileAddress>

/** Whose lists a visitor sees: the own ones. */
export const listOwner = ({ person, tokenId, actor }: Visitor) => ({
  owner: person ? `person:${person.id}` : `token:${tokenId}`,
  actor,
})
