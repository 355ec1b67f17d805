import { z } from 'zod'
import type { EventSpec } from '../../workflow/index.ts'
import { LendingDetails } from '../lending/details.ts'
import { moneyField } from '../money/index.ts'
import { fields } from './forms.ts'
import { codesOf, conditionCodes, retryCodes, unfilledCodes } from './lending-codes.ts'

const staff = { by: ['staff'], permission: 'lending' } as const
/** What a house may have done by itself. */
const answering = { by: ['staff', 'system'], permission: 'lending' } as const
/** What the borrowing library says: its own system, or staff who heard it by another way. */
const borrower = { by: ['partner', 'staff'], permission: 'lending' } as const
const usual = (order: number) => ({ group: 'Usual', order }) as const
const said = (order: number) => ({ group: 'Borrower said…', order }) as const
const noted = (order: number) => ({ group: 'Notes', order }) as const
const problem = (order: number) => ({ group: 'Problem', order }) as const
const end = (order: number) => ({ group: 'End', order }) as const

const notes = {
  publicNote: z
    .string()
    .trim()
    .max(4000)
    .meta({ title: 'Note to the borrowing library', control: 'textarea' })
    .optional(),
  privateNote: fields.privateNote,
}
const told = z.object(notes)
/** What comes from the other side, or is entered for it. */
const heard = z.object({
  publicNote: z.string().trim().max(4000).meta({ title: 'What they wrote', control: 'textarea' }).optional(),
  privateNote: fields.privateNote,
})
const service = z.enum(['loan', 'copy']).meta({ title: 'Service', labels: { loan: 'Loan', copy: 'Copy' } })
const choice = (title: string, words: Readonly<Record<string, string>>) =>
  z.enum(codesOf(words)).meta({ title, labels: words })

