import { z } from 'zod'
import { Line } from './request-schemas.ts'
import { Select } from './select-schemas.ts'

export const ActionForm = z
  .record(z.string(), z.unknown())
  .default({})
  .meta({ id: 'ActionForm', description: 'As the `form` of the action has it; `{}` where it asks for nothing' })
export const Nothing = z.strictObject({}).default({})

const { decision, confirmLossy } = Select.shape
export const Link = z
  .union([
    z.strictObject({ bibId: z.int().min(1) }).meta({ description: 'A record of ours: nothing is taken in' }),
    z
      .strictObject({ source: z.literal(true), decision, confirmLossy })
      .meta({ description: 'The hit the request was placed with: taken in and linked in one act' }),
  ])
  .meta({ id: 'RequestLink' })

const whole = z.int().min(1)
export const NewLine = z
  .strictObject({ lender: whole.meta({ description: 'Id in the directory of lenders' }) })
  .meta({ id: 'NewLenderLine' })
export const Order = z
  .strictObject({ order: z.array(whole).min(1).max(200) })
  .meta({ id: 'LenderOrder', description: 'Ids of all lines, in the order they are to be asked' })
export const Lines = z.object({ lines: z.array(Line) }).meta({ id: 'LenderLines' })
