import { z } from 'zod'
import { LenderSchema } from '../../ill/index.ts'
import { whole } from './catalogue-schemas.ts'
import { IdempotencyKey } from './once.ts'
import { ProblemDetails } from './schemas.ts'
import { IfMatch } from './versions.ts'

export const LenderParams = z.object({ lender: whole })
export const KeyHeaders = z.object({ 'idempotency-key': IdempotencyKey })
export const ChangeHeaders = z.object({ 'if-match': IfMatch })

export const LendersQuery = z.object({
  text: z.string().max(200).default('').meta({ description: 'Words of name, place, country or symbol' }),
  service: z.enum(['loan', 'copy']).optional(),
  inactive: z.literal('true').optional().meta({ description: 'Also those no longer used' }),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(50),
})

export const LenderFields = LenderSchema.meta({ id: 'LenderFields' })
/** Judged with the lender it is laid over. */
export const LenderChange = z
  .record(z.string(), z.unknown())
  .meta({ id: 'LenderChange', description: 'Any of the fields of a lender' })

const standing = z
  .enum(['open', 'suspended', 'closed', 'inactive'])
  .meta({ description: 'Whether it can be sent a request now' })
const line = {
  id: z.int(),
  version: z.int(),
  ...Object.fromEntries(
    Object.keys(LenderSchema.shape)
      .filter((name) => !['calendar', 'notes', 'street'].includes(name))
      .map((name) => [name, z.union([z.string(), z.number(), z.boolean(), z.null()])]),
  ),
  standing,
}
export const Lender = z
  .object({
    ...line,
    street: z.string(),
    notes: z.string(),
    calendar: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Lender', description: 'Its fields as `LenderFields` has them' })
export const LendersPage = z
  .object({
    count: z.int(),
    page: z.int(),
    size: z.int(),
    lenders: z.array(z.object({ ...line, timeZone: z.string() }).meta({ id: 'LenderEntry' })),
  })
  .meta({ id: 'LendersPage' })
export const StaleLender = ProblemDetails.extend({ version: z.int(), lender: Lender }).meta({
  id: 'StaleLender',
  description: 'The lender as it is now',
})

export const PartnerToken = z
  .object({ token: z.string().meta({ description: 'What the library shows: `Authorization: Bearer …`' }) })
  .meta({ id: 'PartnerToken' })
export const PartnerHeader = z
  .strictObject({ name: z.string().max(60), value: z.string().max(2000) })
  .meta({ id: 'PartnerHeader' })
