import { z } from 'zod'
import type { EventSpec } from '../../workflow/index.ts'
import { moneyField } from '../money/index.ts'
import { fields, notes, notesOfLender, notesToLender } from './forms.ts'

const service = z.enum(['loan', 'copy'])
const staff = { by: ['staff'], permission: 'requests' } as const
/** What a lender says: its own system, or staff who heard it by another way. */
const lender = { by: ['partner', 'staff'], permission: 'requests' } as const
const usual = (order: number) => ({ group: 'Usual', order }) as const
const said = (order: number) => ({ group: 'Lender said…', order }) as const
const noted = (order: number) => ({ group: 'Notes', order }) as const
const problem = (order: number) => ({ group: 'Problem', order }) as const
const end = (order: number) => ({ group: 'End', order }) as const

const renewable = z
  .enum(['yes', 'no'])
  .meta({ title: 'Renewable', labels: { yes: 'Yes', no: 'No' } })
  .optional()
const foundForm = z.object({
  publicNote: fields.short('Note to the lender', 2000).meta({ control: 'textarea' }).default('It has been found.'),
  privateNote: fields.privateNote,
})
/** Either side tells the other of it. */
const mishap = z.object({ ...notesToLender.shape, lenderNote: fields.lenderNote })

/** What can happen on a lender's line. `label` are the words of domain/ill.md section 1, `second` those of section 2. */
export const borrowingEvents = {
  approve: { ...staff, label: 'Approve', permission: 'requests', ...usual(5), form: notes },
  request: {
    ...staff,
    by: ['staff', 'system'],
    label: 'Requested',
    patron: 'We asked a library for it',
    second: 'Request',
    ...usual(10),
    form: z.object({
      publicNote: fields.publicNote,
      privateNote: fields.privateNote,
      transmit: fields.flag('Transmit to the lender'),
      another: fields.flag('Ask this lender although another one has been asked'),
      answerBy: fields.day('Answer wanted by').optional(),
      mostCost: moneyField('It may cost at most').optional(),
      hold: z
        .enum(['yes', 'no', 'policy'])
        .meta({ title: 'Hold it for us if it is out', labels: { yes: 'Yes', no: 'No', policy: 'As the lender does' } })
        .optional(),
      expiresAt: z.iso.datetime().meta({ title: 'Expires', control: 'hidden' }).optional(),
    }),
  },
  willSupply: {
    ...lender,
    label: 'Will supply',
    second: 'Informed Will Supply',
    ...said(41),
    form: z.object({
      supplyOn: fields.day('Expected on').optional(),
      likely: fields.flag('It is only likely'),
      ...notesOfLender.shape,
    }),
  },
  hold: {
    ...lender,
    label: 'Hold placed',
    ...said(42),
    form: z.object({ availableOn: fields.day('Available from').optional(), ...notesOfLender.shape }),
  },
  conditional: {
    ...lender,
    label: 'Conditional',
    second: 'Informed Conditional',
    ...said(43),
    form: z.object({
      condition: fields.short('Condition', 2000).min(1),
      replyBy: fields.day('Reply by').optional(),
      cost: moneyField('Cost').optional(),
      ...notesOfLender.shape,
    }),
  },
  notSupplied: {
    ...lender,
    label: 'Not supplied by lender',
    second: 'Informed Not Supplied',
    ...said(44),
    form: z.object({
      answer: z
        .enum(['unfilled', 'retry', 'locations', 'estimate'])
        .default('unfilled')
        .meta({
          title: 'Answer',
          labels: {
            unfilled: 'Cannot supply',
            retry: 'Try again later',
            locations: 'Names other libraries',
            estimate: 'Gives a price',
          },
        }),
      reason: fields.reason,
      retryAfter: fields.day('Ask again from').optional(),
      cost: moneyField('Price').optional(),
      locations: fields.short('Libraries it names', 4000).meta({ control: 'textarea' }).optional(),
      ...notesOfLender.shape,
    }),
  },
  expired: { by: ['partner', 'clock'], label: 'Expired', form: notesOfLender },
  sendFailed: {
    by: ['system'],
    label: 'Could not be sent',
    form: z.object({ message: fields.short('Message', 40), reason: fields.reason }),
  },
  shipped: {
    ...lender,
    label: 'Shipped from lender',
    patron: 'A library sent it',
    second: 'Informed Shipped',
    ...usual(20),
    form: z.object({
      service: service.meta({ title: 'Sent as', labels: { loan: 'Loan', copy: 'Copy' } }).optional(),
      shippedOn: fields.day('Date sent').optional(),
      dueAtLender: fields.day('Date due back at lender').optional(),
      barcode: fields.short('Number of the item', 200).optional(),
      pieces: fields.short('Number of pieces', 20).optional(),
      media: fields.short('Kind of material', 60).optional(),
      via: fields.short('Sent by', 200).optional(),
      url: fields.short('Web address of the copy', 2000).optional(),
      conditions: fields.short('Conditions', 2000).optional(),
      renewable,
      cost: moneyField('Cost').optional(),
      insuredFor: moneyField('Insured for').optional(),
      returnTo: fields.short('To be returned to', 4000).optional(),
      localNumber: fields.short('Our own number', 60).optional(),
      ...notesOfLender.shape,
    }),
  },
  acceptCondition: {
    ...staff,
    label: 'Accept condition',
    second: 'Conditional-Reply Yes',
    ...usual(11),
    form: notesToLender,
  },
  declineCondition: {
    ...staff,
    label: 'Decline condition',
    second: 'Conditional-Reply No',
    ...usual(12),
    form: notesToLender,
  },
  cancel: {
    ...staff,
    by: ['staff', 'system'],
    label: 'Cancel',
    ...end(60),
    form: z.object({ ...notesToLender.shape, transmit: fields.flag('Transmit to the lender') }),
  },
  cancelAccepted: { ...lender, label: 'Cancelled – no longer required', ...said(45), form: notesOfLender },
  cancelRefused: { ...lender, label: 'Cancelling refused', ...said(46), form: notesOfLender },
  cancelUnanswered: { by: ['clock'], label: 'No answer to the cancelling' },
  closeAsCancelled: { ...staff, permission: 'admin', label: 'Close as cancelled', ...end(61), form: notes },
  receivedAsLoan: {
    ...staff,
    label: 'Received as loan',
    patron: 'It came to your library',
    second: 'Received',
    ...usual(21),
    form: z.object({
      accessionNo: fields.short('Accession number (empty for the next of ours)', 60).optional(),
      location: fields.short('Location', 40).meta({ title: 'Location', list: 'location' }).optional(),
      collection: fields.short('Collection', 40).meta({ title: 'Collection', list: 'collection' }).optional(),
      itemStatus: fields.short('Item status', 40).meta({ title: 'Item status', list: 'item-status' }).optional(),
      dueAtLender: fields.day('Date due back at lender'),
      receivedOn: fields.day('Date received').optional(),
      publicNote: fields.publicNote,
      privateNote: fields.privateNote,
    }),
  },
  receivedAsCopy: {
    ...staff,
    by: ['staff', 'system', 'partner'],
    label: 'Received as copy',
    patron: 'Your copy came',
    second: 'Received',
    ...usual(22),
    form: z.object({
      receivedOn: fields.day('Date received').optional(),
      publicNote: fields.publicNote,
      privateNote: fields.privateNote,
    }),
  },
  overdue: {
    ...lender,
    label: 'Overdue',
    second: 'Informed Overdue',
    ...said(47),
    form: z.object({ wasDue: fields.day('It was due on').optional(), ...notesOfLender.shape }),
  },
  recall: { ...lender, label: 'Recalled', second: 'Informed Recalled', ...said(48), form: notesOfLender },
  requestRenewal: {
    ...staff,
    label: 'Request renewal',
    second: 'Renew',
    ...usual(23),
    form: z.object({
      dueDate: fields.day('Proposed date due').optional(),
      publicNote: fields.publicNote,
      privateNote: fields.privateNote,
    }),
  },
  renewed: {
    ...lender,
    label: 'Renewed from lender',
    second: 'Informed Renewed',
    ...usual(24),
    form: z.object({
      dueAtLender: fields.day('New date due back at lender').optional(),
      renewable,
      ...notesOfLender.shape,
    }),
  },
  renewalRefused: { ...lender, label: 'Renewal refused', ...said(49), form: notesOfLender },
  changeDue: {
    ...staff,
    label: 'Edit',
    quiet: true,
    ...usual(25),
    form: z.object({ dueAtLender: fields.day('Date due back at lender'), privateNote: fields.privateNote }),
  },
  returned: {
    ...staff,
    label: 'Returned to lender',
    patron: 'It went home',
    second: 'Returned',
    ...usual(26),
    form: z.object({
      returnedOn: fields.day('Date returned').optional(),
      via: fields.short('Sent by', 100).optional(),
      insuredFor: moneyField('Insured for').optional(),
      publicNote: fields.publicNote,
      privateNote: fields.privateNote,
    }),
  },
  checkedIn: {
    ...lender,
    label: 'Checked in by lender',
    ...said(50),
    form: z.object({ checkedInOn: fields.day('Date checked in').optional(), ...notesOfLender.shape }),
  },
  lost: { ...lender, label: 'Lost', ...problem(51), form: mishap },
  found: { ...staff, label: 'Found', ...problem(52), form: foundForm },
  damaged: { ...lender, label: 'Damaged', quiet: true, ...problem(53), form: mishap },
  unship: { ...lender, by: ['partner'], label: 'Unship', form: notesOfLender },
  costAdjustment: {
    ...staff,
    label: 'Cost Adjustment',
    quiet: true,
    ...noted(54),
    form: z.object({ cost: moneyField('Cost to the borrower'), privateNote: fields.privateNote }),
  },
  status: {
    by: ['partner'],
    label: 'Status',
    quiet: true,
    form: z.object({
      state: fields.short('Status', 60),
      dueOn: fields.day('Due back').optional(),
      lenderNote: fields.lenderNote,
    }),
  },
  message: { ...lender, label: 'Send Public Note', quiet: true, ...noted(55), form: messageForm() },
  note: {
    ...staff,
    by: ['staff', 'system'],
    label: 'Add Private Note',
    quiet: true,
    ...noted(56),
    form: z.object({ privateNote: fields.short('Staff notes', 2000).min(1) }),
  },
  seen: { ...staff, label: 'Seen', quiet: true, ...noted(57) },
  terminate: {
    ...staff,
    by: ['staff', 'system'],
    label: 'Terminate Request',
    ...end(62),
    form: z.object({
      reason: fields.reason,
      transmit: fields.flag('Transmit to the lender'),
      publicNote: fields.publicNote,
      patronNote: fields.patronNote,
      privateNote: fields.privateNote,
    }),
  },
} as const satisfies Record<string, EventSpec>

function messageForm() {
  return z.object({ publicNote: fields.short('Note to the lender', 4000).min(1), privateNote: fields.privateNote })
}
