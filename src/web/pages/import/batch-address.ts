import { z } from 'zod'
import { importOutcomes } from '../../../catalogue/index.ts'

/** A file that was loaded, or is to be. */
export const BatchAddress = z.object({ batch: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
/** Its page: of some of its records. */
export const PageAddress = BatchAddress.extend({
  outcome: z.enum(importOutcomes).optional(),
  left: z.literal('1').optional(),
  after: z.coerce.number().int().min(0).default(0),
  known: z.literal('1').optional(),
})
export type PageAddress = z.output<typeof PageAddress>
