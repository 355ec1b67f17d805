import { z } from 'zod'
import { whole } from './catalogue-schemas.ts'

const date = z.iso.date()
const code = z.string().min(1).max(64)
const number = z.string().trim().min(1).max(100)

// Requests

export const CheckOutBody = z
  .strictObject({
    accessionNo: number,
    card: number.meta({ description: 'Card number of the reader' }),
    branch: code.meta({ description: 'Whose desk it is' }),
  })
  .meta({ id: 'CheckOut' })
export const CheckInBody = z.strictObject({ accessionNo: number, branch: code }).meta({ id: 'CheckIn' })
export const LoanParams = z.object({ loan: z.uuid() })
export const ScanParams = z.object({ scan: z.uuid() })
export const ReservationParams = z.object({ reservation: z.uuid() })
export const CardParams = z.object({ card: number })
export const BibParams = z.object({ id: whole })
export const NewReservation = z
  .strictObject({
    bibId: z.int().min(1).optional(),
    itemId: z.int().min(1).optional(),
    card: number,
    pickupBranch: code,
  })
  .refine(({ bibId, itemId }) => (bibId === undefined) !== (itemId === undefined), 'give either bibId or itemId')
  .meta({ id: 'NewReservation', description: 'Of any copy of a record (`bibId`), or of one copy (`itemId`)' })
export const OwnNewReservation = z
  .strictObject({ bibId: z.int().min(1), pickupBranch: code })
  .meta({ id: 'OwnNewReservation' })
export const Move = z
  .strictObject({ to: z.int().min(1).max(10_000) })
  .meta({ id: 'Move', description: '1 is the next' })
export const OverdueQuery = z.object({
  branch: code.optional(),
  size: z.coerce.number().int().min(1).max(100).default(50),
  afterDate: date.optional().meta({ description: '`next.date` of the page before' }),
  afterId: z.uuid().optional().meta({ description: '`next.id` of the page before' }),
})

// Answers

export const LoanView = z
  .object({
    id: z.uuid(),
    itemId: z.int(),
    branch: z.string(),
    lentAt: z.iso.datetime(),
    dueOn: date,
    renewals: z.int(),
  })
  .meta({ id: 'Loan' })

const undo = z.uuid().optional().meta({ description: 'What takes it back, for half a minute, at /circulation/scans' })
export const LentView = LoanView.extend({ undo }).meta({ id: 'Lent' })

export const LoanLine = LoanView.extend({
  bibId: z.int(),
  accessionNo: z.string(),
  overdue: z.boolean(),
  requestId: z.string().optional().meta({ description: 'Borrowed from another library for this request' }),
}).meta({ id: 'LoanLine' })

export const ReservationLine = z
  .object({
    id: z.uuid(),
    level: z.enum(['copy', 'title']),
    bibId: z.int(),
    itemId: z.int().optional(),
    accessionNo: z.string().optional(),
    pickupBranch: z.string(),
    state: z.enum(['waiting', 'transit', 'ready']),
    place: z.int().optional().meta({ description: 'In the queue: 1 is the next' }),
    placedAt: z.iso.datetime(),
    keepUntil: date.optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Reservation' })

export const Placed = z.object({ id: z.uuid(), place: z.int() }).meta({ id: 'PlacedReservation' })

export const CheckedInView = z
  .object({
    to: z.enum(['unknown', 'withdrawn', 'shelf', 'pickup', 'transfer', 'ill-officer']),
    accessionNo: z.string(),
    itemId: z.int().optional(),
    branch: z.string().optional().meta({ description: 'Where a transfer goes' }),
    reservation: z.uuid().optional(),
    keepUntil: date.optional(),
    lenderDue: date.optional(),
    ended: z.uuid().optional().meta({ description: 'The loan that ended' }),
    undo,
  })
  .meta({ id: 'CheckedIn', description: 'Where the item goes: exactly one place' })

export const OwnLoans = z
  .object({ loans: z.array(LoanLine), reservations: z.array(ReservationLine) })
  .meta({ id: 'OwnLoans' })

export const OwnNotices = z
  .object({
    notices: z.array(
      z.object({
        name: z.string(),
        label: z.string().meta({ description: 'When it is sent' }),
        wanted: z.boolean(),
        optional: z.boolean().meta({ description: 'One may do without it' }),
        sent: z.boolean().meta({ description: 'The library sends it at all' }),
      }),
    ),
  })
  .meta({ id: 'OwnNotices' })
export const NoticesChoice = z
  .strictObject({ pickup: z.boolean().optional(), dueSoon: z.boolean().optional(), overdue: z.boolean().optional() })
  .meta({ id: 'NoticesChoice', description: 'Only what is `optional` can be done without' })

export const PatronView = OwnLoans.extend({
  id: z.uuid(),
  name: z.string(),
  card: z.string(),
  group: z.string().optional(),
  expiresOn: date.optional(),
  blocks: z.array(z.enum(['closed', 'blocked', 'expired', 'limit', 'overdue'])).meta({
    description: 'What stands against one more loan',
  }),
  noticesOff: z.array(z.string()).meta({ description: 'Notices by e-mail the reader does without' }),
}).meta({ id: 'Patron' })

export const Reservations = z.object({ reservations: z.array(ReservationLine) }).meta({ id: 'Reservations' })
export const Overdue = z
  .object({ loans: z.array(LoanLine), next: z.object({ date, id: z.uuid() }).optional() })
  .meta({ id: 'Overdue' })
