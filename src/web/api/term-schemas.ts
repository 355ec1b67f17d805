import { z } from 'zod'
import { browsable } from '../../search/index.ts'
import { printable } from '../text.ts'
import { Adapted } from './schemas.ts'

export const TermsQuery = z.object({
  target: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: 'Id of a library that staff may search; this catalogue where it is left out' }),
  field: z.enum(browsable).default('title'),
  text: z
    .string()
    .max(1000)
    .transform((text) => printable(text).trim())
    .default('')
    .meta({ description: 'Where the list begins: at the beginning of the index where it is left out' }),
  count: z.coerce.number().int().min(1).max(100).default(20),
  before: z.coerce
    .number()
    .int()
    .min(0)
    .max(99)
    .default(0)
    .meta({ description: 'How many of them stand before that place; fewer than `count`' }),
})

export const Terms = z
  .object({
    terms: z.array(
      z.object({
        term: z.string().meta({ description: 'As it is searched' }),
        display: z.string().optional().meta({ description: 'As it is shown, where that differs' }),
        hits: z.int().optional().meta({ description: 'How many records have it, where the library says' }),
      }),
    ),
    position: z
      .int()
      .optional()
      .meta({ description: 'From 1, the place of the text among them, or where it would be; where the library says' }),
    adapted: Adapted.optional().meta({ description: 'What was done so that it could answer' }),
  })
  .meta({ id: 'Terms' })
