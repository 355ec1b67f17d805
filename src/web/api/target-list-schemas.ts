import { z } from 'zod'

export const TargetListQuery = z.object({
  dryRun: z
    .literal('true')
    .optional()
    .meta({ description: 'Nothing is kept: only what would become of the list is said' }),
  enable: z.literal('true').optional().meta({
    description: 'New targets are searched at once; else each is off until it is turned on',
  }),
})

export const TargetListReport = z
  .object({
    format: z.enum(['koha-csv', 'koha-sql', 'pazpar2']),
    dryRun: z.boolean(),
    counts: z.object({ new: z.int(), known: z.int(), refused: z.int() }),
    targets: z.array(
      z.object({
        line: z.int().meta({ description: 'Where it begins in the list, from 1' }),
        label: z.string(),
        outcome: z.enum(['new', 'known', 'refused']).meta({
          description: '`new`: added, or would be; `known`: searched at the same address already, and left as it is',
        }),
        id: z.string().optional(),
        address: z.string().optional(),
        detail: z.string().optional().meta({ description: 'Why it is refused' }),
        remarks: z.array(z.string()).meta({ description: 'What could not be taken over, or was taken otherwise' }),
      }),
    ),
    remarks: z
      .array(z.object({ line: z.int(), text: z.string() }))
      .meta({ description: 'What concerns no single target' }),
  })
  .meta({ id: 'TargetListReport' })
