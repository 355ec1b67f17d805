import { z } from 'zod'
import { isTimeZone } from '../../kit/calendar/index.ts'
import { IdempotencyKey } from './once.ts'
import { IfMatch } from './versions.ts'

export const BranchParams = z.object({ branch: z.string().min(1).max(64) })
export const SaveHeaders = z.object({ 'if-match': IfMatch, 'idempotency-key': IdempotencyKey })

const days = {
  timeZone: z
    .string()
    .max(100)
    .refine(isTimeZone, 'must be a time zone such as Europe/London')
    .meta({ description: 'Such as `Europe/London`' }),
  closedWeekdays: z
    .array(z.int().min(1).max(7))
    .max(6, 'must leave a day on which it is open')
    .refine((all) => new Set(all).size === all.length, 'must name each day once')
    .meta({ description: '1 is Monday, 7 Sunday' }),
  closedDates: z.array(z.iso.date()).max(10_000),
}
export const CalendarFields = z.strictObject(days).meta({ id: 'CalendarFields' })

export const Calendar = z
  .object({
    branch: z.string().optional().meta({ description: 'None for the house’s' }),
    label: z.string(),
    ...days,
    source: z.enum(['own', 'file', 'house', 'file-house']).meta({
      description: 'Its own; or of circulation.yaml, the house, or what the configuration says of the house',
    }),
    version: z.int().meta({ description: 'For `If-Match`; 0 where it has none of its own' }),
  })
  .meta({ id: 'Calendar' })
export const Calendars = z.object({ calendars: z.array(Calendar) }).meta({ id: 'Calendars' })