/** What can happen to a request of another library: domain/ill.md 2.2 and 2.3, in the words of that page. */
export const lendingEvents = {
  request: { by: ['partner'], label: 'Request', quiet: true, form: heard },
  answerConditional: {
    ...answering,
    label: 'Answer Conditional',
    ...usual(12),
    form: z
      .object({
        condition: choice('Condition', conditionCodes),
        replyBy: fields.day('Answer wanted by').optional(),
        cost: moneyField('Cost').optional(),
        ...notes,
      })
      .refine(({ condition, cost }) => condition !== 'Cost' || cost !== undefined, {
        ...{ path: ['cost'], message: 'Say what it costs.' },
      })
      .refine(({ condition, publicNote }) => condition !== 'Other' || Boolean(publicNote), {
        ...{ path: ['publicNote'], message: 'Say in the note what has to be agreed to.' },
      }),
  },
  willSupply: {
    ...answering,
    label: 'Answer Will Supply',
    ...usual(10),
    form: z.object({
      supplyOn: fields.day('Expected to be sent on').optional(),
      likely: fields.flag('Only likely'),
      ...notes,
    }),
  },
  holdPlaced: {
    ...answering,
    label: 'Answer Hold',
    ...usual(11),
    form: z.object({ availableOn: fields.day('Expected to be available on'), ...notes }),
  },
  unfilled: {
    ...answering,
    label: 'Answer Non-supply',
    ...usual(13),
    form: z.object({ reason: choice('Reason', unfilledCodes), ...notes }),
  },
  locations: {
    ...staff,
    label: 'Answer Locations-Provided',
    ...usual(14),
    form: z.object({
      locations: z
        .string()
        .trim()
        .min(1)
        .max(4000)
        .meta({ title: 'Libraries that may have it, one a line', control: 'textarea' }),
      reason: choice('Reason', unfilledCodes).optional(),
      ...notes,
    }),
  },
  retry: {
    ...answering,
    label: 'Answer Retry',
    ...usual(15),
    form: z.object({
      reason: choice('Reason', retryCodes),
      retryAfter: fields.day('Ask again after').optional(),
      ...notes,
    }),
  },
  estimate: {
    ...staff,
    label: 'Answer Estimate',
    ...usual(16),
    form: z.object({ cost: moneyField('Cost'), ...notes }),
  },
  expired: { by: ['clock'], label: 'Expired' },
  forwarded: { by: ['system'], label: 'Forwarded' },
  conditionAccepted: {
    ...borrower,
    label: 'Condition accepted',
    second: 'Conditional-Reply Yes',
    ...said(40),
    form: heard,
  },
  conditionDeclined: {
    ...borrower,
    label: 'Condition declined',
    second: 'Conditional-Reply No',
    ...said(41),
    form: heard,
  },
  askedAnew: { by: ['partner'], label: 'Asked anew', form: heard },
  cancel: { by: ['partner'], label: 'Cancel', form: heard },
  cancelYes: { ...answering, label: 'Cancel Reply-Yes', ...usual(17), form: told },
  cancelNo: { ...staff, label: 'Cancel Reply-No', ...usual(18), form: told },
  changeService: {
    ...staff,
    label: 'Change Current Service Type',
    quiet: true,
    ...usual(19),
    form: z.object({ service, privateNote: fields.privateNote }),
  },
  shipped: {
    ...staff,
    label: 'Shipped',
    ...usual(20),
    form: z.object({
      service: service.optional(),
      itemNo: fields.short('Number of the item', 60).optional(),
      shippedOn: fields.day('Date sent').optional(),
      dueOn: fields.day('Date due').optional(),
      renewable: fields.flag('Can be renewed'),
      conditions: choice('Condition', conditionCodes).optional(),
      cost: moneyField('Cost').optional(),
      via: fields.short('Sent by', 100).optional(),
      insuredFor: moneyField('Insured for').optional(),
      url: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .meta({ title: 'Address where the copy can be fetched' })
        .optional(),
      ...notes,
    }),
  },
  unship: { ...staff, label: 'Unship', ...problem(50), form: told },
  overdue: {
    ...staff,
    label: 'Overdue',
    ...usual(24),
    form: z.object({ dueOn: fields.day('It was due on').optional(), ...notes }),
  },
  recall: { ...staff, label: 'Recall', ...usual(25), form: told },
  renewYes: {
    ...answering,
    label: 'Renew Reply-Yes',
    ...usual(22),
    form: z.object({ dueOn: fields.day('New date due'), renewable: fields.flag('Can be renewed again'), ...notes }),
  },
  renewNo: { ...answering, label: 'Renew Reply-No', ...usual(23), form: told },
  checkedIn: {
    ...answering,
    label: 'Checked In',
    ...usual(21),
    form: z.object({ checkedInOn: fields.day('Date checked in').optional(), ...notes }),
  },
  renew: {
    ...borrower,
    label: 'Renewal asked for',
    second: 'Renew',
    ...said(42),
    form: heard.extend({ dueOn: fields.day('Until').optional() }),
  },
  received: {
    ...borrower,
    label: 'Informed Received',
    ...said(43),
    form: heard.extend({ receivedOn: fields.day('Date received').optional(), service: service.optional() }),
  },
  returned: {
    ...borrower,
    label: 'Informed Returned',
    ...said(44),
    form: heard.extend({
      returnedOn: fields.day('Date returned').optional(),
      via: fields.short('Sent by', 200).optional(),
    }),
  },
  informedCancelled: { ...staff, label: 'Informed Canceled', ...said(45), form: heard },
  lost: { ...borrower, label: 'Lost', ...problem(51), form: told },
  found: { ...staff, label: 'Found', ...problem(52), form: told },
  damaged: { ...borrower, label: 'Damaged', quiet: true, ...problem(53), form: told },
  message: {
    ...borrower,
    label: 'Send Public Note',
    quiet: true,
    ...noted(60),
    form: z.object({
      publicNote: fields.short('Note to the borrowing library', 4000).min(1),
      privateNote: fields.privateNote,
    }),
  },
  note: {
    ...staff,
    by: ['staff', 'system'],
    label: 'Add Private Note',
    quiet: true,
    ...noted(61),
    form: z.object({ privateNote: fields.short('Staff notes', 2000).min(1) }),
  },
  reminded: { by: ['partner'], label: 'Reminder', quiet: true, form: heard },
  statusQuery: { by: ['partner'], label: 'Status query', quiet: true, form: heard },
  seen: { ...staff, label: 'Seen', quiet: true, ...noted(62) },
  link: {
    ...staff,
    by: ['staff', 'system'],
    label: 'Select Record',
    quiet: true,
    form: z.object({
      bibId: z.int().positive().nullable(),
      itemId: z.int().positive().nullable(),
      wasBibId: z.int().positive().nullable(),
      wasItemId: z.int().positive().nullable(),
    }),
  },
  edit: {
    ...staff,
    label: 'Local Change Request Details',
    quiet: true,
    form: z.object({
      changed: z.string().max(4000),
      before: LendingDetails,
      after: LendingDetails,
      service,
      privateNote: fields.privateNote,
    }),
  },
  complete: {
    ...staff,
    label: 'Complete',
    quiet: true,
    ...end(70),
    form: z.object({ privateNote: fields.privateNote }),
  },
} as const satisfies Record<string, EventSpec>
