import { z } from 'zod'
import type { HouseClock } from '../../../circulation/index.ts'
import type { StatementQuery } from '../../../ill/index.ts'

/** Which month, library and side, as it stands in the address; what is empty is all of them. */
export const FeesAddress = z.object({
  month: z
    .string()
    .regex(/^(19|20)\d\d-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  library: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
  side: z.enum(['borrowing', 'lending']).optional().catch(undefined),
  after: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
})
export type FeesAddress = z.output<typeof FeesAddress>

/** What is looked for; the month that it is where none is said. */
export const queryOf = ({ month, library, side }: FeesAddress, clock: HouseClock): StatementQuery => ({
  ...{ month: month ?? clock.today().slice(0, 7), timeZone: clock.timeZone(), partnerId: library, side },
})

/** The page of an address, or its entries as a file. */
export function feesHref(address: Partial<FeesAddress>, page = '/fees'): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(address)) if (value) params.set(name, String(value))
  return params.size > 0 ? `${page}?${params}` : page
}
