import { z } from 'zod'
import { fields } from '../machines/forms.ts'
import { moneyField } from '../money/index.ts'
import type { AnswerEvent } from './questions.ts'

const note = fields.short('Anything else we should know', 1000).meta({ control: 'textarea' }).optional()
const refusals = [
  'We do not have it',
  'It is on loan',
  'We do not lend it',
  'It cannot be found',
  'It is damaged or too fragile',
  'We cannot copy it for reasons of copyright',
  'Another reason',
] as const

/** What a lender is asked for with each answer: zod objects whose `meta` is that of actions' forms. */
export const answerForms = {
  shipped: z
    .object({
      service: z.enum(['loan', 'copy']).meta({ title: 'Sent as', labels: { loan: 'Loan', copy: 'Copy' } }),
      shippedOn: fields.day('Date sent'),
      dueAtLender: fields.day('Due back to you (a loan)').optional(),
      barcode: fields.short('Number of the item', 60).optional(),
      conditions: fields.short('Conditions of use', 500).optional(),
      note,
    })
    .refine(({ service, dueAtLender }) => service === 'copy' || dueAtLender !== undefined, {
      path: ['dueAtLender'],
      message: 'Say by when you want the loan back.',
    }),
  notSupplied: z.object({
    reason: z.enum(refusals).meta({ title: 'Reason' }),
    note,
  }),
  willSupply: z.object({ supplyOn: fields.day('We expect to send it on'), note }),
  conditional: z.object({
    condition: fields.short('Condition', 300).min(1),
    cost: moneyField('Cost').optional(),
    replyBy: fields.day('We need your reply by').optional(),
    note,
  }),
  cancelAccepted: z.object({ note }),
  cancelRefused: z.object({ note }),
  renewed: z.object({ dueAtLender: fields.day('New due date'), note }),
  renewalRefused: z.object({ note }),
} as const satisfies Record<AnswerEvent, z.ZodType>

/** The form of the line's event. */
export function eventForm(event: AnswerEvent, said: unknown): Record<string, unknown> {
  const { note: added, ...form } = answerForms[event].parse(said)
  const loanOnly = 'service' in form && form.service === 'copy' ? { ...form, dueAtLender: undefined } : form
  return { ...loanOnly, ...(added && { lenderNote: added }) }
}
