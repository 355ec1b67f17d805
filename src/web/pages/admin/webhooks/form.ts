import { z } from 'zod'
import { type Webhook, WebhookFields, webhookKinds } from '../../../../webhooks/index.ts'
import { type Complaints, complaintsOf } from '../../../complaints.ts'
import { type Exchange, formFields } from '../../../route.ts'

/** What stands in the form of a webhook, right or wrong. */
export interface WebhookForm {
  readonly url: string
  readonly which: 'all' | 'some'
  readonly kind: readonly string[]
  readonly namesPatron: boolean
}

const Sent = z.object({
  url: z.string().default(''),
  which: z.enum(['all', 'some']).default('all').catch('all'),
  kind: z.array(z.string()),
  namesPatron: z.literal('1').optional().catch(undefined),
  version: z.coerce.number().int().min(0).catch(0),
})

export const emptyForm: WebhookForm = { url: '', which: 'all', kind: [], namesPatron: false }

export const formOf = ({ url, kinds, namesPatron }: WebhookFields): WebhookForm => ({
  ...{ url, kind: kinds, namesPatron },
  which: kinds.length > 0 ? 'some' : 'all',
})

export interface Judged {
  readonly form: WebhookForm
  /** The version that was looked at. */
  readonly version: number
  /** None where something is wrong. */
  readonly fields?: WebhookFields | undefined
  readonly complaints: Complaints
}

/** What a form says, judged; whether it is paused is not in it. */
export function judge({ req }: Exchange, before?: Webhook): Judged {
  const { url, which, kind, namesPatron, version } = Sent.parse(formFields(req, Sent))
  const chosen = kind.filter((one) => webhookKinds.includes(one))
  const form = { url, which, kind: chosen, namesPatron: namesPatron !== undefined }
  const parsed = WebhookFields.safeParse({
    ...{ url, namesPatron: form.namesPatron, active: before?.active ?? true },
    kinds: which === 'all' ? [] : chosen,
  })
  const complaints: Complaints = {
    ...(parsed.success ? {} : complaintsOf(parsed.error)),
    ...(which === 'some' && chosen.length === 0 && { kinds: 'Tick at least one kind, or let it have all of them.' }),
  }
  const right = parsed.success && Object.keys(complaints).length === 0
  return { form, version, complaints, ...(right && { fields: parsed.data }) }
}
