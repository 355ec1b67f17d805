import { z } from 'zod'

const label = z.string().trim().min(1).max(80)
const names = z.array(z.string()).min(1)

/** What is different about the menu: in some states or in all, for some groups or for everybody. */
export const Adjustment = z
  .strictObject({
    in: names.optional(),
    for: names.optional(),
    hide: names.optional(),
    first: names.optional(),
    relabel: z.record(z.string(), label).optional(),
  })
  .refine(
    ({ hide, first, relabel }) => [hide, first, relabel].filter(Boolean).length === 1,
    'must say one thing: hide, first or relabel',
  )
export type Adjustment = z.output<typeof Adjustment>
